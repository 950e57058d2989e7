import { judge } from "../../../cli/soak-judgement";
import { recordsOf } from "../../../cli/soak-records";
import { soakSeconds } from "../../../cli/soak";
import { soakHtml } from "../../../cli/soak-html";
import { seriesOf } from "../../../cli/soak-series";
import { soakPage } from "../../../cli/soak-words";

const FROM = 1_000_000;
const INTERVAL = 10;
const SAMPLES = 6;
const UNTIL = FROM + SAMPLES * INTERVAL;

/** What a sample says where all is well; a line of `undefined` is not said. */
const WELL: Readonly<Record<string, string | undefined>> = {
  handshake: 'handshake_age_seconds{peer="node2"} 100',
  downs: 'link_downs_total{peer="node2",link="0"} 3',
  version: "config_version 5",
  formed: "memberships_formed_total 4",
  again: "messages_sent_again_total 0",
  quorate: "quorate 1",
  late: "late_tokens 0",
  silence: "silence 1000 10000",
  rtt: "rtt node2 overlay 10 60 61 60 61 60 61 60 61 60 61",
};

type Change = Readonly<Record<string, string | undefined>>;

interface Asked {
  readonly now?: number;
  readonly state?: string;
  readonly id?: string;
  /** By the number of a sample: what it says in other words, from there on. */
  readonly changes?: Readonly<Record<number, Change>>;
  /** Numbers of samples that are not there. */
  readonly without?: readonly number[];
  readonly node?: string;
}

/** The lines that a node sends. */
function lines({
  now = UNTIL + 5,
  state = "stopped",
  id = "a-soak",
  changes = {},
  without = [],
}: Asked): string[] {
  let said: Change = { boot: "b1", ...WELL };
  const samples = Array.from({ length: SAMPLES }, (_, index) => {
    said = { ...said, ...changes[index] };
    const { boot, ...rest } = said;
    if (without.includes(index)) return [];
    const facts = Object.values(rest).filter((line) => line !== undefined);
    return [`sample ${FROM + index * INTERVAL} ${boot}`, ...facts, "end"];
  });
  return [`soak ${FROM} ${UNTIL} ${INTERVAL} ${now} ${state} ${id}`, ...samples.flat()];
}

const sent = (asked: Asked): string =>
  lines(asked)
    .map((line) => `${asked.node ?? "node1"}\t${line}`)
    .join("\n");
const judged = (...asked: Asked[]) => judge(recordsOf(asked.map(sent).join("\n")));

test("where nothing changed it passes, and says how close it was", () => {
  const { verdict, reasons, events, token, pairs, hoursRecorded } = judged({
    changes: { 2: { silence: "silence 4000 10000" }, 3: { silence: "silence 900 10000" } },
  });
  expect({ verdict, reasons, events }).toEqual({ verdict: "pass", reasons: [], events: [] });
  expect(hoursRecorded * 3600).toBeCloseTo(UNTIL - FROM);
  expect(token).toEqual({
    node: "node1",
    runtimeMilliseconds: 10000,
    worstSilenceMilliseconds: 4000,
  });
  expect(pairs).toEqual([
    {
      ...{ from: "node1", to: "node2", p50: 60, p99: 61, jitter: 1 },
      ...{ lossPercent: 0, oldestHandshakeSeconds: 100 },
    },
  ]);
});

test("the worst silence is the one that took most of its own token", () => {
  const long = { changes: { 1: { silence: "silence 5000 20000" } } };
  const near = { node: "node2", changes: { 1: { silence: "silence 3000 4000" } } };
  expect(judged(long, near).token).toMatchObject({ node: "node2", runtimeMilliseconds: 4000 });
});

