import { FakeNodes } from "./fake-ssh";

let nodes: FakeNodes;
beforeEach(() => (nodes = new FakeNodes()));
afterEach(() => nodes.remove());

const perNode = {
  PVE_WAN_SETTINGS: "node1\tnode=node1\nnode2\tnode=node2",
  PVE_WAN_PAYLOAD: "node2\tfor the second",
};

describe("a step on all nodes", () => {
  test("gives each node its own lines, and shows node after node whoever was first", () => {
    // The first waits for the second: one after the other, they would never end.
    nodes.add(
      "node1",
      `cat; for i in {1..100}; do [ -e "$FAKE/second" ] && exit 0; sleep 0.1; done; exit 9`,
    );
    nodes.add("node2", `cat; touch "$FAKE/second"`);
    const { code, stdout } = nodes.run("all-nodes", "verify", perNode);
    expect(code).toBe(0);
    expect(stdout).toBe(
      "node=node1\n\nnode=node2\n\nfor the second\nall nodes: verify: done on: node1 node2\n",
    );
  });

  test("waits for all of them and names each that failed", () => {
    nodes.add("node1", `cat >/dev/null; echo "node1 is ill"; exit 1`);
    nodes.add("node2", `cat >/dev/null; echo "node2 is well"`);
    nodes.add("node3", `cat >/dev/null; echo 'Connection refused' >"$log"; exit 255`);
    const { code, stdout, stderr } = nodes.run("all-nodes", "verify", perNode);
    expect(code).toBe(1);
    expect(stdout).toMatch(/node1 is ill\nnode2 is well\nnode3: connection: failed: nothing/);
    expect(stderr).toMatch(/all nodes: verify: failed: it failed on: node1 node3\n/);
  });
});

test("what stands still is started on every node before any is checked, and the checks decide", () => {
  const node = (restore: number, verify: number) =>
    `cat >/dev/null; echo "$2" >>"$FAKE/order"; case $2 in restore) exit ${restore} ;; esac; exit ${verify}`;
  nodes.add("node1", node(1, 0)).add("node2", node(0, 0));
  expect(nodes.run("verify", "verify", perNode).code).toBe(0);
  expect(nodes.written("order")).toBe("restore\nrestore\nverify\nverify\n");
  nodes.add("node3", node(0, 1));
  expect(nodes.run("verify", "verify", perNode).stderr).toMatch(/it failed on: node3$/m);
});

test("a step that has begun comes to its end when nobody listens any longer", () => {
  const talkative = `cat >/dev/null; for i in {1..9}; do echo "line $i"; echo "error $i" >&2; sleep 0.1; done; echo yes >"$FAKE/done"`;
  nodes.add("node1", talkative);
  const env = { PVE_WAN_NODE: "node1", PVE_WAN_INPUT: "" };
  expect(nodes.runUnheard("on-node", "mesh", env).stdout).toMatch(/^(line|error) 1\n$/);
  expect(nodes.written("done")).toBe("yes\n");
});

describe("the exchange of public keys", () => {
  const node = (key: string, pve: string): string => `
    case $2 in
      facts) printf 'publicKey ${key}\\npve ${pve}\\nclock 1.5\\n' ;;
      keyring) cat >"$FAKE/keyring-$address" ;;
      *) exit 9 ;;
    esac`;

  test("hands all keys to every node, behind the node's own settings", () => {
    nodes.add("node1", node("AAA=", "9.1.6")).add("node2", node("BBB=", "9.0.1"));
    expect(nodes.run("exchange", "keyring", perNode).code).toBe(0);
    expect(nodes.written("keyring-192.0.2.1")).toBe("node=node1\n\nnode1 AAA=\nnode2 BBB=\n");
    expect(nodes.written("keyring-192.0.2.2")).toBe("node=node2\n\nnode1 AAA=\nnode2 BBB=\n");
  });

  test("names a copied key and another release, and hands over nothing", () => {
    nodes.add("node1", node("AAA=", "9.1.6")).add("node2", node("AAA=", "8.4.1"));
    const { code, stderr } = nodes.run("exchange", "keyring", perNode);
    expect(code).toBe(1);
    expect(stderr).toMatch(/node2: exchange: failed: .*same WireGuard key as node1/);
    expect(stderr).toMatch(/node2: exchange: failed: .*8\.4\.1.*node1 runs 9\.1\.6/);
    expect(nodes.written("keyring-192.0.2.1")).toBe("");
  });
});

