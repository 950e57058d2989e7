import * as fs from "node:fs";
import * as path from "node:path";
import { packageRoot } from "../lib/remote/package-root";
import { CorosyncTuning } from "../lib/topology";
import { html, htmlTable, scriptJson } from "./html";
import { timersFor } from "./soak-advice";
import { isoTime, type Judgement } from "./soak-judgement";
import type { PairSeries } from "./soak-series";
import { HEADINGS, PAIR_HEADING, pairRows, tokenLine } from "./soak-words";

/** What the page of a cluster shows. */
export interface SoakReport {
  readonly cluster: string;
  readonly judgement: Judgement;
  readonly series: readonly PairSeries[];
  /** Its topology as SVG; absent where the synthesised stack is another one. */
  readonly picture?: string;
}

/** One page without any network: styles, scripts and data are in it. */
export function soakHtml(reports: readonly SoakReport[]): string {
  const file = (name: string) => fs.readFileSync(path.join(packageRoot(), "page", name), "utf8");
  const uplot = path.dirname(require.resolve("uplot/package.json"));
  const library = (name: string) => fs.readFileSync(path.join(uplot, "dist", name), "utf8");
  const plots = reports.map(({ judgement: { events, from, until }, series }) => ({
    ...{ from, until, events, series },
  }));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Soak: ${html(reports.map(({ cluster }) => cluster).join(", "))}</title>
<style>
${library("uPlot.min.css")}
${file("soak.css")}</style>
</head>
<body>
${reports.map(section).join("\n")}
<script type="application/json" id="judgements">${scriptJson(reports.map(({ judgement }) => judgement))}</script>
<script type="application/json" id="plots">${scriptJson(plots)}</script>
<script>
${library("uPlot.iife.min.js")}
${file("soak.js")}</script>
</body>
</html>
`;
}

function section({ cluster, judgement, series, picture }: SoakReport, index: number): string {
  const { verdict, reasons, from, until, hoursAsked, hoursRecorded, events } = judgement;
  const advice = timersFor(judgement);
  return `<main data-cluster="${index}">
<header class="${verdict}">
<h1>${html(HEADINGS[verdict])}</h1>
<p>${html(cluster)}, ${isoTime(from)} to ${isoTime(until)}: ${hoursRecorded.toFixed(2)} of ${hoursAsked.toFixed(2)} hours recorded</p>
${reasons.length > 0 ? `<ul>${reasons.map((reason) => `<li>${html(reason)}</li>`).join("")}</ul>` : ""}
</header>
<h2>How close it was</h2>
<p>${html(tokenLine(judgement))}</p>
${advice ? `<p><strong>What to change:</strong> ${html(advice)}</p>` : ""}
${htmlTable(PAIR_HEADING, pairRows(judgement))}
${picture ? `<h2>The cluster</h2>\n<figure>${picture.slice(picture.indexOf("<svg"))}</figure>` : ""}
<h2>What happened</h2>
${events.length === 0 ? "<p>No failure and no near-failure.</p>" : '<div class="timeline"></div>'}
${eventTable(judgement)}
<h2>The tunnels over time</h2>
${series.map(pairPlots).join("\n")}
<h2>Corosync's timers in force</h2>
${timerTable(judgement)}
</main>`;
}

/** So many are drawn at once; the others when they are opened. */
const OPEN_PAIRS = 6;

function pairPlots({ from, to }: PairSeries, index: number): string {
  const open = index < OPEN_PAIRS ? " open" : "";
  return `<details data-pair="${index}"${open}><summary>${html(from)} to ${html(to)}</summary></details>`;
}

function eventTable({ events }: Judgement): string {
  if (events.length === 0) return "";
  const rows = events.map(({ at, node, what, fails }) => [
    ...[isoTime(at), node, fails ? "failure" : "near", what],
  ]);
  const table = htmlTable(["when", "node", "", "what"], rows);
  return `<details${rows.length <= 20 ? " open" : ""}><summary>all ${rows.length}</summary>${table}</details>`;
}

function timerTable({ token }: Judgement): string {
  if (!token) return "<p>Corosync did not say.</p>";
  const runtime = token.runtimeMilliseconds;
  const price = CorosyncTuning.priceOf({ token: runtime, tokenCoefficient: 0 }, 2);
  const ms = (value: number) => `${value} ms`;
  return htmlTable(
    ["value", "", "why"],
    [
      ["token", ms(runtime), "as corosync uses it, its coefficient for each node included"],
      ["consensus", ms(price.consensus), "1.2 times the token, unless it is set"],
      ["ping of a link", ms(price.knetPingInterval), "a quarter of the token"],
      ["a link is down after", ms(price.knetPingTimeout), "half of the token without an answer"],
      [
        "a dead node is noticed after",
        `${price.deadNodeNoticedSeconds.toFixed(1)} s`,
        "token and consensus",
      ],
      [
        "left of HA's 60 s",
        `${price.watchdogMarginSeconds.toFixed(1)} s`,
        "when the membership has to be formed twice",
      ],
    ],
  );
}
