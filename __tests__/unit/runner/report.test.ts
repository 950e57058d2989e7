import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { FakeNodes } from "./fake-ssh";

const directory = fs.mkdtempSync(path.join(os.tmpdir(), "pve-wan-report-"));
const PVE_WAN_REPORT = path.join(directory, "report");
let nodes: FakeNodes;
beforeEach(() => (nodes = new FakeNodes()));
afterEach(() => nodes.remove());
afterAll(() => fs.rmSync(directory, { recursive: true }));

const SAYS = `cat >/dev/null
  printf 'node1: mesh: changed: wrote wg0; %s\\n' '$(x) "y"'
  echo "ticket node1: mesh: changed: secret"
  echo "node1: mesh: unchanged: ok"
  printf 'the end'`;

describe("the report of a recheck", () => {
  test("holds what nodes say they changed and nothing else, and all is passed on", () => {
    nodes.add("node1", SAYS);
    const one = { PVE_WAN_NODE: "node1", PVE_WAN_INPUT: "node=node1\n\n", PVE_WAN_REPORT };
    const { code, stdout } = nodes.run("on-node", "mesh", one);
    expect(code).toBe(0);
    expect(stdout.split("\n").slice(1)).toEqual([
      "ticket node1: mesh: changed: secret",
      "node1: mesh: unchanged: ok",
      "the end",
      "",
    ]);
    expect(fs.readFileSync(PVE_WAN_REPORT, "utf8")).toBe(
      `node1: mesh: changed: wrote wg0; $(x) "y"\n`,
    );
  });

  test("leaves the node's status and what ssh said as they are", () => {
    nodes.add("node1", "cat >/dev/null; exit 7");
    nodes.add("node2", `cat >/dev/null; echo 'Connection refused' >"$log"; exit 255`);
    const on = (node: string) =>
      nodes.run("on-node", "mesh", {
        PVE_WAN_NODE: node,
        PVE_WAN_INPUT: `node=${node}\n\n`,
        PVE_WAN_REPORT,
      });
    expect(on("node1").code).toBe(7);
    expect(on("node2")).toMatchObject({
      code: 255,
      stderr: expect.stringContaining("connection: failed"),
    });
  });
});
