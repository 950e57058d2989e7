import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Lab } from "../../../lab";
import type { NodeProps, ProxmoxWanClusterProps } from "../../../lib";
import { networkOf } from "../../../lib/topology/addresses";
import { exposedSecrets } from "../../../scripts/faults/secrets";
import { canaries } from "../../strings/canary";
import { carriedTexts } from "../../strings/carried";
import type { PlanText } from "../../strings/reading";
import { seed } from "../../strings/settings";
import type { Wanted } from "../apps/strings";
import { Deployment, succeeded, type DeployResult } from "../support/deployment";
import { INJECTIONS, nastyBridges } from "../support/nasty-names";
import { elementsIn, interfacesIn, readBack, READERS, type Reader } from "../support/read-back";
import { articleNode, articleProps } from "../support/stack";

/** `npm run test:strings`; what it does beyond would cost too much of `npm test`. */
const THOROUGH = process.env.STRINGS_RUNS !== undefined;
const INTERFACE = "$(id>canary)`#";
const FOLDER = "a b%h${HOME}%{x}\"q~';`id>canary`$(touch canary)\\é";

let lab: Lab;
let folder: string;
let deployment: Deployment;
let hostKey: string;

// The kernel takes any name; what stands in it is the host's own affair until our tools have to deal with it.
const RENAME = `IFS= read -r name
routes=$(ip -4 route show dev eth0 | grep -v 'proto kernel')
ip link set eth0 down && ip link set eth0 name "$name" && ip link set dev "$name" up
while read -r route; do ip route add $route dev "$name"; done <<<"$routes"`;

beforeAll(async () => {
  lab = await Lab.up({ name: "strings", nodes: 1 });
  folder = join(mkdtempSync(join(tmpdir(), "strings-")), FOLDER);
  mkdirSync(folder, { recursive: true });
  copyFileSync(lab.sshKeyPath, join(folder, "key"));
  copyFileSync(lab.knownHostsPath, join(folder, "known hosts"));
  deployment = new Deployment(lab, "__tests__/lab/apps/strings.ts");
  hostKey = (
    await lab.console("node1", "cut -d' ' -f1,2 /etc/ssh/ssh_host_ed25519_key.pub")
  ).stdout.trim();
  await lab.console("node1", RENAME, { input: `${INTERFACE}\n` });
  await lab.waitForSsh();
}, 300_000);

afterAll(async () => {
  await lab?.down();
  deployment?.forget();
  if (folder) rmSync(join(folder, ".."), { recursive: true });
}, 60_000);

function cluster(
  node: Partial<NodeProps>,
  more: Partial<ProxmoxWanClusterProps>,
): ProxmoxWanClusterProps {
  return {
    ...articleProps(1),
    nodes: { node1: articleNode(1, { publicInterface: INTERFACE, ...node }) },
    ssh: { privateKeyPath: join(folder, "key"), knownHostsPath: join(folder, "known hosts") },
    ...more,
  };
}

function deploy(
  props: ProxmoxWanClusterProps,
  later: readonly string[] = [],
): Promise<DeployResult> {
  const file = join(deployment.folder, "wanted.json");
  writeFileSync(file, JSON.stringify({ props, later } satisfies Wanted));
  return deployment.deploy({ STRINGS_APP: file });
}

/** Names that the node's firewall compares with, but for those that are always there. */
async function bridgesInForce(): Promise<string[]> {
  const { stdout } = await lab.console("node1", "nft -j list table inet pve_wan");
  // Proxmox's own bridges for guests are in every ruleset.
  const own = ["lo", "wg0", "fwbr*", INTERFACE];
  return interfacesIn(stdout).filter((name) => !own.includes(name));
}

if (THOROUGH) {
  test("what breaks out is refused when Terraform gets to know it, before a host is touched", async () => {
    const { privateKeyPath, knownHostsPath, renderTo, domain } = INJECTIONS;
    const { trustedSources, vmSubnets, vmBridges, toAddress, routedSubnets, ...node } = INJECTIONS;
    const { publicAddress, publicInterface, fqdn, sshAddress, sshHostKey, wireguardPublicKey } =
      node;
    const props: ProxmoxWanClusterProps = {
      ...articleProps(1),
      nodes: {
        node1: articleNode(1, {
          ...{ publicAddress, publicInterface, fqdn, sshAddress, sshHostKey, wireguardPublicKey },
          routedSubnets: [routedSubnets],
          portForwards: [{ protocol: "tcp", port: 80, toAddress, toPort: 80 }],
        }),
      },
      ssh: { privateKeyPath, knownHostsPath },
      trustedSources: [trustedSources],
      firewall: { vmSubnets: [vmSubnets], vmBridges: [vmBridges] },
      ...{ domain, renderTo },
    };
    const { code, output } = await deploy(props, Object.values(INJECTIONS));
    expect(code).not.toBe(0);
    const named = Object.keys(INJECTIONS).filter((prop) =>
      new RegExp(`wan-cluster/cluster:\\s[\\w.[\\]]*\\b${prop}(\\[0\\])?:`).test(output),
    );
    expect([output, named]).toEqual([output, Object.keys(INJECTIONS)]);
    await lab.console("node1", "! test -e /usr/local/sbin/pve-wan");
    expect(await canaries(lab, deployment.folder)).toEqual([]);
  }, 600_000);
}

