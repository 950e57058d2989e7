/** One thing that is wrong with the props. */
export interface Problem {
  /** Where: the prop's path, for example `nodes.node2.id`. */
  readonly prop: string;
  /** What was got. */
  readonly got: string;
  /** What is allowed. */
  readonly allowed: string;
  /** What to change. */
  readonly fix: string;
}

/** Everything that is wrong with a cluster's props, all at once. */
export class InvalidTopologyError extends Error {
  constructor(
    /** Path of the construct whose props these are. */
    readonly constructPath: string,
    /** All of them. */
    readonly problems: readonly Problem[],
  ) {
    const count = problems.length === 1 ? "1 invalid prop" : `${problems.length} invalid props`;
    const lines = problems.map(
      ({ prop, got, allowed, fix }) =>
        `  ${constructPath}: ${prop}: got ${got}; allowed: ${allowed}; fix: ${fix}`,
    );
    super(`${constructPath}: ${count}\n${lines.join("\n")}`);
    this.name = "InvalidTopologyError";
  }
}

/** What a text must be like, in code and in words. */
export interface TextRule {
  /** Whether a text fits. */
  readonly accepts: (text: string) => boolean;
  /** What fits. */
  readonly allowed: string;
  /** What to change. */
  readonly fix: string;
}

/** Collects problems, so that the user sees all of them together. */
export class Problems {
  readonly found: Problem[] = [];

  constructor(readonly isUnresolved: (value: unknown) => boolean) {}

  add(prop: string, got: unknown, allowed: string, fix: string): void {
    this.found.push({ prop, got: shown(got), allowed, fix });
  }

  /** Like `add`, for what was got in words of our own. */
  addSaying(prop: string, got: string, allowed: string, fix: string): void {
    this.found.push({ prop, got, allowed, fix });
  }

  /** A value that other values are computed from, so that Terraform cannot supply it later. */
  refuseToken(prop: string, value: unknown, reason: string, fix = "write the value out"): boolean {
    if (!this.isUnresolved(value)) return false;
    this.addSaying(prop, "a token", `a value known at synth, because ${reason}`, fix);
    return true;
  }

  /** Checks a required text; a token passes. Says whether it is known and sound, so that it may be looked at further. */
  text(prop: string, value: string | undefined, rule: TextRule): value is string {
    if (this.isUnresolved(value)) return false;
    if (typeof value === "string" && rule.accepts(value)) return true;
    this.add(prop, value, rule.allowed, rule.fix);
    return false;
  }

  /** Checks a text that may be left out. */
  optionalText(prop: string, value: string | undefined, rule: TextRule): value is string {
    return value !== undefined && this.text(prop, value, rule);
  }

  /** Checks a whole number that may be left out; a token passes. */
  integer(
    prop: string,
    value: number | undefined,
    [least, most]: readonly [number, number],
    unit = "",
  ): value is number {
    if (value === undefined || this.isUnresolved(value)) return false;
    if (Number.isInteger(value) && value >= least && value <= most) return true;
    const range = `a whole number from ${least} to ${most}${unit && ` ${unit}`}`;
    this.add(prop, value, range, "choose a number in that range");
    return false;
  }

  /** The elements of a list that may be left out. They may be tokens; the list itself may not. */
  list<T>(prop: string, value: readonly T[] | undefined): readonly T[] {
    if (value === undefined) return [];
    const fix = "write a list whose elements are tokens, one by one with Fn.element()";
    if (this.refuseToken(prop, value, "rules are written for each element", fix)) return [];
    if (Array.isArray(value)) return value;
    this.add(prop, value, "a list", "write it in brackets");
    return [];
  }
}

/** Path of a prop below another; a name that would break the line it is reported in stands in quotes. */
export function at(parent: string, name: string): string {
  return /^[\w-]+$/.test(name) ? `${parent}.${name}` : `${parent}[${JSON.stringify(name)}]`;
}

function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value !== "string") return String(value);
  return value.length > 80 ? `${JSON.stringify(value.slice(0, 77))}…` : JSON.stringify(value);
}
