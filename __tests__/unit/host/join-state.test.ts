import { spawnSync } from "node:child_process";
import * as path from "node:path";

const SCRIPT = path.resolve(__dirname, "../../../host/text/join-state.sh");

type Facts = Record<string, string>;

function joinState(facts: Facts): string {
  const array = Object.entries(facts).map(([key, value]) => `[${key}]=${value}`);
  const command = `set -eu; declare -A fact=(${array.join(" ")}); . ${SCRIPT}; join_state`;
  const { status, stdout, stderr } = spawnSync("bash", ["-c", command], { encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return stdout.trim();
}

const bare: Facts = { cluster: "wan", authkey: "no", "pvecm-runs": "no", attempted: "no" };
const member: Facts = {
  ...bare,
  "own-cluster": "wan",
  authkey: "yes",
  attempted: "yes",
  listed: "yes",
  quorate: "yes",
  whole: "yes",
};

test.each<[state: string, what: string, facts: Facts]>([
  ["not-joined", "nothing was ever tried", { ...bare, listed: "no" }],
  ["not-joined", "the contact was not asked", bare],
  ["refused", "A: an attempt that changed nothing", { ...bare, listed: "no", attempted: "yes" }],
  ["answer-lost", "B: the cluster counts on it", { ...bare, listed: "yes" }],
  ["answer-lost", "B: after an attempt", { ...bare, listed: "yes", attempted: "yes" }],
  ["waiting", "pvecm has written nothing yet", { ...bare, listed: "yes", "pvecm-runs": "yes" }],
  ["waiting", "C: pvecm waits for quorum", { ...member, "pvecm-runs": "yes", quorate: "no" }],
  ["waiting", "C: no quorum and nobody who waits", { ...member, quorate: "no", whole: "no" }],
  ["unfinished", "D: quorate, without certificate", { ...member, whole: "no" }],
  [
    "behind",
    "E: a member kept an old configuration",
    { ...member, quorate: "no", behind: "node1" },
  ],
  ["behind", "E: while pvecm waits", { ...member, "pvecm-runs": "yes", behind: "node2" }],
  ["joined", "everything is there", member],
  ["joined", "the contact cannot be asked", { ...member, listed: "" }],
  ["foreign", "another cluster's member", { ...member, "own-cluster": "other", listed: "no" }],
  ["foreign", "another cluster's key", { ...bare, authkey: "yes", listed: "no" }],
  ["removed", "taken out with delnode", { ...member, listed: "no", quorate: "no" }],
  ["removed", "even where it was alone and quorate", { ...member, listed: "no" }],
])("%s: %s", (state, _, facts) => {
  expect(joinState(facts)).toBe(state);
});
