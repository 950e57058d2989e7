import { readFileSync } from "node:fs";
import { LocalProvider } from "@cdktf/provider-local/lib/provider";
import { DataResource, Lazy } from "cdktf";
import type { ProxmoxWanClusterProps } from "../../../lib";
import { literal } from "../../../lib/remote/literal";
import { synthesise } from "../support/stack";

/** What the test wants: props, and the texts of them that Terraform is to know only at apply. */
export interface Wanted {
  readonly props: ProxmoxWanClusterProps;
  readonly later: readonly string[];
}

const { props, later } = JSON.parse(readFileSync(process.env.STRINGS_APP!, "utf8")) as Wanted;

synthesise((stack) => {
  const input = Object.fromEntries(later.map((text, index) => [`t${index}`, literal(text)]));
  if (later.length > 0) new DataResource(stack, "values", { input });
  new LocalProvider(stack, "local");
  const reference = (text: string): string => {
    const produce = (): string => `\${terraform_data.values.output.t${later.indexOf(text)}}`;
    return Lazy.stringValue({ produce });
  };
  const replaced = (value: unknown): unknown => {
    if (typeof value === "string") return later.includes(value) ? reference(value) : value;
    if (Array.isArray(value)) return value.map(replaced);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, replaced(one)]));
  };
  return replaced(props) as ProxmoxWanClusterProps;
});
