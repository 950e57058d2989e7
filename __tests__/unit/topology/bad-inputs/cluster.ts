import { articleProps } from "../article";
import type { BadInput } from "./row";

export const CLUSTER: readonly BadInput[] = [
  [
    articleProps({ clusterName: "a-cluster-across-cities" }),
    'clusterName: got "a-cluster-across-cities"; allowed: letters, digits and inner hyphens, 1 to 15 characters; fix: choose a short and simple name',
  ],
  [
    articleProps({ clusterName: "wan_cluster" }),
    'clusterName: got "wan_cluster"; allowed: letters, digits and inner hyphens, 1 to 15 characters; fix: choose a short and simple name',
  ],
  [
    articleProps({ clusterName: undefined as never }),
    "clusterName: got nothing; allowed: letters, digits and inner hyphens, 1 to 15 characters; fix: choose a short and simple name",
  ],
  [
    articleProps({ domain: ".example.com" }),
    'domain: got ".example.com"; allowed: a domain such as example.com; fix: write it without dots, spaces and line ends around it',
  ],
  [
    articleProps({ domain: "example.com\n" }),
    'domain: got "example.com\\n"; allowed: a domain such as example.com; fix: write it without dots, spaces and line ends around it',
  ],
  [
    articleProps({ repair: "force" as "safe" }),
    'repair: got "force"; allowed: "safe" or "rejoin"; fix: leave it out for the safe one',
  ],
  [
    articleProps({ haSites: ["north"] }),
    'haSites[0]: got "north"; allowed: a site of a node: east, west; fix: name the site as its nodes do',
  ],
  [
    articleProps({ acknowledgeWarnings: ["many-peer"] }),
    'acknowledgeWarnings[0]: got "many-peer"; allowed: quorum-two-nodes, quorum-two-sites, ha-site-without-quorum, token-near-watchdog, many-peers, mtu-below-1280, mtu-above-path, no-family-in-common, overlay-not-private, public-bridge-matches-vm-bridges, open-to-everyone; fix: did you mean "many-peers"?',
  ],
  [
    articleProps({ domain: `${"a".repeat(61)}.`.repeat(4) + "b" }),
    'domain: got "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaa"…; allowed: at most 247 characters: with a node\'s name before it 253; fix: shorten it, or give each node its fqdn',
  ],
  [
    articleProps({ ssh: { knownHostsPath: "/root/cle\u0301" } }),
    'ssh.knownHostsPath: got "/root/clé"; allowed: a path of visible characters, composed ones where there are any (é as one character), at most 4095 bytes; fix: write the path anew by hand, rename the file, or leave it out',
  ],
  [
    articleProps({ renderTo: "" }),
    'renderTo: got ""; allowed: a path of visible characters, composed ones where there are any (é as one character), at most 4095 bytes; fix: write the path anew by hand, rename the file, or leave it out',
  ],
  [
    articleProps({ ssh: { port: 70000, privateKeyPath: "a\0b" } }),
    'ssh.privateKeyPath: got "a\\u0000b"; allowed: a path of visible characters, composed ones where there are any (é as one character), at most 4095 bytes; fix: write the path anew by hand, rename the file, or leave it out',
    "ssh.port: got 70000; allowed: a whole number from 1 to 65535; fix: choose a number in that range",
  ],
  [
    articleProps({ clusterName: "wan-cluster-" }),
    'clusterName: got "wan-cluster-"; allowed: letters, digits and inner hyphens, 1 to 15 characters; fix: choose a short and simple name',
  ],
  [
    articleProps({ clusterName: 7 as never }),
    "clusterName: got 7; allowed: letters, digits and inner hyphens, 1 to 15 characters; fix: choose a short and simple name",
  ],
  [
    articleProps({ haSites: ["eastt"] }),
    'haSites[0]: got "eastt"; allowed: a site of a node: east, west; fix: did you mean "east"?',
  ],
  [
    articleProps({ haSites: "east" as never }),
    'haSites: got "east"; allowed: a list; fix: write it in brackets: ["east"]',
  ],
  [
    articleProps({ acknowledgeWarnings: ["everything"] }),
    'acknowledgeWarnings[0]: got "everything"; allowed: quorum-two-nodes, quorum-two-sites, ha-site-without-quorum, token-near-watchdog, many-peers, mtu-below-1280, mtu-above-path, no-family-in-common, overlay-not-private, public-bridge-matches-vm-bridges, open-to-everyone; fix: take the id that stands at the end of the warning',
  ],
  [
    articleProps({ acknowledgeWarnings: ["two-nodes"] }),
    'acknowledgeWarnings[0]: got "two-nodes"; allowed: quorum-two-nodes, quorum-two-sites, ha-site-without-quorum, token-near-watchdog, many-peers, mtu-below-1280, mtu-above-path, no-family-in-common, overlay-not-private, public-bridge-matches-vm-bridges, open-to-everyone; fix: did you mean "quorum-two-nodes"?',
  ],
  [
    articleProps({ repair: "rejoined" as never }),
    'repair: got "rejoined"; allowed: "safe" or "rejoin"; fix: did you mean "rejoin"?',
  ],
  [
    articleProps({ domain: "example.com/24" }),
    'domain: got "example.com/24"; allowed: a domain such as example.com; fix: write it without dots, spaces and line ends around it',
  ],
];
