"""The joiner's side once the cluster has accepted it. From here on nothing is undone by a failure."""

import base64
import os
import subprocess
import time

from .. import cfs, files, own_address
from ..die import Die, run
from . import updatecerts

DATABASE = "/var/lib/pve-cluster/config.db"
BACKUPS = "/var/lib/pve-cluster/backup"
BACKUPS_KEPT = 10


def _backup_database(output):
    os.makedirs(BACKUPS, mode=0o700, exist_ok=True)
    path = f"{BACKUPS}/config-{int(time.time())}.sql.gz"
    output.say(f"backup old database to '{path}'")
    script = f"set -o pipefail; sqlite3 {DATABASE} .dump | gzip - > {path}"
    if subprocess.run(["bash", "-c", script], capture_output=True).returncode:
        output.warn(f"failed to create backup of pre-join config database - {path}")
        os.rename(DATABASE, DATABASE + ".bak")
        return
    for old in sorted(os.listdir(BACKUPS))[:-BACKUPS_KEPT]:
        os.unlink(f"{BACKUPS}/{old}")
    os.unlink(DATABASE)


def _wait_for_quorum(output):
    """Without any limit."""
    if cfs.quorate():
        return
    output.say("waiting for quorum...", end="")
    while not cfs.quorate():
        time.sleep(1)
    output.say("OK")


def finish(authkey, corosync_conf, output):
    os.makedirs("/etc/corosync", exist_ok=True)
    files.replace("/etc/corosync/authkey", base64.b64decode(authkey), 0o644)
    files.replace("/etc/corosync/corosync.conf", corosync_conf)
    output.say("stopping pve-cluster service")
    run("systemctl", "stop", "pve-cluster", quiet=True)
    _backup_database(output)
    # Both at once: pmxcfs comes first, finds no corosync, and looks again after more than 5 s.
    run("systemctl", "start", "corosync", "pve-cluster", quiet=True)
    _wait_for_quorum(output)
    updatecerts.generate(output, force_certificate=True)
    output.say("generated new node certificate, restart pveproxy and pvedaemon services")
    run("systemctl", "reload-or-restart", "pvedaemon", "pveproxy", quiet=True)
    output.say(f"successfully added node '{own_address.nodename()}' to cluster.")


def require_directory():
    if os.getcwd().startswith("/etc/pve"):
        raise Die("Navigate out of /etc/pve before running 'pvecm add', for example by running 'cd'.")
