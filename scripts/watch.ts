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
const HANDSHAKE = /tunnel to node3: the last handshake was (\d+) s ago/;
/** What node1 has to tell of a line to node3 that was cut for longer than WireGuard's keys live. */
const SIGNS = [
  HANDSHAKE,
  /corosync's link 0 to node3 is down/,
  /corosync came close to losing a member/,
];

/** Each is stopped, and started again. */
const UNITS = [
  ...["pve-wan-firewall", "pveproxy", "pvedaemon", "pve-cluster"],
  ...["corosync", "wg-quick@wg0"],
];

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
    for (const unit of UNITS) await stop(lab, unit);
    const text = [
      `${new Date().toISOString().slice(0, 10)}, PVE 9, a look every 10 s on each of three nodes, lines that lose nothing: ${looks} looks in ${minutes} minutes, ${said.length} lines told.`,
      `Then the line between node1 and node3 was cut: node1 told of corosync's link, of near-failures, and of the tunnel when its last handshake was ${age} s old; when the line was whole again, of the end of each, of the tunnel's ${ended} s after its alarm.`,
      `Then ${UNITS.join(", ")} were stopped on node3 and started again, one after the other: each was told, and its end.`,
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
  const lines = async (kind: RegExp): Promise<string[]> =>
    (await told(lab, "node1")).filter((line) => kind.test(line));
  const allAreTold = (kind: RegExp) => async (): Promise<boolean> => {
    const found = await lines(kind);
    return SIGNS.every((sign) => found.some((line) => sign.test(line)));
  };
  const figure = async (kind: RegExp, wanted: RegExp): Promise<number> => {
    const line = (await lines(kind)).find((one) => HANDSHAKE.test(one));
    return Number(wanted.exec(line!)![1]);
  };
  await lab.wan(CUT);
  await lab.waitFor("all alarms", allAreTold(/: ALARM: /), 240);
  const age = await figure(/: ALARM: /, HANDSHAKE);
  await lab.wan(WHOLE);
  // Near-failures are over after ten looks without.
  await lab.waitFor("all of them to end", allAreTold(/: recovered after /), 300);
  return { age, ended: await figure(/: recovered after /, /recovered after (\d+) s/) };
}

/** Returns when node3 has told that the unit does not run, and that it runs again. */
async function stop(lab: Lab, unit: string): Promise<void> {
  const isTold = (text: string) => async (): Promise<boolean> =>
    (await told(lab, "node3")).some((line) => line.includes(text));
  await lab.console("node3", `: >/root/told; systemctl stop ${unit}`);
  const alarm = `ALARM: ${unit} does not run`;
  await lab.waitFor(`${alarm} of node3`, isTold(alarm), 60);
  // What needs it was stopped with it.
  await lab.console("node3", `systemctl start ${[...UNITS].reverse().join(" ")}`);
  await lab.waitFor(`the end of ${unit}'s alarm`, isTold(`s: ${unit} does not run`), 60);
}