test("the nastiest texts that are allowed arrive on a host unchanged", async () => {
  const vmBridges = nastyBridges(THOROUGH ? 60 : 40, seed);
  const renderTo = join(folder, "rendered");
  const props = cluster(
    { sshHostKey: `${hostKey} ${FOLDER};touch canary` },
    { firewall: { vmBridges }, renderTo },
  );
  await deploy(props).then(succeeded);
  expect(await bridgesInForce()).toEqual([...vmBridges].sort());
  const { stdout } = await lab.console("node1", "cat /etc/pve-wan/firewall.nft");
  expect(stdout).toContain(readFileSync(join(renderTo, "node1/firewall.nft"), "utf8"));
  expect(await canaries(lab, deployment.folder)).toEqual([]);
}, 600_000);

if (THOROUGH) {
  test("so do those that only Terraform knows, and a key of known_hosts", async () => {
    const vmBridges = nastyBridges(100, seed + 1).slice(-60);
    const props = cluster({ fqdn: "node1.a-b.example" }, { firewall: { vmBridges } });
    const paths = Object.values(props.ssh!) as string[];
    await deploy(props, [...vmBridges, ...paths, INTERFACE, "node1.a-b.example"]).then(succeeded);
    expect(await bridgesInForce()).toEqual([...vmBridges].sort());
    expect((await lab.console("node1", "getent hosts 172.16.10.1")).stdout).toMatch(
      /^172\.16\.10\.1 +node1\.a-b\.example node1\n$/,
    );
    expect(await canaries(lab, deployment.folder)).toEqual([]);
  }, 600_000);
}

/** Every rendered file of a kind once, with what its program reads. */
async function read(reader: Reader, texts: readonly PlanText[]): Promise<[string, string][]> {
  const ofReader = texts.filter(({ place }) => place.endsWith(reader.file));
  const files = [...new Set(ofReader.map((one) => one.read))];
  expect(files.length).toBeGreaterThan(5);
  const found = await readBack(lab, "node1", reader, files);
  return files.map((file, index) => [reader.prepared(file), found[index]]);
}

const linesOf = (text: string): string[] => text.trimEnd().split("\n");
const canonical = (network: string): string =>
  network.includes("/") ? networkOf(network)!.replace(/\/(32|128)$/, "") : network;

test("the programs read every rendered file as it was given", async () => {
  const texts = carriedTexts().flatMap((one) => one.texts);
  for (const [file, found] of await read(READERS.wireguard, texts)) {
    expect(linesOf(found)).toEqual(linesOf(file).filter((line) => !/^(Address|MTU) = /.test(line)));
  }
  for (const [file, found] of await read(READERS.nftables, texts)) {
    const names = [...file.matchAll(/[io]ifname (?:!= )?(?:\{.*? \}|"[^"]*")/g)]
      .flatMap(([compared]) => [...compared.matchAll(/"([^"]*)"/g)])
      .map(([, name]) => name);
    expect(found).toMatch(/^\{/);
    expect([found, interfacesIn(found)]).toEqual([found, [...new Set(names)].sort()]);
    const networks = [...file.matchAll(/elements = \{ (.*) \}/g)].flatMap(([, one]) =>
      one.split(", "),
    );
    expect(elementsIn(found)).toEqual(networks.map(canonical).sort());
  }
  for (const [file, found] of await read(READERS.hosts, texts)) {
    const words = (text: string): string[][] => linesOf(text).map((line) => line.split(/ +/));
    expect(words(found)).toEqual(words(file));
  }
  expect(await canaries(lab, deployment.folder)).toEqual([]);
}, 1_200_000);

test("a secret that lies open on a host is found", async () => {
  const open = (): Promise<string[]> => exposedSecrets(lab, deployment.folder);
  expect(await open()).toEqual([]);
  await lab.console("node1", "cp /etc/wireguard/privatekey /tmp/open; logger -t test </tmp/open");
  // Not as an argument: tests beside this one watch the command lines of the whole machine.
  const input = "PVE:root@pam:65A0B1C2::abc\n";
  await lab.console("node1", "cat >/run/ticket; journalctl --sync", { input });
  expect((await open()).sort()).toEqual([
    expect.stringMatching(/^node1: a secret lies open: file \/run\/ticket$/),
    expect.stringMatching(/^node1: a secret lies open: file \/tmp\/open$/),
    expect.stringMatching(/^node1: a secret lies open: journal, field MESSAGE$/),
  ]);
}, 60_000);
