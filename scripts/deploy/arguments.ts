import * as path from "node:path";
import { parseArgs } from "node:util";
import { defaultOutput } from "../../cli/stacks";
import { PROJECT } from "./run";

/** What a deploy and its closing check must know of the arguments that were given to cdktf. */
export interface CdktfArguments {
  readonly stacks: string[];
  readonly output?: string;
  /** As Terraform's own commands take them: `-var=…` and `-var-file=…`. */
  readonly variables: string[];
  /** Those that `cdktf synth` takes as well. */
  readonly ofSynth: string[];
  readonly skipsSynth: boolean;
}

/** The options of cdktf that take a value: without them a value would look like the name of a stack. */
export function parseCdktfArguments(args: readonly string[]): CdktfArguments {
  const { values, positionals } = parseArgs({
    args: [...args],
    strict: false,
    allowPositionals: true,
    options: {
      output: { type: "string", short: "o" },
      app: { type: "string", short: "a" },
      "outputs-file": { type: "string" },
      parallelism: { type: "string" },
      "terraform-parallelism": { type: "string" },
      var: { type: "string", multiple: true },
      "var-file": { type: "string", multiple: true },
      "skip-synth": { type: "boolean" },
    },
  });
  const all = (name: "var" | "var-file") => (values[name] ?? []) as string[];
  return {
    stacks: positionals,
    output: values.output as string | undefined,
    ofSynth: (["output", "app"] as const).flatMap((name) =>
      values[name] === undefined ? [] : [`--${name}`, values[name] as string],
    ),
    skipsSynth: values["skip-synth"] === true,
    variables: [
      ...all("var").map((value) => `-var=${value}`),
      ...all("var-file").map((file) => `-var-file=${path.resolve(PROJECT, file)}`),
    ],
  };
}

/** Where cdktf writes: as the arguments say, else as cdktf.json says, else its own default. */
export function outputDirectory(args: CdktfArguments): string {
  return args.output ? path.resolve(PROJECT, args.output) : defaultOutput(PROJECT);
}
