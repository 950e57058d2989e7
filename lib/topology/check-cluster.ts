import { capacityOf, isNetwork } from "./addresses";
import { checkDomain, checkNetwork, isHostName } from "./check-nodes";
import type { ClusterProps } from "./props";
import type { Problems } from "./problems";
import { WARNING_IDS } from "./warnings";

const MOST_NODES = 32;
const PRESHARED_KEY = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;

/** Checks what belongs to the cluster as a whole. */
export function checkCluster(problems: Problems, props: ClusterProps): void {
  if (
    !problems.refuseToken(
      "clusterName",
      props.clusterName,
      "pvecm create takes it once and for ever",
    )
  ) {
    if (
      typeof props.clusterName !== "string" ||
      !isHostName(props.clusterName) ||
      props.clusterName.length > 15
    ) {
      problems.add(
        "clusterName",
        props.clusterName,
        "letters, digits and hyphens, 1 to 15 characters",
        "choose a shorter or simpler name",
      );
    }
  }
  const names = Object.keys(props.nodes);
  if (names.length < 1 || names.length > MOST_NODES) {
    problems.add(
      "nodes",
      `${names.length} nodes`,
      `1 to ${MOST_NODES} nodes`,
      names.length ? "make two clusters of them" : "describe your servers",
    );
  }
  checkTrustedSources(problems, props);
  checkDomain(problems, props.domain);
  checkFirewall(problems, props);
  checkCorosync(problems, props);
  problems.integer("ssh.port", props.ssh?.port, 1, 65535);
  for (const key of ["privateKeyPath", "knownHostsPath"] as const) {
    problems.text(
      `ssh.${key}`,
      props.ssh?.[key],
      /^[^\p{Cc}]+$/u,
      "a path",
      "write the path of the file",
    );
  }
  problems.text(
    "renderTo",
    props.renderTo,
    /^[^\p{Cc}]+$/u,
    "a path",
    "write the path of the folder",
  );
  checkSites(problems, props);
  checkPresharedKeys(problems, props);
  props.acknowledgeWarnings?.forEach((id, index) => {
    if (!WARNING_IDS.includes(id)) {
      problems.add(
        `acknowledgeWarnings[${index}]`,
        id,
        WARNING_IDS.join(", "),
        "take the id that stands at the end of the warning",
      );
    }
  });
}

/** Checks the overlay against the nodes; says its network when that is sound. */
export function checkOverlay(
  problems: Problems,
  props: ClusterProps,
  cidr: string,
): string | undefined {
  const { overlay } = props;
  problems.integer("overlay.mtu", overlay?.mtu, 576, 8920, "bytes");
  problems.integer("overlay.listenPort", overlay?.listenPort, 1, 65535);
  problems.integer(
    "overlay.persistentKeepalive",
    overlay?.persistentKeepalive,
    0,
    65535,
    "seconds",
  );
  if (problems.refuseToken("overlay.cidr", cidr, "the overlay addresses are computed from it"))
    return undefined;
  if (typeof cidr !== "string" || !isNetwork(cidr) || cidr.includes(":")) {
    problems.add(
      "overlay.cidr",
      cidr,
      "an IPv4 network in CIDR notation",
      "write network and prefix length, such as 172.16.10.0/24",
    );
    return undefined;
  }
  const capacity = capacityOf(cidr);
  for (const [name, { id }] of Object.entries(props.nodes)) {
    if (Number.isInteger(id) && id > capacity) {
      problems.add(
        `nodes.${name}.id`,
        id,
        `1 to ${Math.max(capacity, 0)}, the room of overlay.cidr ${cidr}`,
        "take a lower id or a larger overlay",
      );
    }
  }
  return cidr;
}

function checkTrustedSources(problems: Problems, { trustedSources }: ClusterProps): void {
  if (
    !Array.isArray(trustedSources) ||
    (!problems.isUnresolved(trustedSources) && trustedSources.length === 0)
  ) {
    problems.add(
      "trustedSources",
      "an empty list",
      "at least one network",
      "add the address that deploys come from, or nobody could log in any more",
    );
    return;
  }
  trustedSources.forEach((source, index) =>
    checkNetwork(problems, `trustedSources[${index}]`, source),
  );
}

