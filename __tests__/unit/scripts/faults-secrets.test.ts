import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { exposedIn } from "../../../scripts/faults/secrets";

test("a secret is found in every file but Terraform's state", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "secrets-"));
  const write = (name: string, text: string): void => {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  };
  write("first.log", "all is well");
  write("second.log", "key SECRET= was");
  write("deep/er/plan", "PVE:root@pam:65A0B1C2::abc");
  write("wan-cluster.tfstate", "SECRET=");
  const found = exposedIn([folder, path.join(folder, "gone")], ["SECRET="]);
  fs.rmSync(folder, { recursive: true });
  expect(found.sort()).toEqual(
    [path.join(folder, "deep/er/plan"), path.join(folder, "second.log")].sort(),
  );
});
