import fc, { type Arbitrary } from "fast-check";
import { STRING_PROPS } from "./props";

/** Whatever a text would have done, it would have made this file. */
export const CANARY = "/run/canary";

/** What would end a text, begin another one, hide, or be carried out, in one of the languages on the way. */
const FRAGMENTS = [
  ...['"', "'", "`", "\\", "\n", "\r\n", "\t", " ", "\0", "\x1b[31m", "\x7f", "\x9b"],
  ...["${", "}", "%{", "$${", "$", "%", "%h", "${self.triggers.step}", "%{if true}", '${"'],
  ...["$(", ")", ";", "#", "&&", "|", "<", ">", "*", "?", "~", "=", ",", "/", "../", "-", "--"],
  ...["\u202e", "\u2066", "\u200b", "\ufeff", "\u00ad", "\u2028", "\u2029", "\u{e0001}"],
  ...["\ud800", "\udc00", "\ufffd", "é", "e\u0301", "\u0338", "\u1100\u1161", "ﬁ", "İ", "𝄞"],
  ...["@private-key@", "@domain@", "a", "0", ".", ":", "node1", "eth0"],
  ...[`$(touch ${CANARY})`, `\`touch ${CANARY}\``, `; touch ${CANARY};`, `\ntouch ${CANARY}\n`],
  ...[`\nPostUp = touch ${CANARY}\n`, `\n[Interface]\nPostUp = touch ${CANARY} #`],
  ...['"; include "/etc/passwd"; "', '" accept; iifname "x', "}\n}\nflush ruleset\n"],
  ...[`-oProxyCommand=touch ${CANARY}`, `\nExecStart=touch ${CANARY}\n`, "\n\nkey=value\n"],
  ...["\n6.6.6.6 node1 canary\n", " canary ", "\ninterface { bindnetaddr: 6.6.6.6 }\n"],
];

const fragment = fc.constantFrom(...FRAGMENTS);
const sign = fc.constantFrom(...FRAGMENTS.filter((text) => [...text].length <= 2));

/** A text with something put into it, before it or behind it. */
const spoiled = (text: Arbitrary<string>, by: Arbitrary<string>): Arbitrary<string> =>
  fc.tuple(text, by, fc.nat()).map(([sound, bad, place]) => {
    const signs = [...sound];
    signs.splice(place % (signs.length + 1), 0, bad);
    return signs.join("");
  });

const composed = fc.array(fragment, { maxLength: 6 }).map((parts) => parts.join(""));
const veryLong = fc
  .tuple(fc.oneof(fragment, fc.constant("a")), fc.integer({ min: 100, max: 20_000 }))
  .map(([part, times]) => part.repeat(times));

/** Texts for a prop: sound ones, sound ones with one bad sign, and such that never were sound. */
const textsFor = (allowed: Arbitrary<string>): Arbitrary<string> =>
  fc.oneof(
    { weight: 3, arbitrary: allowed },
    { weight: 4, arbitrary: spoiled(allowed, sign) },
    { weight: 2, arbitrary: spoiled(allowed, fragment) },
    { weight: 1, arbitrary: allowed.map((text) => `-${text}`) },
    { weight: 3, arbitrary: composed },
    { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 30 }) },
    { weight: 1, arbitrary: veryLong },
  );

export interface Input {
  /** A key of STRING_PROPS. */
  readonly prop: string;
  readonly text: string;
}

// What looks like a token of cdktf's is one for cdktf: there is no telling the two apart.
const looksLikeToken = (text: string): boolean => /[$#]\{TfToken\[/.test(text);

/** Any string prop with any text. */
export const input: Arbitrary<Input> = fc
  .oneof(
    ...Object.entries(STRING_PROPS).map(([prop, { allowed }]) =>
      textsFor(allowed).map((text) => ({ prop, text })),
    ),
  )
  .filter(
    ({ prop, text }) => !looksLikeToken(text) && !(prop === "nodes{key}" && text === "node1"),
  );
