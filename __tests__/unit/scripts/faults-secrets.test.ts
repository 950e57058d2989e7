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

test("a file that goes while it is looked for is no leftover", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "secrets-"));
  fs.writeFileSync(path.join(folder, "first"), "SECRET=");
  fs.writeFileSync(path.join(folder, "second"), "SECRET=");
  const real = jest.requireActual<typeof fs>("node:fs");
  const read = real.readFileSync;
  const reading = jest.spyOn(real, "readFileSync").mockImplementation(((file, ...how) => {
    fs.rmSync(path.join(folder, "second"), { force: true });
    return read(file, ...how);
  }) as typeof fs.readFileSync);
  const found = exposedIn([folder], ["SECRET="]);
  reading.mockRestore();
  fs.rmSync(folder, { recursive: true });
  expect(found).toEqual([path.join(folder, "first")]);
});
