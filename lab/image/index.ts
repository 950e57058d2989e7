import * as fs from "node:fs";
import * as path from "node:path";
import { keyOf, labCache, Log, madeOnce } from "../cache";
import { run } from "../command";
import { ENTERPRISE_ADDRESS } from "../topology";
import { PackageSource } from "./apt";
import { baseTree, ProxmoxVersion, SUITES } from "./base";
import { contentHash } from "./content-hash";
import { Layer, readLayer } from "./layer";
import { writePackageIndex } from "./repository";
import { Tools } from "./tools";

export { ProxmoxVersion } from "./base";

/** What a deployment, its tests and people at play may install on a host. */
const INSTALLABLE = [
  ...["wireguard-tools", "nftables", "tcpdump", "iperf3", "libfaketime", "faketime"],
  ...[
    "chrony",
    "curl",
    "expect",
    "jq",
    "lsof",
    "mtr-tiny",
    "netcat-openbsd",
    "openssl",
    "rsync",
    "strace",
  ],
];

const IN_TREE = path.join(__dirname, "in-tree.sh");
const FINISH = path.join(__dirname, "finish.sh");
/** What makes a tree a host of the lab. */
const HOST_FILES = path.join(__dirname, "host-files");

export interface Image {
  /** Trees of overlayfs, the topmost first. */
  readonly lower: readonly string[];
  /** The apt repository that the hosts see. */
  readonly repository: string;
}

/** Brings the image up to date: three trees, each cached, so that a change costs only what lies above it. */
export async function image(version: ProxmoxVersion, tools: Tools, log: Log): Promise<Image> {
  const layer = readLayer();
  const base = await baseTree(version, tools, log);
  const packages = await packagesTree(version, base, layer, log);
  const proxmox = await proxmoxTree(version, base, packages, layer, log);
  return {
    lower: [path.join(proxmox, "tree"), path.join(packages, "tree"), base],
    repository: path.join(packages, "repository"),
  };
}

/** The layer's Debian packages, and the repository of what can be installed on top of them. */
async function packagesTree(
  version: ProxmoxVersion,
  base: string,
  layer: Layer,
  log: Log,
): Promise<string> {
  const suite = SUITES[version];
  const key = keyOf(
    "1",
    base,
    contentHash([IN_TREE]),
    layer.packages.join(" "),
    INSTALLABLE.join(" "),
  );
  return madeOnce(labCache(`packages-${suite}-${key}`), async (temporary) => {
    log(`adding the Proxmox layer's ${layer.packages.length} Debian packages (once for each list)`);
    const scratch = path.join(temporary, "scratch");
    const source = await PackageSource.open(suite, path.join(scratch, "apt"));
    const added = path.join(scratch, "added");
    const status = path.join(base, "var/lib/dpkg/status");
    await source.download(layer.packages, status, added);
    await writePackageIndex(added);
    const install =
      'chroot "$LAB_ROOT" sh -c "apt-get -qq update -o Dir::Etc::sourceparts=- && apt-get -qq --yes --no-install-recommends install $*"' +
      ' && chroot "$LAB_ROOT" apt-get clean';
    await inImage([base], temporary, added, ["bash", "-ceu", install, "-", ...layer.packages]);

    const repository = path.join(temporary, "repository");
    const statusNow = path.join(temporary, "tree/var/lib/dpkg/status");
    const topmost = fs.existsSync(statusNow) ? statusNow : status;
    await source.download(INSTALLABLE, topmost, repository);
    await writePackageIndex(repository);
    fs.rmSync(scratch, { recursive: true });
  });
}

/** What makes it a host of the lab, the layer's own files and its setup: seconds, so that work on them is quick. */
async function proxmoxTree(
  version: ProxmoxVersion,
  base: string,
  packages: string,
  layer: Layer,
  log: Log,
): Promise<string> {
  const key = keyOf("1", packages, contentHash([IN_TREE, FINISH, HOST_FILES]), layer.hash);
  return madeOnce(labCache(`proxmox-${SUITES[version]}-${key}`), async (temporary) => {
    log(`laying ${layer.directory} over the image`);
    const repository = path.join(packages, "repository");
    const lower = [path.join(packages, "tree"), base];
    await inImage(lower, temporary, repository, ["bash", FINISH, HOST_FILES, layer.directory], {
      LAB_PVE: String(version),
      LAB_SUITE: SUITES[version],
      LAB_ENTERPRISE: ENTERPRISE_ADDRESS,
    });
  });
}

async function inImage(
  lower: readonly string[],
  directory: string,
  repository: string,
  argv: readonly string[],
  extraEnv: NodeJS.ProcessEnv = {},
): Promise<void> {
  const isolated = ["unshare", "--mount", "--pid", "--net", "--ipc", "--fork", "--kill-child"];
  await run([...isolated, "bash", IN_TREE, lower.join(":"), directory, repository, ...argv], {
    env: {
      PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
      DEBIAN_FRONTEND: "noninteractive",
      LC_ALL: "C.UTF-8",
      ...extraEnv,
    },
  });
}
