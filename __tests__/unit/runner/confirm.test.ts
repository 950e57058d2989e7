import { FakeNodes } from "./fake-ssh";

let nodes: FakeNodes;
beforeEach(() => (nodes = new FakeNodes()));
afterEach(() => nodes.remove());

const firewall = {
  PVE_WAN_NODE: "node1",
  PVE_WAN_INPUT: "node=node1\nconfirmSeconds=2\n\nconfirmSeconds=99 is payload",
};

/** The n-th confirmation does this; the step itself says which attempt it was. */
const node = (confirmation: string): string => `
  case $2 in
    firewall) cat >/dev/null; echo "node1: firewall: changed"; echo "attempt 0a1b" ;;
    firewall-confirm)
      cat >"$FAKE/confirmed"
      echo x >>"$FAKE/tries"
      n=$(grep -c x "$FAKE/tries")
      ${confirmation} ;;
  esac`;
const CUT_OFF = `echo 'Connection timed out' >"$log"; exit 255`;

test("the attempt is confirmed over a connection of its own", () => {
  nodes.add("node1", node("exit 0"));
  const { code, stdout } = nodes.run("confirm", "firewall", firewall);
  expect({ code, stdout }).toEqual({ code: 0, stdout: "node1: firewall: changed\nattempt 0a1b\n" });
  expect(nodes.written("confirmed")).toBe("node=node1\nattempt=0a1b\n\n");
  expect(nodes.written("calls").trim().split("\n")).toHaveLength(2);
});

test("a step that names no attempt is an error", () => {
  nodes.add("node1", "cat >/dev/null; echo changed");
  const { code, stderr } = nodes.run("confirm", "firewall", firewall);
  expect(code).toBe(1);
  expect(stderr).toMatch(/did not say which attempt/);
});

test("a failed step is not confirmed", () => {
  nodes.add("node1", "cat >/dev/null; echo attempt 0a1b; exit 4");
  expect(nodes.run("confirm", "firewall", firewall).code).toBe(4);
  expect(nodes.written("calls").trim().split("\n")).toHaveLength(1);
});

test("a connection that only stumbled is tried again", () => {
  nodes.add("node1", node(`[ "$n" -gt 1 ] || { ${CUT_OFF}; }`));
  const { code, stderr } = nodes.run("confirm", "firewall", firewall);
  expect(code).toBe(0);
  expect(stderr).toMatch(/takes its old rules back within 2 s/);
});

test("a runner that was cut off fails once the node has its old rules back, and says so", () => {
  const back = `echo "node1: firewall-confirm: failed: rolled back" >&2; exit 1`;
  nodes.add("node1", node(`[ "$n" -gt 1 ] || { ${CUT_OFF}; }; ${back}`));
  const { code, stderr } = nodes.run("confirm", "firewall", firewall);
  expect(code).toBe(1);
  expect(stderr).toMatch(/rolled back\n.*the node took its old ones back/);
  expect(stderr).toMatch(/node1: firewall: next: .*trustedSources/);
});
