import { isIPv6 } from "node:net";
import { hostsFile, interfacesFile } from "../../../lab/delivery";
import { address6Of, addressOf, MOST_NODES, nodeNames } from "../../../lab/topology";

test("nodes are numbered and have addresses of their own", () => {
  expect(nodeNames(3).map((node) => [node, addressOf(node)])).toEqual([
    ["node1", "203.0.113.11"],
    ["node2", "203.0.113.12"],
    ["node3", "203.0.113.13"],
  ]);
  expect(addressOf("runner")).toBe("203.0.113.100");
});

test("an IPv6 address is read like the IPv4 one, and nobody else's", () => {
  const names = [...nodeNames(MOST_NODES), "runner"];
  expect(["node1", "node10", "runner"].map(address6Of)).toEqual([
    "2001:db8:113::11",
    "2001:db8:113::20",
    "2001:db8:113::100",
  ]);
  for (const name of names) {
    expect(isIPv6(address6Of(name))).toBe(true);
    expect(address6Of(name).split("::")[1]).toBe(addressOf(name).split(".")[3]);
  }
  expect(new Set(names.map(address6Of)).size).toBe(names.length);
});

test("a host's /etc/hosts is the installer's", () => {
  expect(hostsFile("node1")).toBe(
    "127.0.0.1 localhost.localdomain localhost\n203.0.113.11 node1.example.com node1\n",
  );
});

test("a host has an address of each family, gateways that are on the link, and does not wait", () => {
  expect(interfacesFile("node2")).toContain(
    [
      "iface eth0 inet static",
      "    address 203.0.113.12/32",
      "    pointopoint 203.0.113.1",
      "    gateway 203.0.113.1",
      "",
      "iface eth0 inet6 static",
      "    address 2001:db8:113::12/128",
      "    gateway fe80::1",
      "    dad-attempts 0",
      "",
    ].join("\n"),
  );
});
