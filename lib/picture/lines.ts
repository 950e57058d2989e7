import { sitesOf } from "../topology/failures";
import type { Drawing, DrawnTunnel } from "./drawing";

/** From so many nodes on, one line between two sites stands for all their tunnels: nobody reads 66 of them. */
const MANY_NODES = 7;

/** A line of the picture. Its ends are counted in the list of nodes, or in that of sites. */
export interface Line {
  /** What it joins. */
  readonly between: "nodes" | "sites";
  /** Where it begins and ends. */
  readonly ends: readonly [number, number];
  /** Between two sites, not inside of one. */
  readonly isWan: boolean;
  /** From the first end to the second one only. */
  readonly isArrow: boolean;
  /** What stands at it, or nothing. */
  readonly label: string;
}

/** The lines of a picture: each tunnel, or in a large cluster each WAN link. */
export function linesOf(drawing: Drawing): Line[] {
  const place = new Map(drawing.nodes.map(({ name }, index) => [name, index]));
  const siteOf = new Map(drawing.nodes.map(({ name, site }) => [name, site]));
  const ends = ({ ends: [a, b] }: DrawnTunnel): [number, number] => [place.get(a)!, place.get(b)!];
  const isWan = ({ ends: [a, b] }: DrawnTunnel): boolean => siteOf.get(a) !== siteOf.get(b);
  if (drawing.nodes.length < MANY_NODES) {
    return drawing.tunnels.map((tunnel) => ({
      between: "nodes",
      ends: ends(tunnel),
      isWan: isWan(tunnel),
      isArrow: tunnel.opensOneWay,
      label: tunnel.notes.join(", "),
    }));
  }
  const sites = sitesOf(drawing);
  return sites.flatMap((one, at) =>
    sites.slice(at + 1).map((other): Line => {
      const both = drawing.tunnels.filter(({ ends: [a, b] }) => {
        const joined = [siteOf.get(a), siteOf.get(b)];
        return joined.includes(one) && joined.includes(other);
      });
      return {
        between: "sites",
        ends: [at, sites.indexOf(other)],
        isWan: true,
        isArrow: false,
        label: both.length === 1 ? "1 tunnel" : `${both.length} tunnels`,
      };
    }),
  );
}

/** What the lines mean, as far as they are there. */
export function legend(lines: readonly Line[]): string[] {
  return [
    ...(lines.some(({ isWan }) => !isWan) ? ["solid: inside a site"] : []),
    ...(lines.some(({ isWan }) => isWan) ? ["dashed: over the WAN"] : []),
    ...(lines.some(({ isArrow }) => isArrow) ? ["arrow: opened from one end only"] : []),
  ];
}

/** What stands below the name of a site. */
export function siteNote(drawing: Drawing, site: string): string {
  const votes = drawing.nodes.filter((node) => node.site === site).length;
  const counted = `${votes} of ${drawing.nodes.length} votes`;
  return drawing.haSites.includes(site) ? `${counted}, HA` : counted;
}
