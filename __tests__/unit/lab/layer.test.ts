import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { readLayer, readPackages } from "../../../lab/image/layer";

describe("a Proxmox layer", () => {
  let scratch: string;
  let layer: string;

  beforeEach(() => {
    scratch = mkdtempSync(path.join(tmpdir(), "layer-"));
    layer = path.join(scratch, "layer");
    mkdirSync(path.join(layer, "root/usr/bin"), { recursive: true });
    writeFileSync(path.join(layer, "packages"), "corosync # a comment\n\n# another\nperl\n");
    writeFileSync(path.join(layer, "setup"), "#!/bin/sh\n", { mode: 0o755 });
    writeFileSync(path.join(layer, "root/usr/bin/pvecm"), "one");
    symlinkSync("pvecm", path.join(layer, "root/usr/bin/link"));
  });

  afterEach(() => rmSync(scratch, { recursive: true }));

  test("lists packages one a line", () => {
    expect(readLayer(layer).packages).toEqual(["corosync", "perl"]);
    expect(readPackages("#\n")).toEqual([]);
  });

  test("says what is missing", () => {
    rmSync(path.join(layer, "setup"));
    expect(() => readLayer(layer)).toThrow("setup missing");
  });

  test("has the same hash wherever it lies and whatever the umask was", () => {
    const copy = path.join(scratch, "copy");
    cpSync(layer, copy, { recursive: true, verbatimSymlinks: true });
    chmodSync(path.join(copy, "root/usr/bin/pvecm"), 0o664);
    expect(readLayer(copy).hash).toBe(readLayer(layer).hash);
  });

  const changes: [string, (directory: string) => void][] = [
    ["content", (directory) => writeFileSync(path.join(directory, "root/usr/bin/pvecm"), "two")],
    ["a mode", (directory) => chmodSync(path.join(directory, "root/usr/bin/pvecm"), 0o755)],
    ["a file", (directory) => writeFileSync(path.join(directory, "root/usr/bin/new"), "")],
    ["the setup", (directory) => writeFileSync(path.join(directory, "setup"), "#!/bin/bash\n")],
    [
      "a link",
      (directory) => {
        rmSync(path.join(directory, "root/usr/bin/link"));
        symlinkSync("other", path.join(directory, "root/usr/bin/link"));
      },
    ],
  ];
  test.each(changes)("has another hash when %s changes", (_, change) => {
    const before = readLayer(layer).hash;
    change(layer);
    expect(readLayer(layer).hash).not.toBe(before);
  });
});
