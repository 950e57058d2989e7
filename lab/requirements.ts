import * as fs from "node:fs";
import { cacheDirectory } from "./cache";
import { run } from "./command";
import { debianMirror } from "./image/apt";

const MAX_CACHE_GB = 3;

/** What this machine lacks to run the lab: a line each, with what to do. Empty if it can. */
export async function missingForLab(): Promise<string[]> {
  if (process.platform !== "linux" || process.arch !== "x64") {
    const found = `${process.platform} on ${process.arch}`;
    return [
      `the lab needs Linux on x86_64, this is ${found}: run it on a Debian 12 or 13 server or VM`,
    ];
  }
  const missing = [
    ...missingNode(),
    ...missingDebian(),
    ...missingDevices(),
    ...missingKernelParts(),
  ];
  missing.push(...missingPrograms());
  if (process.getuid?.() !== 0) {
    missing.push("the lab must run as root: use sudo or a root shell");
    return missing; // without root nothing more can be tried
  }
  if (missing.length > 0) return missing;
  const tried = await Promise.all([missingNamespaces(), missingMirror(), missingSpace()]);
  return tried.flat();
}

function missingNode(): string[] {
  const [major, minor] = process.versions.node.split(".").map(Number);
  const enough = major > 20 || (major === 20 && minor >= 9);
  return enough ? [] : [`Node.js ${process.versions.node} is too old: install 20.9 or newer`];
}

function missingDebian(): string[] {
  const release = fs.existsSync("/etc/os-release")
    ? fs.readFileSync("/etc/os-release", "utf8")
    : "";
  const id = /^ID=(.*)$/m.exec(release)?.[1];
  const version = /^VERSION_ID="?(\d+)"?$/m.exec(release)?.[1];
  if (id === "debian" && (version === "12" || version === "13")) return [];
  const name = /^PRETTY_NAME="?(.*?)"?$/m.exec(release)?.[1] ?? "something unknown";
  return [`the lab needs Debian 12 or 13, this is ${name}: run it on such a server or VM`];
}

function missingDevices(): string[] {
  const devices: [string, string][] = [
    ["/dev/net/tun", "load the kernel module tun, or pass the device into this container"],
    ["/dev/fuse", "load the kernel module fuse, or pass the device into this container"],
  ];
  return devices
    .filter(([device]) => !fs.existsSync(device))
    .map(([device, remedy]) => `${device} is missing: ${remedy}`);
}

function missingKernelParts(): string[] {
  const known = fs.readFileSync("/proc/filesystems", "utf8");
  return ["overlay", "cgroup2", "fuse"]
    .filter((name) => !new RegExp(`\\t${name}$`, "m").test(known))
    .map(
      (name) =>
        `the kernel knows no file system "${name}": run modprobe ${name}, or another kernel`,
    );
}

function missingPrograms(): string[] {
  const programs: [string, string][] = [
    ["ssh", "openssh-client"],
    ["ssh-keygen", "openssh-client"],
    ["apt-get", "apt"],
    ["dpkg-deb", "dpkg"],
    ["perl", "perl"],
    ["tar", "tar"],
    ["unshare", "util-linux"],
    ["nsenter", "util-linux"],
    ["flock", "util-linux"],
    ["setpriv", "util-linux"],
    ["mount", "mount"],
  ];
  const directories = (process.env.PATH ?? "").split(":");
  return programs
    .filter(([name]) => !directories.some((directory) => fs.existsSync(`${directory}/${name}`)))
    .map(([name, source]) => `the program ${name} is missing: apt-get install ${source}`);
}

/** Tries in one go what a lab is made of; containers often forbid part of it. */
async function missingNamespaces(): Promise<string[]> {
  fs.mkdirSync(cacheDirectory(), { recursive: true });
  const scratch = fs.mkdtempSync(`${cacheDirectory()}/probe-`);
  const tries: [command: string, missing: string][] = [
    ['mount -t cgroup2 cgroup2 "$1/cgroup"', "cgroup v2 cannot be mounted"],
    [
      'mount -t overlay overlay -o "lowerdir=$1/lower,upperdir=$1/upper,workdir=$1/work" "$1/merged"',
      `overlayfs does not work on the file system of ${cacheDirectory()}: set XDG_CACHE_HOME to a directory on ext4 or xfs`,
    ],
    ["mount -t proc proc /proc", "/proc cannot be mounted in namespaces"],
    [
      'read -r off </proc/sys/net/ipv6/conf/default/disable_ipv6; [ "$off" = 0 ] || { echo "disable_ipv6 is \'$off\'" >&2; exit 1; }',
      "network namespaces have no IPv6: boot the kernel without ipv6.disable and ipv6.disable_ipv6",
    ],
  ];
  try {
    for (const part of ["cgroup", "lower", "upper", "work", "merged"])
      fs.mkdirSync(`${scratch}/${part}`);
    const all = ["unshare", "--mount", "--net", "--pid", "--ipc", "--uts", "--cgroup", "--fork"];
    const made = await run([...all, "true"], { check: false });
    if (made.code !== 0) {
      return [
        `namespaces cannot be made (${made.stderr.trim()}): a container must be run privileged`,
      ];
    }
    const missing = await Promise.all(
      tries.map(async ([command, what]) => {
        const tried = await run([...all, "sh", "-c", command, "-", scratch], { check: false });
        return tried.code === 0 ? [] : [`${what} (${tried.stderr.trim()})`];
      }),
    );
    return missing.flat();
  } finally {
    fs.rmSync(scratch, { recursive: true });
  }
}

async function missingMirror(): Promise<string[]> {
  return (await debianMirror())
    ? []
    : ["apt has no source of Debian packages (a URI that ends in /debian): add one to /etc/apt"];
}

function missingSpace(): string[] {
  const { bavail, bsize } = fs.statfsSync(cacheDirectory());
  const gigabytes = (bavail * bsize) / 2 ** 30;
  return gigabytes >= MAX_CACHE_GB
    ? []
    : [
        `${cacheDirectory()} has ${gigabytes.toFixed(1)} GB left, the lab takes up to ${MAX_CACHE_GB}: make room or set XDG_CACHE_HOME`,
      ];
}
