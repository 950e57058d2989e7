import type { ClusterProps } from "../../../../lib/topology";

/** Props, and each line that is said about them, whole. */
export type BadInput = readonly [props: ClusterProps, ...lines: string[]];
