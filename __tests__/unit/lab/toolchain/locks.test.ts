import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { dropForeignLocks } from "../../../../lab/toolchain/locks";

let output: string;
let lockFile: string;
beforeEach(() => {
  output = fs.mkdtempSync(path.join(os.tmpdir(), "cdktf-out-"));
  lockFile = path.join(output, "stacks/wan-cluster/.terraform.lock.hcl");
});
afterEach(() => fs.rmSync(output, { recursive: true }));

/** What a deploy does: the engine makes a lock file where there is none. */
function deploy(standIns?: string): "kept" | "none" {
  dropForeignLocks(output, standIns);
  const found = fs.existsSync(lockFile) ? "kept" : "none";
  fs.mkdirSync(path.dirname(lockFile), { recursive: true });
  fs.writeFileSync(lockFile, "");
  return found;
}

test("the lock of real providers is kept for real ones", () => {
  expect([deploy(), deploy(), deploy()]).toEqual(["none", "kept", "kept"]);
});

test("the lock of stand-ins is kept for the same ones only", () => {
  expect([deploy("a"), deploy("a"), deploy("b"), deploy("b")]).toEqual([
    "none",
    "kept",
    "none",
    "kept",
  ]);
});

test("the lock is dropped between stand-ins and real providers, both ways", () => {
  expect([deploy(), deploy("a"), deploy(), deploy()]).toEqual(["none", "none", "none", "kept"]);
});

test("an output directory that is not there yet is made", () => {
  fs.rmSync(output, { recursive: true });
  expect([deploy("a"), deploy("a")]).toEqual(["none", "kept"]);
});
