import type { StepOrder } from "../remote/step";
import type { ClusterDefinition } from "../definition";

/** What every step of the article needs: the cluster's definition, and what has to be finished before. */
export interface ArticleStepProps extends StepOrder {
  /** The checked description of nodes and overlay, from `ClusterDefinition.of()`. */
  readonly definition: ClusterDefinition;
}
