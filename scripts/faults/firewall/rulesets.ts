import { GOOD } from "./base";
import {
  chainDrafts,
  divertedDrafts,
  flushDrafts,
  othersDrafts,
  outputDrafts,
} from "./kinds/elsewhere";
import { acceptDrafts, conntrackDrafts, orderDrafts, rateDrafts } from "./kinds/input";
import { interfaceDrafts, portDrafts, sourceDrafts } from "./kinds/props";
import { syntaxDrafts, unknownDrafts } from "./kinds/refused";
import { Random } from "./random";
import { Draft, Kind, KINDS, Ruleset } from "./ruleset";

/** Another number makes other addresses and ports. */
const SEED = 5405;
/** Of so many rulesets one comes to a node that has no firewall yet. */
const BARE_EVERY = 4;

const random = new Random(SEED);
const DRAFTS: Record<Kind, readonly Draft[]> = {
  interface: interfaceDrafts(),
  source: sourceDrafts(random),
  port: portDrafts(random),
  accept: acceptDrafts(),
  order: orderDrafts(random),
  rate: rateDrafts(),
  conntrack: conntrackDrafts(),
  syntax: syntaxDrafts(),
  unknown: unknownDrafts(),
  chain: chainDrafts(),
  output: outputDrafts(),
  diverted: divertedDrafts(),
  others: othersDrafts(),
  flush: flushDrafts(),
};

/** All that are tried by the script that Terraform calls. */
export const RULESETS: readonly Ruleset[] = (Object.keys(KINDS) as Kind[])
  .flatMap((kind) => DRAFTS[kind].map((draft) => ({ kind, draft })))
  .map(({ kind, draft }, index) => ({
    kind,
    old: index % BARE_EVERY === BARE_EVERY - 1 ? undefined : GOOD,
    others: "",
    sshPort: 22,
    refused: kind === "syntax" || kind === "unknown",
    ...draft,
    name: `${kind}/${draft.name}`,
  }));
