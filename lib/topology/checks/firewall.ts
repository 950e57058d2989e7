import { SourceNat } from "../firewall-props";
import { matchesInterface, OWN_INTERFACES } from "../interfaces";
import { at, type Problems } from "../problems";
import type { ClusterProps } from "../props";
import { BRIDGE_PATTERN, INTERFACE_PATTERN } from "../text-rules";

/** Checks the firewall's interfaces and its rollback. */
export function checkFirewall(problems: Problems, props: ClusterProps): void {
  const { firewall, nodes } = props;
  const reason = "the rollback is armed with it";
  if (!problems.refuseToken("firewall.confirmSeconds", firewall?.confirmSeconds, reason)) {
    const range = [10, 600] as const;
    problems.integer("firewall.confirmSeconds", firewall?.confirmSeconds, range, "seconds");
  }
  checkSourceNat(problems, firewall?.sourceNat);
  checkBridges(problems, props);
  checkTrustedInterfaces(problems, props);
  for (const [name, { publicInterface }] of Object.entries(nodes)) {
    if (!OWN_INTERFACES.includes(publicInterface)) continue;
    const fix = "take the name that `ip address` shows beside the public address";
    const prop = `${at("nodes", name)}.publicInterface`;
    problems.add(prop, publicInterface, "the interface of the public address", fix);
  }
}

function checkSourceNat(problems: Problems, kind: SourceNat | undefined): void {
  const prop = "firewall.sourceNat";
  if (kind === undefined || Object.values(SourceNat).includes(kind)) return;
  if (problems.refuseToken(prop, kind, "the rules are written one way or the other")) return;
  const fix = "take SNAT where public addresses are static, MASQUERADE where they come from DHCP";
  problems.add(prop, kind, "SourceNat.SNAT or SourceNat.MASQUERADE", fix);
}

function checkBridges(problems: Problems, { firewall }: ClusterProps): void {
  problems.list("firewall.vmBridges", firewall?.vmBridges).forEach((bridge, index) => {
    const prop = `firewall.vmBridges[${index}]`;
    if (!problems.text(prop, bridge, BRIDGE_PATTERN)) return;
    const own = OWN_INTERFACES.find((name) => matchesInterface(bridge, name));
    if (!own) return;
    problems.add(prop, bridge, `bridges, and not ${own}`, "write a name such as vmbr1 or vmbr*");
  });
}

/** What a token turns out to be cannot be compared: preflight does it on the node. */
function checkTrustedInterfaces(problems: Problems, { firewall, nodes }: ClusterProps): void {
  const open = Object.values(nodes).map(({ publicInterface }) => publicInterface);
  problems.list("firewall.trustedInterfaces", firewall?.trustedInterfaces).forEach((one, index) => {
    const prop = `firewall.trustedInterfaces[${index}]`;
    if (!problems.text(prop, one, INTERFACE_PATTERN)) return;
    const taken = [...OWN_INTERFACES, ...open].find((name) => matchesInterface(one, name));
    if (taken === undefined) return;
    const allowed = `interfaces of private networks, and not ${taken}`;
    problems.add(prop, one, allowed, "name the private ones alone, such as eno2");
  });
}
