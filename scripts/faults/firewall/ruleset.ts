/** Every way of cutting the runner off, in words for the reader of the table. */
export const KINDS = {
  interface: "wrong interface",
  source: "wrong source: trustedSources without the runner",
  port: "wrong port of SSH",
  accept: "policy drop without an accept",
  order: "a drop before the accept",
  rate: "rate, connection and byte limits",
  conntrack: "connection tracking lost",
  syntax: "syntax error",
  unknown: "unknown object",
  chain: "a chain of ours at another hook or priority that drops",
  output: "answers dropped on their way out",
  diverted: "the connection sent elsewhere",
  others: "a table of somebody else in the way",
  flush: "flush ruleset",
} as const;

export type Kind = keyof typeof KINDS;

/** One ruleset that cuts the runner off, and the node that it comes to. */
export interface Ruleset {
  /** KIND/NAME, by which it is tried. */
  readonly name: string;
  readonly kind: Kind;
  /** What a deploy brings to the node. */
  readonly text: string;
  /** What is in force before: a confirmed ruleset, or none as on a node that was never deployed. */
  readonly old: string | undefined;
  /** More tables of somebody else that stand on the node before. */
  readonly others: string;
  /** nft refuses it, so that nothing is ever in force. */
  readonly refused: boolean;
  /** Where the runner finds SSH on this node. */
  readonly sshPort: number;
}

/** A ruleset as its kind describes it; what it does not say is as usual. */
export type Draft = Pick<Ruleset, "text"> &
  Partial<Pick<Ruleset, "old" | "others" | "sshPort">> & {
    /** Without the kind. */
    readonly name: string;
  };
