import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Browser, type Page } from "playwright-core";
import { soakHtml } from "../../cli/soak-html";
import { judge, type Judgement } from "../../cli/soak-judgement";
import { recordsOf } from "../../cli/soak-records";
import { seriesOf } from "../../cli/soak-series";
import { pairRows } from "../../cli/soak-words";
import { svg } from "../../cli/topology";
import { browser as unpacked } from "../../lab/browser";
import { drawing } from "../unit/picture/drawings";
import { dayOfRecords } from "../unit/support/soak-day";

let folder: string;
let browser: Browser;
let judgement: Judgement;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "pve-wan-page-"));
  const records = recordsOf(dayOfRecords(["node1", "node2", "node3"]));
  judgement = judge(records);
  const picture = await svg(drawing(["east", "east", "west"]));
  const series = records.flatMap(seriesOf);
  const page = soakHtml([{ cluster: "wan-cluster/cluster", judgement, series, picture }]);
  writeFileSync(join(folder, "soak.html"), page);
  const { executable, environment } = await unpacked(() => undefined);
  browser = await chromium.launch({
    executablePath: executable,
    env: { ...process.env, ...environment },
    // As root there is no sandbox; the page is our own.
    chromiumSandbox: false,
  });
}, 600_000);

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The page in a window of that width, and whatever its console and its network had to say. */
async function shown(width: number, colorScheme: "light" | "dark"): Promise<[Page, string[]]> {
  const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
  const said: string[] = [];
  page.on("console", (message) => void said.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => void said.push(`error: ${error.message}`));
  page.on("request", (request) => {
    if (!request.url().startsWith("file:")) said.push(`asks for ${request.url()}`);
  });
  await page.goto(`file://${join(folder, "soak.html")}`);
  return [page, said];
}

test.each([
  [360, "light"],
  [360, "dark"],
  [1280, "light"],
  [1280, "dark"],
] as const)("is drawn in %d pixels, %s, without an error or a request", async (width, scheme) => {
  const [page, said] = await shown(width, scheme);
  // Three plots of each tunnel from both ends, and the timeline.
  await expect(page.locator("canvas").count()).resolves.toBeGreaterThanOrEqual(7);
  for (const canvas of await page.locator("canvas").all()) {
    const box = await canvas.boundingBox();
    expect(box!.width).toBeGreaterThan(100);
    expect(box!.height).toBeGreaterThan(20);
  }
  const overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
  expect(overflow).toBeLessThanOrEqual(0);
  expect(said).toEqual([]);
  await page.close();
});

test("says what the JSON says: verdict, reasons, every figure of every tunnel, every event", async () => {
  const [page] = await shown(1280, "light");
  expect(await page.locator("h1").innerText()).toMatch(/^FAIL/);
  expect(await page.locator("header li").allInnerTexts()).toEqual(judgement.reasons);
  // Not the legends of the plots.
  const tables = page.locator("table:not(.u-legend)");
  const rows = (index: number): Promise<string[][]> =>
    tables
      .nth(index)
      .locator("tbody tr")
      .evaluateAll((trs: { children: Iterable<{ textContent: string }> }[]) =>
        trs.map((tr) => [...tr.children].map((cell) => cell.textContent)),
      );
  expect(await rows(0)).toEqual(pairRows(judgement));
  expect((await rows(1)).map(([, node, , what]) => [node, what])).toEqual(
    judgement.events.map(({ node, what }) => [node, what]),
  );
  const told = await page.locator("#judgements").textContent();
  expect(JSON.parse(told!)).toEqual([JSON.parse(JSON.stringify(judgement))]);
  await page.close();
});

test("in dark its text is lighter than its ground, in light darker, and on paper it is light", async () => {
  const brightness = async (page: Page, property: string): Promise<number> => {
    const colour = String(await page.evaluate(`getComputedStyle(document.body).${property}`));
    return colour
      .match(/\d+/g)!
      .slice(0, 3)
      .map(Number)
      .reduce((a, b) => a + b, 0);
  };
  const [dark] = await shown(1280, "dark");
  expect(await brightness(dark, "color")).toBeGreaterThan(400);
  await dark.close();
  const [light] = await shown(1280, "light");
  expect(await brightness(light, "color")).toBeLessThan(350);
  const paper = await light.pdf();
  expect(paper.subarray(0, 4).toString()).toBe("%PDF");
  await light.close();
});
