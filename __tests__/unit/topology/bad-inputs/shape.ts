import { articleNode, articleNodes, articleProps, withNode2 } from "../article";
import type { BadInput } from "./row";

const KEY = `${"A".repeat(43)}=`;

export const SHAPE: readonly BadInput[] = [
  [
    articleProps({ nodes: { ...articleNodes(), node4: undefined as never } }),
    "nodes.node4: got nothing; allowed: a node's props: id, site, publicAddress, publicAddress6, publicInterface, link1Address, fqdn, sshAddress, sshPort, sshHostKey, wireguardPublicKey, routedSubnets, portForwards, uplinkMegabitsPerSecond, shapedInterface, generation; fix: write it in braces, or leave it out",
  ],
  [
    articleProps({ truestedSources: [] } as never),
    'truestedSources: got an unknown prop; allowed: the cluster\'s props: clusterName, nodes, trustedSources, overlay, tunnels, ssh, domain, firewall, corosync, watch, bandwidth, haSites, presharedKeys, repair, renderTo, acknowledgeWarnings, dependsOn; fix: did you mean "trustedSources"?',
  ],
  [
    withNode2({ publicAdress: "203.0.113.12" } as never),
    'nodes.node2.publicAdress: got an unknown prop; allowed: a node\'s props: id, site, publicAddress, publicAddress6, publicInterface, link1Address, fqdn, sshAddress, sshPort, sshHostKey, wireguardPublicKey, routedSubnets, portForwards, uplinkMegabitsPerSecond, shapedInterface, generation; fix: did you mean "publicAddress"?',
  ],
  [
    withNode2({ ssh_port: 2222 } as never),
    'nodes.node2.ssh_port: got an unknown prop; allowed: a node\'s props: id, site, publicAddress, publicAddress6, publicInterface, link1Address, fqdn, sshAddress, sshPort, sshHostKey, wireguardPublicKey, routedSubnets, portForwards, uplinkMegabitsPerSecond, shapedInterface, generation; fix: did you mean "sshPort"?',
  ],
  [
    withNode2({ publicKey: KEY } as never),
    'nodes.node2.publicKey: got an unknown prop; allowed: a node\'s props: id, site, publicAddress, publicAddress6, publicInterface, link1Address, fqdn, sshAddress, sshPort, sshHostKey, wireguardPublicKey, routedSubnets, portForwards, uplinkMegabitsPerSecond, shapedInterface, generation; fix: did you mean "wireguardPublicKey"?',
  ],
  [
    withNode2({ "b\nad": 1 } as never),
    'nodes.node2["b\\nad"]: got an unknown prop; allowed: a node\'s props: id, site, publicAddress, publicAddress6, publicInterface, link1Address, fqdn, sshAddress, sshPort, sshHostKey, wireguardPublicKey, routedSubnets, portForwards, uplinkMegabitsPerSecond, shapedInterface, generation; fix: leave it out: nothing looks at it',
  ],
  [
    articleProps({ mtu: 1400 } as never),
    'mtu: got an unknown prop; allowed: the cluster\'s props: clusterName, nodes, trustedSources, overlay, tunnels, ssh, domain, firewall, corosync, watch, bandwidth, haSites, presharedKeys, repair, renderTo, acknowledgeWarnings, dependsOn; fix: did you mean "overlay.mtu"?',
  ],
  [
    articleProps({ overlay: { MTU: 1400 } as never }),
    'overlay.MTU: got an unknown prop; allowed: the overlay\'s props: cidr, mtu, listenPort, persistentKeepalive; fix: did you mean "mtu"?',
  ],
  [
    articleProps({ tunnels: { "node1-node2": { keepalive: 10 } as never } }),
    'tunnels.node1-node2.keepalive: got an unknown prop; allowed: a tunnel\'s props: endpoints, persistentKeepalive; fix: did you mean "persistentKeepalive"?',
  ],
  [
    articleProps({ firewall: { portForwards: [] } as never }),
    'firewall.portForwards: got an unknown prop; allowed: the firewall\'s props: publicServices, vmSubnets, sourceNat, vmBridges, trustedInterfaces, confirmSeconds, flushRuleset; fix: did you mean "nodes.NAME.portForwards"?',
  ],
  [
    articleProps({ firewall: { ping: true } as never }),
    "firewall.ping: got an unknown prop; allowed: the firewall's props: publicServices, vmSubnets, sourceNat, vmBridges, trustedInterfaces, confirmSeconds, flushRuleset; fix: leave it out: nothing looks at it",
  ],
  [
    articleProps({ corosync: { tokens: 5000 } as never }),
    'corosync.tokens: got an unknown prop; allowed: props of corosync: token, tokenRetransmitsBeforeLossConst, join, sendJoin, merge, consensus, tokenCoefficient, link0Priority, link1Priority, explicitCrypto; fix: did you mean "token"?',
  ],
  [
    articleProps({ overlay: "172.16.10.0/24" as never }),
    'overlay: got "172.16.10.0/24"; allowed: the overlay\'s props: cidr, mtu, listenPort, persistentKeepalive; fix: write it in braces, or leave it out',
  ],
  [
    articleProps({ firewall: null as never }),
    "firewall: got nothing; allowed: the firewall's props: publicServices, vmSubnets, sourceNat, vmBridges, trustedInterfaces, confirmSeconds, flushRuleset; fix: write it in braces, or leave it out",
  ],
  [
    articleProps({ ssh: ["22"] as never }),
    "ssh: got a list; allowed: props of ssh: privateKeyPath, knownHostsPath, port; fix: write it in braces, or leave it out",
  ],
  [
    articleProps({ nodes: [articleNode(1)] as never }),
    "nodes: got a list; allowed: an object with a value for each name; fix: write it in braces, or leave it out",
  ],
  [
    articleProps({ nodes: { node1: "203.0.113.11" as never } }),
    'nodes.node1: got "203.0.113.11"; allowed: a node\'s props: id, site, publicAddress, publicAddress6, publicInterface, link1Address, fqdn, sshAddress, sshPort, sshHostKey, wireguardPublicKey, routedSubnets, portForwards, uplinkMegabitsPerSecond, shapedInterface, generation; fix: write it in braces, or leave it out',
  ],
  [
    articleProps({ tunnels: { "node1-node2": 25 as never } }),
    "tunnels.node1-node2: got 25; allowed: a tunnel's props: endpoints, persistentKeepalive; fix: write it in braces, or leave it out",
  ],
  [
    articleProps({ corosync: { explicitCrypto: "no" as never } }),
    'corosync.explicitCrypto: got "no"; allowed: true or false; fix: write it without quotes, or leave it out',
  ],
  [
    articleProps({ firewall: { flushRuleset: 1 as never } }),
    "firewall.flushRuleset: got 1; allowed: true or false; fix: write it without quotes, or leave it out",
  ],
  [
    articleProps({ firewall: { publicServices: ["http" as never] } }),
    'firewall.publicServices[0]: got "http"; allowed: what PublicService.tcp() and udp() make: protocol, ports; fix: write it in braces, or leave it out',
  ],
  [
    withNode2({ portForwards: [null as never] }),
    "nodes.node2.portForwards[0]: got nothing; allowed: what PortForward.tcp() and udp() make: protocol, port, toAddress, toPort; fix: write it in braces, or leave it out",
  ],
  [
    withNode2({
      portForwards: [{ protocol: "tcp", port: 443, toAdress: "10.0.0.1", toPort: 443 } as never],
    }),
    'nodes.node2.portForwards[0].toAdress: got an unknown prop; allowed: what PortForward.tcp() and udp() make: protocol, port, toAddress, toPort; fix: did you mean "toAddress"?',
    "nodes.node2.portForwards[0].toAddress: got nothing; allowed: the IPv4 address of one host; fix: write the address at which others reach it, such as 203.0.113.11",
  ],
];
