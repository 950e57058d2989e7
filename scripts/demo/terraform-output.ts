import { stripVTControlCharacters } from "node:util";

/** What a line of Terraform's or OpenTofu's output, as cdktf passes it on, tells about a resource. */
export type ResourceEvent =
  | { readonly kind: "started"; readonly address: string }
  | { readonly kind: "finished"; readonly address: string }
  | { readonly kind: "said"; readonly address: string; readonly text: string };

const RESOURCE = String.raw`([a-z][\w-]*\.[\w.-]+(?:\["[^"]+"\])?)`;
// A step that runs again is destroyed first: Terraform forgets it, and nothing happens on a node.
const STARTED = new RegExp(`${RESOURCE}: (?:Creating|Modifying)\\.\\.\\.`);
const FINISHED = new RegExp(`${RESOURCE}: (?:Creation|Modifications) complete after `);
const SAID = new RegExp(`${RESOURCE} \\(local-exec\\): ?(.*)$`);

/** The line without colours and without the name of the stack that cdktf puts before the first of each batch. */
export function plain(line: string): string {
  return stripVTControlCharacters(line).trimEnd();
}

export function parseLine(line: string): ResourceEvent | undefined {
  const text = plain(line);
  const said = SAID.exec(text);
  if (said) {
    // Terraform's own announcement of the command, long and the same for every step.
    return said[2].startsWith("Executing: [")
      ? undefined
      : { kind: "said", address: said[1], text: said[2] };
  }
  const started = STARTED.exec(text);
  if (started) return { kind: "started", address: started[1] };
  const finished = FINISHED.exec(text);
  return finished ? { kind: "finished", address: finished[1] } : undefined;
}

/** Terraform's own words for "there was nothing to do". */
export function saysNoChanges(output: readonly string[]): boolean {
  return output.some((line) => plain(line).includes("No changes."));
}
