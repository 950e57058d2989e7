import { Bytes } from "@cdktf/provider-random/lib/bytes";
import { Fn, TerraformIterator, TerraformLocal } from "cdktf";
import type { Construct } from "constructs";
import { literal } from "../remote/literal";
import { attribute } from "../remote/reference";
import type { Node } from "../topology";
import { tunnelName } from "../topology/tunnels";
import type { ArticleStepProps } from "./step-props";

interface Tunnel {
  /** As the article names the tunnel's file: `node1-node2`. */
  readonly name: string;
  readonly ends: readonly [Node, Node];
}

/** One preshared key for each tunnel: made by `random_bytes` (kept in the state, marked sensitive) or given by the caller. */
export class PresharedKeys {
  private readonly tunnels: readonly Tunnel[];
  private readonly given: Readonly<Record<string, string>>;
  /** One resource with an instance for each tunnel: with 32 nodes there are 496 of them. */
  private readonly made: Bytes | undefined;

  constructor(
    private readonly scope: Construct,
    { definition }: ArticleStepProps,
  ) {
    const { pairs, presharedKeys } = definition.topology;
    this.given = presharedKeys;
    this.tunnels = pairs.map(({ a, b }) => ({ name: tunnelName(a, b), ends: [a, b] }));
    const missing = this.tunnels.map(({ name }) => name).filter((name) => !this.given[name]);
    if (missing.length > 0) {
      const forEach = TerraformIterator.fromList(missing);
      this.made = new Bytes(scope, "tunnel-key", { length: 32, forEach });
    }
  }

  /** What a node is given: only the keys of its own tunnels, and a text that changes when they do and tells nothing about them. */
  of(node: Node): { text: string; fingerprint: string } {
    const lines = this.tunnels
      .filter(({ ends }) => ends.includes(node))
      .map(({ name }) => `${name} ${this.keyOf(name)}`);
    const id = `tunnel-keys-${node.name}`;
    const local = `local.${new TerraformLocal(this.scope, id, lines.join("\n")).friendlyUniqueId}`;
    return {
      // Terraform hides all that a script says whose input is marked: nobody would learn why it failed. It says no key, and no plan shows its input.
      // sensitive() first: nonsensitive() refuses a value that is not marked.
      text: `\${nonsensitive(sensitive(${local}))}`,
      fingerprint: `\${nonsensitive(sensitive(sha256(${local})))}`,
    };
  }

  private keyOf(tunnel: string): string {
    const given = this.given[tunnel];
    if (given) return Fn.sensitive(literal(given));
    return `\${${attribute(this.made!, `["${tunnel}"].base64`)}}`;
  }
}
