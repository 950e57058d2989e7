import { Token } from "cdktf";
import { SourceNat, type Node, type Topology } from "../topology";
import { matchesInterface } from "../topology/interfaces";
import { nftChain, type RuleGroup } from "./nft-chain";
import { nftInterfaces } from "./nft-interfaces";
import { nftString, nftValue } from "./nft-text";

/** What may pass through the node. */
export function forwardChain(topology: Topology, node: Node, vms: string): string[] {
  const tunnel = nftString(topology.overlay.interface);
  const publicSide = nftString(node.publicInterface);
  return nftChain("forward", "type filter hook forward priority filter; policy drop;", [
    {
      about: "TCP of VMs with a larger MTU than the tunnel's",
      rules: [`oifname ${tunnel} tcp flags & (syn | rst) == syn tcp option maxseg size set rt mtu`],
    },
    {
      about:
        "Frames within one bridge: shown to this hook when Proxmox's own firewall is on, which judges them",
      rules: [
        `iifname "fwbr*" oifname "fwbr*" accept`,
        ...(mayBeBridge(node.publicInterface)
          ? [`iifname ${publicSide} oifname ${publicSide} accept`]
          : []),
      ],
    },
    {
      about: "Known traffic",
      rules: [`ct state established,related accept`, `ct state invalid drop`],
    },
    ...bridgeRules(topology, node, vms),
    {
      about: "Forwarded ports",
      rules: node.portForwards.length ? [`iifname ${publicSide} ct status dnat accept`] : [],
    },
    { about: "Everything else", rules: [`counter drop`] },
  ]);
}

/** Whether guests may share the public interface with the node. Of any other one nothing that comes in goes out again. */
function mayBeBridge(publicInterface: string): boolean {
  return Token.isUnresolved(publicInterface) || matchesInterface("vmbr*", publicInterface);
}

function bridgeRules({ overlay, firewall }: Topology, node: Node, vms: string): RuleGroup[] {
  if (firewall.vmBridges.length === 0) return [];
  const tunnel = nftString(overlay.interface);
  const publicSide = nftString(node.publicInterface);
  const bridges = nftInterfaces(firewall.vmBridges);
  // The public address of a Proxmox host often sits on a bridge that vmbr* matches too.
  const fromBridge = `iifname ${bridges} iifname != ${publicSide}`;
  const toBridge = `oifname ${bridges} oifname != ${publicSide}`;
  return [
    {
      about: "VM bridges <-> tunnel: every node is trusted with every VM network",
      rules: [`${fromBridge} oifname ${tunnel} accept`, `iifname ${tunnel} ${toBridge} accept`],
    },
    {
      about: "VMs of this node among themselves",
      rules: [`${fromBridge} ${toBridge} accept`],
    },
    {
      about: "VMs to the internet",
      rules: vms ? [`${fromBridge} oifname ${publicSide} ${vms} accept`] : [],
    },
  ];
}

/** Destination addresses: `dnat ip to`, because a table of both families must be told which one is meant. */
export function dstnatChain(node: Node): string[][] {
  if (node.portForwards.length === 0) return [];
  const rules = node.portForwards.map(
    ({ protocol, port, toAddress, toPort }) =>
      `iifname ${nftString(node.publicInterface)} ${protocol} dport ${nftValue(port)} dnat ip to ${nftValue(toAddress)}:${nftValue(toPort)}`,
  );
  return [
    nftChain("dstnat", "type nat hook prerouting priority dstnat; policy accept;", [
      { about: "Forwarded ports", rules },
    ]),
  ];
}

/** Source addresses of VMs on their way to the internet. */
export function srcnatChain({ firewall }: Topology, node: Node, vms: string): string[][] {
  if (!vms) return [];
  const rule = `oifname ${nftString(node.publicInterface)} ${vms} ${translation(firewall.sourceNat, node)}`;
  return [
    nftChain("srcnat", "type nat hook postrouting priority srcnat; policy accept;", [
      { about: "VMs to the internet", rules: [rule] },
    ]),
  ];
}

function translation(sourceNat: SourceNat, node: Node): string {
  // Behind NAT there is no address of its own to put in.
  if (node.publicAddress === undefined) return "masquerade";
  switch (sourceNat) {
    case SourceNat.SNAT:
      return `snat ip to ${nftValue(node.publicAddress)}`;
    case SourceNat.MASQUERADE:
      return "masquerade";
    default: {
      const unknown: never = sourceNat;
      throw new Error(`unknown sourceNat ${String(unknown)}: use SourceNat.SNAT or MASQUERADE`);
    }
  }
}
