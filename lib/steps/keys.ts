import type { Resource } from "@cdktf/provider-null/lib/resource";
import { Construct } from "constructs";
import { FleetStep } from "../remote/step";
import { SameOnNodes, type PerNode, type PerNodeProps } from "./per-node";

/** Installs WireGuard and nftables where they are missing. */
export class Packages extends SameOnNodes {
  constructor(scope: Construct, id: string, props: PerNodeProps) {
    super(scope, id, props, () => ({
      step: "packages",
      settings: { packages: "wireguard-tools nftables" },
    }));
  }
}

/**
 * Step 1 of the article: WireGuard installed, a private key born on each node that never leaves it, and every node holding the public
 * keys of the others.
 */
export class Keys extends Construct {
  /** Packages of each node. */
  readonly packages: Packages;
  /** Each node's key pair. */
  readonly keyPairs: PerNode;
  /** The exchange of public keys between all nodes. */
  readonly exchange: Resource;

  constructor(scope: Construct, id: string, props: PerNodeProps) {
    super(scope, id);
    this.packages = new Packages(this, "packages", props);
    this.keyPairs = new KeyPairs(this, "pair", {
      definition: props.definition,
      follows: this.packages,
    });
    this.exchange = new FleetStep(this, "exchange", {
      definition: props.definition,
      script: "exchange",
      step: "keyring",
      repeatAfter: this.keyPairs.all,
    });
  }
}

class KeyPairs extends SameOnNodes {
  constructor(scope: Construct, id: string, props: PerNodeProps) {
    super(scope, id, props, (node) => ({
      step: "keys",
      settings: { publicKey: node.wireguardPublicKey },
    }));
  }
}
