import type { Topology } from "../topology";
import { MARKER } from "./marker";

/**
 * Drop-in for corosync.service, systemd.unit(5). Guide, "Corosync boot ordering".
 *
 * Wants and not Requires: a tunnel that is restarted must not stop corosync.
 */
export function corosyncDropIn({ overlay }: Topology): string {
  const tunnel = `wg-quick@${overlay.interface}.service`;
  return [MARKER, "[Unit]", `After=${tunnel}`, `Wants=${tunnel}`, ""].join("\n");
}
