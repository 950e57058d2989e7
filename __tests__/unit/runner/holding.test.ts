import { FakeNodes } from "./fake-ssh";

let nodes: FakeNodes;
beforeEach(() => (nodes = new FakeNodes()));
afterEach(() => nodes.remove());

/** What the contact node says to the one connection; to all others it says that it was asked. */
const contactThat = (held: string) =>
  `if [ "$1" = bash ]; then ${held}; else echo "asked: $2"; cat >/dev/null; fi`;

const join = {
  PVE_WAN_NODE: "node2",
  PVE_WAN_CONTACT: "node1",
  PVE_WAN_INPUT: "node=node2",
  PVE_WAN_REPAIR: "safe",
};
const create = { PVE_WAN_NODE: "node1", PVE_WAN_CONTACT: "node1", PVE_WAN_INPUT: "node=node1" };

describe.each([
  ["join", "join", join],
  ["on-node", "create", create],
])("%s of the step %s", (script, step, env) => {
  const run = (held: string) => {
    nodes.add("node1", contactThat(held)).add("node2", `echo "asked: $2"; cat >/dev/null`);
    return nodes.run(script, step, env);
  };

  test("begins when the cluster is held for this deploy", () => {
    const { code, stdout } = run("echo taken; exit");
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringContaining(`asked: ${step}`),
    });
  });

  test("says who else deploys, and asks no node for anything", () => {
    const { code, stdout, stderr } = run("echo 'held eve@laptop since 12:03'; exit");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toBe(
      `node1: ${step}: failed: another deploy works on this cluster: eve@laptop since 12:03\n` +
        `node1: ${step}: next: wait until it has ended; if its machine is gone, it lets go within a minute; then deploy again\n`,
    );
  });

  test("does not begin without an answer, and says why there was none", () => {
    const { code, stdout, stderr } = run(`echo 'Connection timed out' >"$log"; exit 255`);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^node1: connection: failed: no answer from 192\.0\.2\.1/);
    expect(stderr).toMatch(/node1: \w+: failed: the cluster could not be held for this deploy\n/);
  });
});

test("the node hears which process deploys, the same of each step, and who that is", () => {
  const hear = `sed -u '/^main; exit$/q' >/dev/null; head -n 2 >>"$FAKE/heard"; echo taken; exit`;
  nodes.add("node1", hear);
  nodes.run("hold", "node1", {}, [String(process.pid)]);
  nodes.run("hold", "node1", {}, [String(process.pid)]);
  const [first, who, second] = nodes.written("heard").split("\n");
  expect(first).toMatch(new RegExp(`^\\S+ ${process.pid} since .*\\d`));
  expect(second).toBe(first);
  expect(who).toMatch(/^\S+@\S+ since \d{4}-\d\d-\d\d /);
});