test.each<[string, Change, string]>([
  ["the membership", { formed: "memberships_formed_total 6" }, "formed anew, 2 times"],
  ["corosync", { formed: "memberships_formed_total 1" }, "corosync was started again"],
  ["the configuration", { version: "config_version 6" }, "went from version 5 to 6"],
  ["the node", { boot: "b2", formed: "memberships_formed_total 1" }, "it was booted again"],
  ["quorum", { alarm: "alarm quorum\tno quorum: 1 of 3 votes" }, "no quorum: 1 of 3 votes"],
  ["a member", { alarm: "alarm member node2\tnode2 is no member" }, "node2 is no member"],
  ["a service", { alarm: "alarm runs pveproxy\tpveproxy does not run" }, "pveproxy does not run"],
  ["a boot", { alarm: "alarm boot corosync\tnot at boot" }, "not at boot"],
  ["the clock", { alarm: "alarm clock\tthe clock is 9 s ahead" }, "the clock is 9 s ahead"],
  ["the file", { alarm: "alarm version\tit runs another" }, "it runs another"],
  ["the tunnels' interface", { alarm: "alarm interface\twg0 is not there" }, "wg0 is not there"],
])("it fails by %s, and says so once", (_, change, reason) => {
  const { verdict, reasons } = judged({ changes: { 3: change } }, { node: "node2" });
  expect({ verdict, reasons }).toEqual({
    verdict: "fail",
    reasons: [expect.stringMatching(new RegExp(`^node1: .*${reason}$`))],
  });
});

test.each<[string, Change, string]>([
  ["messages", { again: "messages_sent_again_total 1" }, "corosync sent messages again, once"],
  ["a late token", { late: "late_tokens 2" }, "corosync's token was late, 2 times"],
  ["a link", { downs: 'link_downs_total{peer="node2",link="0"} 4' }, "link to node2 went down"],
  ["a handshake", { alarm: "alarm handshake node2\tthe last was 200 s ago" }, "200 s ago"],
  ["a link that is down", { alarm: "alarm link 0 node2\tlink 0 is down" }, "link 0 is down"],
])("%s is a near-failure, and no failure", (_, change, what) => {
  const { verdict, events } = judged({ changes: { 3: change } });
  expect(verdict).toBe("pass");
  expect(events[0]).toEqual({
    ...{ at: FROM + 3 * INTERVAL, node: "node1", fails: false },
    what: expect.stringContaining(what),
  });
});

test.each<[string, Asked, RegExp]>([
  ["goes on", { now: FROM + 36, state: "recording" }, /0\.01 of 0\.02 hours are over.*it goes on/],
  ["records its last sample", { state: "recording" }, /it goes on/],
  ["was ended before its time", { now: FROM + 36 }, /it was ended before its time/],
  ["recorded nothing", { without: [0, 1, 2, 3, 4, 5] }, /^node1: nothing was recorded$/],
  [
    "has a gap",
    { without: [1, 2, 3, 4] },
    /nothing was recorded for 50 s from 1970-01-12T13:46:40Z/,
  ],
  ["lacks its end", { without: [2, 3, 4, 5] }, /nothing was recorded for 50 s/],
  ["saw no clock", { changes: { 0: { unknown: "unknown clock" } } }, /never be compared/],
  ["saw no corosync", { changes: { 0: { silence: undefined } } }, /corosync never said/],
])("a soak that %s has no verdict, whatever else was seen", (_, asked, reason) => {
  const changes = { 5: { version: "config_version 6" }, ...asked.changes };
  const { verdict, reasons } = judged({ ...asked, changes }, { node: "node2" });
  expect(verdict).toBe("unfinished");
  expect(reasons[0]).toMatch(reason);
});

test("what several nodes saw is one reason", () => {
  const changes = { 3: { formed: "memberships_formed_total 5" } };
  expect(judged({ changes, node: "node2" }, { changes }, { node: "node3" }).reasons).toEqual([
    "node1, node2: the membership was formed anew, once",
  ]);
});

test("records of another soak, as of a node on which the last start failed, are no part of this one", () => {
  const { verdict, reasons } = judged({ id: "another" }, { node: "node2" });
  expect(verdict).toBe("unfinished");
  expect(reasons).toEqual([expect.stringMatching(/^node\d: its records are of another soak/)]);
});

test("a node that was off for a while fails, and that is no gap", () => {
  const changes = { 5: { boot: "b2" } };
  expect(judged({ changes, without: [1, 2, 3, 4] })).toMatchObject({
    verdict: "fail",
    reasons: ["node1: it was booted again"],
  });
});

