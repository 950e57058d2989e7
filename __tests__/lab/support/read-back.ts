import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Lab } from "../../../lab";

/** Rendered files that are read by one program. */
export interface Reader {
  /** Ends of the files' places in the plan. */
  readonly file: string;
  /** bash: the file is $1, what it prints is what the program read. */
  readonly command: string;
  /** What has to be changed before any program can read the file. */
  readonly prepared: (text: string) => string;
}

const KEY = `${"A".repeat(43)}=`;
const OWN_NETWORK = "unshare --net bash -c";

/** How each of the rendered files is read by the program that it is for. */
export const READERS = {
  wireguard: {
    file: "-wg0-conf/content",
    command: `d=$(mktemp -d) && cp "$1" "$d/wg0.conf" && chmod 600 "$d/wg0.conf" && wg-quick strip "$d/wg0.conf"; s=$?; rm -r "$d"; exit $s`,
    prepared: (text) => text.replace(/@[a-z-]+(:[\w-]+)?@/g, KEY),
  },
  nftables: {
    file: "-firewall-nft/content",
    command: `nft -c -f "$1" && ${OWN_NETWORK} 'nft -f "$1" && nft -j list table inet pve_wan' - "$1"`,
    prepared: (text) => text,
  },
  hosts: {
    file: "/rendered/hosts/content",
    command: `unshare --mount bash -c 'mount --bind "$1" /etc/hosts && for a in $(cut -d " " -f 1 "$1"); do getent hosts "$a" || exit; done' - "$1"`,
    prepared: (text) => text.replaceAll("@domain@", "example.com"),
  },
} satisfies Record<string, Reader>;

/** What the program reads of each text, run on a host all together. */
export async function readBack(
  lab: Lab,
  node: string,
  reader: Reader,
  texts: readonly string[],
): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), "read-back-"));
  try {
    mkdirSync(join(folder, "in"));
    texts.forEach((text, index) =>
      writeFileSync(join(folder, "in", String(index)), reader.prepared(text)),
    );
    writeFileSync(join(folder, "read"), reader.command);
    const packed = execFileSync("tar", ["-C", folder, "-czf", "-", "in", "read"]);
    const all = `set -e; cd "$(mktemp -d)"; base64 -d | tar -xz; mkdir out
      for f in in/*; do bash read "$PWD/$f" >"out/\${f##*/}" 2>&1 || echo "(status $?)" >>"out/\${f##*/}"; done
      tar -cz out | base64 -w 0; rm -r "$PWD"`;
    const { stdout } = await lab.console(node, all, { input: packed.toString("base64") });
    execFileSync("tar", ["-C", folder, "-xz"], { input: Buffer.from(stdout, "base64") });
    const names = readdirSync(join(folder, "out"));
    if (names.length !== texts.length) throw new Error(`${names.length} of ${texts.length} read`);
    return texts.map((_, index) => readFileSync(join(folder, "out", String(index)), "utf8"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Names of interfaces that a ruleset compares with, as nft itself prints it (`nft -j`), sorted. */
export function interfacesIn(json: string): string[] {
  const found = new Set<string>();
  const look = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    const { left, right } = value as { left?: { meta?: { key?: string } }; right?: unknown };
    if (/^[io]ifname$/.test(left?.meta?.key ?? "")) {
      const set = (right as { set?: string[] }).set;
      for (const name of set ?? [right as string]) found.add(name);
    }
    Object.values(value).forEach(look);
  };
  look(JSON.parse(json));
  return [...found].sort();
}

/** Elements of the named sets of a ruleset, as nft itself prints it, sorted. */
export function elementsIn(json: string): string[] {
  const { nftables } = JSON.parse(json) as { nftables: { set?: { elem?: unknown[] } }[] };
  const text = (element: unknown): string => {
    if (typeof element === "string") return element;
    const { prefix } = element as { prefix: { addr: string; len: number } };
    return `${prefix.addr}/${prefix.len}`;
  };
  return nftables.flatMap(({ set }) => (set?.elem ?? []).map(text)).sort();
}
