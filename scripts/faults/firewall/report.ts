import { median, table } from "../../docs/markdown";
import { inCell } from "../report";
import { DEPLOYS } from "./deploys";
import { isSound, LockoutResult } from "./results";
import { Kind, KINDS } from "./ruleset";
import { RULESETS } from "./rulesets";

const ALL = [...RULESETS, ...DEPLOYS];

/** The section about the firewall: only what was really tried stands in it. */
export function renderLockouts(results: readonly LockoutResult[]): string {
  const counted = results.filter(
    ({ ruleset, effect }) =>
      effect !== undefined && ALL.some(({ name, kind }) => name === ruleset && kind in KINDS),
  );
  const sick = counted.filter((result) => !isSound(result));
  const lockedOut = counted.filter((result) => result.lockedOut);
  const deploys = counted.filter(({ by }) => by === "deploy");
  return [
    "## Firewall",
    "",
    "What happens when a deploy brings a ruleset that cuts its own runner off. `npm run test:faults -- firewall` tries the",
    "rulesets and writes this section; `npm run test:faults -- firewall --list` names them, and one is tried by its name:",
    "`npm run test:faults -- firewall rate/quota`.",
    "",
    "A ruleset comes to a node by the script that Terraform calls, from the runner over SSH, or where its name begins with",
    "`deploy/` by a whole deploy; the node waits 10 seconds for the confirmation. It counts only if the runner could log in",
    "before and a new login was then seen to fail, or if nft refused it. It was survived if a new login came through no later",
    "than 5 seconds after the deadline (and what a login took before), every table is as before (those of others too), what the next boot loads is as",
    "before, nothing is left over, the deploy failed, and its last lines name the node, the step, the cause and what to do.",
    "",
    `${ALL.length} rulesets in the list, ${counted.length} tried, ${lockedOut.length} lock-outs, ${counted.length - sick.length} survived in every respect.`,
    "",
    ...byKind(counted),
    ...(deploys.length > 0 ? ["", "What a deploy ends with:", "", ...lastWords(deploys)] : []),
    ...(sick.length > 0 ? ["", "Not survived:", "", ...sick.flatMap(complaints)] : []),
    "",
  ].join("\n");
}

function byKind(counted: readonly LockoutResult[]): string[] {
  const figures = (seconds: readonly number[]) =>
    seconds.length > 0
      ? [median(seconds), Math.max(...seconds)].map((one) => one.toFixed(1))
      : ["", ""];
  const row = (title: string, listed: number, tried: readonly LockoutResult[]): string[] => {
    return [
      title,
      String(listed),
      String(tried.length),
      String(tried.filter(({ effect }) => effect === "cut off").length),
      String(tried.filter(({ effect }) => effect === "refused").length),
      String(tried.filter(({ lockedOut }) => lockedOut).length),
      ...figures(tried.flatMap(({ secondsUntilRollback }) => secondsUntilRollback ?? [])),
      ...figures(tried.flatMap(({ secondsUntilBack }) => secondsUntilBack ?? [])),
    ];
  };
  const heading = ["kind", "in the list", "tried", "cut off", "refused by nft", "lock-outs"];
  return table(
    [
      ...heading,
      "seconds until the old rules, median",
      "worst",
      "until a new login, median",
      "worst",
    ],
    [
      ...(Object.keys(KINDS) as Kind[]).map((kind) =>
        row(
          KINDS[kind],
          ALL.filter((one) => one.kind === kind).length,
          counted.filter((one) => one.kind === kind),
        ),
      ),
      row("all", ALL.length, counted),
    ],
  );
}

function lastWords(deploys: readonly LockoutResult[]): string[] {
  return table(
    ["ruleset", "its last words"],
    deploys.map(({ ruleset, screen }) => {
      const failed = screen.filter((line) => /: firewall: failed: /.test(line)).at(-1) ?? "";
      return [`\`${ruleset}\``, inCell(failed.replace(/^.*?: (?=\S+: firewall: )/, ""))];
    }),
  );
}

function complaints({ ruleset, lockedOut, problems }: LockoutResult): string[] {
  const all = [...(lockedOut ? ["no new login"] : []), ...problems];
  return all.map((line) => `- \`${ruleset}\`: ${inCell(line)}`);
}
