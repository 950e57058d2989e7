import { synthesisedStacks } from "../../cli/stacks";
import { resourcesOf } from "../../cli/synthesised";
import { StepName, stepName } from "./timeline";

/** What the steps of the synthesised stacks are called, by address; other resources have no name here. */
export function stepNames(output: string): Map<string, StepName> {
  const names = new Map<string, StepName>();
  for (const [address, { "//": comment, triggers }] of resourcesIn(output)) {
    const path = comment?.metadata?.path;
    if (path && triggers?.step) names.set(address, stepName(path, triggers.node));
  }
  return names;
}

/** The names of the nodes of all clusters, as their verify steps have them. */
export function nodeNames(output: string): string[] {
  return resourcesIn(output)
    .filter(([, { triggers }]) => triggers?.step === "verify")
    .flatMap(([, { triggers }]) => (triggers?.nodes ?? "").split("\n"))
    .map((line) => line.split("\t")[0])
    .filter((name) => name !== "");
}

/** How many resources have to be made one after the other, however much is done side by side. */
export function longestChain(output: string): number {
  const resources = new Map(resourcesIn(output));
  const lengths = new Map<string, number>();
  const lengthTo = (address: string): number => {
    const known = lengths.get(address);
    if (known !== undefined) return known;
    const before = resources.get(address)?.depends_on ?? [];
    const length = 1 + Math.max(0, ...before.map(lengthTo));
    lengths.set(address, length);
    return length;
  };
  return Math.max(0, ...[...resources.keys()].map(lengthTo));
}

function resourcesIn(output: string): ReturnType<typeof resourcesOf> {
  return synthesisedStacks(output).flatMap(resourcesOf);
}
