import { Lab } from "../../../lab";
import { installHostTool, step, stepComplains, stepSays } from "./host-tool";

const NODES = ["node1", "node2", "node3"];
const PSK = "psk+psk+psk+psk+psk+psk+psk+psk+psk+psk+psk=";
const number = (node: string) => node.slice(-1);
const overlay = (node: string) => `172.16.10.${number(node)}`;
const tunnel = (a: string, b: string) => [a, b].sort().join("-");

let lab: Lab;
const publicKeys: Record<string, string> = {};

function configuration(node: string, change: { mtu?: number; extra?: string; also?: string } = {}) {
  const peers = NODES.filter((name) => name !== node).map((peer) =>
    [
      "[Peer]",
      `PublicKey = @public-key:${peer}@`,
      `PresharedKey = @preshared-key:${tunnel(node, peer)}@`,
      `Endpoint = ${lab.address(peer)}:51820`,
      `AllowedIPs = ${overlay(peer)}/32${peer === "node3" ? (change.extra ?? "") : ""}`,
      "PersistentKeepalive = 25",
    ].join("\n"),
  );
  const own = [
    "[Interface]",
    `Address = ${overlay(node)}/24`,
    "PrivateKey = @private-key@",
    "ListenPort = 51820",
    `MTU = ${change.mtu ?? 1420}`,
  ];
  return [...own, ...(change.also ? [change.also] : []), ...peers, ""].join("\n");
}

const mesh = (node: string, change = {}) => ({
  settings: { interface: "wg0" },
  payload: configuration(node, change),
});

const gate = (node: string) => ({
  settings: { interface: "wg0", mtu: 1420, deadlineSeconds: 30 },
  payload: NODES.filter((peer) => peer !== node)
    .map((peer) => `${peer} ${overlay(peer)} ${node < peer ? "speak" : "listen"}\n`)
    .join(""),
});

const all = <T>(work: (node: string) => Promise<T>) => Promise.all(NODES.map(work));

beforeAll(async () => {
  lab = await Lab.up({ name: "host-mesh" });
  await lab.reset();
  await all((node) => installHostTool(lab, node));
}, 300_000);

afterAll(() => lab?.down(), 60_000);

test("packages are installed although another repository fails, and only once", async () => {
  const given = { settings: { packages: "wireguard-tools nftables" } };
  const said = await all((node) => stepSays(lab, node, "packages", given));
  expect(said[0]).toContain("changed: installed wireguard-tools nftables");
  expect(said[0]).toMatch(/a repository was left out: .*401/);
  expect(said[0]).toMatch(/nftables v1/);
  expect(said[0]).toContain("wireguard-go is used");
  expect(await stepSays(lab, "node1", "packages", given)).toContain("unchanged: ");
  expect(
    (await lab.console("node1", "systemctl is-enabled nftables", { check: false })).stdout,
  ).toBe("disabled\n");
}, 120_000);

test("keys are born once, on the node, for root alone", async () => {
  await all(async (node) => {
    await stepSays(lab, node, "keys");
    publicKeys[node] = (
      await lab.console(node, "wg pubkey </etc/wireguard/privatekey")
    ).stdout.trim();
  });
  expect(await stepSays(lab, "node1", "keys")).toContain(
    `unchanged: public key ${publicKeys.node1}`,
  );
  expect((await lab.console("node1", "stat -c %a /etc/wireguard/privatekey")).stdout).toBe("600\n");
  const complaint = await stepComplains(lab, "node1", "keys", {
    settings: { publicKey: publicKeys.node2 },
  });
  expect(complaint).toContain(publicKeys.node1);
  expect(complaint).toContain(publicKeys.node2);
}, 60_000);

test("a key that stands in a hand-made wg0.conf alone is kept", async () => {
  await lab.console(
    "node3",
    `cd /etc/wireguard; umask 077
     printf '[Interface]\nPrivateKey = %s\n' "$(cat privatekey)" >wg0.conf; rm privatekey publickey`,
  );
  const said = await stepSays(lab, "node3", "keys");
  expect(said).toContain("took the private key of /etc/wireguard/wg0.conf over");
  expect(said).toContain(publicKeys.node3);
  await lab.console("node3", "rm /etc/wireguard/wg0.conf");
}, 60_000);

test("a mesh without its peers' keys names every missing one and starts nothing", async () => {
  const complaint = await stepComplains(lab, "node1", "mesh", mesh("node1"));
  for (const file of ["node2-pubkey", "node3-pubkey", "psk-node1-node2", "psk-node1-node3"]) {
    expect(complaint).toContain(`/etc/wireguard/${file} holds no key`);
  }
  expect((await lab.console("node1", "ls /etc/wireguard")).stdout).not.toContain("wg0.conf");
}, 60_000);

test("the mesh comes up, every tunnel is proven from both ends, and a second run changes nothing", async () => {
  await all(async (node) => {
    const peers = NODES.filter((peer) => peer !== node);
    await stepSays(lab, node, "keyring", {
      payload: peers.map((peer) => `${peer} ${publicKeys[peer]}\n`).join(""),
    });
    const keys = peers.map((peer) => `${tunnel(node, peer)} ${PSK}\n`).join("");
    expect(await stepSays(lab, node, "preshared-keys", { payload: keys })).not.toContain(PSK);
  });
  const said = await all((node) => stepSays(lab, node, "mesh", mesh(node)));
  expect(said[0]).toContain("started wg-quick@wg0.service; wg0 up with 2 peers, port 51820");
  const proofs = await all((node) => stepSays(lab, node, "mesh-gate", gate(node)));
  expect(proofs[0]).toMatch(
    /node3: handshake \d+ s ago, round trip \d+\.\d+ ms, packets of 1420 bytes pass whole/,
  );
  expect(proofs[2]).toMatch(/node1: handshake .*\n.*node2: handshake /);
  for (const again of await all((node) => stepSays(lab, node, "mesh", mesh(node)))) {
    expect(again).toContain("mesh: unchanged: ");
  }
}, 90_000);

