import * as fs from "node:fs";
import * as path from "node:path";
import { keyOf, labCache, Log, madeOnce } from "../cache";
import { run } from "../command";
import { PackageSource } from "./apt";

/** Unpacked beside the lab and never installed: systemd-container would bring other systemd packages to the machine. */
const PACKAGES = ["systemd-container", "iproute2"];
const PROGRAMS = ["systemd-nspawn", "ip", "tc"];
const PROGRAM_DIRECTORIES = ["usr/bin", "usr/sbin", "bin", "sbin"];
const LOADERS = ["usr/lib64/ld-linux-x86-64.so.2", "lib64/ld-linux-x86-64.so.2"];
/** A Perl script that needs what every Debian with git has. Its dependencies would only repeat that. */
const SCRIPT_PACKAGE = "mmdebstrap";
/** Of all that those depend on, only libraries are of use where nothing is installed. */
const NEEDED = /^(lib|systemd-container_|iproute2_|mmdebstrap_)/;
const LIBRARIES = [
  "lib/x86_64-linux-gnu",
  "usr/lib/x86_64-linux-gnu",
  "usr/lib/x86_64-linux-gnu/systemd",
];

export interface Tools {
  /** PATH for whatever needs the tools. */
  readonly searchPath: string;
}

/** The programs the lab needs beyond what Debian, an OpenSSH client and git bring. */
export async function tools(log: Log, suite = machineSuite()): Promise<Tools> {
  const key = keyOf("3", suite, ...PACKAGES, ...PROGRAMS, SCRIPT_PACKAGE, ...LIBRARIES);
  const directory = await madeOnce(labCache(`tools-${suite}-${key}`), async (temporary) => {
    log("unpacking systemd-nspawn, ip, tc and mmdebstrap beside the lab (once)");
    const scratch = path.join(temporary, "scratch");
    const source = await PackageSource.open(suite, path.join(scratch, "apt"));
    const debs = await source.download(
      PACKAGES,
      source.nothingInstalled,
      path.join(scratch, "debs"),
    );
    debs.push(await source.fetch(SCRIPT_PACKAGE, path.join(scratch, "debs")));
    const root = path.join(temporary, "root");
    const needed = debs.filter((deb) => NEEDED.test(path.basename(deb)));
    await Promise.all(needed.map((deb) => run(["dpkg-deb", "--extract", deb, root])));
    fs.rmSync(scratch, { recursive: true });
    fs.mkdirSync(path.join(temporary, "bin"));
    for (const program of PROGRAMS) writeWrapper(temporary, program);
    fs.symlinkSync("../root/usr/bin/mmdebstrap", path.join(temporary, "bin/mmdebstrap"));
  });
  const usual = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  return { searchPath: `${path.join(directory, "bin")}:${usual}` };
}

/** The first that is there: suites differ in where they have it. */
function firstIn(root: string, candidates: readonly string[]): string {
  const found = candidates.find((candidate) => fs.existsSync(path.join(root, candidate)));
  if (!found) throw new Error(`none of ${candidates.join(", ")} came with the packages in ${root}`);
  return found;
}

/** Runs a program with the libraries it was built for, and passes none of them on to what it starts. */
function writeWrapper(directory: string, name: string): void {
  const root = path.join(directory, "root");
  const loader = firstIn(root, LOADERS);
  const program = firstIn(
    root,
    PROGRAM_DIRECTORIES.map((place) => `${place}/${name}`),
  );
  const script = [
    "#!/bin/sh",
    "root=${0%/*}/../root",
    `libraries=${LIBRARIES.map((library) => `"$root"/${library}`).join(":")}`,
    `exec "$root"/${loader} --library-path "$libraries" --argv0 ${name} "$root"/${program} "$@"`,
    "",
  ].join("\n");
  fs.writeFileSync(path.join(directory, "bin", name), script, { mode: 0o755 });
}

export function machineSuite(): string {
  const suite = /^VERSION_CODENAME=(\w+)$/m.exec(fs.readFileSync("/etc/os-release", "utf8"))?.[1];
  if (!suite) throw new Error("/etc/os-release names no VERSION_CODENAME: run the lab on Debian");
  return suite;
}
