import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { anchors, messages, pages, prose, ROOT } from "./pages";

const all = pages();
const scripts = Object.keys(
  (JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { scripts: object }).scripts,
);
const steps = readdirSync(join(ROOT, "host/steps")).map((file) => file.replace(".sh", ""));

/** What is linked from a page, without the web. */
function links(text: string): string[] {
  const inline = [...prose(text).matchAll(/\]\(([^)\s]+)\)/g)];
  const named = [...prose(text).matchAll(/^\[[^\]]+\]: (\S+)$/gm)];
  return [...inline, ...named].map(([, to]) => to).filter((to) => !/^[a-z]+:/.test(to));
}

function whyBroken(from: string, to: string): string | undefined {
  const [file, anchor] = to.split("#");
  const path = file === "" ? from : normalize(join(dirname(from), file));
  if (!existsSync(join(ROOT, path))) return `${to}: there is no ${path}`;
  if (anchor === undefined) return undefined;
  return anchors(readFileSync(join(ROOT, path), "utf8")).includes(anchor)
    ? undefined
    : `${to}: ${path} has no such heading`;
}

/** Each line of the sources that run on a node or beside Terraform, as the shell prints it. */
const sourceLines = ["host/steps", "host/parts", "host/text", "host", "runner"]
  .flatMap((folder) =>
    readdirSync(join(ROOT, folder), { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => readFileSync(join(ROOT, folder, name), "utf8")),
  )
  .flatMap((text) => text.split("\n"))
  .filter((line) => !line.trimStart().startsWith("#"))
  .map((line) => line.replace(/\\"/g, '"'));

/** Whether one line has all that stands between the "…" of a message, in that order. */
function isSaid(message: string): boolean {
  const parts = message.split("…").filter((part) => part.trim() !== "");
  if (parts.join("").trim().length < 8) return false;
  return sourceLines.some((line) => {
    let from = 0;
    return parts.every((part) => {
      const at = line.indexOf(part, from);
      from = at + part.length;
      return at >= 0;
    });
  });
}

test("there are pages, links, commands and messages to look at", () => {
  const text = all.map((page) => page.text).join("\n");
  expect(all.length).toBeGreaterThan(20);
  expect(links(text).length).toBeGreaterThan(40);
  expect(messages(text).length).toBeGreaterThan(50);
});

test.each(all)("every link of $path leads somewhere", ({ path, text }) => {
  expect(links(text).flatMap((to) => whyBroken(path, to) ?? [])).toEqual([]);
});

test.each(all)("every npm script that $path names exists", ({ text }) => {
  const named = [...text.matchAll(/\bnpm run ([a-z][a-z:-]*)/g)].map(([, script]) => script);
  expect(named.filter((script) => !scripts.includes(script))).toEqual([]);
});

test.each(all)("every step of pve-wan that $path names exists", ({ text }) => {
  // As a command: in a code span or at the beginning of an indented line.
  const named = [...text.matchAll(/(?:`| {4})(?:ssh \S+ )?pve-wan ([a-z][a-z-]*)/g)];
  expect(named.map(([, step]) => step).filter((step) => !steps.includes(step))).toEqual([]);
});

test.each(all.filter(({ text }) => messages(text).length > 0))(
  "every message that $path quotes is said by a script",
  ({ text }) => {
    expect(messages(text).filter((message) => !isSaid(message))).toEqual([]);
  },
);

test.each(["there is no such message anywhere", "… …", "nothing was … there is no interface"])(
  "what no script says is found out: %s",
  (message) => {
    expect(isSaid(message)).toBe(false);
  },
);
