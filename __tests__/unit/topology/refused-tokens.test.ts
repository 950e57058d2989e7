import type { ClusterProps } from "../../../lib/topology";
import {
  LIST_TOKEN,
  NUMBER_TOKEN,
  TOKEN,
  articleNode,
  articleNodes,
  articleProps,
  problemsOf,
  withNode2,
} from "./article";

const CASES: [ClusterProps, ...string[]][] = [
  [
    articleProps({ clusterName: TOKEN }),
    "clusterName: got a token; allowed: a value known at synth, because pvecm create takes it once and for ever; fix: write the value out",
  ],
  [
    articleProps({ nodes: { ...articleNodes(), [TOKEN]: articleNode(4) } }),
    'nodes["${TfToken[TOKEN.0]}"]: got a token; allowed: a value known at synth, because names of files and of resources are made from it; fix: write the value out',
  ],
  [
    withNode2({ id: NUMBER_TOKEN }),
    "nodes.node2.id: got a token; allowed: a value known at synth, because the overlay address is computed from it; fix: write the value out",
  ],
  [
    withNode2({ site: TOKEN }),
    "nodes.node2.site: got a token; allowed: a value known at synth, because quorum is counted by site; fix: write the value out",
  ],
  [
    withNode2({ routedSubnets: LIST_TOKEN }),
    "nodes.node2.routedSubnets: got a token; allowed: a value known at synth, because rules are written for each element; fix: write a list whose elements are tokens, one by one with Fn.element()",
  ],
  [
    articleProps({ overlay: { cidr: TOKEN } }),
    "overlay.cidr: got a token; allowed: a value known at synth, because the overlay addresses are computed from it; fix: write the value out",
  ],
  [
    articleProps({ overlay: { mtu: NUMBER_TOKEN } }),
    "overlay.mtu: got a token; allowed: a value known at synth, because it is weighed against the other settings; fix: write the value out",
  ],
  [
    articleProps({ overlay: { persistentKeepalive: NUMBER_TOKEN } }),
    "overlay.persistentKeepalive: got a token; allowed: a value known at synth, because it is weighed against the other settings; fix: write the value out",
  ],
  [
    articleProps({ trustedSources: LIST_TOKEN }),
    "trustedSources: got a token; allowed: a value known at synth, because rules are written for each element; fix: write a list whose elements are tokens, one by one with Fn.element()",
  ],
  [
    articleProps({ haSites: [TOKEN] }),
    "haSites[0]: got a token; allowed: a value known at synth, because quorum is counted by site; fix: write the value out",
  ],
  [
    articleProps({ corosync: { token: NUMBER_TOKEN } }),
    "corosync.token: got a token; allowed: a value known at synth, because timers are checked against each other; fix: write the value out",
  ],
  [
    articleProps({ firewall: { confirmSeconds: NUMBER_TOKEN } }),
    "firewall.confirmSeconds: got a token; allowed: a value known at synth, because the rollback is armed with it; fix: write the value out",
  ],
  [
    articleProps({ firewall: { vmSubnets: LIST_TOKEN } }),
    "firewall.vmSubnets: got a token; allowed: a value known at synth, because rules are written for each element; fix: write a list whose elements are tokens, one by one with Fn.element()",
  ],
];

for (const [props, ...problems] of CASES) {
  test(problems[0], () => expect(problemsOf(props)).toEqual(problems));
}
