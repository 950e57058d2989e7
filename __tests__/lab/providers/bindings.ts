import * as fs from "node:fs";

/** One attribute of a resource, in the words of `terraform providers schema -json`. */
export interface Attribute {
  readonly type: string | string[];
  readonly required: boolean;
  readonly optional: boolean;
  readonly computed: boolean;
}

const TYPES: Record<string, Attribute["type"]> = {
  String: "string",
  Number: "number",
  StringMap: ["map", "string"],
  List: ["list", "string"],
};

/**
 * What the npm binding of a resource says about it. Its TypeScript, with a comment at each attribute, comes along in
 * the source map of the compiled file.
 */
export function attributesOfBinding(moduleName: string): Record<string, Attribute> {
  const attribute =
    /\/\/ (\w+) - computed: (\w+), optional: (\w+), required: (\w+)\n[^]*?(?:return this\.get(\w+)Attribute\('(\w+)'\)|new cdktf\.(\w+)\(this, "(\w+)"\))/g;
  const attributes: Record<string, Attribute> = {};
  for (const match of sourceOf(moduleName).matchAll(attribute)) {
    const [, name, computed, optional, required, ...found] = match;
    const [kind, getter] = found.filter(Boolean);
    if (name !== getter || !TYPES[kind])
      throw new Error(`${moduleName}: not understood: ${match[0]}`);
    const flags = { computed, optional, required };
    attributes[name] = { type: TYPES[kind], ...mapValues(flags, (flag) => flag === "true") };
  }
  return attributes;
}

function sourceOf(moduleName: string): string {
  const compiled = fs.readFileSync(require.resolve(moduleName), "utf8");
  const [, encoded] = /sourceMappingURL=data:application\/json;base64,(\S+)/.exec(compiled)!;
  return JSON.parse(Buffer.from(encoded, "base64").toString()).sourcesContent[0];
}

function mapValues<K extends string, A, B>(values: Record<K, A>, f: (value: A) => B): Record<K, B> {
  const entries = Object.entries<A>(values).map(([key, value]) => [key, f(value)]);
  return Object.fromEntries(entries) as Record<K, B>;
}
