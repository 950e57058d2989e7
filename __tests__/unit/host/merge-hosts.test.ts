import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as fc from "fast-check";

const MERGE = path.resolve(__dirname, "../../../host/text/merge-hosts.pl");
const BLOCK = "172.16.10.1 node1.@domain@ node1\n172.16.10.2 node2.@domain@ node2\n";
const MANAGED = [
  "# BEGIN pve-wan: the overlay's names, managed by cdktf-proxmox-wan",
  "172.16.10.1 node1.example.com node1",
  "172.16.10.2 node2.example.com node2",
  "# END pve-wan",
  "",
].join("\n");

let directory: string;
beforeAll(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), "merge-hosts-"));
});
afterAll(() => fs.rmSync(directory, { recursive: true }));

function merge(hosts: string | Buffer, block = BLOCK): Buffer {
  const file = path.join(directory, "block");
  fs.writeFileSync(file, block);
  return execFileSync("perl", [MERGE, "node1", file], {
    input: hosts,
    stdio: ["pipe", "pipe", "pipe"],
  });
}
const merged = (hosts: string, block = BLOCK) => merge(hosts, block).toString();

test("the installer's line becomes a comment behind the block that its domain is taken from", () => {
  expect(merged("127.0.0.1 localhost\n203.0.113.11 node1.example.com node1\n# mine\n")).toBe(
    `127.0.0.1 localhost\n${MANAGED}# pve-wan: was 203.0.113.11 node1.example.com node1\n# mine\n`,
  );
});

test("a name of the cluster leaves any line that gives it another address, the line's other names stay", () => {
  const hosts = merged(
    "127.0.1.1 node1.example.com node1 box\n::1 NODE1 localhost6\n10.0.0.2 node2\n",
  );
  expect(hosts).toContain("\n127.0.1.1 box\n");
  expect(hosts).toContain("\n::1 localhost6\n");
  expect(hosts).toContain("\n# pve-wan: was 10.0.0.2 node2\n");
  expect(hosts).not.toMatch(/^10\.0\.0\.2/m);
});

test("a line with the overlay's address, and other machines whose names look alike, stay", () => {
  const hosts = "172.16.10.1 node1\n198.51.100.7 node1.other.net node10 xnode1\n";
  expect(merged(hosts)).toContain(hosts);
});

test("the installer's full name goes with its short one, also where the deployment gives another domain", () => {
  const block = "172.16.10.1 node1.cluster.test node1\n";
  expect(merged("203.0.113.11 node1.example.com node1 box\n", block)).toContain(
    "\n203.0.113.11 box\n",
  );
});

test("without a domain the placeholder's word is dropped", () => {
  expect(merged("127.0.0.1 localhost\n")).toContain("\n172.16.10.1 node1\n172.16.10.2 node2\n");
});

test("a changed block takes the place of the one before and keeps the domain", () => {
  const once = merged("127.0.0.1 localhost\n203.0.113.11 node1.example.com node1\n# end\n");
  const grown = merged(once, `${BLOCK}172.16.10.3 node3.@domain@ node3\n`);
  expect(grown).toBe(once.replace("# END", "172.16.10.3 node3.example.com node3\n# END"));
});

test("a conflicting line that comes back is commented out, not collected", () => {
  const line = "203.0.113.11 node1.example.com node1\n";
  const once = merged(line);
  expect(merged(once + line)).toBe(once);
});

test("markers that do not match each other are an error", () => {
  expect(() => merged("# BEGIN pve-wan\n10.0.0.1 x\n")).toThrow(/do not match/);
});

test("whatever else is in the file stays byte for byte, and a second merge changes nothing", () => {
  const anyLine = fc
    .uint8Array({ maxLength: 40 })
    .map((bytes) => Buffer.from(bytes.filter((byte) => byte !== 10)))
    .filter((line) => !/node|pve-wan/i.test(line.toString("latin1")));
  fc.assert(
    fc.property(fc.array(anyLine, { maxLength: 6 }), fc.boolean(), (lines, newlineAtEnd) => {
      const text =
        lines.map((line) => line.toString("latin1")).join("\n") + (newlineAtEnd ? "\n" : "");
      const once = merge(Buffer.from(text, "latin1"));
      expect(once.toString("latin1").startsWith(text)).toBe(true);
      expect(merge(once).equals(once)).toBe(true);
    }),
    { numRuns: 40 },
  );
});
