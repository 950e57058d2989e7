import { didYouMean } from "../nearest";
import { named, quoted } from "../printable";
import { at, type Problems } from "../problems";
import type { ClusterProps } from "../props";
import { PRESHARED_KEY } from "../text-rules";
import { publicAddressFor } from "../tunnels";
import { checkHostAddress } from "./addresses";

interface Tunnel {
  readonly name: string;
  readonly reversed: string;
  readonly ends: readonly [string, string];
}

function tunnelsOf({ nodes }: ClusterProps): Tunnel[] {
  const names = Object.entries(nodes)
    .sort(([, a], [, b]) => a.id - b.id)
    .map(([name]) => name);
  return names.flatMap((a, index) =>
    names.slice(index + 1).map((b) => ({
      name: `${a}-${b}`,
      reversed: `${b}-${a}`,
      ends: [a, b] as const,
    })),
  );
}

/** `a-b` with `c` and `a` with `b-c` would be one and the same file of a preshared key. */
export function checkTunnelNames(problems: Problems, props: ClusterProps): void {
  const names = tunnelsOf(props).flatMap(({ name, reversed }) => [name, reversed]);
  const seen = new Set<string>();
  const twice = new Set(names.filter((name) => seen.size === seen.add(name).size));
  for (const name of twice) {
    problems.addSaying(
      "nodes",
      `two tunnels named ${quoted(name)}`,
      "node names whose pairs, joined by a hyphen, differ",
      "rename one of the nodes, for example without its hyphen",
    );
  }
}

/** Checks that settings of tunnels belong to tunnels that exist, each named once. */
function checkTunnelsExist(
  problems: Problems,
  parent: string,
  given: Readonly<Record<string, unknown>>,
  tunnels: readonly Tunnel[],
): void {
  for (const ends of Object.keys(given)) {
    const prop = at(parent, ends);
    if (problems.refuseToken(prop, ends, "it says which tunnel is meant")) continue;
    const tunnel = tunnels.find(({ name, reversed }) => name === ends || reversed === ends);
    if (!tunnel) {
      const own = tunnels.map(({ name }) => named(name)).join(", ");
      const allowed = `the two ends of a tunnel: ${own || "there is none"}`;
      const both = tunnels.flatMap(({ name, reversed }) => [name, reversed]);
      problems.add(
        prop,
        ends,
        allowed,
        didYouMean(ends, both, "name an existing tunnel, or leave it out"),
      );
    } else if (tunnel.name !== ends && tunnel.name in given) {
      const fix = `leave one of the two out; ${named(tunnel.name)} names the same tunnel`;
      problems.add(prop, ends, "each tunnel once", fix);
    }
  }
}

/** Checks the preshared keys that the caller gives. A key itself is never shown. */
export function checkPresharedKeys(problems: Problems, props: ClusterProps): void {
  const given = props.presharedKeys ?? {};
  checkTunnelsExist(problems, "presharedKeys", given, tunnelsOf(props));
  for (const [ends, key] of Object.entries(given)) {
    const prop = at("presharedKeys", ends);
    if (
      !problems.checkedLater(prop, key, PRESHARED_KEY) &&
      !(typeof key === "string" && PRESHARED_KEY.accepts(key))
    ) {
      const { allowed, fix } = PRESHARED_KEY;
      problems.addSaying(prop, "something that is no key (not shown)", allowed, fix);
    }
  }
}

/** Checks what is special about some tunnels. */
export function checkTunnels(problems: Problems, props: ClusterProps): void {
  const given = props.tunnels ?? {};
  const tunnels = tunnelsOf(props);
  checkTunnelsExist(problems, "tunnels", given, tunnels);
  for (const [ends, tunnel] of Object.entries(given)) {
    const path = at("tunnels", ends);
    const keepalive = `${path}.persistentKeepalive`;
    const reason = "it is weighed against the other settings";
    if (!problems.refuseToken(keepalive, tunnel?.persistentKeepalive, reason)) {
      problems.integer(keepalive, tunnel?.persistentKeepalive, [0, 65535], "seconds");
    }
    const found = tunnels.find(({ name, reversed }) => name === ends || reversed === ends);
    for (const [name, address] of Object.entries(tunnel?.endpoints ?? {})) {
      const prop = at(`${path}.endpoints`, name);
      checkHostAddress(problems, prop, address);
      if (problems.refuseToken(prop, name, "it says which end has the address")) continue;
      if (!found || found.ends.includes(name)) continue;
      const allowed = `an end of this tunnel: ${found.ends.map(named).join(" or ")}`;
      const fix = didYouMean(name, found.ends, "name the node that has the address");
      problems.add(prop, name, allowed, fix);
    }
  }
}

/** Checks that every tunnel has an end that the other one can reach, and that the way through a NAT stays open. */
export function checkReachable(problems: Problems, props: ClusterProps): void {
  const overall = props.overlay?.persistentKeepalive ?? 25;
  for (const { name, reversed, ends } of tunnelsOf(props)) {
    const tunnel = props.tunnels?.[name] ?? props.tunnels?.[reversed];
    const hidden = ends.filter((end, index) => {
      const other = props.nodes[ends[1 - index]];
      return (tunnel?.endpoints?.[end] ?? publicAddressFor(other, props.nodes[end])) === undefined;
    });
    if (hidden.length === 0) continue;
    if (hidden.length === 2) {
      const allowed = "an address of one end that the other one reaches";
      const fix = `forward WireGuard's UDP port to ${hidden.map(named).join(" or ")} and write its publicAddress, or give the tunnel endpoints of its own`;
      problems.addSaying(at("tunnels", name), "two ends behind NAT", allowed, fix);
    } else if ((tunnel?.persistentKeepalive ?? overall) === 0) {
      const allowed = `a keepalive for ${named(name)}, because ${named(hidden[0])} is behind NAT`;
      const fix = "leave it out: 25 seconds keep the way through the NAT open";
      const own = tunnel?.persistentKeepalive !== undefined;
      const prop = `${own ? at("tunnels", name) : "overlay"}.persistentKeepalive`;
      problems.add(prop, 0, allowed, fix);
    }
  }
}
