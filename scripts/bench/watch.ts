import type { Lab } from "../../lab";

const LOOKS = 20;
// A look at what a finished deploy wanted, with values for Prometheus; then many, as the timer starts them. systemd counts in ticks of 10 ms.
const MEASURE = `
mkdir -p /var/lib/metrics
{ echo intervalSeconds=3600; echo metricsDirectory=/var/lib/metrics; sed -n '/^$/,$p' /var/lib/pve-wan/expected; } | pve-wan watch-setup >/dev/null
before=$(awk '{ print $14 + $15 }' /proc/1/stat)
spent=0
for ((look = 0; look < ${LOOKS}; look++)); do
  systemctl start pve-wan-watch.service
  spent=$((spent + $(systemctl show -p CPUUsageNSec --value pve-wan-watch.service)))
done
echo "$spent $(($(awk '{ print $14 + $15 }' /proc/1/stat) - before))"
echo | pve-wan watch-setup >/dev/null
`;

/** Milliseconds of processor time that one look costs on a node: its own, and systemd's for it. */
export async function costOfLook(
  lab: Lab,
): Promise<{ readonly look: number; readonly systemd: number }> {
  const { stdout } = await lab.console("node1", MEASURE);
  const [nanoseconds, ticks] = stdout.trim().split(" ").map(Number);
  return { look: nanoseconds / 1e6 / LOOKS, systemd: (ticks * 10) / LOOKS };
}
