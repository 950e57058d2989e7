import * as fs from "node:fs";
import * as path from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { parseArgs } from "node:util";
import { Lab } from "../lab";
import { cacheDirectory } from "../lab/cache";
import { deployApp } from "./demo/deploy-on-lab";
import { writeSection } from "./docs/write";
import { labCanRun } from "./lab-can-run";
import { main, say } from "./script";

const USAGE = "usage: npm run test:watch [-- [--minutes N]]";
const LAB = "watch-quiet";
const CUT = { links: { "node1-node3": { lossPercent: 100 } } };
const WHOLE = { links: { "node1-node3": null } };
const HANDSHAKE = /tunnel to node\d: the last handshake was (\d+) s ago/;

/** npm run test:watch: what takes a watch long to show: that it says nothing for an hour, and that a line was cut for minutes. */
main(async (args) => {
  const { values } = parseArgs({
    args,
    options: {
      minutes: { type: "string", default: "60" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const minutes = Number(values.minutes);
  if (values.help || !(minutes >= 1 && minutes <= 1440)) {
    say(`${USAGE}, 1 to 1440 minutes`);
    return values.help ? 0 : 2;
  }
  if (!(await labCanRun())) return 1;
  const lab = await Lab.up({ name: LAB, nodes: 3 });
  try {
    await deploy(lab);
    // What is lost on a line is sent again, and that is told: it would be no quiet hour.
    await lab.wan({ default: { lossPercent: 0 } });
    const { looks, said } = await quiet(lab, minutes);
    said.forEach((line) => say(`not quiet: ${line}`));
    const { age, ended } = await cut(lab);
    const text = [
      `${new Date().toISOString().slice(0, 10)}, PVE 9, a look every 10 s on each of three nodes, lines that lose nothing: ${looks} looks in ${minutes} minutes, ${said.length} lines told.`,
      `Then the line between node1 and node3 was cut: node1 told so when the last handshake was ${age} s old, and after the line was whole again, the end ${ended} s after that alarm.`,
    ];
    await writeSection("steps/watch.md", "quiet", text);
    return said.length === 0 ? 0 : 1;
  } finally {
    await lab.down();
  }
});

async function deploy(lab: Lab): Promise<void> {
  const directory = path.join(cacheDirectory(), LAB);
  fs.rmSync(directory, { recursive: true, force: true });
  fs.mkdirSync(directory, { recursive: true });
  const tell = "printf '#!/bin/sh\\ncat >>/root/told\\n' >/usr/local/bin/tell";
  for (const node of lab.nodes) {
    await lab.console(node, `mkdir /var/lib/metrics && : >/root/told && ${tell}`);
    await lab.console(node, "chmod +x /usr/local/bin/tell");
  }
  await deployApp(lab, directory, "watched");
}

const told = async (lab: Lab, node: string): Promise<string[]> =>
  (await lab.console(node, "cat /root/told")).stdout.split("\n").filter(Boolean);

/** How often the nodes have looked, and all that they said. */
async function quiet(lab: Lab, minutes: number): Promise<{ looks: number; said: string[] }> {
  for (const node of lab.nodes) await lab.console(node, ": >/root/told");
  const begin = Math.floor(Date.now() / 1000);
  const looks = new Set<string>();
  for (const end = Date.now() + minutes * 60_000; Date.now() < end; await after(4000)) {
    for (const node of lab.nodes) {
      const stamp = "grep ^pve_wan_watch_timestamp /var/lib/metrics/pve_wan.prom";
      looks.add(`${node} ${(await lab.console(node, stamp)).stdout}`);
    }
  }
  const journal = `journalctl --quiet --output cat --unit 'pve-wan-watch*' --since @${begin}`;
  const said = await Promise.all(
    lab.nodes.map(async (node) => {
      const lines = (await lab.console(node, journal)).stdout.split("\n").filter(Boolean);
      return [...lines, ...(await told(lab, node))].map((line) => `${node}: ${line}`);
    }),
  );
  return { looks: looks.size, said: said.flat() };
}

/** The age of the handshake that the alarm named, and the seconds from it to its end. */
async function cut(lab: Lab): Promise<{ age: number; ended: number }> {
  const line = async (wanted: RegExp): Promise<string | undefined> =>
    (await told(lab, "node1")).find((one) => wanted.test(one) && HANDSHAKE.test(one));
  await lab.wan(CUT);
  await lab.waitFor("the alarm", async () => Boolean(await line(/ALARM/)), 240);
  const age = Number(HANDSHAKE.exec((await line(/ALARM/))!)![1]);
  await lab.wan(WHOLE);
  await lab.waitFor("its end", async () => Boolean(await line(/recovered/)), 120);
  return { age, ended: Number(/recovered after (\d+) s/.exec((await line(/recovered/))!)![1]) };
}
