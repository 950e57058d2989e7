import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { parseArgs } from "node:util";
import { assemble } from "./api/assembly";
import { readAssembly } from "./api/assembly-model";
import { breaksSince, lastRelease, mayBreak } from "./api/breaks";
import { constructIds } from "./api/construct-ids";
import { documented } from "./api/documented";
import { apiMarkdown } from "./api/markdown";
import { PROJECT } from "./deploy/run";
import { main, say } from "./script";

const FILE = path.join(PROJECT, "API.md");

/**
 * npm run api: writes API.md. With --check it writes nothing, but says whether API.md is current and whether users of the last
 * release can go on as they are; with --against REF whether those of any state in git can.
 */
main(async (args) => {
  const { values } = parseArgs({
    args,
    options: { check: { type: "boolean" }, against: { type: "string" } },
  });
  const work = fs.mkdtempSync(path.join(os.tmpdir(), "pve-wan-api-"));
  try {
    const folder = await assemble(path.join(work, "current"));
    const assembly = readAssembly(folder);
    const ids = constructIds();
    const { gaps, types, props, optional, members } = documented(assembly);
    say(`${types} public types with ${members} members; ${props} props, ${optional} optional`);
    gaps.forEach((gap) => say(`not documented: ${gap}`));
    const markdown = apiMarkdown(assembly, ids);
    let failed = gaps.length > 0;
    if (!values.check && values.against === undefined) {
      fs.writeFileSync(FILE, markdown);
    } else if (!fs.existsSync(FILE) || fs.readFileSync(FILE, "utf8") !== markdown) {
      say("API.md is not what the sources say\nnext: npm run api, and read what changed");
      failed = true;
    }
    if (values.check || values.against !== undefined) {
      const older = values.against ?? (await lastRelease());
      if (older === undefined) say("no release yet: there is nothing to break");
      else {
        const breaks = await breaksSince(older, folder, ids, work);
        breaks.forEach(say);
        say(
          breaks.length > 0 ? `the API of ${older} is broken` : `the API of ${older} still holds`,
        );
        failed ||= breaks.length > 0 && !mayBreak(older, assembly.version);
      }
    }
    return failed ? 1 : 0;
  } finally {
    fs.rmSync(work, { recursive: true });
  }
});
