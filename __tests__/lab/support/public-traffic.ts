import type { Lab } from "../../../lab";

const CAPTURE = "/run/public.pcap";

/** Records, on each node's public side, every packet to or from another node that is not the tunnel's. */
export async function recordPublicTraffic(lab: Lab, nodes: readonly string[]): Promise<void> {
  const between = nodes.map((node) => `host ${lab.address(node)}`).join(" or ");
  await Promise.all(
    nodes.map(async (node) => {
      const others = nodes.filter((other) => other !== node).map((other) => lab.address(other));
      const filter = `(${others.map((address) => `host ${address}`).join(" or ")}) and (${between}) and not udp port 51820 and not icmp`;
      await lab.console(node, "apt-get -qq update; apt-get -qq install tcpdump");
      await lab.console(
        node,
        `systemd-run --quiet --unit=test-capture --property=Type=exec tcpdump -i eth0 -U -w ${CAPTURE} '${filter}'`,
      );
    }),
  );
}

/** The recorded packets, one line each. */
export async function publicTraffic(lab: Lab, nodes: readonly string[]): Promise<string[]> {
  const perNode = await Promise.all(
    nodes.map(async (node) => {
      await lab.console(node, "systemctl stop test-capture");
      const { stdout } = await lab.console(node, `tcpdump -n -r ${CAPTURE}`);
      return stdout.split("\n").filter(Boolean);
    }),
  );
  return perNode.flat();
}
