import type { NodeProps } from "../node-props";
import { at, type Problems } from "../problems";
import type { ClusterProps } from "../props";
import { checkHostAddress4 } from "./addresses";

const PORTS = [1, 65535] as const;
const PROXMOX_GUI = 8006;

/** Whether corosync's links (knet) use the port. */
function isCorosync(protocol: string, port: number): boolean {
  return protocol === "udp" && port >= 5405 && port <= 5412;
}

/** Checks the ports that the cluster itself needs. */
export function checkOwnPorts(problems: Problems, { overlay, ssh }: ClusterProps): void {
  if (
    problems.integer("overlay.listenPort", overlay?.listenPort, PORTS) &&
    isCorosync("udp", overlay!.listenPort!)
  ) {
    const allowed = "ports other than corosync's 5405 to 5412";
    problems.add("overlay.listenPort", overlay!.listenPort, allowed, "leave it at 51820");
  }
  problems.integer("ssh.port", ssh?.port, PORTS);
}

/** The protocol is text in a rule; what did not come from `tcp()` or `udp()` may be any. */
function checkProtocol(problems: Problems, prop: string, protocol: string, maker: string): void {
  if (protocol === "tcp" || protocol === "udp") return;
  if (problems.refuseToken(prop, protocol, "a rule is written for one or the other")) return;
  problems.add(prop, protocol, '"tcp" or "udp"', `make it with ${maker}.tcp() or ${maker}.udp()`);
}

/** Checks the services that are open to everybody. */
export function checkPublicServices(problems: Problems, { firewall }: ClusterProps): void {
  const services = problems.list("firewall.publicServices", firewall?.publicServices);
  services.forEach(({ protocol, ports }, index) => {
    const prop = `firewall.publicServices[${index}]`;
    checkProtocol(problems, `${prop}.protocol`, protocol, "PublicService");
    const given = problems.list(`${prop}.ports`, ports);
    if (ports === undefined || (Array.isArray(ports) && ports.length === 0)) {
      const fix = "name them, such as PublicService.tcp(80, 443)";
      problems.addSaying(`${prop}.ports`, "no ports", "at least one port", fix);
    }
    given.forEach((port, place) => {
      const one = `${prop}.ports[${place}]`;
      if (!problems.integer(one, port, PORTS) || !isCorosync(protocol, port)) return;
      const allowed = "ports other than corosync's 5405 to 5412";
      problems.add(one, port, allowed, "take it out: corosync speaks through the tunnel only");
    });
  });
}

/** Checks a node's forwarded ports; one that the node itself needs would lock everybody out. */
export function checkPortForwards(
  problems: Problems,
  name: string,
  node: NodeProps,
  sshPort: number,
): void {
  const path = `${at("nodes", name)}.portForwards`;
  const seen = new Set<string>();
  problems.list(path, node.portForwards).forEach(({ protocol, port, toAddress, toPort }, index) => {
    const prop = `${path}[${index}]`;
    checkProtocol(problems, `${prop}.protocol`, protocol, "PortForward");
    checkHostAddress4(problems, `${prop}.toAddress`, toAddress);
    problems.integer(`${prop}.toPort`, toPort, PORTS);
    if (!problems.integer(`${prop}.port`, port, PORTS)) return;
    if (protocol === "tcp" && (port === PROXMOX_GUI || port === sshPort)) {
      const allowed = `tcp ports other than ${sshPort} (SSH) and ${PROXMOX_GUI} (Proxmox GUI)`;
      problems.add(
        `${prop}.port`,
        port,
        allowed,
        "forward another port: by this one you reach the node",
      );
    }
    if (seen.has(`${protocol} ${port}`)) {
      const fix = "leave one of the two out";
      problems.add(`${prop}.port`, port, `each ${protocol} port forwarded once`, fix);
    }
    seen.add(`${protocol} ${port}`);
  });
}

/** Checks that no forwarded port takes WireGuard's packets away. */
export function checkListenPortIsFree(problems: Problems, { nodes, overlay }: ClusterProps): void {
  const listenPort = overlay?.listenPort ?? 51820;
  for (const [name, node] of Object.entries(nodes)) {
    if (!Array.isArray(node.portForwards)) continue;
    node.portForwards.forEach(({ protocol, port }, index) => {
      if (protocol !== "udp" || port !== listenPort) return;
      const allowed = `udp ports other than overlay.listenPort (${listenPort})`;
      const prop = `${at("nodes", name)}.portForwards[${index}].port`;
      problems.add(prop, port, allowed, "forward another port: by this one the tunnels come in");
    });
  }
}
