import { PortForward, PublicService } from "../../../../lib/topology";
import { articleProps, withNode2 } from "../article";
import type { BadInput } from "./row";

export const FIREWALL: readonly BadInput[] = [
  [
    articleProps({ firewall: { sourceNat: "none" as never } }),
    'firewall.sourceNat: got "none"; allowed: SourceNat.SNAT or SourceNat.MASQUERADE; fix: take SNAT where public addresses are static, MASQUERADE where they come from DHCP',
  ],
  [
    articleProps({ firewall: { vmBridges: ["sixteen-bytes-1*"] } }),
    'firewall.vmBridges[0]: got "sixteen-bytes-1*"; allowed: the name of a bridge, with * at its end for any, 1 to 15 bytes in all; fix: write a name such as vmbr1 or vmbr*',
  ],
  [
    articleProps({ overlay: { listenPort: 0 } }),
    "overlay.listenPort: got 0; allowed: a whole number from 1 to 65535; fix: choose a number in that range",
  ],
  [
    articleProps({ overlay: { listenPort: 5405 } }),
    "overlay.listenPort: got 5405; allowed: ports other than corosync's 5405 to 5412; fix: leave it at 51820",
  ],
  [
    articleProps({ firewall: { confirmSeconds: 5 } }),
    "firewall.confirmSeconds: got 5; allowed: a whole number from 10 to 600 seconds; fix: choose a number in that range",
  ],
  [
    articleProps({ firewall: { vmBridges: ["vm br"] } }),
    'firewall.vmBridges[0]: got "vm br"; allowed: the name of a bridge, with * at its end for any, 1 to 15 bytes in all; fix: write a name such as vmbr1 or vmbr*',
  ],
  [
    articleProps({ firewall: { vmBridges: ["w*"] } }),
    'firewall.vmBridges[0]: got "w*"; allowed: bridges, and not wg0; fix: write a name such as vmbr1 or vmbr*',
  ],
  [
    articleProps({ firewall: { vmBridges: ["*"] } }),
    'firewall.vmBridges[0]: got "*"; allowed: the name of a bridge, with * at its end for any, 1 to 15 bytes in all; fix: write a name such as vmbr1 or vmbr*',
  ],
  [
    articleProps({ firewall: { trustedInterfaces: ["eno 2"] } }),
    'firewall.trustedInterfaces[0]: got "eno 2"; allowed: the name of an interface, with * at its end for any, 1 to 15 bytes in all; fix: write a name such as eno2 or eno*',
  ],
  [
    articleProps({ firewall: { trustedInterfaces: ["eno2", "e*"] } }),
    'firewall.trustedInterfaces[1]: got "e*"; allowed: interfaces of private networks, and not eth0; fix: name the private ones alone, such as eno2',
  ],
  [
    articleProps({ firewall: { trustedInterfaces: ["w*"] } }),
    'firewall.trustedInterfaces[0]: got "w*"; allowed: interfaces of private networks, and not wg0; fix: name the private ones alone, such as eno2',
  ],
  [
    articleProps({ firewall: { publicServices: [PublicService.tcp()] } }),
    "firewall.publicServices[0].ports: got no ports; allowed: at least one port; fix: name them, such as PublicService.tcp(80, 443)",
  ],
  [
    articleProps({ firewall: { publicServices: [PublicService.udp(5406)] } }),
    "firewall.publicServices[0].ports[0]: got 5406; allowed: ports other than corosync's 5405 to 5412; fix: take it out: corosync speaks through the tunnel only",
  ],
  [
    articleProps({ firewall: { publicServices: [PublicService.tcp(80, 65536)] } }),
    "firewall.publicServices[0].ports[1]: got 65536; allowed: a whole number from 1 to 65535; fix: choose a number in that range",
  ],
  [
    withNode2({ portForwards: [PortForward.tcp({ port: 22, toAddress: "10.10.2.5" })] }),
    "nodes.node2.portForwards[0].port: got 22; allowed: tcp ports other than 22 (SSH) and 8006 (Proxmox GUI); fix: forward another port: by this one you reach the node",
  ],
  [
    withNode2({ portForwards: [PortForward.tcp({ port: 8006, toAddress: "10.10.2.5" })] }),
    "nodes.node2.portForwards[0].port: got 8006; allowed: tcp ports other than 22 (SSH) and 8006 (Proxmox GUI); fix: forward another port: by this one you reach the node",
  ],
  [
    withNode2({ portForwards: [PortForward.udp({ port: 51820, toAddress: "10.10.2.5" })] }),
    "nodes.node2.portForwards[0].port: got 51820; allowed: udp ports other than overlay.listenPort (51820); fix: forward another port: by this one the tunnels come in",
  ],
  [
    withNode2({ portForwards: [PortForward.tcp({ port: 443, toAddress: "vm5", toPort: 0 })] }),
    'nodes.node2.portForwards[0].toAddress: got "vm5"; allowed: the IPv4 address of one host; fix: names are not looked up: write the address at which others reach it, such as 203.0.113.11',
    "nodes.node2.portForwards[0].toPort: got 0; allowed: a whole number from 1 to 65535; fix: choose a number in that range",
  ],
  [
    withNode2({
      portForwards: [
        PortForward.tcp({ port: 443, toAddress: "10.10.2.5" }),
        PortForward.tcp({ port: 443, toAddress: "10.10.2.6" }),
      ],
    }),
    "nodes.node2.portForwards[1].port: got 443; allowed: each tcp port forwarded once; fix: leave one of the two out",
  ],
  [
    withNode2({
      portForwards: [
        { protocol: "tcp dport 1 accept;", port: 1, toAddress: "10.0.0.1", toPort: 1 },
      ],
    }),
    'nodes.node2.portForwards[0].protocol: got "tcp dport 1 accept;"; allowed: "tcp" or "udp"; fix: make it with PortForward.tcp() or PortForward.udp()',
  ],
  [
    articleProps({ firewall: { publicServices: [{ protocol: "sctp", ports: [80] }] } }),
    'firewall.publicServices[0].protocol: got "sctp"; allowed: "tcp" or "udp"; fix: make it with PublicService.tcp() or PublicService.udp()',
  ],
  [
    articleProps({ firewall: { publicServices: [{ protocol: "tcp", ports: 80 as never }] } }),
    "firewall.publicServices[0].ports: got 80; allowed: a list; fix: write it in brackets",
  ],
  [
    articleProps({
      firewall: { publicServices: [{ protocol: "tcp", ports: undefined as never }] },
    }),
    "firewall.publicServices[0].ports: got no ports; allowed: at least one port; fix: name them, such as PublicService.tcp(80, 443)",
  ],
  [
    articleProps({ firewall: { vmBridges: "vmbr1" as never } }),
    'firewall.vmBridges: got "vmbr1"; allowed: a list; fix: write it in brackets: ["vmbr1"]',
  ],
  [
    withNode2({ portForwards: [PortForward.tcp({ port: 443, toAddress: "2001:db8::5" })] }),
    'nodes.node2.portForwards[0].toAddress: got "2001:db8::5"; allowed: the IPv4 address of one host; fix: write the address at which others reach it, such as 203.0.113.11',
  ],
  [
    withNode2({
      sshPort: 2222,
      portForwards: [PortForward.tcp({ port: 2222, toAddress: "10.10.2.5" })],
    }),
    "nodes.node2.portForwards[0].port: got 2222; allowed: tcp ports other than 2222 (SSH) and 8006 (Proxmox GUI); fix: forward another port: by this one you reach the node",
  ],
];
