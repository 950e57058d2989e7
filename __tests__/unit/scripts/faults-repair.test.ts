import { printedRepair } from "../../../scripts/faults/printed-repair";

const step = (text: string) => `null_resource.cluster_join_node2_BBDBFF4A (local-exec): ${text}`;
const or = '(or set repair to "rejoin", and a deploy does that)';

test.each([
  [
    "another node",
    `on node1: pve-wan forget node2; then deploy again ${or}`,
    "node1",
    "pve-wan forget node2",
  ],
  [
    "the node that speaks",
    `on this node: pve-wan leave; then deploy again ${or}`,
    "node2",
    "pve-wan leave",
  ],
])("a command printed for %s is found", (_, next, node, command) => {
  const output = [step("node2: join: failed: it is so"), step(`node2: join: next: ${next}`)];
  expect(printedRepair(output)).toEqual({ node, command });
});

test.each([
  "bring the absent nodes back, then deploy again. A node that never finished joining can be taken out here: pve-wan forget ITS-NAME",
  "on this node: rm /etc/corosync/authkey; then deploy again",
  "see what the contact node said; then deploy again",
])("what is no decision of that kind is left to its reader: %s", (next) => {
  expect(printedRepair([step(`node2: join: next: ${next}`)])).toBeUndefined();
});
