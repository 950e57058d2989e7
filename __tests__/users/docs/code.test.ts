import { dirname, join } from "node:path";
import ts from "typescript";
import { blocks, pages, ROOT } from "./pages";

interface Sample {
  readonly name: string;
  /** Where its imports begin. */
  readonly folder: string;
  readonly code: string;
}

const samples = pages().flatMap(({ path, text }) =>
  blocks(text, "(?:ts|typescript)").map((code, index) => ({
    name: `${path} ${index + 1}`,
    folder: dirname(path),
    code,
  })),
);

/** A whole file as it is; a fragment in a construct's constructor, where a reader would put it. */
function asFile(code: string): string {
  if (/^import /m.test(code)) return code;
  const statement = /^\s*[\w]+: /.test(code) ? `const props = {\n${code}};\nvoid props;` : code;
  return [
    `import * as library from "cdktf-proxmox-wan";`,
    `import { Construct } from "constructs";`,
    `const { ProxmoxWanCluster } = library;`,
    `export class Sample extends Construct {`,
    `constructor(scope: Construct, id: string) { super(scope, id);`,
    statement,
    `} }`,
  ].join("\n");
}

/** What the compiler says, by sample: all in one program, whose files are in memory. */
function complaints(all: readonly Sample[]): string[] {
  const { config } = ts.readConfigFile(join(ROOT, "tsconfig.json"), (path) =>
    ts.sys.readFile(path),
  ) as { config: { compilerOptions: object } };
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, ROOT);
  const files = new Map(
    all.map(({ folder, code }, index) => [join(ROOT, folder, `sample-${index}.ts`), asFile(code)]),
  );
  const settings: ts.CompilerOptions = {
    ...options,
    noEmit: true,
    // For `await` outside of functions, as a reader's own file may have it.
    module: ts.ModuleKind.ESNext,
    noUnusedLocals: false,
    rootDir: undefined,
    paths: { "cdktf-proxmox-wan": [join(ROOT, "lib/index.ts")] },
  };
  const host = ts.createCompilerHost(settings);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (path) => files.has(path) || fileExists.call(host, path);
  host.readFile = (path) => files.get(path) ?? readFile.call(host, path);
  host.getSourceFile = (path, language, ...rest) => {
    const text = files.get(path);
    return text === undefined
      ? getSourceFile.call(host, path, language, ...rest)
      : ts.createSourceFile(path, text, language);
  };
  const program = ts.createProgram([...files.keys()], settings, host);
  return [...files.keys()].flatMap((path, index) => {
    const source = program.getSourceFile(path);
    return [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ].map(
      ({ messageText }) =>
        `${all[index].name}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`,
    );
  });
}

test("every block of TypeScript compiles against the library, and a wrong one would not", () => {
  const wrong = {
    name: "wrong",
    folder: ".",
    code: `new ProxmoxWanCluster(this, "cluster", { clusterName: 1 });`,
  };
  expect(samples.length).toBeGreaterThan(0);
  expect(complaints([...samples, wrong]).map((one) => one.replace(/^wrong: .*/s, "wrong"))).toEqual(
    ["wrong"],
  );
}, 60_000);
