import { firewall, handshakes, membership, token } from "../../../scripts/demo/facts";

const STATUS = `Cluster information
-------------------
Name:             wan-cluster
Config Version:   5
Quorum information
------------------
Nodes:            3
Quorate:          Yes
`;

describe("what the demo checks of the finished cluster", () => {
  test("membership: quorate, with every node", () => {
    expect(membership("node1", STATUS, 3).problems).toEqual([]);
    expect(membership("node1", STATUS, 4).problems).toEqual(['node1 sees "3" nodes and not 4']);
    expect(membership("node1", STATUS.replace("Yes", "No"), 3).problems).toEqual([
      'node1 is not quorate: "No"',
    ]);
    expect(membership("node1", "", 3).problems).toHaveLength(2);
  });

  test("handshakes: a live tunnel to every peer", () => {
    const peers = new Map([
      ["K2=", "node2"],
      ["K3=", "node3"],
    ]);
    const fact = handshakes("node1", "K2=\t990\nK3=\t821\n", peers, 1000, 2);
    expect(fact.lines).toEqual(["node1: node2 10 s ago, node3 179 s ago"]);
    expect(fact.problems).toEqual([]);
    expect(handshakes("node1", "K2=\t990\nK3=\t820\n", peers, 1000, 2).problems).toEqual([
      "node1 has no live tunnel to node3 (180 s)",
    ]);
    expect(handshakes("node1", "K2=\t990\nK3=\t0\n", peers, 1000, 2).problems).toHaveLength(1);
    expect(handshakes("node1", "K2=\t990\n", peers, 1000, 2).problems).toEqual([
      "node1 has 1 tunnels and not 2",
    ]);
  });

  test("token: what was typed and what corosync adds for each node over two", () => {
    const runtime = (value: number) => `runtime.config.totem.token (u32) = ${value}\n`;
    const written = "totem.token_coefficient (u32) = 125\n";
    expect(token("node1", runtime(10650), "", 10_000, 3).problems).toEqual([]);
    expect(token("node1", runtime(10125), written, 10_000, 3).problems).toEqual([]);
    expect(token("node1", runtime(10650), written, 10_000, 3).problems).toHaveLength(1);
    expect(token("node1", runtime(3650), "", 10_000, 3).problems).toHaveLength(1);
    expect(token("node1", "", "", 10_000, 3).problems).toHaveLength(1);
  });

  test("firewall: drops what no rule names, and is there after a boot", () => {
    const table = (policy: string) =>
      `table inet pve_wan {\n\tchain input {\n\t\ttype filter hook input priority filter; policy ${policy};\n\t}\n}\n`;
    expect(firewall("node1", table("drop"), "enabled\n").problems).toEqual([]);
    expect(firewall("node1", table("accept"), "enabled\n").problems).toHaveLength(1);
    expect(firewall("node1", table("drop"), "disabled\n").problems).toHaveLength(1);
    expect(firewall("node1", "", "enabled\n").problems).toHaveLength(1);
  });
});
