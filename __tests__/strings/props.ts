import fc, { type Arbitrary } from "fast-check";
import type { NodeProps, ProxmoxWanClusterProps } from "../../lib";
import { canonical } from "../../lib/topology/addresses";
import { articleProps } from "../unit/support/plan";

type Props = ProxmoxWanClusterProps;

// An IPv6 address stands in the plan as programs print it: 2001:db8::01 is 2001:db8::1.

/** A prop that holds a text. */
export interface StringProp {
  /** How a message about this text begins, behind the construct's path. */
  readonly reported: string;
  /** A cluster that is sound but for this text. */
  readonly cluster: (text: string) => Props;
  /** Texts that are allowed here. */
  readonly allowed: Arbitrary<string>;
  /** An allowed text that stands nowhere else in a plan, of the same kind as the given one. Without it only `allowed` ones may be accepted. */
  readonly harmless?: (text: string) => string;
  /** How an accepted text stands in the plan. Without it as it is. */
  readonly carriedAs?: (text: string) => string;
  /** Whether every text in the plan that can hold it may do so: those that only the checks look at are in no plan. */
  readonly oneOf?: readonly string[];
}

const BASE = articleProps({ renderTo: "/rendered" }, 2);
const cluster = (more: Partial<Props>): Props => ({ ...BASE, ...more });
const node2 = (more: Partial<NodeProps>): Props =>
  cluster({ nodes: { ...BASE.nodes, node2: { ...BASE.nodes.node2, ...more } } });

const endpoints = (given: Record<string, string>): Props =>
  cluster({ tunnels: { "node1-node2": { endpoints: given } } });

const label = fc.stringMatching(/^[a-z]([a-z0-9-]{0,9}[a-z0-9])?$/);
const domain = fc.array(label, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("."));
const key = fc.stringMatching(/^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/);
const visible = "aZ09-_.@%$`'\"\\;#&|(){}<>!?*^~+,=[] éжß中𝄞".split("");
const path = fc.string({ unit: fc.constantFrom(...visible, "/"), minLength: 1, maxLength: 40 });
const interfaceName = fc
  .string({
    unit: fc.constantFrom(...[..."aZ09-_.@%$`;#&|(){}<>!?^~+,=[]"], "é", "ж"),
    minLength: 1,
    maxLength: 12,
  })
  .filter((text) => !/^(\.|\.\.|lo|wg0)$/.test(text) && Buffer.byteLength(text) <= 15);
const plainPath = fc
  .array(fc.stringMatching(/^[A-Za-z0-9._@+-]{1,8}$/), { minLength: 1, maxLength: 4 })
  .map((parts) => `/${parts.join("/")}`);
const network4 = fc
  .tuple(fc.integer({ min: 8, max: 24 }), fc.integer({ min: 0, max: 255 }))
  .map(([bits, part]) => (bits >= 16 ? `10.${part}.0.0/${bits}` : `10.0.0.0/${bits}`));
const network6 = fc
  .integer({ min: 0x100, max: 0xfff })
  .map((part) => `2001:db8:${part.toString(16)}::/48`);
const network = fc.oneof(network4, network6);
const host4 = fc
  .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 1, max: 254 }))
  .map(([a, b]) => `198.18.${a}.${b}`);
const harmlessNetwork = (text: string) =>
  text.includes(":") ? "2001:db8:77::/48" : "192.0.2.0/29";
const sshKey = fc
  .tuple(fc.constantFrom("ssh-ed25519", "ssh-rsa", "ecdsa-sha2-nistp256"), key, path)
  .map(([kind, body, comment]) => `${kind} ${body} ${comment}`);
const HARMLESS_KEY = `${"harmless".repeat(5)}AAA=`;

const oneOf = (...texts: string[]) => ({ allowed: fc.constantFrom(...texts), oneOf: texts });

