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

/** A step that is done to every node by itself. */
export abstract class PerNode extends Construct {
  /** The step's `null_resource` of each node, by node name. */
  readonly byNode: ReadonlyMap<string, NodeStep>;

  constructor(
    scope: Construct,
    id: string,
    props: PerNodeProps,
    stepOf: (node: Node) => Omit<NodeStepProps, "definition" | "node">,
  ) {
    super(scope, id);
    const byNode = new Map<string, NodeStep>();
    this.byNode = byNode;
    for (const node of props.definition.topology.nodes) {
      const { dependsOn = [], repeatAfter = [], ...step } = stepOf(node);
      byNode.set(
        node.name,
        new NodeStep(this, node.name, {
          ...step,
          definition: props.definition,
          node,
          dependsOn: [
            ...(props.dependsOn ?? []),
            ...(props.follows ? [props.follows.of(node)] : []),
            ...dependsOn,
          ],
          repeatAfter: [...(props.repeatAfter ?? []), ...repeatAfter],
        }),
      );
    }
  }

  /** All of them: what waits for this step on every node depends on these. */
  get all(): NodeStep[] {
    return [...this.byNode.values()];
  }

  /** The step of one node. */
  of(node: Node): NodeStep {
    return this.byNode.get(node.name)!;
  }
}
