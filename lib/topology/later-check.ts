/** A check of a value that only Terraform knows: made before the first node is touched. */
export interface LaterCheck {
  /** The prop's path, for example `nodes.node2.publicAddress`. */
  readonly prop: string;
  /** The value, which holds a token. */
  readonly value: string;
  /** What it has to match: a regular expression of RE2. */
  readonly shape: string;
  /** What is allowed. */
  readonly allowed: string;
  /** What to change. */
  readonly fix: string;
}