function checkSites(problems: Problems, props: ClusterProps): void {
  const sites = [...new Set(Object.values(props.nodes).map(({ site }) => site))];
  props.haSites?.forEach((site, index) => {
    if (problems.refuseToken(`haSites[${index}]`, site, "quorum is counted by site")) return;
    if (!sites.includes(site)) {
      problems.add(
        `haSites[${index}]`,
        site,
        `a site of a node: ${sites.join(", ")}`,
        "name the site as its nodes do",
      );
    }
  });
}

function checkPresharedKeys(problems: Problems, props: ClusterProps): void {
  const byId = Object.entries(props.nodes).sort(([, a], [, b]) => a.id - b.id);
  const tunnels = byId.flatMap(([a], index) => byId.slice(index + 1).map(([b]) => `${a}-${b}`));
  for (const [tunnel, key] of Object.entries(props.presharedKeys ?? {})) {
    const prop = `presharedKeys.${tunnel}`;
    if (!tunnels.includes(tunnel)) {
      problems.add(
        prop,
        tunnel,
        `the two ends of a tunnel, lower id first: ${tunnels.join(", ")}`,
        "name an existing tunnel",
      );
    }
    if (!problems.isUnresolved(key) && !PRESHARED_KEY.test(key)) {
      problems.add(
        prop,
        "a text that is no key (not shown)",
        "32 bytes in base64, as `wg genpsk` prints them",
        "make a key with `wg genpsk`",
      );
    }
  }
}

function checkFirewall(problems: Problems, { firewall }: ClusterProps): void {
  problems.integer("firewall.confirmSeconds", firewall?.confirmSeconds, 10, 600, "seconds");
  firewall?.vmSubnets?.forEach((subnet, index) => {
    const prop = `firewall.vmSubnets[${index}]`;
    checkNetwork(problems, prop, subnet);
    if (!problems.isUnresolved(subnet) && String(subnet).includes(":")) {
      problems.add(
        prop,
        subnet,
        "an IPv4 network",
        "IPv6 needs no address translation: route it instead",
      );
    }
  });
  firewall?.vmBridges?.forEach((bridge, index) =>
    problems.text(
      `firewall.vmBridges[${index}]`,
      bridge,
      /^[^\s/:"'\\*\p{C}]{1,15}\*?$/u,
      "the name of a bridge, with * at its end for any",
      "write a name such as vmbr1 or vmbr*",
    ),
  );
  firewall?.publicServices?.forEach((service, index) => {
    const prop = `firewall.publicServices[${index}]`;
    if (service.ports.length === 0)
      problems.add(prop, "no ports", "at least one port", "name the ports");
    for (const port of service.ports) {
      problems.integer(prop, port, 1, 65535);
      if (service.protocol === "udp" && port >= 5404 && port <= 5412) {
        problems.add(
          prop,
          port,
          "ports other than corosync's 5404 to 5412",
          "corosync must never be reachable from the public side",
        );
      }
    }
  });
}

function checkCorosync(problems: Problems, { corosync = {} }: ClusterProps): void {
  problems.integer("corosync.token", corosync.token, 1000, 30000, "milliseconds");
  problems.integer(
    "corosync.tokenRetransmitsBeforeLossConst",
    corosync.tokenRetransmitsBeforeLossConst,
    1,
    50,
  );
  problems.integer("corosync.join", corosync.join, 50, 36000, "milliseconds");
  problems.integer("corosync.sendJoin", corosync.sendJoin, 0, 5000, "milliseconds");
  problems.integer("corosync.merge", corosync.merge, 50, 10000, "milliseconds");
  problems.integer("corosync.tokenCoefficient", corosync.tokenCoefficient, 0, 5000, "milliseconds");
  const token = corosync.token ?? 10000;
  const consensus = corosync.consensus ?? token * 1.2;
  if (
    problems.integer("corosync.consensus", corosync.consensus, 1200, 120000, "milliseconds") &&
    consensus < token * 1.2
  ) {
    problems.add(
      "corosync.consensus",
      consensus,
      `at least 1.2 times the token: ${token * 1.2}`,
      "leave it out: corosync computes it",
    );
  }
  if (Number.isInteger(corosync.join) && corosync.join! >= consensus) {
    problems.add(
      "corosync.join",
      corosync.join,
      `less than the consensus: ${consensus}`,
      "lower join or raise the token",
    );
  }
}
