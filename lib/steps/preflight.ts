import { Token, type IResolveContext, type Precondition } from "cdktf";
import type { Construct } from "constructs";
import { literal, quotedLiteral } from "../remote/literal";
import { FleetStep } from "../remote/step";
import type { LaterCheck } from "../topology";
import { allowedIpsOf, ownEndpoints } from "../topology/tunnels";
import type { ArticleStepProps } from "./step-props";

/** A value that only Terraform knows goes into files and commands like any other: so it is looked at before anything is done with it. */
function preconditionOf(construct: string, check: LaterCheck): Precondition {
  const { prop, value, shape, allowed, fix } = check;
  const words = "its value, known only now, is none that is allowed";
  return {
    // Inside of an expression cdktf writes some tokens without their braces, by its own count of all braces before: so the value is resolved apart.
    condition: Token.asString({
      resolve: (context: IResolveContext) =>
        `\${can(regex(${quotedLiteral(shape)}, ${context.resolve(quotedLiteral(value))}))}`,
      toString: () => prop,
      creationStack: [],
    }),
    errorMessage: literal(`${construct}: ${prop}: ${words}; allowed: ${allowed}; fix: ${fix}`),
  };
}

/** Before the first change: reads, on all nodes at once, whatever could make a later step fail, and reports all of it together. */
export class Preflight extends FleetStep {
  constructor(scope: Construct, id: string, props: ArticleStepProps) {
    const { clusterName, contact, firewall, laterChecks, nodes, overlay, trustedSources } =
      props.definition.topology;
    super(scope, id, {
      ...props,
      script: "preflight",
      step: "preflight",
      settings: (node) => ({
        clusterName,
        role: node === contact ? "contact" : "joiner",
        publicAddress: node.publicAddress,
        publicAddress6: node.publicAddress6,
        endpoint: ownEndpoints(props.definition.topology, node),
        id: node.id,
        link0: node.overlayAddress,
        link1: node.link1Address,
        publicInterface: node.publicInterface,
        prefixLength: overlay.prefixLength,
        mtu: overlay.mtu,
        listenPort: overlay.listenPort,
        // One line: all nodes' settings travel in one environment variable, whose length has a limit.
        allowedIps: nodes
          .filter((peer) => peer !== node)
          .flatMap((peer) => allowedIpsOf(peer))
          .join(","),
        trusted: trustedSources,
        vmBridge: firewall.vmBridges,
        trustedInterface: firewall.trustedInterfaces,
        closesOthers: firewall.trustedInterfaces && "yes",
      }),
    });
    if (laterChecks.length > 0) {
      const path = scope.node.path;
      this.lifecycle = { precondition: laterChecks.map((one) => preconditionOf(path, one)) };
    }
  }
}
