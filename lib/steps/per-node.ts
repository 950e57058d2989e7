import type { Resource } from "@cdktf/provider-null/lib/resource";
import { Construct } from "constructs";
import { NodeStep, type NodeStepProps } from "../remote/step";
import type { Node } from "../topology";
import type { ArticleStepProps } from "./step-props";

/** A step that is done to every node by itself, and may follow another of its kind node by node. */
export interface PerNodeProps extends ArticleStepProps {
  /**
   * What has to be finished on the same node before; the other nodes need not be as far.
   * @default - nothing
   */
  readonly follows?: PerNode;
}

/** A step that is done to nodes one by one: a `null_resource` for each. */
export abstract class PerNode extends Construct {
  private readonly byNode = new Map<string, Resource>();

  /** All of them: what waits for this step on every node depends on these. */
  get all(): Resource[] {
    return [...this.byNode.values()];
  }

  /** The step of one node, by the node's name. */
  of(nodeName: string): Resource {
    const found = this.byNode.get(nodeName);
    if (found) return found;
    const names = [...this.byNode.keys()].join(", ");
    throw new Error(`${this.node.path}: there is no node "${nodeName}"; there are ${names}`);
  }

  /** @internal */
  protected _add(node: Node, step: Resource): void {
    this.byNode.set(node.name, step);
  }
}

/**
 * The same step on every node, each with values of its own.
 *
 * @internal
 */
export abstract class SameOnNodes extends PerNode {
  constructor(
    scope: Construct,
    id: string,
    props: PerNodeProps,
    stepOf: (node: Node) => Omit<NodeStepProps, "definition" | "node">,
  ) {
    super(scope, id);
    for (const node of props.definition.topology.nodes) {
      const { dependsOn = [], repeatAfter = [], ...step } = stepOf(node);
      this._add(
        node,
        new NodeStep(this, node.name, {
          ...step,
          definition: props.definition,
          node,
          dependsOn: [
            ...(props.dependsOn ?? []),
            ...(props.follows ? [props.follows.of(node.name)] : []),
            ...dependsOn,
          ],
          repeatAfter: [...(props.repeatAfter ?? []), ...repeatAfter],
        }),
      );
    }
  }
}
