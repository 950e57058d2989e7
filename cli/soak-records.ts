import { linesByNode, roundTripsOf, type NodeLine } from "./node-lines";

/** What a node has recorded of itself in a few seconds (`host/steps/soak-record.sh`). */
export interface Sample {
  /** Seconds since 1970, by the node's own clock. */
  readonly at: number;
  /** Another one after each boot. */
  readonly boot: string;
  /** What is not as it should be: its key, and in words. */
  readonly alarms: ReadonlyMap<string, string>;
  /** Keys of what could not be seen. */
  readonly unknown: readonly string[];
  /** Values by the names of the watch, labels included. */
  readonly values: ReadonlyMap<string, number>;
  /** How long corosync waited for its token, and for how long it waits at most. */
  readonly silence?: { readonly milliseconds: number; readonly token: number };
  /** Round trips by peer, in milliseconds; as many as came back. */
  readonly trips: ReadonlyMap<string, { readonly sent: number; readonly times: number[] }>;
}

/** What a node has recorded since the soak began. */
export interface NodeRecords {
  readonly node: string;
  /** The same on all nodes that were started together. */
  readonly id: string;
  /** Seconds since 1970. */
  readonly from: number;
  readonly until: number;
  readonly intervalSeconds: number;
  /** When the node was asked. */
  readonly now: number;
  readonly isRecording: boolean;
  readonly samples: readonly Sample[];
}

/** The records of all nodes, each line behind its node's name and a tab. */
export function recordsOf(text: string): NodeRecords[] {
  const found: NodeRecords[] = [];
  for (const [node, lines] of linesByNode(text)) {
    const head = lines.find(({ words: [word] }) => word === "soak");
    if (!head) continue;
    const [from, until, intervalSeconds, now] = head.words.slice(1, 5).map(Number);
    const isRecording = head.words[5] === "recording";
    const id = head.words[6];
    const samples = samplesOf(lines);
    found.push({ node, id, from, until, intervalSeconds, now, isRecording, samples });
  }
  return found;
}

/** A sample without an end was broken off by a power cut, and counts as none. */
function samplesOf(lines: readonly NodeLine[]): Sample[] {
  const samples: Sample[] = [];
  let begun: NodeLine[] = [];
  for (const line of lines) {
    if (line.words[0] === "sample") begun = [];
    begun.push(line);
    if (line.words[0] === "end" && begun[0].words[0] === "sample") samples.push(sampleOf(begun));
  }
  return samples;
}

function sampleOf([head, ...lines]: readonly NodeLine[]): Sample {
  const alarms = new Map<string, string>();
  const unknown: string[] = [];
  const values = new Map<string, number>();
  const trips: Map<string, { sent: number; times: number[] }> = new Map();
  let silence: Sample["silence"];
  for (const { text, words } of lines) {
    const [kind, ...rest] = words;
    if (kind === "alarm") {
      const [key, what] = text.slice("alarm ".length).split("\t");
      alarms.set(key, what);
    } else if (kind === "unknown") unknown.push(rest.join(" "));
    else if (kind === "rtt") trips.set(rest[0], roundTripsOf(words));
    else if (kind === "silence") {
      silence = { milliseconds: Number(rest[0]), token: Number(rest[1]) };
    } else if (kind !== "end") values.set(kind, Number(rest[0]));
  }
  const [at, boot] = [Number(head.words[1]), head.words[2]];
  return { at, boot, alarms, unknown, values, silence, trips };
}
