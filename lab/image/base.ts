import * as path from "node:path";
import { keyOf, labCache, Log, madeOnce } from "../cache";
import { run } from "../command";
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
    `echo "deb [trusted=yes] file:${REPOSITORY_ON_HOST} ./" >"$1"/etc/apt/sources.list`,
    'echo force-unsafe-io >"$1"/etc/dpkg/dpkg.cfg.d/lab-unsafe-io',
    `chroot "$1" systemctl -q mask ${MASKED}`,
  ];
  const key = keyOf("2", suite, ...PACKAGES, ...hooks);

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
  });
  return path.join(directory, "tree");
}
