import * as fs from "node:fs";
import * as path from "node:path";
import { run } from "../command";

const KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";

/** The Debian mirror that this machine's apt is set up with. The suite taken from it may be another one. */
export async function debianMirror(): Promise<string | undefined> {
  const format = "$(REPO_URI) $(COMPONENT)";
  const { stdout } = await run(["apt-get", "indextargets", "--format", format]);
  const uris = stdout
    .split("\n")
    .map((line) => line.split(" "))
    .filter(([uri, component]) => component === "main" && /\/debian\/?$/.test(uri))
    .map(([uri]) => uri);
  return uris[0];
}

export async function sourceLine(suite: string): Promise<string> {
  const mirror = await debianMirror();
  if (!mirror) throw new Error("apt has no source of Debian packages: add one to /etc/apt");
  return `deb [signed-by=${KEYRING}] ${mirror} ${suite} main`;
}

/**
 * Debian's packages of a suite, apart from the machine's own apt: nothing of the machine is read but its mirror, and
 * nothing is changed. `directory` is scratch space.
 */
export class PackageSource {
  static async open(suite: string, directory: string): Promise<PackageSource> {
    const source = new PackageSource(directory);
    for (const part of ["lists/partial", "cache/archives/partial", "none"]) {
      fs.mkdirSync(path.join(directory, part), { recursive: true });
    }
    fs.writeFileSync(path.join(directory, "sources.list"), `${await sourceLine(suite)}\n`);
    fs.writeFileSync(path.join(directory, "nothing-installed"), "");
    await run([...source.apt(source.nothingInstalled), "update"]);
    return source;
  }

  /** As if no package were there yet. */
  readonly nothingInstalled: string;

  private constructor(private readonly directory: string) {
    this.nothingInstalled = path.join(directory, "nothing-installed");
  }

  /** Downloads the packages and all they depend on that `dpkgStatus` does not list as installed. */
  async download(packages: readonly string[], dpkgStatus: string, into: string): Promise<string[]> {
    fs.mkdirSync(into, { recursive: true });
    const options = ["--yes", "--no-install-recommends", "--download-only"];
    await run([...this.apt(dpkgStatus), ...options, "install", ...packages]);
    const archives = path.join(this.directory, "cache/archives");
    const files = fs.readdirSync(archives).filter((file) => file.endsWith(".deb"));
    for (const file of files) fs.renameSync(path.join(archives, file), path.join(into, file));
    return files.map((file) => path.join(into, file));
  }

  /** Downloads one package without what it depends on. */
  async fetch(name: string, into: string): Promise<string> {
    const before = new Set(fs.readdirSync(into));
    await run([...this.apt(this.nothingInstalled), "download", name], { cwd: into });
    const file = fs.readdirSync(into).find((entry) => !before.has(entry));
    if (!file) throw new Error(`apt-get download ${name} brought no file into ${into}`);
    return path.join(into, file);
  }

  private apt(dpkgStatus: string): string[] {
    const settings = [
      `Dir::Etc::sourcelist=${path.join(this.directory, "sources.list")}`,
      `Dir::Etc::sourceparts=${path.join(this.directory, "none")}`,
      `Dir::State::lists=${path.join(this.directory, "lists")}`,
      `Dir::State::status=${dpkgStatus}`,
      `Dir::Cache=${path.join(this.directory, "cache")}`,
      "Acquire::Languages=none",
      "APT::Sandbox::User=root",
      "Debug::NoLocking=true",
    ];
    return ["apt-get", "-qq", ...settings.flatMap((setting) => ["-o", setting])];
  }
}
