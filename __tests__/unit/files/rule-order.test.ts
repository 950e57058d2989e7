import fc from "fast-check";
import { firewallRuleset } from "../../../lib/files";
import { PortForward, PublicService, SourceNat } from "../../../lib/topology";
import { articleNode, articleProps, resolve } from "../topology/article";

const port = fc.integer({ min: 1, max: 5000 }).filter((number) => number !== 22);
const subnet = fc.integer({ min: 0, max: 255 }).map((part) => `10.${part}.0.0/16`);

/** Rulesets of sound clusters of every kind, with the public interface they are for. */
const ruleset = fc
  .record({
    publicInterface: fc.constantFrom("eth0", "enp1s0", "vmbr0", "bond0.7"),
    vmBridges: fc.uniqueArray(fc.constantFrom("vmbr*", "vmbr0", "vmbr1", "vnet7", "e*")),
    vmSubnets: fc.uniqueArray(subnet),
    sourceNat: fc.constantFrom(SourceNat.SNAT, SourceNat.MASQUERADE),
    services: fc.array(fc.array(port, { minLength: 1 }), { maxLength: 3 }),
    forwards: fc.uniqueArray(port, { maxLength: 3 }),
    trustedSources: fc.uniqueArray(
      fc.oneof(
        fc.ipV4().map((address) => `${address}/32`),
        fc.ipV6().map((address) => `${address}/128`),
      ),
      { minLength: 1, maxLength: 5 },
    ),
    flushRuleset: fc.boolean(),
  })
  .map(({ publicInterface, services, forwards, trustedSources, ...firewall }) => {
    const portForwards = forwards.map((one) =>
      PortForward.tcp({ port: one, toAddress: "10.0.0.5" }),
    );
    const publicServices = services.map((ports) => PublicService.udp(...ports));
    const topology = resolve(
      articleProps({
        nodes: { node1: articleNode(1, { publicInterface, portForwards }) },
        trustedSources,
        firewall: { ...firewall, publicServices },
      }),
    );
    return { publicInterface, text: firewallRuleset(topology, topology.nodes[0]) };
  });

function rulesOf(text: string, chain: string): string[] {
  const body = text.split(`\tchain ${chain} {\n`)[1].split("\n\t}")[0];
  return body
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => !line.startsWith("#"));
}

const isWithinOneBridge = (rule: string): boolean =>
  /^iifname ("[^"]+") oifname \1 accept$/.test(rule);

test("corosync's ports are closed on the public side before anything is accepted", () => {
  fc.assert(
    fc.property(ruleset, ({ text, publicInterface }) => {
      const rules = rulesOf(text, "input");
      const closed = rules.indexOf(`iifname "${publicInterface}" udp dport 5405-5412 counter drop`);
      const accepted = rules.findIndex((rule) => rule.endsWith(" accept"));
      expect(closed).toBe(1);
      expect(accepted).toBeGreaterThan(closed);
    }),
  );
});

test.each(["input", "forward"])("chain %s drops by policy and by its last rule", (chain) => {
  fc.assert(
    fc.property(ruleset, ({ text }) => {
      const rules = rulesOf(text, chain);
      expect(rules[0]).toBe(`type filter hook ${chain} priority filter; policy drop;`);
      expect(rules.at(-1)).toBe("counter drop");
      expect(rules.filter((rule) => rule === "counter drop")).toHaveLength(1);
    }),
  );
});

test("what is new from outside is accepted by interface only, but for ICMP", () => {
  fc.assert(
    fc.property(ruleset, ({ text }) => {
      const open = rulesOf(text, "input").filter(
        (rule) => rule.endsWith(" accept") && !/^(?:iifname "|ct state established)/.test(rule),
      );
      for (const rule of open) expect(rule).toMatch(/^(?:ip6 saddr fe80::\/10 )?icmp(?:v6)? type /);
    }),
  );
});

test("SSH and the GUI are open to trusted sources only", () => {
  fc.assert(
    fc.property(ruleset, ({ text }) => {
      const managed = rulesOf(text, "input").filter((rule) => /\b(?:22|8006)\b/.test(rule));
      expect(managed.length).toBeGreaterThan(0);
      for (const rule of managed) expect(rule).toMatch(/ ip6? saddr @trusted_ipv[46] tcp dport /);
    }),
  );
});

test("the public interface never counts as a bridge of VMs", () => {
  fc.assert(
    fc.property(ruleset, ({ text, publicInterface }) => {
      for (const rule of rulesOf(text, "forward").filter((one) => one.endsWith(" accept"))) {
        if (/^(?:ct state|.* ct status dnat)/.test(rule) || isWithinOneBridge(rule)) continue;
        const names = String.raw`(?:"[^"]+"|\{[^}]+\})`;
        const from = rule.match(new RegExp(`^iifname ${names} (iifname != "[^"]+")?`))!;
        const tunnel = rule.startsWith('iifname "wg0"');
        expect([rule, tunnel || from[1]]).toEqual([
          rule,
          tunnel || `iifname != "${publicInterface}"`,
        ]);
        if (tunnel) expect(rule).toMatch(new RegExp(` oifname != "${publicInterface}" accept$`));
      }
    }),
  );
});

test("what stays within one bridge is left to Proxmox's own firewall, before anything is judged", () => {
  fc.assert(
    fc.property(ruleset, ({ text, publicInterface }) => {
      const rules = rulesOf(text, "forward");
      const first = rules.findIndex((rule) => / (?:accept|drop)$/.test(rule));
      expect(rules[first]).toBe('iifname "fwbr*" oifname "fwbr*" accept');
      const ofPublic = `iifname "${publicInterface}" oifname "${publicInterface}" accept`;
      expect(rules.includes(ofPublic)).toBe(publicInterface === "vmbr0");
    }),
  );
});

test("interfaces are compared by name when packets come, never by index when rules load", () => {
  fc.assert(fc.property(ruleset, ({ text }) => expect(text).not.toMatch(/\b[io]if\b/)));
});

test("address translation says which family it means", () => {
  fc.assert(
    fc.property(ruleset, ({ text }) => expect(text).not.toMatch(/\b(?:snat|dnat) (?:to|ip6)\b/)),
  );
});
