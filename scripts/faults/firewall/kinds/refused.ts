import { ACCEPT_SSH, edited, GOOD, insteadOfAccept, withMore } from "../base";
import { Draft } from "../ruleset";

const named = (drafts: Record<string, string>): Draft[] =>
  Object.entries(drafts).map(([name, text]) => ({ name, text }));

export function syntaxDrafts(): Draft[] {
  return named({
    "brace-missing": GOOD.trimEnd().slice(0, -1),
    "misspelt-word": insteadOfAccept(ACCEPT_SSH.replace("accept", "acept")),
    "string-without-end": edited('iifname "wg0" accept', 'iifname "wg0 accept'),
    "no-address": edited("203.0.113.100/32", "203.0.113.300/32"),
    "no-port": edited("{ 22, 8006 }", "{ 22222222, 8006 }"),
    "cut-off": GOOD.slice(0, GOOD.indexOf(ACCEPT_SSH) + 20),
  });
}

export function unknownDrafts(): Draft[] {
  return named({
    set: edited("@trusted_ipv4 tcp", "@trusted_ipv5 tcp"),
    chain: insteadOfAccept("jump trusted"),
    interface: insteadOfAccept('iif "enp9s0" accept'),
    counter: insteadOfAccept('counter name "ssh" accept'),
    helper: insteadOfAccept('ct helper set "ssh"'),
    table: `${GOOD}flush chain inet somebody input\n`,
    device: withMore("flowtable fast { hook ingress priority 0; devices = { enp9s0 }; }"),
  });
}
