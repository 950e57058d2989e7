import * as fs from "node:fs";
import * as path from "node:path";
import * as ts from "typescript";
import { PROJECT } from "../deploy/run";

/** The ways in which projects of today find a package's types. */
const RESOLUTIONS = [
  { module: ts.ModuleKind.Node16, moduleResolution: ts.ModuleResolutionKind.Node16 },
  { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler },
];

/**
 * What TypeScript says of `main.ts` in a project that has the package installed, and of the package's own declarations: unlike with
 * `skipLibCheck`, these are looked at too.
 */
export function importErrors(project: string): string[] {
  const main = path.join(project, "main.ts");
  const text = fs.readFileSync(path.join(PROJECT, "main.ts"), "utf8");
  fs.writeFileSync(main, text.replace('"./lib"', '"cdktf-proxmox-wan"'));
  return RESOLUTIONS.flatMap((resolution) => errorsWith(main, resolution));
}

function errorsWith(main: string, resolution: ts.CompilerOptions): string[] {
  const program = ts.createProgram([main], {
    ...resolution,
    strict: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    types: ["node"],
    typeRoots: [path.join(PROJECT, "node_modules/@types")],
  });
  const installed = path.join(fs.realpathSync(path.dirname(main)), "node_modules/");
  const looked = program
    .getSourceFiles()
    .filter(({ fileName }) => fileName === main || fileName.startsWith(installed));
  if (looked.length < 2) throw new Error(`${main} does not import the package`);
  const errors = [
    ...program.getOptionsDiagnostics(),
    ...program.getGlobalDiagnostics(),
    ...looked.flatMap((file) => [
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
    ]),
  ];
  const way = ts.ModuleResolutionKind[resolution.moduleResolution!];
  return errors.map((error) => `${way}: ${ts.formatDiagnostic(error, FORMAT)}`);
}

const FORMAT: ts.FormatDiagnosticsHost = {
  getCanonicalFileName: (name) => name,
  getCurrentDirectory: () => process.cwd(),
  getNewLine: () => "\n",
};
