import * as fs from "node:fs";
import * as path from "node:path";

/** The part of a jsii assembly that is written down and checked: https://github.com/aws/jsii, `@jsii/spec`. */
export interface Assembly {
  readonly name: string;
  readonly version: string;
  readonly types: Readonly<Record<string, ApiType>>;
}

export interface Docs {
  readonly summary?: string;
  readonly remarks?: string;
  readonly default?: string;
}

export interface ApiType {
  readonly name: string;
  readonly fqn: string;
  readonly kind: "class" | "interface" | "enum";
  /** An interface that is only data: props, and what is computed from them. */
  readonly datatype?: boolean;
  readonly abstract?: boolean;
  readonly base?: string;
  readonly interfaces?: readonly string[];
  readonly docs?: Docs;
  readonly initializer?: { readonly parameters?: readonly Parameter[] };
  readonly properties?: readonly Property[];
  readonly methods?: readonly Method[];
  readonly members?: readonly { readonly name: string; readonly docs?: Docs }[];
}

export interface Property {
  readonly name: string;
  readonly type: TypeReference;
  readonly optional?: boolean;
  readonly static?: boolean;
  readonly docs?: Docs;
}

export interface Method {
  readonly name: string;
  readonly static?: boolean;
  readonly parameters?: readonly Parameter[];
  readonly returns?: { readonly type: TypeReference; readonly optional?: boolean };
  readonly docs?: Docs;
}

export interface Parameter {
  readonly name: string;
  readonly type: TypeReference;
  readonly optional?: boolean;
  readonly variadic?: boolean;
}

export interface TypeReference {
  readonly primitive?: string;
  readonly fqn?: string;
  readonly collection?: { readonly kind: "array" | "map"; readonly elementtype: TypeReference };
  readonly union?: { readonly types: readonly TypeReference[] };
}

export function readAssembly(folder: string): Assembly {
  return JSON.parse(fs.readFileSync(path.join(folder, ".jsii"), "utf8")) as Assembly;
}

/** A doc comment as it was written: jsii takes its first sentence for a title. */
export function comment(docs: Docs | undefined): string {
  return [docs?.summary, docs?.remarks].filter(Boolean).join(" ").replace(/\s+/g, " ");
}

/** Props: what users write, and what therefore needs defaults. */
export function isProps({ name, datatype }: ApiType): boolean {
  return datatype === true && /(Props|Options|Order)$/.test(name);
}
