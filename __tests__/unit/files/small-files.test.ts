import { corosyncDropIn, hostsBlock, totemSettings } from "../../../lib/files";
import { articleProps, resolve, TOKEN, withNode2 } from "../topology/article";
import { golden } from "./rendered";

describe("/etc/hosts", () => {
  test("leaves the domain to the node where none is given", () => {
    expect(hostsBlock(resolve(articleProps()))).toBe(golden("hosts"));
  });

  test("has the full name first, from the domain or the node", () => {
    const topology = resolve({
      ...withNode2({ fqdn: "node2.east.example.com" }),
      domain: "example.com",
    });
    expect(hostsBlock(topology)).toBe(
      [
        "172.16.10.1 node1.example.com node1",
        "172.16.10.2 node2.east.example.com node2",
        "172.16.10.3 node3.example.com node3",
        "",
      ].join("\n"),
    );
  });

  test("carries a domain that is a token", () => {
    expect(hostsBlock(resolve(articleProps({ domain: TOKEN })))).toContain(
      `172.16.10.1 node1.${TOKEN} node1\n`,
    );
  });
});

describe("corosync's totem settings", () => {
  test("are the article's", () => {
    expect(totemSettings(resolve(articleProps()).corosync)).toBe(golden("corosync-totem"));
  });

  test("hold what is asked for beyond them", () => {
    const corosync = { consensus: 20000, tokenCoefficient: 125, explicitCrypto: true };
    expect(totemSettings(resolve(articleProps({ corosync })).corosync)).toBe(
      `${golden("corosync-totem")}consensus: 20000\ntoken_coefficient: 125\ncrypto_cipher: aes256\ncrypto_hash: sha256\n`,
    );
  });

  test("keep a zero", () => {
    const corosync = { sendJoin: 0, tokenCoefficient: 0 };
    const text = totemSettings(resolve(articleProps({ corosync })).corosync);
    expect(text).toContain("send_join: 0\n");
    expect(text).toContain("token_coefficient: 0\n");
  });
});

test("corosync starts after the tunnel and does not stop with it", () => {
  expect(corosyncDropIn(resolve(articleProps()))).toBe(golden("corosync-wireguard.conf"));
});
