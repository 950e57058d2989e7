import { problemsOf } from "./article";
import { BANDWIDTH } from "./bad-inputs/bandwidth";
import { CLUSTER } from "./bad-inputs/cluster";
import { COROSYNC } from "./bad-inputs/corosync";
import { FIREWALL } from "./bad-inputs/firewall";
import { NETWORKS } from "./bad-inputs/networks";
import { NODES } from "./bad-inputs/nodes";
import { REACH } from "./bad-inputs/reach";
import { SHAPE } from "./bad-inputs/shape";
import { TUNNELS } from "./bad-inputs/tunnels";
import { WATCH } from "./bad-inputs/watch";

const TABLE = [
  ...[CLUSTER, SHAPE, NODES, REACH, NETWORKS].flat(),
  ...[TUNNELS, FIREWALL, COROSYNC, WATCH, BANDWIDTH].flat(),
].map(([props, ...lines]) => ({ props, lines }));

test.each(TABLE)("$lines.0", ({ props, lines }) => {
  expect(problemsOf(props)).toEqual(lines);
});

test("no bad input stands in the table twice, and every line says what to do", () => {
  const all = TABLE.map(({ props }) => JSON.stringify(props, (_, value) => value ?? "nothing"));
  expect(new Set(all).size).toBe(all.length);
  for (const line of TABLE.flatMap(({ lines }) => lines)) {
    expect(line).toMatch(/^\S.*: got .+; allowed: .+; fix: .+[^.]$/);
  }
});
