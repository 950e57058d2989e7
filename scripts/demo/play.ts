/** What to do with a lab that has a cluster on it. */
export function play(labName: string): string[] {
  const named = labName === "lab" ? "" : `--name ${labName} `;
  const rows: [command: string, what: string][] = [
    [`npm run lab -- ssh ${named}node1`, "log in"],
    [`npm run lab -- ssh ${named}node1 pve-wan help`, "what can be asked of a node"],
    [`npm run lab -- status ${named}`, "the hosts and the WAN between them"],
    [
      `npm run lab -- wan ${named}'{"links":{"node1-node3":{"lossPercent":100}}}'`,
      "break a link; null instead of {…} mends it",
    ],
    [`npm run lab -- power ${named}node3 cut`, "break a node; on brings it back"],
    [`npm run lab -- console ${named}node1`, "log in without the network"],
    [`npm run demo${named && ` -- ${named}`}`, "deploy again: no changes"],
    [`npm run lab -- down ${named}`, "tear it all down"],
  ];
  const width = Math.max(...rows.map(([command]) => command.trimEnd().length));
  return rows.map(([command, what]) => `${command.trimEnd().padEnd(width)}  ${what}`);
}
