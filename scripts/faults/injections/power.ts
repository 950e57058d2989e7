import { nodeOf, Victim } from "../places";
import { Injection, Scene } from "./injection";

export function powerCut(victim: Victim, { lab, place }: Scene): Injection {
  const node = nodeOf(victim, place);
  const peers = [...lab.nodes.filter((other) => other !== node), "runner"];
  const links = <T>(value: T) =>
    Object.fromEntries(peers.map((peer) => [`${node}-${peer}`, value]));
  return {
    inject: async () => {
      // A machine without power says no farewell: whoever talks to it hears nothing any more.
      await lab.wan({ links: links({ lossPercent: 100 }) });
      await lab.power(node, "cut");
      return `${node} is ${lab.powerState(node).power}`;
    },
    giveBack: async () => {
      await lab.wan({ links: links(null) });
      await lab.power(node, "on");
      await lab.waitForSsh([node]);
    },
  };
}

export function reboot({ lab, place }: Scene): Injection {
  const node = nodeOf(place.busy, place);
  return {
    inject: async () => {
      const before = lab.powerState(node).boots;
      await lab.power(node, "reboot");
      return `${node} rebooted (boot ${lab.powerState(node).boots}, was ${before})`;
    },
    giveBack: () => lab.waitForSsh([node]),
  };
}
