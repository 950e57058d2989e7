#!/bin/bash
# in-tree.sh LOWER DIRECTORY REPOSITORY COMMAND...: runs a command inside an image tree, and keeps what it changes in
# DIRECTORY/tree. LOWER is the list of trees below (overlayfs: the first on top). Run in mount and pid namespaces of its
# own, which take every mount and process away. The tree is at LAB_ROOT for the command, which itself runs outside.
set -euo pipefail
lower=$1 directory=$2 repository=$3
shift 3

export LAB_ROOT=$directory/merged
mkdir -p "$directory/tree" "$directory/work" "$LAB_ROOT"
# Each tree becomes a lower one of another overlay: nothing may point back into the layers it was made on.
mount -t overlay overlay -o "lowerdir=$lower,upperdir=$directory/tree,workdir=$directory/work,redirect_dir=off,metacopy=off,index=off" "$LAB_ROOT"
mount -t proc proc "$LAB_ROOT/proc"
mount -t tmpfs tmpfs "$LAB_ROOT/run"
mkdir -p "$LAB_ROOT/srv/lab-repository"
mount --bind "$repository" "$LAB_ROOT/srv/lab-repository"
# Nothing is started in a tree that is not running.
printf '#!/bin/sh\nexit 101\n' >"$LAB_ROOT/usr/sbin/policy-rc.d"
chmod 755 "$LAB_ROOT/usr/sbin/policy-rc.d"

"$@"

rm "$LAB_ROOT/usr/sbin/policy-rc.d"
umount "$LAB_ROOT/srv/lab-repository" "$LAB_ROOT/run" "$LAB_ROOT/proc" "$LAB_ROOT"
rm -rf "$directory/work" "$LAB_ROOT"
