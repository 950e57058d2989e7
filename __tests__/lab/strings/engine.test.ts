import { quotedLiteral } from "../../../lib/remote/literal";
import { plan } from "../../unit/support/plan";
import { carriedTexts, LAB_SHARE } from "../../strings/carried";
import { STRING_PROPS } from "../../strings/props";
import { MARK } from "../../strings/reading";
import { runsOr, seed } from "../../strings/settings";
import { input, type Input } from "../../strings/texts";
import { evaluated } from "../support/engine";
import fc from "fast-check";

test("the real engine reads every text of a plan as it was given", async () => {
  const wanted = carriedTexts().map(({ text, texts }) => ({
    text,
    texts: texts.filter(
      ({ place, read }) => !place.includes("/depends_on/") && !read.includes(MARK),
    ),
  }));
  const found = await evaluated(
    wanted.map(({ text, texts }) => [
      `\${${quotedLiteral(text)}}`,
      ...texts.map(({ json }) => json),
    ]),
  );
  expect(wanted.length).toBeGreaterThan(20);
  wanted.forEach(({ text, texts }, index) => {
    expect(found[index]).toEqual([text, ...texts.map(({ read }) => read)]);
  });
}, 1_200_000);

// A token in the prop's place shows what is checked at apply; nothing where a token is refused at synth.
function conditionOf(prop: string): string | undefined {
  try {
    const { steps } = plan((variable) => STRING_PROPS[prop].cluster(variable("x")));
    const { lifecycle } = steps.preflight as unknown as {
      lifecycle: { precondition: { condition: string }[] };
    };
    return lifecycle.precondition[0].condition;
  } catch (error) {
    if (/got a token|TfToken/.test((error as Error).message)) return undefined;
    throw error;
  }
}

/** What may stand in any file and any command, but for paths and comments, which only quoted places hold. */
const HARMLESS: Record<string, RegExp> = {
  "ssh.privateKeyPath": /^[^\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]*$/u,
  "ssh.knownHostsPath": /^[^\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]*$/u,
  renderTo: /^[^\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]*$/u,
  "nodes{}.sshHostKey": /^[^\p{Cc}\p{Cf}\p{Cs}\p{Co}]*$/u,
  "nodes{}.publicInterface": /^[^\s"'\\/:*\p{Cc}\p{Cf}\p{Cs}\p{Co}]*$/u,
  "nodes{}.shapedInterface": /^[^\s"'\\/:*\p{Cc}\p{Cf}\p{Cs}\p{Co}]*$/u,
  "firewall.vmBridges[]": /^[^\s"'\\/:\p{Cc}\p{Cf}\p{Cs}\p{Co}]*$/u,
  "watch.alertCommand": /^[\w./@+-]*$/,
  "watch.alertUnit": /^[\w.:@-]*$/,
  "watch.metricsDirectory": /^[\w./@+-]*$/,
  "firewall.trustedInterfaces[]": /^[^\s"'\\/:\p{Cc}\p{Cf}\p{Cs}\p{Co}]*$/u,
};

test("what only Terraform knows is refused there where it could break out, and let pass where synth lets it pass", async () => {
  const conditions = new Map(Object.keys(STRING_PROPS).map((prop) => [prop, conditionOf(prop)]));
  const checked = [...conditions.values()].filter(Boolean);
  expect(checked).toHaveLength(24);
  // Of the value itself, and not of its name.
  expect(
    checked.filter((condition) => !/^\$\{can\(regex\(".*", "\$\{var\.x\}"\)\)\}$/.test(condition!)),
  ).toEqual([]);
  const passed = new Set(carriedTexts().map(({ prop, text }) => `${prop} ${text}`));
  const given = fc
    .sample(input, { numRuns: runsOr(LAB_SHARE), seed })
    // Neither can be a text of Terraform's.
    .filter(
      ({ prop, text }) => conditions.get(prop) && !/\p{Cs}/u.test(text) && text.length < 5000,
    );
  const results = await evaluated(
    given.map(({ prop, text }: Input) =>
      conditions.get(prop)!.replace('"${var.x}"', () => quotedLiteral(text)),
    ),
  );
  given.forEach(({ prop, text }, index) => {
    if (passed.has(`${prop} ${text}`))
      expect([prop, text, results[index]]).toEqual([prop, text, true]);
    if (results[index] === true) expect(text).toMatch(HARMLESS[prop] ?? /^[\w.:/+=-]*$/);
  });
  expect(results.filter((one) => one === true).length).toBeGreaterThan(10);
  expect(results.filter((one) => one === false).length).toBeGreaterThan(10);
}, 1_200_000);
