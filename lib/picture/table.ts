import { pairsOfFailures, singleFailures, sitesOf, type Failure } from "../topology/failures";
import { outcomeOf, type Outcome, type Voters } from "../topology/outcomes";
import { table } from "./markdown-table";

const HEADING = ["what fails", "who keeps quorum", "who loses it; fenced where HA is on"];

/** What becomes of a cluster when one thing fails, and when two do. */
export function outcomesOf(voters: Voters): Outcome[] {
  const single = singleFailures(voters).map((failure) => [failure]);
  return [...single, ...pairsOfFailures(voters)].map((failures) => outcomeOf(voters, failures));
}

/** The same, or some of it, as a table in Markdown. */
export function outcomeTable(voters: Voters, outcomes = outcomesOf(voters)): string[] {
  const rows = outcomes.map((outcome) => [
    outcome.failures.map(failureWords).join(" and "),
    keepers(voters, outcome),
    losers(voters, outcome),
  ]);
  return table(
    HEADING,
    rows.map((row) => row.map(markdownText)),
  );
}

/** A text in Markdown that is nothing but text. */
export function markdownText(text: string): string {
  return text.replace(/[\\`*_[\]<>|~&#]/g, "\\$&");
}

function failureWords({ kind, names }: Failure): string {
  if (kind === "link") return `the link ${names.join(" – ")}`;
  return kind === "site" ? `site ${names[0]}` : names[0];
}

function keepers(voters: Voters, { sides, keep, either, lose, mayStop }: Outcome): string {
  if (sides.length === 0) return "nobody";
  const running = [...keep, ...either, ...lose];
  const sideWords = sides.map((side) => {
    const members = voters.nodes.filter(({ site }) => side.includes(site));
    return peopleOf(
      voters,
      members.map(({ name }) => name).filter((name) => running.includes(name)),
    );
  });
  const orNobody = mayStop ? ["nobody"] : [];
  if (sides.length > 1) return `either ${[...sideWords, ...orNobody].join("; or ")}`;
  if (keep.length === 0) return [`${sideWords[0]} or a part of them`, ...orNobody].join("; or ");
  const perhaps = either.length > 0 ? `, perhaps with ${peopleOf(voters, either)}` : "";
  return `${peopleOf(voters, keep)}${perhaps}`;
}

function losers(voters: Voters, { sides, either, lose }: Outcome): string {
  const words = [
    ...(lose.length > 0 ? [peopleOf(voters, lose)] : []),
    ...(either.length === 0
      ? []
      : [sides.length > 1 ? "whoever is not on that side" : `perhaps ${peopleOf(voters, either)}`]),
  ];
  return words.join("; ") || "nobody";
}

/** Nodes, and whole sites by their names. */
function peopleOf(voters: Voters, names: readonly string[]): string {
  return sitesOf(voters)
    .flatMap((site) => {
      const there = voters.nodes.filter((node) => node.site === site).map(({ name }) => name);
      const meant = there.filter((name) => names.includes(name));
      return meant.length > 1 && meant.length === there.length ? [`all of ${site}`] : meant;
    })
    .join(", ");
}
