import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./pages";

/** What every host of Proxmox VE with WireGuard has, as far as the pages use it. */
const OF_A_HOST = [
  ...["cat", "dpkg", "echo", "getent", "grep", "ip", "journalctl", "ls", "nano", "openssl", "ping"],
  ...["readlink", "rm", "sed", "sysctl", "systemctl", "uname"],
  ...["corosync-cfgtool", "corosync-cmapctl", "nft", "pvecm", "pveversion", "sshd", "tc", "wg"],
];
const WHERE_DEPLOYS_RUN = ["export", "terraform"];
/** Commands of npm itself, and of cdktf, with the options that the pages use. */
const OF_NPM = ["ci", "test", "pack", "init"];
const OF_CDKTF = ["synth", "deploy", "diff", "destroy", "get", "--skip-synth"];

const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");
const { scripts, devDependencies } = JSON.parse(read("package.json")) as Record<
  "scripts" | "devDependencies",
  Record<string, string>
>;
const steps = readdirSync(join(ROOT, "host/steps")).map((file) => file.replace(/\.sh$/, ""));

/** Each simple command of a shell text: words without assignments, comments, quotes' contents and redirections. */
export function commandsIn(text: string): string[][] {
  const inner = [...text.matchAll(/\$\(([^()]*)\)/g)].flatMap(([, code]) => commandsIn(code));
  const bare = text
    .replace(/\$\([^()]*\)/g, "SUBSTITUTED")
    .replace(/'[^']*'|"[^"]*"/g, "QUOTED")
    .replace(/(^|\s)#.*$/gm, "");
  const outer = bare.split(/\n|\||;|&&/).map((part) =>
    part
      .replace(/[<>]\s*\S+/g, "")
      .trim()
      .split(/\s+/)
      .filter((_, index, words) => !words.slice(0, index + 1).every(isAssignment)),
  );
  return [...outer.filter(([program]) => program), ...inner];
}

const isAssignment = (word: string): boolean => /^\w+=/.test(word);

/** Why a command would not run as it stands there; nothing when it would. */
export function whyUnknown([program, ...words]: readonly string[]): string | undefined {
  if (program === "npm") return whyUnknownToNpm(words);
  if (program === "npx") return whyUnknownToNpx(words);
  if (program === "pve-wan") return steps.includes(words[0]) ? undefined : `no step ${words[0]}`;
  return [...OF_A_HOST, ...WHERE_DEPLOYS_RUN].includes(program)
    ? undefined
    : `${program} is in no list of programs`;
}

function whyUnknownToNpm([command, script, dashes, ...words]: readonly string[]) {
  if (OF_NPM.includes(command)) return undefined;
  if (command === "install") return whyNotInstalled([script, dashes, ...words]);
  if (command !== "run" || !(script in scripts)) return `npm has no ${command} ${script}`;
  if (dashes === undefined) return undefined;
  if (dashes !== "--") return `npm keeps ${dashes} for itself: write -- before it`;
  const sources = sourcesOf(script);
  const unknown = optionsIn(words).find((option) => !takes(sources, option));
  if (unknown) return `${script} does not know ${unknown}`;
  const [first] = words;
  const isLabs = new RegExp(`command\\(\\s*"${first}\\b`).test(sources);
  return script !== "lab" || isLabs ? undefined : `lab has no ${first}`;
}

/** What the pages install is what the tests here run with; `npm install` alone takes what a manifest says. */
function whyNotInstalled(words: readonly (string | undefined)[]): string | undefined {
  return words
    .filter((word) => word !== undefined && !word.startsWith("--") && word !== "cdktf-proxmox-wan")
    .map((word) => /^(.+?)(?:@(.*))?$/.exec(word!)!)
    .filter(([, name, version = ""]) => !devDependencies[name]?.startsWith(version))
    .map(([word]) => `${word} is not what is tested here`)
    .shift();
}

function whyUnknownToNpx([program, command, ...words]: readonly string[]): string | undefined {
  if (program === "cdktf" || program === "cdktn") {
    const unknown = [command, ...optionsIn(words)].find((word) => !OF_CDKTF.includes(word));
    return unknown && `${program} has no ${unknown}`;
  }
  if (program === "jest") return undefined;
  const [, usage] = /const USAGE = `([^`]*)`/.exec(read("cli/main.ts"))!;
  const named = [...usage.matchAll(/^ {2}(\S+) /gm)].map(([, word]) => word);
  if (program !== "cdktf-proxmox-wan") return `nobody brings ${program}`;
  const unknown = [command, ...optionsIn(words)].find((word) => !named.includes(word));
  return unknown && `cdktf-proxmox-wan has no ${unknown}`;
}

const optionsIn = (words: readonly string[]): string[] =>
  words.filter((word) => /^--\w/.test(word)).map((word) => word.replace(/=.*/, ""));

/** The sources that read the arguments of an npm script. */
function sourcesOf(script: string): string {
  const [main] = /[\w/]+\.ts/.exec(scripts[script])!;
  const helpers = main === "scripts/cdktf.ts" ? ["arguments.ts", "recheck.ts"] : [];
  return [main, ...helpers.map((file) => `scripts/deploy/${file}`)].map(read).join("\n");
}

/** Whether sources name an option, for parseArgs or for commander. */
function takes(sources: string, option: string): boolean {
  const name = option.slice(2);
  const asKey = new RegExp(`(?:\\b${name}|"${name}"): \\{ type:`);
  return asKey.test(sources) || new RegExp(`"${option}[" ]`).test(sources);
}
