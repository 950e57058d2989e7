import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { Lab } from "../../lab";

/** A login ticket of root as Proxmox writes it; no text about tickets looks like one. */
const TICKET = "PVE:root@pam:[0-9A-F]{8}::";

/** Where a process leaves things behind, its crash among them. What a deploy puts aside for root alone is not meant. */
const PLACES =
  "/tmp /var/tmp /dev/shm /run /root /home /var/log /var/crash /var/lib/systemd/coredump";

// The keys reach grep through a pipe: as its arguments they would be found in its own command line.
const SEARCH = String.raw`keys() { cat /etc/wireguard/privatekey /etc/wireguard/psk-* 2>/dev/null; }
[ -n "$(keys)" ] || exit 0
here() { for place in ${PLACES}; do [ ! -e "$place" ] || printf '%s\n' "$place"; done; find / -maxdepth 1 -type f -name 'core*'; }
mapfile -t places < <(here)
{ grep -raslF --devices=skip --exclude='*.journal' -f <(keys) "${"$"}{places[@]}"; grep -raslE --devices=skip --exclude='*.journal' '${TICKET}' "${"$"}{places[@]}"; } | sort -u | sed 's/^/file /'
journalctl --quiet --output export | grep -aF -f <(keys) | sed 's/=.*//; s/^/journal, field /' | sort -u
journalctl --quiet --output export | grep -aE '${TICKET}' | sed 's/=.*//; s/^/journal, a ticket in field /' | sort -u
said() { cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\0' ' '; }
! said | grep -aqF -f <(keys) || echo "the command line of a process"
! said | grep -aqE '${TICKET}' || echo "a ticket in the command line of a process"
true`;

/** Where private keys, preshared keys and tickets stand after a fault, beside the files that are made for them. */
export async function exposedSecrets(lab: Lab, directory: string): Promise<string[]> {
  const perNode = await Promise.all(
    lab.nodes.map(async (node) => {
      const { stdout } = await lab.console(node, SEARCH);
      const found = stdout.split("\n").filter(Boolean);
      return found.map((line) => `${node}: a secret lies open: ${line}`);
    }),
  );
  const secrets = (await Promise.all(lab.nodes.map((node) => secretsOf(lab, node)))).flat();
  const onRunner = exposedIn([directory, ...runnersLeftovers()], secrets);
  return [...perNode.flat(), ...onRunner.map((file) => `runner: a secret lies open: ${file}`)];
}

async function secretsOf(lab: Lab, node: string): Promise<string[]> {
  const { stdout } = await lab.console(node, "cat /etc/wireguard/{privatekey,psk-*}", {
    check: false,
  });
  return stdout.split(/\s+/).filter(Boolean);
}

function runnersLeftovers(): string[] {
  const names = fs.readdirSync(os.tmpdir()).filter((name) => name.startsWith("pve-wan."));
  return names.map((name) => path.join(os.tmpdir(), name));
}

/** Files below the folders that hold a secret. Terraform's state may: it marks them, and is the user's to keep. */
export function exposedIn(folders: readonly string[], secrets: readonly string[]): string[] {
  const ticket = new RegExp(TICKET);
  return folders
    .flatMap(filesBelow)
    .filter((file) => !/\.tfstate(\.backup)?$|\/\.terraform\//.test(file))
    .filter((file) => {
      const text = unlessGone("", () => fs.readFileSync(file, "latin1"));
      return ticket.test(text) || secrets.some((secret) => text.includes(secret));
    });
}

function filesBelow(folder: string): string[] {
  return unlessGone([], () => fs.readdirSync(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

/** Another deploy's own folder may go while it is looked at: then nothing is left of it. */
function unlessGone<T>(nothing: T, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return nothing;
    throw error;
  }
}
