import { wireguardConfig } from "../../../lib/files";
import { articleProps, resolve, TOKEN, withNode2 } from "../topology/article";
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
