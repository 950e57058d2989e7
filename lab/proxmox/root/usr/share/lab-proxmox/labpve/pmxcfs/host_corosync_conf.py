"""Carries /etc/pve/corosync.conf to /etc/corosync/corosync.conf, by the rules of its config_version."""

import os
import subprocess

from .. import corosync_conf
from . import log

HOST_FILE = "/etc/corosync/corosync.conf"
SECONDS_BEFORE_RELOAD = 1


def read_host_file():
    try:
        with open(HOST_FILE, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None


def carry(data):
    """Writes the host's file unless it is newer; True when a running corosync has to be told."""
    new = corosync_conf.version_of(data.decode(errors="replace"))
    if not new:
        log.crit("dcdb", "unable to parse cluster config_version")
        return False
    old_data = read_host_file()
    old = corosync_conf.version_of(old_data.decode(errors="replace")) if old_data else 0
    if old_data == data:
        return False
    if old > new:
        log.crit("dcdb", "local corosync.conf is newer")
        return False
    os.makedirs(os.path.dirname(HOST_FILE), exist_ok=True)
    with open(HOST_FILE + ".new", "wb") as file:
        file.write(data)
    os.rename(HOST_FILE + ".new", HOST_FILE)
    log.notice("dcdb", f"wrote new corosync config '{HOST_FILE}' (version = {new})")
    return bool(old)


def reload_after_pause(loop, done):
    """The writer gives the others a second to write their file, then tells corosync on all nodes."""

    def start():
        command = ["corosync-cfgtool", "-R"]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait(process)

    def wait(process):
        if process.poll() is None:
            loop.later(0.02, lambda: wait(process))
            return
        if process.returncode:
            log.crit("dcdb", f"corosync-cfgtool -R failed with exit code {process.returncode}")
        done()

    loop.later(SECONDS_BEFORE_RELOAD, start)
