import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Lab } from "../../../lab";
import type { Deployment } from "./deployment";

/** A login ticket of root as Proxmox writes it. */
const TICKET = /PVE:root@pam:[0-9A-F]{8}::/;

interface Seen {
  readonly output: string;
  readonly commandLines: readonly string[];
}

/** Fails when a private key, a preshared key or a ticket is anywhere but where it is used. */
export async function expectSecretsKept(
  lab: Lab,
  nodes: readonly string[],
  deployment: Deployment,
  { output, commandLines }: Seen,
): Promise<void> {
  const read = async (node: string, command: string): Promise<string> =>
    (await lab.console(node, command)).stdout;
  const words = (text: string): string[] => text.split(/\s+/).filter(Boolean);

  const privateKeys = (
    await Promise.all(nodes.map((node) => read(node, "cat /etc/wireguard/privatekey")))
  ).flatMap(words);
  const presharedKeys = [
    ...new Set(
      (await Promise.all(nodes.map((node) => read(node, "cat /etc/wireguard/psk-*")))).flatMap(
        words,
      ),
    ),
  ];
  expect(privateKeys).toHaveLength(nodes.length);
  expect(presharedKeys).toHaveLength((nodes.length * (nodes.length - 1)) / 2);

  const state = readFileSync(deployment.state, "utf8");
  const places: Record<string, string> = {
    output,
    "command lines": commandLines.join("\n"),
    "synthesised stack": allFilesBelow(join(deployment.folder, "out")),
  };
  for (const node of nodes) {
    places[`${node}'s journal`] = await read(node, "journalctl --no-pager -o cat");
    places[`${node}'s files`] = await read(
      node,
      "cd /; grep -rIl -E 'PVE:root@pam:[0-9A-F]{8}::' run tmp var/tmp root etc var/lib/pve-wan var/log --exclude-dir=pve; test $? = 1",
    );
  }
  const nowhere = [...privateKeys, ...presharedKeys];
  for (const [place, text] of Object.entries(places)) {
    expect([place, nowhere.filter((secret) => text.includes(secret))]).toEqual([place, []]);
    expect([place, TICKET.test(text)]).toEqual([place, false]);
  }
  expect(privateKeys.filter((secret) => state.includes(secret))).toEqual([]);
  expect(TICKET.test(state)).toBe(false);
  // Preshared keys are in the state, where Terraform marks them, and nowhere else in it.
  for (const secret of presharedKeys) expect(occurrences(state, secret)).toEqual(["random_bytes"]);
}

/** Types of the resources in whose attributes a text stands. */
function occurrences(state: string, text: string): string[] {
  const { resources } = JSON.parse(state) as { resources: { type: string }[] };
  return resources.filter((one) => JSON.stringify(one).includes(text)).map(({ type }) => type);
}

function allFilesBelow(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes(".terraform"))
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      // A saved plan is a zip archive, and holds the state.
      const isArchive = readFileSync(path).subarray(0, 2).toString() === "PK";
      return isArchive
        ? execFileSync("unzip", ["-p", path], { encoding: "latin1" })
        : readFileSync(path, "utf8");
    })
    .join("\n");
}