test.each([
  ["a removed peer", "wg set wg0 peer KEY remove"],
  ["another MTU", "ip link set dev wg0 mtu 1300"],
  ["an address too many", "ip address add 172.16.99.1/24 dev wg0"],
  ["a missing address", "ip address delete 172.16.10.1/24 dev wg0"],
  ["a route for which there is no peer", "ip route add 10.77.0.0/16 dev wg0"],
  ["an interface that is down", "ip link set dev wg0 down"],
  ["another keepalive", "wg set wg0 peer KEY persistent-keepalive 3"],
  ["another port", "wg set wg0 listen-port 51999"],
  ["SaveConfig in the file", "sed -i '/^ListenPort/aSaveConfig = true' /etc/wireguard/wg0.conf"],
  ["a unit that is not enabled", "systemctl disable wg-quick@wg0"],
])(
  "%s is found and repaired without a restart",
  async (_, drift) => {
    const started = "systemctl show -p ActiveEnterTimestampMonotonic wg-quick@wg0";
    const before = (await lab.console("node1", started)).stdout;
    await lab.console("node1", drift.replace("KEY", publicKeys.node2));
    expect(await stepSays(lab, "node1", "mesh", mesh("node1"))).toContain("mesh: changed: ");
    expect((await lab.console("node1", started)).stdout).toBe(before);
  },
  30_000,
);

test.each([
  ["deleted behind its unit", "ip link delete wg0"],
  ["on disk but stopped and never enabled", "systemctl disable --now wg-quick@wg0"],
  ["brought up by hand", "systemctl stop wg-quick@wg0; wg-quick up wg0"],
])(
  "an interface %s is started",
  async (_, drift) => {
    await lab.console("node1", drift);
    expect(await stepSays(lab, "node1", "mesh", mesh("node1"))).toContain(
      "started wg-quick@wg0.service",
    );
  },
  30_000,
);

test("networks behind a peer and another MTU go live and go away again", async () => {
  await stepSays(lab, "node1", "mesh", mesh("node1", { extra: ", 10.20.0.0/16", mtu: 1400 }));
  const routes = (await lab.console("node1", "ip route; cat /sys/class/net/wg0/mtu")).stdout;
  expect(routes).toContain("10.20.0.0/16 dev wg0");
  expect(routes).toContain("1400");
  await stepSays(lab, "node1", "mesh", mesh("node1"));
  expect(await stepSays(lab, "node1", "mesh", mesh("node1"))).toContain("mesh: unchanged: ");
  expect((await lab.console("node1", "ip route")).stdout).not.toContain("10.20.0.0/16");
}, 30_000);

test("an interface or a port of somebody else is named", async () => {
  await lab.console(
    "node1",
    "mkdir -p /etc/wireguard/proxmox && printf '[Interface]\\nListenPort = 51820\\n' >/etc/wireguard/proxmox/fabric1.conf",
  );
  expect(await stepComplains(lab, "node1", "mesh", mesh("node1"))).toContain(
    "fabric fabric1 uses port 51820",
  );
  await lab.console("node1", "rm -r /etc/wireguard/proxmox");
  const other = { settings: { interface: "wg9" }, payload: configuration("node1") };
  expect(await stepComplains(lab, "node1", "mesh", other)).toContain(
    "UDP port 51820 is taken: the WireGuard interface wg0",
  );
}, 30_000);

test("a path that lets only smaller packets through is named, with the size that passes", async () => {
  const rule =
    "nft 'table ip narrow { chain out { type filter hook output priority 0; udp dport 51820 meta length > 1400 drop; }; }'";
  await lab.console("node1", rule);
  const complaint = await stepComplains(lab, "node1", "mesh-gate", gate("node1"));
  await lab.console("node1", "nft delete table ip narrow");
  expect(complaint).toMatch(
    /node2: packets of 1420 bytes do not pass, the largest that does has about 13\d\d: set overlay.mtu to 13\d\d/,
  );
}, 60_000);

test("tunnels that do not work are diagnosed, the others proven", async () => {
  await lab.wan({ links: { "node1-node3": { lossPercent: 100 } } });
  const { code, stdout, stderr } = await step(lab, "node1", "mesh-gate", {
    ...gate("node1"),
    settings: { interface: "wg0", mtu: 1420, deadlineSeconds: 4 },
  });
  expect(code).toBe(1);
  expect(stdout).toContain("node2: handshake ");
  await lab.wan({ links: { "node1-node3": null } });
  expect(stderr).toContain("node3: ");
}, 60_000);

test("a tunnel that somebody took down after it was made is started by the gate", async () => {
  await lab.console("node1", "systemctl stop wg-quick@wg0");
  const said = await stepSays(lab, "node1", "mesh-gate", gate("node1"));
  expect(said).toMatch(/changed: started wg0, which was down/);
  expect(said).toMatch(/node2: handshake .*\n.*node3: handshake /);
}, 120_000);
