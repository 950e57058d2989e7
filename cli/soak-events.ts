import type { NodeRecords, Sample } from "./soak-records";

/** Something that happened to a node during a soak. */
export interface SoakEvent {
  /** Seconds since 1970: when it was seen. */
  readonly at: number;
  readonly node: string;
  readonly what: string;
  /** Whether the soak fails by it; else it came near to that. */
  readonly fails: boolean;
}

/** What of the watch's alarms is a failure. Tunnels and links may be down for less than a token: near-failures, as long as membership holds. */
const FAILURES = ["runs", "boot", "clock", "version", "quorum", "member", "interface"];

/** What changed from each sample of a node to its next one. */
export function changesOf({ node, samples }: NodeRecords): SoakEvent[] {
  const events: SoakEvent[] = [];
  for (const [index, sample] of samples.entries()) {
    const before = samples[index - 1] as Sample | undefined;
    const add = (fails: boolean, what: string) => events.push({ at: sample.at, node, what, fails });
    for (const [key, what] of sample.alarms) {
      const [kind] = key.split(" ");
      // The counters say the same, and how often.
      if (kind === "near-failure" || before?.alarms.has(key)) continue;
      add(FAILURES.includes(kind), what);
    }
    const late = sample.values.get("late_tokens") ?? 0;
    if (late > 0) add(false, `corosync's token was late, ${times(late)}`);
    if (before) counted(before, sample, add);
  }
  return events;
}

function counted(before: Sample, sample: Sample, add: (fails: boolean, what: string) => void) {
  if (before.boot !== sample.boot) {
    add(true, "it was booted again");
    // Every counter begins anew.
    return;
  }
  for (const [name, value] of sample.values) {
    const grown = value - (before.values.get(name) ?? value);
    const [counter] = name.split("{");
    if (counter === "config_version" && grown !== 0) {
      add(true, `corosync's configuration went from version ${value - grown} to ${value}`);
    } else if (counter === "memberships_formed_total" && grown < 0) {
      add(true, "corosync was started again");
    } else if (counter === "memberships_formed_total" && grown > 0) {
      add(true, `the membership was formed anew, ${times(grown)}`);
    } else if (counter === "messages_sent_again_total" && grown > 0) {
      add(false, `corosync sent messages again, ${times(grown)}`);
    } else if (counter === "link_downs_total" && grown > 0) {
      const peer = /peer="([^"]*)"/.exec(name)?.[1] ?? name;
      add(false, `corosync's link to ${peer} went down, ${times(grown)}`);
    }
  }
}

const times = (count: number): string => (count === 1 ? "once" : `${count} times`);
