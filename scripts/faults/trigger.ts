import { Span, StepName } from "../demo/timeline";
import { Place } from "./places";

type Names = ReadonlyMap<string, StepName>;

/** Whether a deploy has come to a place: the step was finished on all its nodes, or has been begun. */
export function isReached(place: Place, spans: readonly Span[], names: Names): boolean {
  const wanted = addressesOf(place, names);
  if (wanted.length === 0) return false;
  const spanOf = (address: string) => spans.find((span) => span.address === address);
  return place.when === "after"
    ? wanted.every((address) => spanOf(address)?.finishedSeconds !== undefined)
    : wanted.some((address) => spanOf(address) !== undefined);
}

/** Whether the step that a fault was to begin in has ended: then it came too late. */
export function isOver(place: Place, spans: readonly Span[], names: Names): boolean {
  return isReached({ ...place, when: "after" }, spans, names);
}

function addressesOf({ step, node }: Place, names: Names): string[] {
  return [...names]
    .filter(([, name]) => name.step === step && (node === undefined || name.node === node))
    .map(([address]) => address);
}

/** The steps that were begun and not finished, STEP · NODE. */
export function unfinishedSteps(spans: readonly Span[], names: Names): string[] {
  return stepsOf(
    spans.filter(({ finishedSeconds }) => finishedSeconds === undefined),
    names,
  );
}

/** The steps that were begun, STEP · NODE. */
export function stepsOf(spans: readonly Span[], names: Names): string[] {
  return spans
    .map(({ address }) => names.get(address))
    .flatMap((name) => (name ? [`${name.step} · ${name.node}`] : []));
}
