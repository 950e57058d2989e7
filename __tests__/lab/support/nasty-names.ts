import fc from "fast-check";
import { BRIDGE_PATTERN } from "../../../lib/topology/text-rules";
import { STRING_PROPS } from "../../strings/props";

/** What a shell, Terraform, ssh, nft or wg-quick would make something of. Without a slash, a canary is a file where the command runs. */
const HAND_PICKED = [
  ...["$(id>canary)", "`id>canary`", ";id>canary;", "a|id>canary", "a&&id>canary", "a;id>canary#"],
  ...["${x}", "$${x}", "%{if true}", "%%{", "$", "$$", "%", "%h", "$HOME", "${HOME}", "~", "~root"],
  ...["-e", "--help", "-oUser=x", "#", "a#b", "a;b", "a,b", "{", "}", "{a,b}", "a}", "(", ")", "!"],
  ...[
    "@private-key@",
    "@domain@",
    "=",
    "a=b",
    "?",
    "[a-z]",
    "<",
    ">",
    "&",
    "|",
    "^",
    "+",
    "_",
    ".",
  ],
  ...["é", "ж", "中", "𝄞", "ß", "ñ", "ﬁ", "eth0;", "wg0;", "lo}", "drop", "accept", "include"],
];

/** Names of bridges that the checks let pass: by hand first, then generated ones. */
export function nastyBridges(count: number, seed: number): string[] {
  const generated = fc.sample(STRING_PROPS["firewall.vmBridges[]"].allowed, {
    numRuns: 4 * count,
    seed,
  });
  const names = [...new Set([...HAND_PICKED, ...generated.filter((name) => !name.endsWith("*"))])];
  return names.filter((name) => BRIDGE_PATTERN.accepts(name)).slice(0, count);
}

/** What no nftables set, no WireGuard file and no ssh may be given; a token brings it past the checks at synth. */
export const INJECTIONS = {
  publicAddress: "203.0.113.11\nPostUp = touch /run/canary\n#",
  publicInterface: 'eth0\n" accept; iifname "x',
  fqdn: "node1.example.com\n6.6.6.6 canary",
  sshAddress: "-oProxyCommand=touch /run/canary",
  sshHostKey: "ssh-ed25519 AAAA\n* ssh-ed25519 BBBB",
  wireguardPublicKey: "x\n[Peer]",
  routedSubnets: "10.10.2.0/24\n[Interface]\nPostUp = touch /run/canary #",
  toAddress: '10.0.0.5; include "/etc/passwd"',
  trustedSources: "203.0.113.100/32 }\n}\nflush ruleset\n#",
  domain: "example.com canary\n6.6.6.6 canary",
  vmSubnets: "10.0.0.0/8 } accept #",
  vmBridges: 'x" accept; iifname "y',
  privateKeyPath: "/root/id\nPVE_WAN_NODE=x",
  knownHostsPath: "/root/known\u0000".replace("\u0000", "\u202ehosts"),
  renderTo: "/run/\u001b[31m",
} as const;
