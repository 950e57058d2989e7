import { Bytes } from "@cdktf/provider-random/lib/bytes";
import { Fn } from "cdktf";
import type { Construct } from "constructs";
import { literal } from "../remote/literal";
import type { Node } from "../topology";
import type { ArticleStepProps } from "./step-props";

interface PresharedKey {
  /** The tunnel's name, as the article names its files: `node1-node2`. */
  readonly tunnel: string;
  readonly ends: readonly [Node, Node];
  /** The key itself, marked sensitive. */
  readonly secret: string;
  /** Changes when the key does and tells nothing about it. */
  readonly fingerprint: string;
}

/** One preshared key for each tunnel: made by `random_bytes` (kept in the state, marked sensitive) or given by the caller. */
export class PresharedKeys {
  private readonly keys: PresharedKey[];

  constructor(scope: Construct, { definition }: ArticleStepProps) {
    const { pairs, presharedKeys } = definition.topology;
    this.keys = pairs.map((ends) => {
      const tunnel = ends.map((node) => node.name).join("-");
      const given = presharedKeys[tunnel];
      const secret = given
        ? Fn.sensitive(literal(given))
        : new Bytes(scope, `psk-${tunnel}`, { length: 32 }).base64;
      // sensitive() first: nonsensitive() refuses a value that is not marked.
      const fingerprint = Fn.nonsensitive(Fn.sensitive(Fn.sha256(secret)));
      return { tunnel, ends, secret, fingerprint };
    });
  }

  /** What a node is given: only the keys of its own tunnels. */
  of(node: Node): { text: string; fingerprint: string } {
    const own = this.keys.filter(({ ends }) => ends.includes(node));
    return {
      text: own.map(({ tunnel, secret }) => `${tunnel} ${secret}`).join("\n"),
      fingerprint: own.map(({ tunnel, fingerprint }) => `${tunnel} ${fingerprint}`).join("\n"),
    };
  }
}
