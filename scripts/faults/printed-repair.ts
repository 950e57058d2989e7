import { said } from "./explanation";

/** What only a person may decide, and a failed deploy therefore prints as a command. */
export interface PrintedRepair {
  readonly node: string;
  readonly command: string;
}

const REPAIR =
  /^(?<speaker>[\w-]+): [\w-]+: next: on (?<where>this node|[\w-]+): (?<command>pve-wan [\w -]+?); then deploy again/;

/** The command as it was printed, and on which node it is to be run. */
export function printedRepair(output: readonly string[]): PrintedRepair | undefined {
  for (const line of output) {
    const found = REPAIR.exec(said(line))?.groups;
    if (!found) continue;
    const { speaker, where, command } = found;
    return { node: where === "this node" ? speaker : where, command };
  }
  return undefined;
}
