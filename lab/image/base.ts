import * as fs from "node:fs";
import * as path from "node:path";
import { keyOf, labCache, Log, madeOnce } from "../cache";
import { run } from "../command";
import { ENTERPRISE_ADDRESS } from "../topology";
import { sourceLine } from "./apt";
import { REPOSITORY_ON_HOST } from "./repository";
import { Tools } from "./tools";

export type ProxmoxVersion = 8 | 9;
export const SUITES: Readonly<Record<ProxmoxVersion, string>> = { 8: "bookworm", 9: "trixie" };

/** What a freshly ordered server has beyond Debian's default set; wireguard-go stands in for a kernel without WireGuard. */
const PACKAGES = [
  "ca-certificates",
  "dbus",
  "iputils-ping",
  "libpam-systemd",
  "openssh-server",
  "wireguard-go",
];

/** Debian's default set has it in some suites, a Proxmox host does not: a deployment has to install it. */
const NOT_ON_A_PROXMOX_HOST = "nftables";

/** Laid over the tree: what makes it a host of the lab. */
const FILES = path.join(__dirname, "files");

/** Timers that would work on the machine's disks or look for updates. */
const MASKED = "e2scrub_all.timer fstrim.timer apt-daily.timer apt-daily-upgrade.timer";

/** The slow part of the image, made once for each suite: Debian itself. */
export async function baseTree(version: ProxmoxVersion, tools: Tools, log: Log): Promise<string> {
  const suite = SUITES[version];
  const hooks = [
    // mmdebstrap copies these from the machine
    'rm -f "$1"/etc/ssh/ssh_host_* "$1"/etc/resolv.conf "$1"/etc/hostname',
    'rm -f "$1"/etc/machine-id "$1"/var/lib/dbus/machine-id; : >"$1"/etc/machine-id',
    `chroot "$1" dpkg --purge ${NOT_ON_A_PROXMOX_HOST}`,
    'echo force-unsafe-io >"$1"/etc/dpkg/dpkg.cfg.d/lab-unsafe-io',
    `cp -r --no-preserve=ownership '${FILES}'/. "$1"/`,
    `chroot "$1" systemctl -q mask ${MASKED}`,
    'chroot "$1" systemctl -q enable lab-sysctl.service',
  ];
  const sources: Record<string, string> = {
    "sources.list": `deb [trusted=yes] file:${REPOSITORY_ON_HOST} ./\n`,
    ...enterpriseSource(version, suite),
  };
  const files = fs.readdirSync(FILES, { recursive: true, withFileTypes: true });
  const contents = files
    .filter((entry) => entry.isFile())
    .map((entry) => fs.readFileSync(path.join(entry.parentPath, entry.name), "utf8"));
  const key = keyOf("1", suite, ...PACKAGES, ...hooks, JSON.stringify(sources), ...contents);

  const directory = await madeOnce(labCache(`base-${suite}-${key}`), async (temporary) => {
    log(`building a Debian tree of ${suite} (once, about half a minute)`);
    const tree = path.join(temporary, "tree");
    const argv = [
      ...["mmdebstrap", "--quiet", "--variant=important", "--mode=root"],
      `--include=${PACKAGES.join(",")}`,
      '--aptopt=Acquire::Languages "none"',
      "--dpkgopt=force-unsafe-io",
      ...hooks.map((hook) => `--customize-hook=${hook}`),
      ...[suite, tree, await sourceLine(suite)],
    ];
    // In namespaces of its own, so that a build that is killed leaves no process and no mount.
    await run(["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", ...argv], {
      env: { ...process.env, PATH: tools.searchPath, TMPDIR: temporary },
    });
    for (const [name, text] of Object.entries(sources)) {
      fs.writeFileSync(path.join(tree, "etc/apt", name), text);
    }
  });
  return path.join(directory, "tree");
}

/** As the installer leaves it on a host without a subscription; each version has its own form. */
function enterpriseSource(version: ProxmoxVersion, suite: string): Record<string, string> {
  const uri = `http://${ENTERPRISE_ADDRESS}/debian/pve`;
  if (version === 8) {
    return { "sources.list.d/pve-enterprise.list": `deb ${uri} ${suite} pve-enterprise\n` };
  }
  const lines = [
    "Types: deb",
    `URIs: ${uri}`,
    `Suites: ${suite}`,
    "Components: pve-enterprise",
    "",
  ];
  return { "sources.list.d/pve-enterprise.sources": lines.join("\n") };
}
