import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

const SCRIPT = path.resolve(__dirname, "../../../host/text/ha-note.sh");

let folder: string;
beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), "pve-wan-unit-"))));
afterEach(() => fs.rmSync(folder, { recursive: true }));

/** What is noted of a site when HA's resources are these, or when there is no such file. */
function noteOf(site: string, resources?: string): string {
  const file = path.join(folder, "resources.cfg");
  if (resources !== undefined) fs.writeFileSync(file, resources);
  const command = '. "$1"; ha_note "$2" "$3"';
  const { status, stdout, stderr } = spawnSync("bash", ["-euc", command, "-", SCRIPT, site, file], {
    encoding: "utf8",
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return stdout;
}

const TWO = "vm: 100\n\tstate started\n\tgroup all\n\nct: 101\n\tstate started\n";

test("HA with resources and a site that cannot hold quorum is a note that names the site", () => {
  expect(noteOf("west", TWO)).toMatch(/^note: HA has resources \(2\), and west cannot hold quorum/);
});

test.each([
  ["a site that holds quorum", "", TWO],
  ["a cluster without HA", "west", undefined],
  ["HA whose last resource was removed", "west", ""],
  ["a file with nothing but a comment", "west", "# vm: none\n"],
])("nothing is noted of %s", (_, site, resources) => {
  expect(noteOf(site, resources)).toBe("");
});