describe("a join", () => {
  const join = {
    PVE_WAN_NODE: "node2",
    PVE_WAN_CONTACT: "node1",
    PVE_WAN_INPUT: "node=node2\nclusterName=c\n\n",
    PVE_WAN_REPAIR: "safe",
  };
  const contact = (invites: string) => `if [ "$1" = bash ]; then echo taken; exit; fi; ${invites}`;
  const joiner = `echo "$2" >>"$FAKE/steps"; cat >"$FAKE/input-$2"`;

  test("carries the invitation from the contact to the joiner and nowhere else", () => {
    nodes
      .add("node1", contact(`cat >"$FAKE/asked"; printf 'fingerprint F\\nticket SECRET\\n'`))
      .add("node2", joiner);
    const { code, stdout, stderr } = nodes.run("join", "join", join);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(nodes.written("input-join")).toBe(
      "node=node2\nclusterName=c\nrepair=safe\n\nfingerprint F\nticket SECRET\n",
    );
    expect(nodes.written("asked")).toBe("joiner=node2\n\n");
    expect(nodes.written("steps")).toBe("join\n");
    expect(stdout + nodes.written("calls")).not.toContain("SECRET");
  });

  test("lets the contact forget the joiner when the joiner asks for it, and tries once more", () => {
    nodes.add("node1", contact(`cat >"$FAKE/asked-$2"; echo "$2" >>"$FAKE/contact"`));
    nodes.add("node2", `${joiner}; [ -e "$FAKE/asked-forget" ] || exit 75`);
    expect(nodes.run("join", "join", join).code).toBe(0);
    expect(nodes.written("contact")).toBe("invitation\nforget\ninvitation\n");
    expect(nodes.written("asked-forget")).toBe("joiner=node2\n\n");
    expect(nodes.written("steps")).toBe("join\njoin\n");
  });

  test("a joiner that proves to be a whole member needs no invitation", () => {
    nodes.add("node1", contact("exit 1")).add("node2", joiner);
    expect(nodes.run("join", "join", join).code).toBe(0);
  });

  test("says when it was the contact that failed", () => {
    nodes.add("node1", contact("exit 1")).add("node2", `${joiner}; exit 1`);
    const { code, stderr } = nodes.run("join", "join", join);
    expect(code).toBe(1);
    expect(stderr).toMatch(/node2: join: failed: node1 gave no invitation/);
    expect(nodes.written("steps")).toBe("join\n");
  });

  test("says when it was the joiner that failed", () => {
    nodes.add("node1", contact("echo ticket")).add("node2", `${joiner}; exit 1`);
    const { code, stderr } = nodes.run("join", "join", join);
    expect(code).toBe(1);
    expect(stderr).toMatch(/node2: join: failed: .*on this node \(status 1\)/);
    expect(nodes.written("steps")).toBe("join\n");
  });
});

describe("the certificates", () => {
  const fingerprint = (pair: string): string => Array(32).fill(pair).join(":");
  const shows = (pair: string): string => `cat >/dev/null; echo "fingerprint ${fingerprint(pair)}"`;

  test("are one JSON object, and nothing else is on standard output", () => {
    nodes.add("node1", shows("A1")).add("node2", shows("B2"));
    const { code, stdout } = nodes.run("certificates", "", {});
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ node1: fingerprint("A1"), node2: fingerprint("B2") });
  });

  test("of which one is missing are none: the node and the next action are named", () => {
    nodes.add("node1", shows("A1")).add("node2", `cat >/dev/null; echo "node2 is ill" >&2; exit 1`);
    const failed = nodes.run("certificates", "", {});
    expect([failed.code, failed.stdout]).toEqual([1, ""]);
    expect(failed.stderr).toMatch(/node2 is ill\nall nodes: certificate: failed: .* node2\n/);
  });

  test("are none when a node names something else", () => {
    nodes.add("node1", shows("A1")).add("node2", `cat >/dev/null; echo "fingerprint none"`);
    const odd = nodes.run("certificates", "", {});
    expect([odd.code, odd.stdout]).toEqual([1, ""]);
    expect(odd.stderr).toMatch(/node2: certificate: failed: .*\nnode2: certificate: next: /);
  });
});
