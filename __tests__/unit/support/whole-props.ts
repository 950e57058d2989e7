import { SourceNat, type ClusterProps } from "../../../lib";

const KEY = `${"A".repeat(43)}=`;

/** A sound cluster that has every prop there is, each at the first place where it is used. */
export function wholeProps(): ClusterProps {
  const common = { publicInterface: "eth0", link1Address: "198.51.100.1" };
  return {
    clusterName: "wan-cluster",
    nodes: {
      node1: {
        ...common,
        id: 1,
        site: "east",
        publicAddress: "203.0.113.11",
        publicAddress6: "2001:db8::11",
        fqdn: "node1.example.com",
        sshAddress: "gate.example.com",
        sshPort: 2222,
        sshHostKey: `ssh-ed25519 ${KEY}`,
        wireguardPublicKey: KEY,
        routedSubnets: ["10.10.1.0/24"],
        portForwards: [{ protocol: "tcp", port: 443, toAddress: "10.10.1.5", toPort: 8443 }],
        uplinkMegabitsPerSecond: 500,
        shapedInterface: "eno1",
        generation: 1,
      },
      // Without IPv4, so that its tunnel to the first node goes over IPv6; the third one is like most.
      node2: {
        ...common,
        id: 2,
        site: "east",
        publicAddress6: "2001:db8::12",
        link1Address: "198.51.100.2",
      },
      node3: {
        ...common,
        id: 3,
        site: "west",
        publicAddress: "203.0.113.13",
        link1Address: "198.51.100.3",
      },
    },
    trustedSources: ["203.0.113.100/32"],
    overlay: { cidr: "172.16.10.0/24", mtu: 1420, listenPort: 51820, persistentKeepalive: 25 },
    tunnels: {
      "node2-node3": {
        endpoints: { node2: "192.168.0.2", node3: "192.168.0.3" },
        persistentKeepalive: 10,
      },
    },
    ssh: { privateKeyPath: "/keys/id", knownHostsPath: "/keys/known_hosts", port: 22 },
    domain: "example.com",
    firewall: {
      publicServices: [{ protocol: "tcp", ports: [80] }],
      vmSubnets: ["10.10.0.0/16"],
      sourceNat: SourceNat.SNAT,
      vmBridges: ["vmbr1"],
      trustedInterfaces: ["eno2", "storage*"],
      confirmSeconds: 60,
      flushRuleset: true,
    },
    corosync: {
      token: 10000,
      tokenRetransmitsBeforeLossConst: 10,
      join: 1000,
      sendJoin: 500,
      merge: 400,
      consensus: 20000,
      tokenCoefficient: 125,
      link0Priority: 20,
      link1Priority: 10,
      explicitCrypto: true,
    },
    watch: {
      intervalSeconds: 60,
      alertCommand: "/usr/local/bin/tell",
      alertUnit: "tell.service",
      metricsDirectory: "/var/lib/prometheus/node-exporter",
    },
    bandwidth: {
      uplinkMegabitsPerSecond: 1000,
      migrationMebibytesPerSecond: 50,
      replicationMegabytesPerSecond: 20,
    },
    haSites: ["east"],
    presharedKeys: { "node1-node2": KEY },
    repair: "safe",
    renderTo: "/rendered",
    acknowledgeWarnings: ["open-to-everyone"],
  };
}
