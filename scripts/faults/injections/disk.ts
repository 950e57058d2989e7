import { nodeOf } from "../places";
import { Injection, Scene } from "./injection";

const UNDER = "/run/owner-disk";

/**
 * The directory that is written next gets a small disk of its own, with what is in it, and that is filled. The host's own
 * disk is the machine's, and /etc as a whole cannot be replaced under a running /etc/pve.
 */
const FILL = `set -eu
mkdir -p "$directory" ${UNDER}
mount --bind "$directory" ${UNDER}
# Else what is mounted over the one appears on the other as well.
mount --make-private ${UNDER}
size=$(du -sk ${UNDER} | cut -f 1)
mount -t tmpfs -o "size=$((size + 64))k,mode=$(stat -c %a ${UNDER})" owner-disk "$directory"
cp -a ${UNDER}/. "$directory/"
dd if=/dev/zero of="$directory/.owner-filler" bs=4k 2>${UNDER}.said || grep -q 'No space left' ${UNDER}.said
! echo test >"$directory/.owner-test" 2>${UNDER}.said
rm -f "$directory/.owner-test"
grep -o 'No space left on device' ${UNDER}.said`;

/** What was written meanwhile stays, as on a disk that somebody has made room on. */
const EMPTY = `set -eu
rm "$directory/.owner-filler"
find ${UNDER} -mindepth 1 -delete
cp -a "$directory/." ${UNDER}/
umount -l "$directory"
umount ${UNDER}
rm -r ${UNDER} ${UNDER}.said`;

export function diskFull(disk: "etc" | "var", { lab, place }: Scene): Injection {
  const { writes } = place;
  const directory = writes?.[disk];
  if (!writes || !directory) throw new Error(`nothing is written below /${disk} at ${place.name}`);
  const node = nodeOf(writes.node, place);
  const on = (script: string) => lab.console(node, `directory=${directory}\n${script}`);
  return {
    inject: async () => {
      const { stdout } = await on(FILL);
      return `${node}: ${directory}: ${stdout.trim()}`;
    },
    giveBack: async () => {
      await on(EMPTY);
    },
  };
}
