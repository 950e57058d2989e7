import { SourceNat } from "../firewall-props";
import { named } from "../printable";
import { at, type Problems } from "../problems";
import type { ClusterProps } from "../props";
import { BRIDGE_PATTERN, CLUSTER_NAME, DOMAIN, PATH } from "../text-rules";
import { matchesBridge } from "../bridges";
import { WARNING_IDS } from "../warnings";

const MOST_NODES = 32;
const LONGEST_FULL_NAME = 253;
const OWN_INTERFACES = ["wg0", "lo"];

/** Checks what belongs to the cluster as a whole. */
export function checkCluster(problems: Problems, props: ClusterProps): void {
  const reason = "pvecm create takes it once and for ever";
  if (!problems.refuseToken("clusterName", props.clusterName, reason)) {
    problems.text("clusterName", props.clusterName, CLUSTER_NAME);
  }
  const count = Object.keys(props.nodes).length;
  if (count < 1 || count > MOST_NODES) {
    const fix = count ? "make two clusters of them" : "describe your servers";
    problems.addSaying("nodes", `${count} nodes`, `1 to ${MOST_NODES} nodes`, fix);
  }
  if (problems.optionalText("domain", props.domain, DOMAIN)) {
    const longest = Math.max(0, ...Object.keys(props.nodes).map((name) => name.length));
    const most = LONGEST_FULL_NAME - longest - 1;
    if (props.domain.length > most) {
      const allowed = `at most ${most} characters: with a node's name before it ${LONGEST_FULL_NAME}`;
      problems.add("domain", props.domain, allowed, "shorten it, or give each node its fqdn");
    }
  }
  problems.optionalText("ssh.privateKeyPath", props.ssh?.privateKeyPath, PATH);
  problems.optionalText("ssh.knownHostsPath", props.ssh?.knownHostsPath, PATH);
  problems.optionalText("renderTo", props.renderTo, PATH);
}

/** Checks that HA is asked for on sites that exist. */
export function checkHaSites(problems: Problems, props: ClusterProps): void {
  const sites = [...new Set(Object.values(props.nodes).map(({ site }) => site))];
  problems.list("haSites", props.haSites).forEach((site, index) => {
    const prop = `haSites[${index}]`;
    if (problems.refuseToken(prop, site, "quorum is counted by site") || sites.includes(site)) {
      return;
    }
    const allowed = `a site of a node: ${sites.map((one) => named(String(one))).join(", ")}`;
    problems.add(prop, site, allowed, "name the site as its nodes do");
  });
}

/** Checks what a deploy may do with a half-joined node. */
export function checkRepair(problems: Problems, { repair }: ClusterProps): void {
  if (repair === undefined || problems.refuseToken("repair", repair, "a person decides it")) return;
  if (repair === "safe" || repair === "rejoin") return;
  problems.add("repair", repair, '"safe" or "rejoin"', "leave it out for the safe one");
}

/** Checks that what is acknowledged exists, so that a misspelt id does not look as if it worked. */
export function checkAcknowledged(problems: Problems, props: ClusterProps): void {
  problems.list("acknowledgeWarnings", props.acknowledgeWarnings).forEach((id, index) => {
    if (WARNING_IDS.includes(id)) return;
    const fix = "take the id that stands at the end of the warning";
    problems.add(`acknowledgeWarnings[${index}]`, id, WARNING_IDS.join(", "), fix);
  });
}

/** Checks the firewall's bridges and its rollback. */
export function checkFirewall(problems: Problems, { firewall, nodes }: ClusterProps): void {
  const reason = "the rollback is armed with it";
  if (!problems.refuseToken("firewall.confirmSeconds", firewall?.confirmSeconds, reason)) {
    const range = [10, 600] as const;
    problems.integer("firewall.confirmSeconds", firewall?.confirmSeconds, range, "seconds");
  }
  if (firewall?.sourceNat !== undefined && !Object.values(SourceNat).includes(firewall.sourceNat)) {
    const fix = "take the one for static addresses, SNAT, or leave it out";
    problems.add("firewall.sourceNat", firewall.sourceNat, "SourceNat.SNAT or MASQUERADE", fix);
  }
  problems.list("firewall.vmBridges", firewall?.vmBridges).forEach((bridge, index) => {
    const prop = `firewall.vmBridges[${index}]`;
    if (!problems.text(prop, bridge, BRIDGE_PATTERN)) return;
    const own = OWN_INTERFACES.find((name) => matchesBridge(bridge, name));
    if (!own) return;
    problems.add(prop, bridge, `bridges, and not ${own}`, "write a name such as vmbr1 or vmbr*");
  });
  for (const [name, { publicInterface }] of Object.entries(nodes)) {
    if (!OWN_INTERFACES.includes(publicInterface)) continue;
    const fix = "take the name that `ip address` shows beside the public address";
    const prop = `${at("nodes", name)}.publicInterface`;
    problems.add(prop, publicInterface, "the interface of the public address", fix);
  }
}
