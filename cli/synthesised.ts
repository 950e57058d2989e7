import * as fs from "node:fs";
import * as path from "node:path";
import type { Drawing } from "../lib/picture";
import { Stack, STACK_FILE } from "./stacks";

/** The part of a resource of a synthesised stack that matters here. */
export interface SynthesisedResource {
  readonly "//"?: { readonly metadata?: { readonly path: string }; readonly topology?: Drawing };
  readonly triggers?: Record<string, string>;
  readonly depends_on?: readonly string[];
  readonly provisioner?: readonly Record<string, { readonly environment?: Environment }>[];
}

type Environment = Record<string, string>;

/** All resources of a stack with their addresses. */
export function resourcesOf({ directory }: Stack): [address: string, SynthesisedResource][] {
  const text = fs.readFileSync(path.join(directory, STACK_FILE), "utf8");
  const { resource = {} } = JSON.parse(text) as {
    resource?: Record<string, Record<string, SynthesisedResource>>;
  };
  return Object.entries(resource).flatMap(([type, byName]) =>
    Object.entries(byName).map(([name, one]): [string, SynthesisedResource] => [
      `${type}.${name}`,
      one,
    ]),
  );
}

/** The addresses of all steps of all clusters in a stack: what has no `step` is no step of ours, keys above all. */
export function stepAddresses(stack: Stack): string[] {
  return stepsOf(stack).map(([address]) => address);
}

/** Whether a stack holds a cluster whose nodes can be checked, and not some of its steps alone or none. */
export function hasVerifyStep(stack: Stack): boolean {
  return stepsOf(stack).some(([, { triggers }]) => triggers!.step === "verify");
}

/** What there is to draw of each cluster of a stack, by the path of its construct. */
export function topologiesOf(stack: Stack): Record<string, Drawing> {
  return Object.fromEntries(
    resourcesOf(stack).flatMap(([address, { "//": comment }]) => {
      const step = comment?.metadata?.path ?? address;
      return comment?.topology ? [[path.posix.dirname(step), comment.topology]] : [];
    }),
  );
}

/** The cluster of a step: the path of its construct, and what there is to draw of it. */
export function clusterOf(stack: Stack, address: string): { path: string; drawing?: Drawing } {
  const step = resourcesOf(stack).find(([one]) => one === address)?.[1]["//"]?.metadata?.path;
  const cluster = path.posix.dirname(step ?? address);
  return { path: step ? cluster : address, drawing: topologiesOf(stack)[cluster] };
}

function stepsOf(stack: Stack): [address: string, SynthesisedResource][] {
  return resourcesOf(stack)
    .filter(([address]) => address.startsWith("null_resource."))
    .filter(([, { triggers }]) => triggers?.step && triggers.hostTool);
}

/** What a step's script is told, beside what stands in the state. */
export function environmentOf(stack: Stack, address: string): Environment {
  const found = resourcesOf(stack).find(([one]) => one === address);
  return found?.[1].provisioner?.[0]?.["local-exec"]?.environment ?? {};
}
