import { siteOf } from "../../../lab/topology";
import { nodeOf } from "../places";
import { Injection, onHostUntil, Scene } from "./injection";

export function wanCut({ lab }: Scene): Injection {
  const pairs = lab.nodes.flatMap((a) =>
    lab.nodes.filter((b) => a < b && siteOf(a) !== siteOf(b)).map((b) => [a, b]),
  );
  const links = <T>(value: T) => Object.fromEntries(pairs.map(([a, b]) => [`${a}-${b}`, value]));
  const reaches = async ([a, b]: string[]) => {
    const ping = `ping -n -q -c 3 -i 0.2 -W 1 ${lab.address(b)}`;
    return (await lab.console(a, ping, { check: false })).code === 0;
  };
  return {
    inject: async () => {
      await lab.wan({ links: links({ lossPercent: 100 }) });
      const passing = await Promise.all(pairs.map(reaches));
      if (passing.includes(true)) throw new Error("the WAN is cut, but a ping still passes");
      return `no ping passes between ${pairs.map(([a, b]) => `${a} and ${b}`).join(", ")}`;
    },
    giveBack: () => lab.wan({ links: links(null) }),
  };
}

export function tunnelDown({ lab, place }: Scene): Injection {
  const node = nodeOf(place.busy, place);
  return {
    inject: async () => {
      await lab.console(node, "wg-quick down wg0");
      await onHostUntil(lab, node, "wg0 is gone", "[ ! -e /sys/class/net/wg0 ]");
      return `${node} has no wg0`;
    },
  };
}
