import { readFileSync } from "node:fs";
import { join } from "node:path";
import { picturePages } from "../../../scripts/docs/pictures";
import { ROOT } from "./pages";

test("pictures and tables are what the sources draw now; else: npm run pictures", async () => {
  const drawn = await picturePages();
  expect(Object.keys(drawn)).toHaveLength(3);
  for (const [file, text] of Object.entries(drawn)) {
    expect([file, readFileSync(join(ROOT, file), "utf8")]).toEqual([file, text]);
  }
}, 120_000);
