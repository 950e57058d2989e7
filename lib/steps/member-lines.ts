import type { Node } from "../topology";

/** The members as steps on a node are told of them: `NAME ID OVERLAY-ADDRESS`, one a line. */
export function memberLines(nodes: readonly Node[]): string[] {
  return nodes.map(({ name, id, overlayAddress }) => `${name} ${id} ${overlayAddress}`);
}
