import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TerraformResource, TerraformStack, Testing } from "cdktf";
import { InvalidTopologyError, ProxmoxWanCluster } from "../../lib";
import { STRING_PROPS } from "./props";
import { textsOf, type PlanText } from "./reading";
import type { Input } from "./texts";

/** What became of a text: refused with this message, or carried into this plan. */
export type Outcome = { readonly refused: string } | { readonly texts: readonly PlanText[] };

// Else every app makes a folder of its own, and leaves it.
const outdir = mkdtempSync(join(tmpdir(), "strings-outdir-"));
process.on("exit", () => rmSync(outdir, { recursive: true, force: true }));

export function outcomeOf({ prop, text }: Input): Outcome {
  const stack = new TerraformStack(Testing.app({ stackTraces: false, outdir }), "stack");
  try {
    new ProxmoxWanCluster(stack, "cluster", STRING_PROPS[prop].cluster(text));
  } catch (error) {
    if (error instanceof InvalidTopologyError) return { refused: error.message };
    throw error;
  }
  const { resource, locals } = JSON.parse(named(stack));
  return { texts: textsOf({ resource, locals }) };
}

/** A plan whose resources are called by their constructs: cdktf leaves parts out of names that end like the one before. */
function named(stack: TerraformStack): string {
  return stack.node
    .findAll()
    .filter(TerraformResource.isTerraformResource)
    .reduce(
      (json, { friendlyUniqueId, node }) => json.replaceAll(friendlyUniqueId, node.path),
      Testing.synth(stack),
    );
}

const LONGEST_MESSAGE = 5000;

/** What is wrong with a message about a text; nothing when it says all it has to. */
export function shortcomings(message: string, { prop }: Input): string[] {
  const start = `  stack/cluster: ${STRING_PROPS[prop].reported}`;
  const about = message.split("\n").filter((line) => line.startsWith(start));
  const isWhole = (line: string): boolean => /: got .+; allowed: .+; fix: .+/s.test(line);
  return [
    ...(about.length > 0 ? [] : ["it does not name construct and prop"]),
    ...(about.every(isWhole) ? [] : ["it lacks what was got, is allowed or has to be changed"]),
    ...(/[^\P{C}\n]|\p{Zl}|\p{Zp}/u.test(message) ? ["it holds control characters"] : []),
    ...(message.length > LONGEST_MESSAGE ? [`it has ${message.length} characters`] : []),
  ];
}

const plans = new Map<string, readonly PlanText[]>();

/** The plan of a harmless text in the same prop. */
export function harmlessPlan({ prop, text }: Input): {
  readonly harmless?: string;
  readonly texts: readonly PlanText[];
} {
  const harmless = STRING_PROPS[prop].harmless?.(text);
  if (harmless === undefined) return { texts: [] };
  const name = `${prop} ${harmless}`;
  if (!plans.has(name)) {
    const outcome = outcomeOf({ prop, text: harmless });
    if ("refused" in outcome) throw new Error(`${name} is refused: ${outcome.refused}`);
    plans.set(name, outcome.texts);
  }
  return { harmless, texts: plans.get(name)! };
}

/** How a plan differs from that of a harmless text with the other one in its place; nothing when the text was carried unchanged. */
export function differences(texts: readonly PlanText[], input: Input): string[] {
  const { harmless, texts: model } = harmlessPlan(input);
  if (harmless === undefined) return [];
  const carried = STRING_PROPS[input.prop].carriedAs?.(input.text) ?? input.text;
  const lines = (all: readonly PlanText[], change: (text: string) => string): Set<string> =>
    new Set(all.map(({ place, read }) => `${change(place)} ${JSON.stringify(change(read))}`));
  const wanted = lines(model, (text) => text.replaceAll(harmless, () => carried));
  const found = lines(texts, (text) => text);
  return [
    ...[...wanted].filter((line) => !found.has(line)).map((line) => `missing: ${line}`),
    ...[...found].filter((line) => !wanted.has(line)).map((line) => `not expected: ${line}`),
  ];
}
