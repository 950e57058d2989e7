import { Lab } from "./lab";

/** What `status` shows. */
export function statusReport(lab: Lab): string {
  const hosts = lab.nodes.map((node) => {
    const { power, boots, detail } = lab.powerState(node);
    return [node, lab.address(node), lab.address6(node), power, `boot ${boots}`, detail];
  });
  const names = [...lab.nodes, "runner"];
  const links = names.flatMap((a, index) =>
    names.slice(index + 1).map((b) => [`${a} - ${b}`, describe(lab, a, b)]),
  );
  return [
    `lab "${lab.name}" is up, Proxmox VE ${lab.pve}; runner ${lab.runnerAddress} ${lab.runnerAddress6}`,
    ...columns(hosts),
    ...columns(links),
    `key          ${lab.sshKeyPath}`,
    `known hosts  ${lab.knownHostsPath}`,
  ].join("\n");
}

function describe(lab: Lab, a: string, b: string): string {
  const there = figures(lab.link(a, b));
  const back = figures(lab.link(b, a));
  return there === back ? there : `${a} to ${b}: ${there}; back: ${back}`;
}

function figures(link: ReturnType<Lab["link"]>): string {
  if (link.lossPercent === 100) return "partition";
  const jitter = link.jitterMilliseconds > 0 ? ` ± ${link.jitterMilliseconds}` : "";
  const loss = link.lossPercent > 0 ? `, ${link.lossPercent} % loss` : "";
  return `${link.rttMilliseconds}${jitter} ms${loss}`;
}

function columns(rows: string[][]): string[] {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column])).join("  ")}`.trimEnd(),
  );
}
