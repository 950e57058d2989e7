import { wireguardConfig } from "../../../lib/files";
import type { NodeProps } from "../../../lib/topology";
import { articleNode, articleProps, resolve, TOKEN, withNode2 } from "../topology/article";
import { golden } from "./rendered";

test.each(["node1", "node2", "node3"])("the article's wg0.conf of %s", (name) => {
  const topology = resolve(articleProps());
  const node = topology.nodes.find((one) => one.name === name)!;
  expect(wireguardConfig(topology, node)).toBe(golden(`${name}/wg0.conf`));
});

test("networks behind a node are allowed on its peers and not on itself", () => {
  const topology = resolve(withNode2({ routedSubnets: ["10.10.2.0/24", "fd00:10:2::/64"] }));
  const [node1, node2] = topology.nodes;
  expect(wireguardConfig(topology, node1)).toContain(
    "AllowedIPs = 172.16.10.2/32, 10.10.2.0/24, fd00:10:2::/64\n",
  );
  expect(wireguardConfig(topology, node2)).not.toContain("10.10.2.0/24");
});

test("overlay settings stand where wg-quick looks for them", () => {
  const topology = resolve(
    articleProps({
      overlay: { cidr: "10.99.0.0/28", mtu: 1380, listenPort: 51999, persistentKeepalive: 0 },
    }),
  );
  const text = wireguardConfig(topology, topology.nodes[2]);
  expect(text).toContain("Address = 10.99.0.3/28\n");
  expect(text).toContain("MTU = 1380\n");
  expect(text).toContain("ListenPort = 51999\n");
  expect(text.match(/^Endpoint = .*:51999$/gm)).toHaveLength(2);
  expect(text.match(/^PersistentKeepalive = 0$/gm)).toHaveLength(2);
});

test("a node behind NAT has no endpoint, and knows those of the others", () => {
  const topology = resolve(withNode2({ publicAddress: undefined, sshAddress: "198.51.100.7" }));
  const [node1, node2] = topology.nodes;
  const seen = wireguardConfig(topology, node1);
  expect(seen.match(/^Endpoint = .*$/gm)).toEqual(["Endpoint = 203.0.113.13:51820"]);
  expect(seen.match(/^PersistentKeepalive = 25$/gm)).toHaveLength(2);
  expect(wireguardConfig(topology, node2).match(/^Endpoint = .*$/gm)).toEqual([
    "Endpoint = 203.0.113.11:51820",
    "Endpoint = 203.0.113.13:51820",
  ]);
});

describe("with IPv6", () => {
  const ipv6 = (id: number) => articleNode(id, { publicAddress6: `2001:DB8:0:0::1${id}` });
  const endpointsOf = (nodes: NodeProps[]): (string[] | null)[] => {
    const byName = Object.fromEntries(nodes.map((node) => [`node${node.id}`, node]));
    const topology = resolve(articleProps({ nodes: byName }));
    return topology.nodes.map((node) =>
      wireguardConfig(topology, node).match(/(?<=^Endpoint = ).*(?=:51820$)/gm),
    );
  };

  test("a tunnel goes over IPv4 where both ends have it, and over IPv6 to a node that has nothing else", () => {
    const only = { ...ipv6(3), publicAddress: undefined };
    expect(endpointsOf([ipv6(1), ipv6(2), only])).toEqual([
      ["203.0.113.12", "[2001:db8::13]"],
      ["203.0.113.11", "[2001:db8::13]"],
      ["[2001:db8::11]", "[2001:db8::12]"],
    ]);
  });

  test("a node that has only IPv6 reaches IPv4 through a NAT, and is not reached from there", () => {
    const only = { ...ipv6(2), publicAddress: undefined };
    expect(endpointsOf([articleNode(1), only])).toEqual([null, ["203.0.113.11"]]);
  });

  test("a node behind NAT takes what there is", () => {
    const hidden = articleNode(2, { publicAddress: undefined, sshAddress: "198.51.100.7" });
    expect(endpointsOf([ipv6(1), hidden])[1]).toEqual(["203.0.113.11"]);
    const only = { ...ipv6(1), publicAddress: undefined };
    expect(endpointsOf([only, hidden])[1]).toEqual(["[2001:db8::11]"]);
  });

  test("a token stands in brackets like the address that it becomes", () => {
    const only = articleNode(2, { publicAddress: undefined, publicAddress6: TOKEN });
    expect(endpointsOf([ipv6(1), only])[0]).toEqual([`[${TOKEN}]`]);
  });

  test("an overlay has addresses in their usual spelling, and whole ones are allowed", () => {
    const topology = resolve(articleProps({ overlay: { cidr: "FD10:0::/64" } }));
    const text = wireguardConfig(topology, topology.nodes[0]);
    expect(text).toContain("Address = fd10::1/64\n");
    expect(text).toContain("AllowedIPs = fd10::2/128\n");
  });
});

test("a tunnel may have endpoints and a keepalive of its own, whichever end is named first", () => {
  const topology = resolve(
    articleProps({
      tunnels: {
        "node2-node1": {
          endpoints: { node1: "10.0.0.1", node2: "10.0.0.2" },
          persistentKeepalive: 0,
        },
      },
    }),
  );
  const [node1, node2, node3] = topology.nodes.map((node) => wireguardConfig(topology, node));
  const settings = (text: string) => text.match(/^(Endpoint|PersistentKeepalive) = .*$/gm);
  expect(settings(node1)).toEqual([
    "Endpoint = 10.0.0.2:51820",
    "PersistentKeepalive = 0",
    "Endpoint = 203.0.113.13:51820",
    "PersistentKeepalive = 25",
  ]);
  expect(settings(node2)).toContain("Endpoint = 10.0.0.1:51820");
  expect(settings(node3)).toContain("Endpoint = 203.0.113.11:51820");
});

test("tokens pass unchanged", () => {
  const topology = resolve(withNode2({ publicAddress: TOKEN, routedSubnets: [TOKEN] }));
  const text = wireguardConfig(topology, topology.nodes[0]);
  expect(text).toContain(`Endpoint = ${TOKEN}:51820\n`);
  expect(text).toContain(`AllowedIPs = 172.16.10.2/32, ${TOKEN}\n`);
});

test("no key is ever written", () => {
  const topology = resolve(
    articleProps({ presharedKeys: { "node1-node2": `${"B".repeat(42)}A=` } }),
  );
  for (const node of topology.nodes) {
    const text = wireguardConfig(topology, node);
    expect(text.match(/Key = .*/g)!.filter((line) => !/ = @[\w:-]+@$/.test(line))).toEqual([]);
  }
});
