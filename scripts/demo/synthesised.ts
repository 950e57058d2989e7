import * as fs from "node:fs";
import * as path from "node:path";
import { synthesisedStacks } from "../deploy/stacks";
import { StepName, stepName } from "./timeline";

interface Resource {
  readonly "//"?: { readonly metadata?: { readonly path: string } };
  readonly triggers?: Record<string, string>;
}

interface StackFile {
  readonly resource?: Record<string, Record<string, Resource>>;
}

/** What the steps of the synthesised stacks are called, by address; other resources have no name here. */
export function stepNames(output: string): Map<string, StepName> {
  const names = new Map<string, StepName>();
  for (const [address, { "//": comment, triggers }] of resourcesOf(output)) {
    const path = comment?.metadata?.path;
    if (path && triggers?.step) names.set(address, stepName(path, triggers.node));
  }
  return names;
}

/** The names of the nodes of all clusters, as their verify steps have them. */
export function nodeNames(output: string): string[] {
  return resourcesOf(output)
    .filter(([, { triggers }]) => triggers?.step === "verify")
    .flatMap(([, { triggers }]) => (triggers?.nodes ?? "").split("\n"))
    .map((line) => line.split("\t")[0])
    .filter((name) => name !== "");
}

function resourcesOf(output: string): [address: string, resource: Resource][] {
  return synthesisedStacks(output).flatMap(({ directory }) => {
    const file = path.join(directory, "cdk.tf.json");
    const { resource = {} } = JSON.parse(fs.readFileSync(file, "utf8")) as StackFile;
    return Object.entries(resource).flatMap(([type, byName]) =>
      Object.entries(byName).map(([name, one]): [string, Resource] => [`${type}.${name}`, one]),
    );
  });
}
