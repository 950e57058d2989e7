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
    const lines = problems.map(
      ({ prop, got, allowed, fix }) =>
        `  ${constructPath}: ${prop}: got ${got}; allowed: ${allowed}; fix: ${fix}`,
    );
    super(`${constructPath}: ${problems.length} invalid props\n${lines.join("\n")}`);
    this.name = "InvalidTopologyError";
  }
}

/** Collects problems, so that the user sees all of them together. */
export class Problems {
  readonly found: Problem[] = [];

  constructor(readonly isUnresolved: (value: unknown) => boolean) {}

  add(prop: string, got: unknown, allowed: string, fix: string): void {
    this.found.push({ prop, got: shown(got), allowed, fix });
  }

  /** A value that other values are computed from, so that Terraform cannot supply it later. */
  refuseToken(prop: string, value: unknown, reason: string): boolean {
    if (!this.isUnresolved(value)) return false;
    this.add(prop, "a token", `a value known at synth, because ${reason}`, "write the value out");
    return true;
  }

  /** Checks a string against a pattern, unless it is absent or a token. Says whether it may be looked at further. */
  text(
    prop: string,
    value: string | undefined,
    pattern: RegExp,
    allowed: string,
    fix: string,
  ): boolean {
    if (value === undefined || this.isUnresolved(value)) return false;
    if (typeof value === "string" && pattern.test(value)) return true;
    this.add(prop, value, allowed, fix);
    return false;
  }

  /** Checks a whole number against a range, unless it is absent or a token. */
  integer(
    prop: string,
    value: number | undefined,
    least: number,
    most: number,
    unit = "",
  ): boolean {
    if (value === undefined || this.isUnresolved(value)) return false;
    if (Number.isInteger(value) && value >= least && value <= most) return true;
    const range = `a whole number from ${least} to ${most}${unit && ` ${unit}`}`;
    this.add(prop, value, range, "choose a number in that range");
    return false;
  }
}

function shown(value: unknown): string {
  if (typeof value !== "string") return String(value);
  return value.length > 80 ? `${JSON.stringify(value.slice(0, 77))}…` : JSON.stringify(value);
}
