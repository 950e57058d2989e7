import { didYouMean } from "../nearest";
import { named } from "../printable";
import { type Problems } from "../problems";
import type { ClusterProps } from "../props";
import { CLUSTER_NAME, DOMAIN, PATH } from "../text-rules";
import { WARNING_IDS } from "../warnings";

export const MOST_NODES = 32;
const LONGEST_FULL_NAME = 253;

/** Checks what belongs to the cluster as a whole. */
export function checkCluster(problems: Problems, props: ClusterProps): void {
  const reason = "pvecm create takes it once and for ever";
  if (!problems.refuseToken("clusterName", props.clusterName, reason)) {
    problems.text("clusterName", props.clusterName, CLUSTER_NAME);
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

/** Checks how many nodes there are, whatever they are like. */
export function checkNodeCount(problems: Problems, { nodes }: ClusterProps): void {
  const count = Object.keys(nodes ?? {}).length;
  if (count >= 1 && count <= MOST_NODES) return;
  const fix = count > 0 ? "make two clusters of them" : "describe your servers";
  problems.addSaying("nodes", `${count} nodes`, `1 to ${MOST_NODES} nodes`, fix);
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
    const fix = didYouMean(site, sites, "name the site as its nodes do");
    problems.add(prop, site, allowed, fix);
  });
}

/** Checks what a deploy may do with a half-joined node. */
export function checkRepair(problems: Problems, { repair }: ClusterProps): void {
  if (repair === undefined || problems.refuseToken("repair", repair, "a person decides it")) return;
  if (repair === "safe" || repair === "rejoin") return;
  const fix = didYouMean(repair, ["safe", "rejoin"], "leave it out for the safe one");
  problems.add("repair", repair, '"safe" or "rejoin"', fix);
}

/** Checks that what is acknowledged exists, so that a misspelt id does not look as if it worked. */
export function checkAcknowledged(problems: Problems, props: ClusterProps): void {
  problems.list("acknowledgeWarnings", props.acknowledgeWarnings).forEach((id, index) => {
    const prop = `acknowledgeWarnings[${index}]`;
    const reason = "warnings are printed at synth";
    if (problems.refuseToken(prop, id, reason) || WARNING_IDS.includes(id)) return;
    const otherwise = "take the id that stands at the end of the warning";
    problems.add(prop, id, WARNING_IDS.join(", "), didYouMean(id, WARNING_IDS, otherwise));
  });
}