test("a sample that a power cut broke off counts as none", () => {
  const whole = lines({});
  const last = whole.lastIndexOf("end", -2);
  const cut = [...whole.slice(0, last - 3), ...whole.slice(last + 1)];
  const text = cut.map((line) => `node1\t${line}`).join("\n");
  const [{ samples }] = recordsOf(text);
  expect(samples).toHaveLength(SAMPLES - 1);
  expect(samples.every(({ values }) => values.get("quorate") === 1)).toBe(true);
});

test("readers get the verdict first, then reasons, evidence and what happened", () => {
  const page = soakPage(judged({ changes: { 3: { formed: "memberships_formed_total 5" } } }));
  expect(page.split("\n").slice(0, 2)).toEqual([
    "FAIL",
    "- node1: the membership was formed anew, once",
  ]);
  expect(page).toContain("1000 ms of 10000 ms, on node1: 90 % were left");
  expect(page).toContain(
    "| node1 | node2 | 60.0 ms | 61.0 ms | 1.0 ms | 0.00 % | 100 s            |",
  );
  expect(page).toContain("  1970-01-12T13:47:10Z node1: the membership was formed anew, once");
});

test.each([
  ["enough", "silence 5000 10000", /leave more than half of the token: nothing to change/],
  ["too short", "silence 5001 10000", /longer than half of its time.* CorosyncTuning\.forWan/],
])("of timers that are %s it says what to do", (_, silence, advice) => {
  expect(soakPage(judged({ changes: { 1: { silence } } }))).toMatch(advice);
});

test("the page holds the judgement whole, and asks no network for anything", () => {
  const alarm = 'alarm runs x\tx</script><b>&"';
  const records = recordsOf(sent({ changes: { 3: { alarm, rtt: "rtt node2 overlay 10" } } }));
  const judgement = judge(records);
  const series = records.flatMap(seriesOf);
  const page = soakHtml([{ cluster: "wan/<cluster>", judgement, series, picture: "<svg/>" }]);
  const data = (id: string) => {
    const [, json] = new RegExp(`id="${id}">(.*)</script>`).exec(page)!;
    return JSON.parse(json);
  };
  expect(data("judgements")).toEqual([JSON.parse(JSON.stringify(judgement))]);
  expect(data("plots")[0].series).toEqual([
    {
      ...{ from: "node1", to: "node2", at: records[0].samples.map(({ at }) => at) },
      p50: [60, 60, 60, null, null, null],
      p99: [61, 61, 61, null, null, null],
      lossPercent: [0, 0, 0, 100, 100, 100],
      handshakeSeconds: Array(SAMPLES).fill(100),
    },
  ]);
  expect(page).toContain("<li>node1: x&lt;/script&gt;&lt;b&gt;&amp;&quot;</li>");
  expect(page).toContain("wan/&lt;cluster&gt;, 1970-01-12T13:46:40Z");
  expect(page).not.toMatch(/(src|href)=|@import|url\(/);
  expect(page.match(/<\/script>/g)).toHaveLength(3);
});

test("of a day there are no more points than a screen shows", () => {
  const hours = 24;
  const samples = Array.from({ length: hours * 360 }, (_, index) => [
    `sample ${FROM + index * INTERVAL} b1`,
    `rtt node2 overlay 10 ${60 + (index % 10)}`,
    "end",
  ]);
  const head = `soak ${FROM} ${FROM + hours * 3600} ${INTERVAL} ${UNTIL} stopped`;
  const text = [head, ...samples.flat()].map((line) => `node1\t${line}`).join("\n");
  const [{ at, p99, lossPercent }] = recordsOf(text).flatMap(seriesOf);
  expect([at.length, at[0], at[1] - at[0]]).toEqual([480, FROM, 180]);
  expect(new Set(p99)).toEqual(new Set([69]));
  expect(lossPercent[0]).toBe(90);
});

test.each(["", " ", "0", "-1", "169", "soon", "Infinity", "1h"])(
  "%j is no number of hours",
  (hours) => expect(() => soakSeconds(hours)).toThrow(/--hours: got .* 0\.01 to 168\nnext: /),
);

test("hours may be parts of one", () => expect(soakSeconds("0.01")).toBe(36));
