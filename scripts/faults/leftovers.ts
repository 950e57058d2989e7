import { Lab } from "../../lab";

/** Each prints what is left over, one a line, and nothing where all is clean. */
const SEARCHES: Readonly<Record<string, string>> = {
  "temporary file": String.raw`find /etc /root /var/lib/pve-wan /usr/local /run/pve-wan -xdev \
    \( -name '.pve-wan-new.*' -o -path '*/pve-wan*.new' -o -path '/run/pve-wan/step.*' -prune \)
    find /etc/pve -name '*.new'`,
  "transient unit": `systemctl list-units --all --plain --no-legend 'pve-wan-*' |
    cut -d ' ' -f 1 | awk '$0 != "pve-wan-firewall.service"'`,
  "second version of pve-wan": "ls -d /usr/local/lib/pve-wan.* | tail -n +2",
  "unconfirmed firewall": "grep -slx pending /run/pve-wan/firewall/*/state",
};

/** What of ours is on a node that a finished deploy leaves none of. */
export async function leftovers(lab: Lab, node: string): Promise<string[]> {
  const found = await Promise.all(
    Object.entries(SEARCHES).map(async ([what, search]) => {
      // A search without a result ends with a status of its own.
      const { stdout, stderr } = await lab.console(node, search, { check: false });
      return `${stdout}\n${stderr}`
        .split("\n")
        .filter(Boolean)
        .map((line) => `${node}: left over, ${what}: ${line}`);
    }),
  );
  return found.flat();
}
