import { nodeOf } from "../places";
import { Injection, onHostUntil, Scene, startOwners, stopOwners } from "./injection";

const PACKAGES_STEP = "keys packages";

// fcntl's kind of lock, as apt takes it; struct flock of Linux on x86_64.
const HOLD_LOCK = String.raw`exec perl -MFcntl -e '
open my $file, "+<", "/var/lib/dpkg/lock-frontend" or die $!;
my $lock = pack "s s x4 q q l x4", F_WRLCK, 0, 0, 0, 0;
fcntl $file, F_SETLKW, $lock or die $!;
open my $held, ">", "/run/owner-apt.held" or die $!;
sleep'`;

export function aptLocked({ lab, place }: Scene): Injection {
  const node = nodeOf(place.busy, place);
  const unit = "owner-apt.service";
  return {
    inject: async () => {
      await startOwners(lab, node, unit, HOLD_LOCK);
      await onHostUntil(lab, node, "apt's lock is held", "[ -e /run/owner-apt.held ]");
      return `the packages of ${node} had to wait for apt's lock and were not installed`;
    },
    giveBack: async () => {
      await stopOwners(lab, node, unit);
      await lab.console(node, "rm /run/owner-apt.held");
    },
    mustStop: PACKAGES_STEP,
  };
}

const REPOSITORY = "/srv/lab-repository";

export function aptGone({ lab, place }: Scene): Injection {
  const node = nodeOf(place.busy, place);
  return {
    inject: async () => {
      await lab.console(node, `mount -t tmpfs -o size=4k owner-empty ${REPOSITORY}`);
      await onHostUntil(lab, node, "the repository is gone", `[ -z "$(ls ${REPOSITORY})" ]`);
      return `the packages of ${node} could not be fetched`;
    },
    giveBack: async () => {
      await lab.console(node, `umount ${REPOSITORY}`);
    },
    mustStop: PACKAGES_STEP,
  };
}
