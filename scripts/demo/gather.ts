import { Lab } from "../../lab";
import { Fact, firewall, handshakes, membership, together, token } from "./facts";

/** main.ts says nothing of it, so it is the library's default: the article's. */
const TYPED_TOKEN = 10_000;

/** Asks every node what became of it. */
export async function gather(lab: Lab, nodes: readonly string[]): Promise<Fact[]> {
  const onAll = <T>(ask: (node: string) => Promise<T>) => Promise.all(nodes.map(ask));
  const output = async (node: string, command: string) => {
    // A node that cannot answer is a problem to report with the others, not an end of the report.
    const { stdout, stderr } = await lab.ssh(node, command, { check: false });
    return stdout || stderr;
  };

  return [
    ...(await onAll(async (node) =>
      membership(node, await output(node, "pvecm status"), nodes.length),
    )),
    together(await onAll(async (node) => handshakesOf(node, output, nodes.length - 1))),
    together(
      await onAll(async (node) =>
        token(
          node,
          await output(node, "corosync-cmapctl -g runtime.config.totem.token"),
          await output(node, "corosync-cmapctl -g totem.token_coefficient"),
          TYPED_TOKEN,
          nodes.length,
        ),
      ),
    ),
    together(
      await onAll(async (node) =>
        firewall(
          node,
          await output(node, "nft list table inet pve_wan"),
          await output(node, "systemctl is-enabled pve-wan-firewall.service"),
        ),
      ),
      "first",
    ),
  ];
}

async function handshakesOf(
  node: string,
  output: (node: string, command: string) => Promise<string>,
  expectedPeers: number,
): Promise<Fact> {
  const shown = await output(node, "date +%s; wg show wg0 latest-handshakes");
  const [now, ...rows] = shown.split("\n");
  const keyring = await output(node, "cd /etc/wireguard && grep . -- *-pubkey");
  const peers = new Map(
    [...keyring.matchAll(/^(.+)-pubkey:(.+)$/gm)].map(([, name, key]): [string, string] => [
      key.trim(),
      name,
    ]),
  );
  return handshakes(node, rows.join("\n"), peers, Number(now), expectedPeers);
}
