import { hostsFile, interfacesFile } from "../../../lab/delivery";
import { addressOf, nodeNames } from "../../../lab/topology";

test("nodes are numbered and have addresses of their own", () => {
  expect(nodeNames(3).map((node) => [node, addressOf(node)])).toEqual([
    ["node1", "203.0.113.11"],
    ["node2", "203.0.113.12"],
    ["node3", "203.0.113.13"],
  ]);
  expect(addressOf("runner")).toBe("203.0.113.100");
});

test("a host's /etc/hosts is the installer's", () => {
  expect(hostsFile("node1")).toBe(
    "127.0.0.1 localhost.localdomain localhost\n203.0.113.11 node1.example.com node1\n",
  );
});

test("a host has one address and a gateway that is on the link", () => {
  expect(interfacesFile("node2")).toContain(
    "    address 203.0.113.12/32\n    pointopoint 203.0.113.1\n    gateway 203.0.113.1\n",
  );
});
