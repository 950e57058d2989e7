/** Carried to the plan and checked there as soon as it is known, or refused for a reason. */
export type Decision = typeof CARRIED | { readonly refusedBecause: string; readonly fix?: string };

const CARRIED = "carried";
const refused = (refusedBecause: string, fix = "write the value out"): Decision => ({
  refusedBecause,
  fix,
});

const LIST = refused(
  "rules are written for each element",
  "write a list whose elements are tokens, one by one with Fn.element()",
);
const BRACES = refused(
  "its values are checked one by one",
  "write it in braces, with tokens as its values",
);
const SITE = refused("quorum is counted by site");
const TIMER = refused("timers are checked against each other");
const WEIGHED = refused("it is weighed against the other settings");
const PROTOCOL = refused("a rule is written for one or the other");
const TUNNEL = refused("it says which tunnel is meant");
const SWITCH = refused("files are made one way or the other");

/** What becomes of a token, at every place where a value can stand. */
export const DECISIONS: Readonly<Record<string, Decision>> = {
  clusterName: refused("pvecm create takes it once and for ever"),
  nodes: BRACES,
  "nodes{key}": refused("names of files and of resources are made from it"),
  "nodes{}": BRACES,
  "nodes{}.id": refused("the overlay address is computed from it"),
  "nodes{}.site": SITE,
  "nodes{}.publicAddress": CARRIED,
  "nodes{}.publicAddress6": CARRIED,
  "nodes{}.publicInterface": CARRIED,
  "nodes{}.link1Address": CARRIED,
  "nodes{}.fqdn": CARRIED,
  "nodes{}.sshAddress": CARRIED,
  "nodes{}.sshPort": CARRIED,
  "nodes{}.sshHostKey": CARRIED,
  "nodes{}.wireguardPublicKey": CARRIED,
  "nodes{}.routedSubnets": LIST,
  "nodes{}.routedSubnets[]": CARRIED,
  "nodes{}.portForwards": LIST,
  "nodes{}.portForwards[]": BRACES,
  "nodes{}.portForwards[].protocol": PROTOCOL,
  "nodes{}.portForwards[].port": CARRIED,
  "nodes{}.portForwards[].toAddress": CARRIED,
  "nodes{}.portForwards[].toPort": CARRIED,
  "nodes{}.generation": CARRIED,
  trustedSources: LIST,
  "trustedSources[]": CARRIED,
  overlay: BRACES,
  "overlay.cidr": refused("the overlay addresses are computed from it"),
  "overlay.mtu": WEIGHED,
  "overlay.listenPort": CARRIED,
  "overlay.persistentKeepalive": WEIGHED,
  tunnels: BRACES,
  "tunnels{key}": TUNNEL,
  "tunnels{}": BRACES,
  "tunnels{}.endpoints": BRACES,
  "tunnels{}.endpoints{key}": refused("it says which end has the address"),
  "tunnels{}.endpoints{}": CARRIED,
  "tunnels{}.persistentKeepalive": WEIGHED,
  ssh: BRACES,
  "ssh.privateKeyPath": CARRIED,
  "ssh.knownHostsPath": CARRIED,
  "ssh.port": CARRIED,
  domain: CARRIED,
  firewall: BRACES,
  "firewall.publicServices": LIST,
  "firewall.publicServices[]": BRACES,
  "firewall.publicServices[].protocol": PROTOCOL,
  "firewall.publicServices[].ports": LIST,
  "firewall.publicServices[].ports[]": CARRIED,
  "firewall.vmSubnets": LIST,
  "firewall.vmSubnets[]": CARRIED,
  "firewall.sourceNat": refused("the rules are written one way or the other"),
  "firewall.vmBridges": LIST,
  "firewall.vmBridges[]": CARRIED,
  "firewall.trustedInterfaces": LIST,
  "firewall.trustedInterfaces[]": CARRIED,
  "firewall.confirmSeconds": refused("the rollback is armed with it"),
  "firewall.flushRuleset": SWITCH,
  corosync: BRACES,
  "corosync.token": TIMER,
  "corosync.tokenRetransmitsBeforeLossConst": TIMER,
  "corosync.join": TIMER,
  "corosync.sendJoin": TIMER,
  "corosync.merge": TIMER,
  "corosync.consensus": TIMER,
  "corosync.tokenCoefficient": TIMER,
  "corosync.link0Priority": TIMER,
  "corosync.link1Priority": TIMER,
  "corosync.explicitCrypto": SWITCH,
  haSites: LIST,
  "haSites[]": SITE,
  presharedKeys: BRACES,
  "presharedKeys{key}": TUNNEL,
  "presharedKeys{}": CARRIED,
  repair: refused("a person decides it"),
  renderTo: CARRIED,
  acknowledgeWarnings: LIST,
  "acknowledgeWarnings[]": refused("warnings are printed at synth"),
};
