import { named, quoted } from "../printable";
import { at, type Problems } from "../problems";
import type { ClusterProps } from "../props";
import { PRESHARED_KEY } from "../text-rules";

interface Tunnel {
  readonly name: string;
  readonly reversed: string;
}

function tunnelsOf({ nodes }: ClusterProps): Tunnel[] {
  const names = Object.entries(nodes)
    .sort(([, a], [, b]) => a.id - b.id)
    .map(([name]) => name);
  return names.flatMap((a, index) =>
    names.slice(index + 1).map((b) => ({ name: `${a}-${b}`, reversed: `${b}-${a}` })),
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

/** Checks the preshared keys that the caller gives. A key itself is never shown. */
export function checkPresharedKeys(problems: Problems, props: ClusterProps): void {
  const given = props.presharedKeys ?? {};
  const tunnels = tunnelsOf(props);
  for (const [ends, key] of Object.entries(given)) {
    const prop = at("presharedKeys", ends);
    const tunnel = tunnels.find(({ name, reversed }) => name === ends || reversed === ends);
    if (!tunnel) {
      const allowed = `the two ends of a tunnel: ${tunnels.map(({ name }) => named(name)).join(", ")}`;
      problems.add(prop, ends, allowed, "name an existing tunnel");
    } else if (tunnel.name !== ends && tunnel.name in given) {
      const fix = `leave one of the two out; ${named(tunnel.name)} names the same tunnel`;
      problems.add(prop, ends, "one key for each tunnel", fix);
    }
    if (
      !problems.checkedLater(prop, key, PRESHARED_KEY) &&
      !(typeof key === "string" && PRESHARED_KEY.accepts(key))
    ) {
      const { allowed, fix } = PRESHARED_KEY;
      problems.addSaying(prop, "something that is no key (not shown)", allowed, fix);
    }
  }
}
