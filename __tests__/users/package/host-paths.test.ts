import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { PROJECT } from "../../../scripts/deploy/run";

const contributing = fs.readFileSync(path.join(PROJECT, "CONTRIBUTING.md"), "utf8");
const [, listed = ""] = /^On the nodes:\n\n((?:- .*\n)+)/m.exec(contributing) ?? [];
const names = [...listed.matchAll(/`([^`]+)`/g)].map(([, name]) => name);

const sources = execFileSync("git", ["ls-files", "-z", "host", "runner", "lib"], { cwd: PROJECT })
  .toString()
  .split("\0")
  .filter((file) => file !== "" && fs.existsSync(path.join(PROJECT, file)))
  .map((file) => `${path.basename(file)}\n${fs.readFileSync(path.join(PROJECT, file), "utf8")}`)
  .join("\n");

test("the promised names are found in CONTRIBUTING.md", () => {
  expect(names.length).toBeGreaterThan(10);
  expect(names).toContain("/etc/pve-wan/firewall.nft");
});

test.each(names)("%s, promised to stay, is still called so", (name) => {
  expect(sources).toContain(name);
});
