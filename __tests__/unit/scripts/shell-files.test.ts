import { isShell, shellFiles } from "../../../scripts/lint/shell-files";
import { PROJECT } from "../../../scripts/deploy/run";

describe("what shellcheck is given", () => {
  test.each([
    ["host/lib.sh", "# no shebang", true],
    ["host/pve-wan", "#!/bin/bash", true],
    ["run", "#!/usr/bin/env bash", true],
    ["run", "#!/bin/sh -eu", true],
    ["run", "#!/usr/bin/env -S bash -eu", true],
    ["pvecm", "#!/usr/bin/perl", false],
    ["pvecm", "#!/usr/bin/env python3", false],
    ["README", "how to run a shell", false],
    ["wan.pl", "#!/bin/sh", false],
  ])("%s that begins with %j: %s", (name, firstLine, expected) => {
    expect(isShell(name, () => firstLine)).toBe(expected);
  });

  test("finds the host tool and the command of CI, which have no extension", async () => {
    expect(await shellFiles(PROJECT)).toEqual(
      expect.arrayContaining(["host/pve-wan", ".ci/run", "host/lib.sh"]),
    );
  });
});
