import fc from "fast-check";
import { nftSet, nftString, nftValue } from "../../../lib/files/nft-text";
import { withoutTokens } from "../../../lib/files/tokens";
import { wireguardValue } from "../../../lib/files/wireguard-value";
import { TOKEN } from "../topology/article";

/** Texts that like to break out of where they stand. */
const nasty = fc.oneof(
  fc.string({ unit: "binary" }),
  fc
    .array(fc.constantFrom('"', "\\", "\n", "\r", "\0", "#", ";", "}", " ", "a", "$", "{", "é"))
    .map((parts) => parts.join("")),
);

const outcome = (render: (text: string) => string, text: string): string | undefined => {
  try {
    return render(text);
  } catch {
    return undefined;
  }
};

test("an nftables string ends where its text ends, or is refused", () => {
  fc.assert(
    fc.property(nasty, (text) => {
      const rendered = outcome(nftString, text);
      const breaksOut = /["\\]/.test(text) || /\p{Cc}/u.test(text);
      expect(rendered).toBe(breaksOut ? undefined : `"${text}"`);
    }),
  );
});

test("an nftables value is digits, letters and signs of addresses, or is refused", () => {
  fc.assert(
    fc.property(fc.oneof(nasty, fc.ipV4(), fc.ipV6(), fc.constant("10.0.0.0/8")), (text) => {
      const rendered = outcome(nftValue, text);
      expect(rendered).toBe(/^[0-9a-fA-F.:/]*$/.test(text) ? text : undefined);
    }),
  );
});

test("a value of wg-quick stays one value of one line, or is refused", () => {
  fc.assert(
    fc.property(nasty, (text) => {
      const rendered = outcome(wireguardValue, text);
      // What wg-quick itself does with a line: cuts the comment, then blanks at both ends.
      const read = `Key = ${text}`
        .split(/[\r\n]/)[0]
        .replace(/#.*/, "")
        .replace(/^[^=]*=/, "")
        .trim();
      expect(rendered === undefined || (rendered === text && read === text)).toBe(true);
      const sound = text !== "" && text === text.trim() && !/[#\p{Cc}]/u.test(text);
      expect(rendered !== undefined).toBe(sound);
    }),
  );
});

test("tokens pass every guard, alone and among other text", () => {
  expect(nftString(TOKEN)).toBe(`"${TOKEN}"`);
  expect(nftValue(TOKEN)).toBe(TOKEN);
  expect(nftValue(`${TOKEN}/32`)).toBe(`${TOKEN}/32`);
  expect(wireguardValue(`${TOKEN}:51820`)).toBe(`${TOKEN}:51820`);
});

test("what stands beside a token is looked at all the same", () => {
  expect(() => nftValue(`${TOKEN}; flush ruleset`)).toThrow("is no address");
  expect(() => wireguardValue(`${TOKEN}\nPostUp = reboot`)).toThrow("line ends");
  expect(withoutTokens(`a${TOKEN}b${TOKEN}`)).toBe("ab");
});

test("a set stands in braces", () => {
  expect(nftSet(["22", "8006"])).toBe("{ 22, 8006 }");
});
