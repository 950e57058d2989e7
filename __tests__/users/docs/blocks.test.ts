import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { REACH } from "../../unit/topology/bad-inputs/reach";
import { blocksOf, type Block } from "../../../scripts/docs/blocks";
import { commandsIn, whyUnknown } from "./commands";
import { pages, ROOT } from "./pages";

/** Blocks that are not commands, by the beginning of what is in them, each with its own judge or the reason why it has none. */
const DECLARED: readonly { begins: string; wrong: (code: string) => string[] }[] = [
  { begins: "main.ts  ", wrong: missingPaths },
  {
    // Said by the library about such a value, word for word.
    begins: "wan-cluster/cluster: ",
    wrong: (code) => {
      const said = REACH.flatMap(([, ...lines]) => lines);
      const [, line] = /^wan-cluster\/cluster: (.*)\n$/.exec(code)!;
      return said.includes(line) ? [] : [line];
    },
  },
  {
    // The first line is Terraform's own.
    begins: "Error: Resource precondition failed",
    wrong: (code) => notSaid(code.split("\n").slice(1).join("\n"), "lib/steps/preflight.ts"),
  },
  {
    // What follows is what the steps said, which the tests of the lab compare.
    begins: "recheck: ",
    wrong: (code) => notSaid(code.split("\n")[0], "scripts/deploy/recheck.ts"),
  },
  // A file for Terraform's command line; the unit tests of the toolchain read such files.
  { begins: "provider_installation {", wrong: unbalanced },
  // The engine of that machine: other numbers stand in it everywhere.
  { begins: "Terraform 1.11.4 (", wrong: () => [] },
];

/** The judge of each language. A block of TypeScript is compiled beside this, in code.test.ts. */
const JUDGES: Readonly<Record<string, (block: Block) => string[]>> = {
  ts: () => [],
  console: ({ code }) => wrongCommands(code),
  json: ({ code }) => (JSON.parse(code) ? [] : ["it is empty"]),
  mermaid: ({ code }) => unbalanced(code),
  // Written by `npm run test:faults`: what it saw on the screen.
  text: ({ page }) => (page === "docs/fault-screens.md" ? [] : ["say in what language it is"]),
  "": ({ code }) => {
    const declared = DECLARED.find(({ begins }) => code.startsWith(begins));
    return declared ? declared.wrong(code) : wrongCommands(code);
  },
};

function wrongIn(block: Block): string[] {
  const judge = JUDGES[block.language];
  return judge ? judge(block) : [`nobody judges blocks of ${block.language}`];
}

function wrongCommands(code: string): string[] {
  const { status, stderr } = spawnSync("bash", ["-n"], { input: code, encoding: "utf8" });
  if (status !== 0) return [stderr];
  return commandsIn(code).flatMap((words) => whyUnknown(words) ?? []);
}

function missingPaths(code: string): string[] {
  const paths = code.match(/^\S+/gm)!;
  return paths.filter((path) => !existsSync(join(ROOT, path)));
}

/** What of a text, whose omissions are "…", does not stand in a source. */
function notSaid(text: string, source: string): string[] {
  const said = readFileSync(join(ROOT, source), "utf8");
  const parts = text.split(/…|;|wan-cluster\/cluster: \S+: /).map((part) => part.trim());
  return parts.filter((part) => part !== "" && !said.includes(part));
}

function unbalanced(code: string): string[] {
  const open = code.match(/[[{]/g) ?? [];
  const close = code.match(/[\]}]/g) ?? [];
  return open.length === close.length ? [] : ["its brackets do not match"];
}

const all = pages().flatMap(blocksOf);

test.each(all)("$page:$line", (block) => {
  expect(wrongIn(block)).toEqual([]);
});

test("every declared block stands on a page, and every kind of block is there", () => {
  const unused = DECLARED.filter(({ begins }) => !all.some(({ code }) => code.startsWith(begins)));
  expect(unused.map(({ begins }) => begins)).toEqual([]);
  expect([...new Set(all.map(({ language }) => language))].sort()).toEqual(
    Object.keys(JUDGES).sort(),
  );
});

test.each(pages())("options of the commands in the text of $path exist", ({ text }) => {
  const spans = [...text.matchAll(/`((?:npm run|npx) [^`|…\n]+)`/g)]
    .map(([, code]) => code)
    .filter((code) => !code.endsWith(" COMMAND"));
  expect(spans.flatMap((code) => commandsIn(code).flatMap((one) => whyUnknown(one) ?? []))).toEqual(
    [],
  );
});

test.each([
  ["npm run deplay", "npm has no run deplay"],
  ["npm run deploy -- --rechek", "deploy does not know --rechek"],
  ["npm run deploy --recheck", "npm keeps --recheck for itself: write -- before it"],
  ["npm run lab -- ps", "lab has no ps"],
  ["npm run lab -- up --size 3", "lab does not know --size"],
  ["npx cdktf-proxmox-wan verfy", "cdktf-proxmox-wan has no verfy"],
  ['X="$(npx cdktf-proxmox-wan verify --stack a)" npx cdktf deploy', "has no --stack"],
  ["npx cdktf apply", "cdktf has no apply"],
  ["npm install cdktf@0.20", "cdktf@0.20 is not what is tested here"],
  ["npm install --save-dev ts-node", "ts-node is not what is tested here"],
  ["ls | pve-wan tunning", "no step tunning"],
  ["docker ps", "docker is in no list of programs"],
  ["echo 'a", "unexpected EOF"],
])("a wrong command is found out: %s", (code, why) => {
  expect(wrongCommands(code).join()).toContain(why);
});

test("a block of a kind that nobody knows is found out", () => {
  expect(blocksOf({ path: "page", text: "```yaml\na: 1\n```\n" }).flatMap(wrongIn)).toEqual([
    "nobody judges blocks of yaml",
  ]);
});
