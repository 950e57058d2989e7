import * as fs from "node:fs";
import * as path from "node:path";
import { keyOf, labCache, Log, madeOnce } from "../cache";
import { run } from "../command";
import { shellWord } from "../quote";
import { PackageSource } from "./apt";

/** Unpacked beside the lab and never installed: systemd-container would bring other systemd packages to the machine. */
const PACKAGES = ["systemd-container", "iproute2"];
const PROGRAMS = ["usr/bin/systemd-nspawn", "bin/ip"];
/** A Perl script that needs what every Debian with git has. Its dependencies would only repeat that. */
const SCRIPT_PACKAGE = "mmdebstrap";
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
export async function tools(log: Log): Promise<Tools> {
  const suite = machineSuite();
  const key = keyOf("1", suite, ...PACKAGES, ...PROGRAMS, SCRIPT_PACKAGE, ...LIBRARIES);
  const directory = await madeOnce(labCache(`tools-${suite}-${key}`), async (temporary) => {
    log("unpacking systemd-nspawn, ip and mmdebstrap beside the lab (once)");
    const scratch = path.join(temporary, "scratch");
    const source = await PackageSource.open(suite, path.join(scratch, "apt"));
    const debs = await source.download(
      PACKAGES,
      source.nothingInstalled,
      path.join(scratch, "debs"),
    );
    debs.push(await source.fetch(SCRIPT_PACKAGE, path.join(scratch, "debs")));
    const root = path.join(temporary, "root");
    for (const deb of debs) await run(["dpkg-deb", "--extract", deb, root]);
    fs.rmSync(scratch, { recursive: true });
    fs.mkdirSync(path.join(temporary, "bin"));
    for (const program of PROGRAMS) writeWrapper(temporary, program);
    fs.symlinkSync("../root/usr/bin/mmdebstrap", path.join(temporary, "bin/mmdebstrap"));
  });
  const usual = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  return { searchPath: `${path.join(directory, "bin")}:${usual}` };
}

/** Runs a program with the libraries it was built for, and passes none of them on to what it starts. */
function writeWrapper(directory: string, program: string): void {
  const name = path.basename(program);
  const script = [
    "#!/bin/sh",
    'root=$(dirname "$0")/../root',
    `libraries=${LIBRARIES.map((library) => `"$root"/${shellWord(library)}`).join(":")}`,
    `exec "$root"/lib64/ld-linux-x86-64.so.2 --library-path "$libraries" --argv0 ${name} "$root"/${program} "$@"`,
    "",
  ].join("\n");
  fs.writeFileSync(path.join(directory, "bin", name), script, { mode: 0o755 });
}

function machineSuite(): string {
  const suite = /^VERSION_CODENAME=(\w+)$/m.exec(fs.readFileSync("/etc/os-release", "utf8"))?.[1];
  if (!suite) throw new Error("/etc/os-release names no VERSION_CODENAME: run the lab on Debian");
  return suite;
}
