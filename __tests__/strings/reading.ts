/** A reference or a call, as the library itself writes them: no text of a user's may become one. */
const EXPRESSION =
  /^\$\{(?:self\.triggers|null_resource|random_bytes|local|each|sha256|nonsensitive|sensitive|toset)\b[^{}]*\}/;

/** Marks what Terraform puts in the place of an expression, so that it is not taken for text. */
export const MARK = "\0";

/** What Terraform makes of a JSON string, by HCL's own rules. Expressions stay, marked as such. */
export function asTerraformReads(text: string): string {
  let read = "";
  for (let rest = text; rest !== "";) {
    const quoted = /^\$\{"([^"\\]*)"\}/.exec(rest);
    const escape = /^(\$\$|%%)\{/.exec(rest);
    const expression = EXPRESSION.exec(rest);
    if (quoted) {
      read += quoted[1];
      rest = rest.slice(quoted[0].length);
    } else if (escape) {
      read += `${escape[0][0]}{`;
      rest = rest.slice(escape[0].length);
    } else if (expression) {
      read += `${MARK}${withoutHash(expression[0])}${MARK}`;
      rest = rest.slice(expression[0].length);
    } else if (/^[$%]\{/.test(rest)) {
      throw new Error(`Terraform would interpret ${JSON.stringify(rest)}`);
    } else {
      read += rest[0];
      rest = rest.slice(1);
    }
  }
  return read;
}

export interface PlanText {
  readonly place: string;
  /** As it was written into the plan. */
  readonly json: string;
  /** As Terraform reads it. */
  readonly read: string;
}

/** Every text of a plan, keys and values, with the places where they stand. */
export function textsOf(plan: unknown, at = ""): PlanText[] {
  if (typeof plan === "string") {
    const isAddress = at.includes("/depends_on/");
    const read = isAddress ? withoutHash(plan) : asTerraformReads(plan);
    return [{ place: at, json: plan, read }];
  }
  if (typeof plan !== "object" || plan === null) {
    return [{ place: at, json: String(plan), read: String(plan) }];
  }
  return Object.entries(plan).flatMap(([key, value]) =>
    textsOf(value, `${at}/${withoutHash(key)}`),
  );
}

/** The end of a resource's name tells of the names above it. */
function withoutHash(text: string): string {
  return text.replace(/_[0-9A-F]{8}\b/g, "_HASH");
}