/** Every string prop, by its place in the types. */
export const STRING_PROPS: Readonly<Record<string, StringProp>> = {
  clusterName: {
    reported: "clusterName",
    cluster: (text) => cluster({ clusterName: text }),
    allowed: label,
    harmless: () => "harmless-name",
  },
  "nodes{key}": {
    reported: "nodes",
    cluster: (text) =>
      cluster({
        nodes: Object.fromEntries([
          ["node1", BASE.nodes.node1],
          [text, BASE.nodes.node2],
        ]),
      }),
    allowed: label.filter((text) => text !== "node1" && text !== "localhost"),
    harmless: () => "harmless-name",
  },
  "nodes{}.site": {
    reported: "nodes.node2.site",
    cluster: (text) => node2({ site: text }),
    allowed: label,
    harmless: () => "harmless-name",
  },
  "nodes{}.publicAddress": {
    reported: "nodes.node2.publicAddress",
    cluster: (text) => node2({ publicAddress: text }),
    allowed: host4,
    harmless: () => "192.0.2.77",
  },
  "nodes{}.publicAddress6": {
    reported: "nodes.node2.publicAddress6",
    cluster: (text) => node2({ publicAddress: undefined, publicAddress6: text }),
    allowed: fc.integer({ min: 1, max: 0xffff }).map((part) => `2001:db8::${part.toString(16)}`),
    harmless: () => "2001:db8:77::1",
    carriedAs: canonical,
  },
  "nodes{}.link1Address": {
    reported: "nodes.node2.link1Address",
    cluster: (text) => {
      const { node1, node2: second } = BASE.nodes;
      const nodes = {
        node1: { ...node1, link1Address: "192.0.2.78" },
        node2: { ...second, link1Address: text },
      };
      return cluster({ nodes });
    },
    allowed: host4,
    harmless: () => "192.0.2.77",
    carriedAs: canonical,
  },
  "nodes{}.publicInterface": {
    reported: "nodes.node2.publicInterface",
    cluster: (text) => node2({ publicInterface: text }),
    allowed: interfaceName,
    harmless: () => "harmless",
  },
  "nodes{}.fqdn": {
    reported: "nodes.node2.fqdn",
    cluster: (text) => node2({ fqdn: text }),
    allowed: domain.map((text) => `node2.${text}`),
    harmless: () => "node2.harmless.test",
  },
  "nodes{}.sshAddress": {
    reported: "nodes.node2.sshAddress",
    cluster: (text) => node2({ sshAddress: text }),
    allowed: fc.oneof(domain, host4, fc.constant("2001:db8::1")),
    harmless: () => "harmless.test",
  },
  "nodes{}.sshHostKey": {
    reported: "nodes.node2.sshHostKey",
    cluster: (text) => node2({ sshHostKey: text }),
    allowed: sshKey,
    harmless: () => "ssh-rsa harmless",
  },
  "nodes{}.wireguardPublicKey": {
    reported: "nodes.node2.wireguardPublicKey",
    cluster: (text) => node2({ wireguardPublicKey: text }),
    allowed: key,
    harmless: () => HARMLESS_KEY,
  },
  "nodes{}.routedSubnets[]": {
    reported: "nodes.node2.routedSubnets[0]",
    cluster: (text) => node2({ routedSubnets: [text] }),
    allowed: network,
    harmless: harmlessNetwork,
    carriedAs: canonical,
  },
  "nodes{}.portForwards[].protocol": {
    reported: "nodes.node2.portForwards[0].protocol",
    cluster: (text) =>
      node2({ portForwards: [{ protocol: text, port: 1, toAddress: "10.0.0.1", toPort: 1 }] }),
    ...oneOf("tcp", "udp"),
  },
  "nodes{}.portForwards[].toAddress": {
    reported: "nodes.node2.portForwards[0].toAddress",
    cluster: (text) =>
      node2({ portForwards: [{ protocol: "tcp", port: 1, toAddress: text, toPort: 1 }] }),
    allowed: host4,
    harmless: () => "192.0.2.77",
  },
  "trustedSources[]": {
    reported: "trustedSources[0]",
    cluster: (text) => cluster({ trustedSources: [text] }),
    allowed: network,
    harmless: harmlessNetwork,
  },
  "overlay.cidr": {
    reported: "overlay.cidr",
    cluster: (text) => cluster({ overlay: { cidr: text } }),
    allowed: network4,
  },
  "ssh.privateKeyPath": {
    reported: "ssh.privateKeyPath",
    cluster: (text) => cluster({ ssh: { privateKeyPath: text } }),
    allowed: path,
    harmless: () => "/harmless",
  },
  "ssh.knownHostsPath": {
    reported: "ssh.knownHostsPath",
    cluster: (text) => cluster({ ssh: { knownHostsPath: text } }),
    allowed: path,
    harmless: () => "/harmless",
  },
  domain: {
    reported: "domain",
    cluster: (text) => cluster({ domain: text }),
    allowed: domain,
    harmless: () => "harmless.test",
  },
  "firewall.publicServices[].protocol": {
    reported: "firewall.publicServices[0].protocol",
    cluster: (text) => cluster({ firewall: { publicServices: [{ protocol: text, ports: [80] }] } }),
    ...oneOf("tcp", "udp"),
  },
  "firewall.vmSubnets[]": {
    reported: "firewall.vmSubnets[0]",
    cluster: (text) => cluster({ firewall: { vmSubnets: [text] } }),
    allowed: network4,
    harmless: harmlessNetwork,
  },
  "firewall.sourceNat": {
    reported: "firewall.sourceNat",
    cluster: (text) =>
      cluster({ firewall: { vmSubnets: ["10.0.0.0/8"], sourceNat: text as never } }),
    ...oneOf("snat", "masquerade"),
  },
  "firewall.vmBridges[]": {
    reported: "firewall.vmBridges[0]",
    cluster: (text) => cluster({ firewall: { vmBridges: [text] } }),
    allowed: fc
      .tuple(interfaceName, fc.constantFrom("", "*"))
      .map(([name, end]) => `${name}${end}`)
      .filter((text) => !/^(l|lo|w|wg|wg0)\*$/.test(text) && Buffer.byteLength(text) <= 15),
    harmless: (text) => (text.endsWith("*") ? "harmless*" : "harmless"),
  },
  "firewall.trustedInterfaces[]": {
    reported: "firewall.trustedInterfaces[0]",
    cluster: (text) => cluster({ firewall: { trustedInterfaces: [text] } }),
    allowed: fc
      .tuple(interfaceName, fc.constantFrom("", "*"))
      .map(([name, end]) => `private${name}${end}`)
      .filter((text) => Buffer.byteLength(text) <= 15),
    harmless: (text) => (text.endsWith("*") ? "harmless*" : "harmless"),
  },
  "watch.alertCommand": {
    reported: "watch.alertCommand",
    cluster: (text) => cluster({ watch: { alertCommand: text } }),
    allowed: plainPath,
    harmless: () => "/harmless",
  },
  "watch.alertUnit": {
    reported: "watch.alertUnit",
    cluster: (text) => cluster({ watch: { alertUnit: text } }),
    allowed: label.map((name) => `${name}@a.service`),
    harmless: () => "harmless.service",
  },
  "watch.metricsDirectory": {
    reported: "watch.metricsDirectory",
    cluster: (text) => cluster({ watch: { metricsDirectory: text } }),
    allowed: plainPath,
    harmless: () => "/harmless",
  },
  "nodes{}.shapedInterface": {
    reported: "nodes.node2.shapedInterface",
    cluster: (text) => {
      const second = { ...BASE.nodes.node2, shapedInterface: text };
      return cluster({
        bandwidth: { uplinkMegabitsPerSecond: 1000 },
        nodes: { ...BASE.nodes, node2: second },
      });
    },
    allowed: interfaceName,
    harmless: () => "harmless",
  },
  "haSites[]": {
    reported: "haSites[0]",
    cluster: (text) => cluster({ haSites: [text] }),
    ...oneOf("east"),
  },
  "presharedKeys{key}": {
    reported: "presharedKeys",
    cluster: (text) => cluster({ presharedKeys: Object.fromEntries([[text, HARMLESS_KEY]]) }),
    ...oneOf("node1-node2", "node2-node1"),
  },
  "presharedKeys{}": {
    reported: "presharedKeys.node1-node2",
    cluster: (text) => cluster({ presharedKeys: { "node1-node2": text } }),
    allowed: key,
    harmless: () => HARMLESS_KEY,
  },
  "tunnels{key}": {
    reported: "tunnels",
    cluster: (text) => cluster({ tunnels: Object.fromEntries([[text, {}]]) }),
    ...oneOf("node1-node2", "node2-node1"),
  },
  "tunnels{}.endpoints{key}": {
    reported: "tunnels.node1-node2.endpoints",
    cluster: (text) => endpoints(Object.fromEntries([[text, "192.0.2.77"]])),
    ...oneOf("node1", "node2"),
  },
  "tunnels{}.endpoints{}": {
    reported: "tunnels.node1-node2.endpoints.node1",
    cluster: (text) => endpoints({ node1: text }),
    allowed: host4,
    harmless: () => "192.0.2.77",
    carriedAs: canonical,
  },
  repair: {
    reported: "repair",
    cluster: (text) => cluster({ repair: text as never }),
    ...oneOf("safe", "rejoin"),
  },
  renderTo: {
    reported: "renderTo",
    cluster: (text) => cluster({ renderTo: text }),
    allowed: path,
    harmless: () => "/harmless",
  },
  "acknowledgeWarnings[]": {
    reported: "acknowledgeWarnings[0]",
    cluster: (text) => cluster({ acknowledgeWarnings: [text] }),
    ...oneOf("quorum-two-nodes", "many-peers"),
  },
};
