import { capacityOf, isIpv6, isUnusable, overlap } from "../addresses";
import { named } from "../printable";
import { at, type Problems } from "../problems";
import type { ClusterProps } from "../props";
import { checkNetwork, checkNetwork4 } from "./addresses";

interface Network {
  readonly prop: string;
  readonly text: string;
}

const LEAST_MTU_OF_IPV6 = 1280;

/** Checks the overlay by itself and its room for the nodes. */
export function checkOverlay(problems: Problems, { overlay, nodes }: ClusterProps): void {
  for (const [prop, value, range, unit] of [
    ["overlay.mtu", overlay?.mtu, [576, 8920], "bytes"],
    ["overlay.persistentKeepalive", overlay?.persistentKeepalive, [0, 65535], "seconds"],
  ] as const) {
    if (!problems.refuseToken(prop, value, "it is weighed against the other settings")) {
      problems.integer(prop, value, range, unit);
    }
  }
  const cidr = overlayOf(problems, overlay?.cidr);
  if (cidr === undefined) return;
  if (isIpv6(cidr) && Number.isInteger(overlay?.mtu) && overlay!.mtu! < LEAST_MTU_OF_IPV6) {
    const allowed = `at least ${LEAST_MTU_OF_IPV6} bytes, because overlay.cidr is of IPv6`;
    problems.add("overlay.mtu", overlay!.mtu, allowed, "raise it, or take an IPv4 overlay");
  }
  const capacity = capacityOf(cidr);
  for (const [name, { id }] of Object.entries(nodes)) {
    if (!Number.isInteger(id) || id <= capacity) continue;
    const allowed =
      capacity > 0
        ? `1 to ${capacity}, the room of overlay.cidr ${cidr}`
        : `none: overlay.cidr ${cidr} has no room for nodes`;
    const fix = capacity > 0 ? "take a lower id or a larger overlay" : "take a larger overlay";
    problems.add(`${at("nodes", name)}.id`, id, allowed, fix);
  }
}

function overlayOf(problems: Problems, cidr = "172.16.10.0/24"): string | undefined {
  const prop = "overlay.cidr";
  if (problems.refuseToken(prop, cidr, "the overlay addresses are computed from it")) {
    return undefined;
  }
  if (!checkNetwork(problems, prop, cidr, "network")) return undefined;
  if (!isUnusable(cidr)) return cidr;
  const allowed = "a network without loopback, link-local, multicast and reserved addresses";
  problems.add(prop, cidr, allowed, "take a private network such as 172.16.10.0/24");
  return undefined;
}

/** Checks who may reach SSH and the GUI. */
export function checkTrustedSources(problems: Problems, { trustedSources }: ClusterProps): void {
  const prop = "trustedSources";
  const sources = problems.list(prop, trustedSources);
  if (
    trustedSources === undefined ||
    (Array.isArray(trustedSources) && trustedSources.length === 0)
  ) {
    const fix = "add the address that deploys come from, or nobody could log in any more";
    const got = trustedSources === undefined ? "nothing" : "an empty list";
    problems.addSaying(prop, got, "at least one network", fix);
  }
  sources.forEach((source, index) => checkNetwork(problems, `${prop}[${index}]`, source, "source"));
}

/** Checks the networks of VMs that go out by address translation. */
export function checkVmSubnets(problems: Problems, { firewall }: ClusterProps): void {
  const prop = "firewall.vmSubnets";
  const fix = "leave it out: IPv6 needs no address translation";
  problems
    .list(prop, firewall?.vmSubnets)
    .forEach((subnet, index) => checkNetwork4(problems, `${prop}[${index}]`, subnet, fix));
}

/** Checks that every address belongs to one network only: else packets would take the wrong way. */
export function checkOverlaps(problems: Problems, props: ClusterProps): void {
  const overlay = { prop: "overlay.cidr", text: props.overlay?.cidr ?? "172.16.10.0/24" };
  const entries = Object.entries(props.nodes);
  const listed = (prop: string, list: readonly string[] | undefined): Network[] =>
    Array.isArray(list) ? list.map((text, index) => ({ prop: `${prop}[${index}]`, text })) : [];

  const hosts = [
    ...(["publicAddress", "publicAddress6", "link1Address"] as const).flatMap((prop) =>
      entries.flatMap(([name, { [prop]: text }]) =>
        text === undefined ? [] : [{ prop: `${at("nodes", name)}.${prop}`, text }],
      ),
    ),
    ...Object.entries(props.tunnels ?? {}).flatMap(([ends, tunnel]) =>
      Object.entries(tunnel?.endpoints ?? {}).map(([name, text]) => ({
        prop: at(`${at("tunnels", ends)}.endpoints`, name),
        text,
      })),
    ),
  ];
  const routed = entries.map(([name, node]) =>
    listed(`${at("nodes", name)}.routedSubnets`, node.routedSubnets),
  );
  const vms = listed("firewall.vmSubnets", props.firewall?.vmSubnets);

  const refuse = (
    network: Network,
    others: readonly Network[],
    fix = "choose networks that do not overlap",
  ): void => {
    const clash = others.find(({ text }) => overlapping(text, network.text));
    if (!clash) return;
    const allowed = `addresses outside of ${clash.prop} (${named(clash.text)})`;
    problems.add(network.prop, network.text, allowed, fix);
  };
  const overlapping = (a: string, b: string): boolean =>
    typeof a === "string" && typeof b === "string" && overlap(a, b);

  for (const host of hosts) {
    refuse(
      host,
      [overlay],
      "change one of the two: the overlay is reached through the tunnels only",
    );
  }
  // One VM network may be routed and translated too, so these two are not held against each other.
  for (const network of vms) refuse(network, [overlay, ...hosts]);
  routed.forEach((networks, index) => {
    networks.forEach((network, place) => {
      const earlier = [...routed.slice(0, index).flat(), ...networks.slice(0, place)];
      refuse(network, [overlay, ...hosts, ...earlier]);
    });
  });
}
