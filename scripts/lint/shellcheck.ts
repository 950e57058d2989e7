import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { promisify } from "node:util";
import { cacheDirectory, Log, madeOnce } from "../../lab/cache";
import { which } from "../../lab/toolchain/program";

const execute = promisify(execFile);

/** What it needs beside itself; the C library is everywhere. */
const PACKAGES = ["shellcheck", "libgmp10", "libffi8"];
const OPTIONS = ["--external-sources", "--source-path=SCRIPTDIR"];

/** The shellcheck of PATH, else Debian's, unpacked beside the system and not installed. */
export async function shellcheck(log: Log): Promise<string[]> {
  const installed = which("shellcheck", process.env);
  if (installed) return [installed, ...OPTIONS];
  if (!which("apt-get", process.env) || !which("dpkg-deb", process.env)) {
    throw new Error("shellcheck is not on PATH: install it (macOS: brew install shellcheck)");
  }
  const root = await madeOnce(path.join(cacheDirectory(), "shellcheck"), (temporary) =>
    unpack(temporary, log),
  );
  const libraries = fs
    .readdirSync(path.join(root, "usr/lib"))
    .map((name) => `${root}/usr/lib/${name}`);
  const program = path.join(root, "usr/bin/shellcheck");
  return ["env", `LD_LIBRARY_PATH=${libraries.join(":")}`, program, ...OPTIONS];
}

/** With package lists of its own, so that the machine's are neither needed nor changed. */
async function unpack(root: string, log: Log): Promise<void> {
  log("shellcheck is not on PATH: unpacking Debian's into the cache, once");
  const work = path.join(root, "apt");
  const directories = ["lists/partial", "cache/archives/partial"];
  directories.forEach((name) => fs.mkdirSync(path.join(work, name), { recursive: true }));
  const apt = (...args: string[]) =>
    execute(
      "apt-get",
      [
        ...["-o", `Dir::State::Lists=${work}/lists`, "-o", `Dir::Cache=${work}/cache`],
        ...["-o", "APT::Sandbox::User=root", "-q", ...args],
      ],
      { cwd: work },
    );
  await apt("update");
  await apt("download", ...PACKAGES);
  const packages = fs.readdirSync(work).filter((name) => name.endsWith(".deb"));
  for (const name of packages) await execute("dpkg-deb", ["-x", path.join(work, name), root]);
  fs.rmSync(work, { recursive: true });
}
