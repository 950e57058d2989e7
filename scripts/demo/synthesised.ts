import * as fs from "node:fs";
import * as path from "node:path";
import { synthesisedStacks } from "../deploy/stacks";

interface Resource {
  readonly "//"?: { readonly metadata?: { readonly path: string } };
  readonly triggers?: Record<string, string>;
}

interface StackFile {
  readonly resource?: Record<string, Record<string, Resource>>;
}

/** The construct that each resource of the synthesised stacks comes from, by the resource's address. */
export function constructPaths(output: string): Map<string, string> {
  const paths = new Map<string, string>();
  for (const [address, resource] of resourcesOf(output)) {
    const construct = resource["//"]?.metadata?.path;
    if (construct) paths.set(address, construct);
  }
  return paths;
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
