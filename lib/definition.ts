import { Annotations, Token } from "cdktf";
import type { Construct } from "constructs";
import { resolveTopology, warningsOf, type ClusterProps, type Topology } from "./topology";

/** A cluster as its props describe it, checked, with every default filled in: what all steps are made from. */
export class ClusterDefinition {
  /**
   * Checks the props and adds their warnings to the scope.
   *
   * @throws {InvalidTopologyError} listing every problem of the props at once
   */
  static of(scope: Construct, props: ClusterProps): ClusterDefinition {
    const topology = resolveTopology(props, scope.node.path, (value) => Token.isUnresolved(value));
    for (const { id, message } of warningsOf(topology)) {
      Annotations.of(scope).addWarning(`${message} [${id}]`);
    }
    return new ClusterDefinition(topology);
  }

  private constructor(
    /** Nodes, overlay and settings. */
    readonly topology: Topology,
  ) {}
}
