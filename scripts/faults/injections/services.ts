import { CONTACT, nodeOf } from "../places";
import { Injection, onHostUntil, Scene, startOwners, stopOwners } from "./injection";

const state = "$(systemctl show -p ActiveState --value corosync.service)";

export function corosyncKilled({ lab }: Scene): Injection {
  return {
    inject: async () => {
      await onHostUntil(lab, CONTACT, "corosync runs", `[ "${state}" = active ]`);
      await lab.console(CONTACT, "systemctl kill --signal=KILL corosync.service");
      await onHostUntil(lab, CONTACT, "corosync is killed", `[ "${state}" = failed ]`);
      return `corosync.service of ${CONTACT} has failed`;
    },
  };
}

export function pmxcfsStopped({ lab, place }: Scene): Injection {
  const node = nodeOf(place.busy, place);
  return {
    inject: async () => {
      await lab.console(node, "systemctl stop pve-cluster.service");
      await onHostUntil(lab, node, "/etc/pve is not mounted", "! mountpoint -q /etc/pve");
      return `/etc/pve of ${node} is not mounted`;
    },
  };
}

/** Somebody's shell stands in /etc/pve: the file system cannot be unmounted. */
export function etcPveOpen({ lab, place }: Scene): Injection {
  const node = nodeOf(place.busy, place);
  const unit = "owner-shell.service";
  return {
    inject: async () => {
      await startOwners(lab, node, unit, "cd /etc/pve && exec 3</etc/pve && exec sleep infinity");
      const holder = `/proc/$(systemctl show -p MainPID --value ${unit})`;
      await onHostUntil(
        lab,
        node,
        "a process holds /etc/pve",
        `[ "$(readlink ${holder}/fd/3 2>/dev/null)" = /etc/pve ]`,
      );
      return `a process of ${node} has /etc/pve open and stands in it`;
    },
    giveBack: () => stopOwners(lab, node, unit),
  };
}
