import { Token } from "cdktf";
import type { LaterCheck } from "./later-check";
import { printable, quoted } from "./printable";

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

/**
 * Everything that is wrong with a cluster's props, all at once.
 *
 * @jsii ignore - errors are JavaScript's own
 */
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
    super([`${constructPath}: ${count}`, ...lines].map(printable).join("\n"));
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
  /** What a value that is known only at apply has to match: a regular expression of RE2, as Terraform knows them. */
  readonly shape: string;
}

/** Collects problems, so that the user sees all of them together. */
export class Problems {
  readonly found: Problem[] = [];
  /** What cannot be checked before Terraform knows the value. */
  readonly later: LaterCheck[] = [];

  constructor(readonly isUnresolved: (value: unknown) => boolean) {}

  add(prop: string, got: unknown, allowed: string, fix: string): void {
    this.addSaying(prop, shown(got), allowed, fix);
  }

  /** Like `add`, for what was got in words of our own. */
  addSaying(prop: string, got: string, allowed: string, fix: string): void {
    const [shownGot, shownAllowed, shownFix] = [got, allowed, fix].map(printable);
    this.found.push({ prop: printable(prop), got: shownGot, allowed: shownAllowed, fix: shownFix });
  }

  /** A value that other values are computed from, so that Terraform cannot supply it later. */
  refuseToken(prop: string, value: unknown, reason: string, fix = "write the value out"): boolean {
    if (!this.isUnresolved(value)) return false;
    this.addSaying(prop, "a token", `a value known at synth, because ${reason}`, fix);
    return true;
  }

  /** Whether Terraform supplies the value; then it is checked as soon as it is known. */
  checkedLater(prop: string, value: unknown, rule: Omit<TextRule, "accepts">): boolean {
    if (!this.isUnresolved(value)) return false;
    const { shape, allowed, fix } = rule;
    this.later.push({ prop, value: Token.asString(value), shape, allowed, fix });
    return true;
  }

  /** Checks a required text; a token is checked later. Says whether it is known and sound, so that it may be looked at further. */
  text(prop: string, value: string | undefined, rule: TextRule): value is string {
    if (this.checkedLater(prop, value, rule)) return false;
    if (typeof value === "string" && rule.accepts(value)) return true;
    this.add(prop, value, rule.allowed, rule.fix);
    return false;
  }

  /** Checks a text that may be left out. */
  optionalText(prop: string, value: string | undefined, rule: TextRule): value is string {
    return value !== undefined && this.text(prop, value, rule);
  }

  /** Checks a whole number that may be left out; of a token it is checked later that it is one. */
  integer(
    prop: string,
    value: number | undefined,
    [least, most]: readonly [number, number],
    unit = "",
  ): value is number {
    const allowed = `a whole number from ${least} to ${most}${unit && ` ${unit}`}`;
    const fix = "choose a number in that range";
    const rule = { shape: "^[0-9]{1,16}$", allowed, fix };
    if (value === undefined || this.checkedLater(prop, value, rule)) return false;
    if (Number.isInteger(value) && value >= least && value <= most) return true;
    const isInQuotes = typeof value === "string" && /^\d+$/.test(value);
    this.add(prop, value, allowed, isInQuotes ? "write the number without quotes" : fix);
    return false;
  }

  /** The elements of a list that may be left out. They may be tokens; the list itself may not. */
  list<T>(prop: string, value: readonly T[] | undefined): readonly T[] {
    if (value === undefined) return [];
    const fix = "write a list whose elements are tokens, one by one with Fn.element()";
    if (this.refuseToken(prop, value, "rules are written for each element", fix)) return [];
    if (Array.isArray(value)) return value;
    const example = typeof value === "string" ? `: [${quoted(value)}]` : "";
    this.add(prop, value, "a list", `write it in brackets${example}`);
    return [];
  }
}

/** Path of a prop below another; a name that would break the line it is reported in stands in quotes. */
export function at(parent: string, name: string): string {
  return /^[\w-]{1,80}$/.test(name) ? `${parent}.${name}` : `${parent}[${quoted(name)}]`;
}

function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "an object";
  return typeof value === "string" ? quoted(value) : String(value);
}
