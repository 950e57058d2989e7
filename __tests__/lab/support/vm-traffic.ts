import type { Lab } from "../../../lab";

/** A machine behind a bridge of a host: a network namespace on vmbr1, which VXLAN connects over wg0 and the host routes outside. */
async function placeMachine(lab: Lab, node: string, peer: string): Promise<void> {
  const id = node.replace("node", "");
  const peerId = peer.replace("node", "");
  await lab.console(
    node,
    `
    ip link add vmbr1 type bridge
    ip addr add 10.10.${id}.1/16 dev vmbr1
    ip link set vmbr1 mtu 1370 up
    ip link add vxlan7 mtu 1370 type vxlan id 7 local 172.16.10.${id} remote 172.16.10.${peerId} dstport 4789 dev wg0
    ip link set vxlan7 master vmbr1 up
    ip netns add vm
    ip link add tap7 mtu 1370 type veth peer name eth0 mtu 1370 netns vm
    ip link set tap7 master vmbr1 up
    ip -n vm addr add 10.10.${id}.2/16 dev eth0
    ip -n vm link set eth0 up
    ip -n vm route add default via 10.10.${id}.1
    sysctl -qw net.ipv4.ip_forward=1
    `,
  );
}

/** The article's VXLAN test, the way out, and a forged overlay source from the public side. */
export async function expectVmTraffic(lab: Lab): Promise<void> {
  await placeMachine(lab, "node1", "node3");
  await placeMachine(lab, "node3", "node1");
  const inVm = async (command: string): Promise<number> =>
    (await lab.console("node1", `ip netns exec vm ${command}`, { check: false })).code;

  expect(await inVm("ping -M do -s 1342 -c 5 -i 0.2 -w 5 -q 10.10.3.2")).toBe(0);
  expect(await inVm("ping -M do -s 1343 -c 2 -i 0.2 -w 2 -q 10.10.3.2")).not.toBe(0);
  expect(await inVm(`ping -c 5 -i 0.2 -w 5 -q ${lab.runnerAddress}`)).toBe(0);

  // A stranger on the public side claims to be node2 of the overlay.
  const counted = async (): Promise<number> =>
    Number(
      (await lab.console("node1", "nstat -asz IcmpInEchos | awk '/IcmpInEchos/ { print $2 }'"))
        .stdout,
    );
  await lab.console("node4", "ip addr add 172.16.10.2/32 dev lo");
  const before = await counted();
  await lab.console("node4", `ping -c 5 -i 0.2 -w 2 -q -I 172.16.10.2 ${lab.address("node1")}`, {
    check: false,
  });
  await lab.console("node4", "ip addr del 172.16.10.2/32 dev lo");
  expect(await counted()).toBe(before);
}
