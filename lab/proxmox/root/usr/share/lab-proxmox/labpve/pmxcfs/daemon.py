"""pmxcfs: mounts /etc/pve, stays until told to stop."""

import argparse
import fcntl
import os
import signal
import sys
import time

from .. import own_address
from . import fuse_wire, host_corosync_conf, log
from .cluster import Cluster
from .database import Database
from .filesystem import Filesystem
from .fuse_server import FuseServer
from .loop import Loop
from .membership import Membership
from .standalone import Standalone
from .tree import Tree

MOUNTPOINT = "/etc/pve"
PIDFILE = "/run/pve-cluster.pid"
LOCKFILE = "/var/lib/pve-cluster/.pmxcfs.lockfile"
# A restart leaves /etc/pve unmounted for one to two seconds: what others write then lands underneath.
SECONDS_TO_STOP = 0.7
SECONDS_TO_START = 0.3


class StartError(Exception):
    pass


def own_ip(name):
    try:
        ip = own_address.first_real_address(name)
    except OSError:
        ip = None
    if not ip:
        raise StartError(
            f"Unable to resolve node name '{name}' to a non-loopback IP address"
            " - missing entry in '/etc/hosts' or DNS?"
        )
    log.notice("main", f"resolved node name '{name}' to '{ip}' for default node IP address")
    return ip


def hold_lock():
    os.makedirs(os.path.dirname(LOCKFILE), exist_ok=True)
    lock = os.open(LOCKFILE, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    deadline = time.monotonic() + 10
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise StartError(f"unable to acquire pmxcfs lock: {LOCKFILE}") from None
            time.sleep(0.1)


def mount():
    # What a killed predecessor left mounted answers "Transport endpoint is not connected".
    fuse_wire.unmount(MOUNTPOINT, fuse_wire.MNT_FORCE | fuse_wire.MNT_DETACH)
    os.makedirs(MOUNTPOINT, exist_ok=True)
    if os.listdir(MOUNTPOINT):
        raise StartError(f"fuse: mountpoint is not empty: {MOUNTPOINT}")
    return fuse_wire.mount(MOUNTPOINT)


def open_tree(database):
    tree = Tree(database.rows(), database)
    host_conf = host_corosync_conf.read_host_file()
    if database.is_new and host_conf:
        # A joiner starts with an empty database, which takes in the configuration it was given.
        now = int(time.time())
        tree.apply({"op": "create", "path": "corosync.conf", "time": now}, 0)
        tree.apply({"op": "write", "path": "corosync.conf", "offset": 0, "data": host_conf, "time": now}, 0)
    return tree


def run(local_mode, ready):
    loop = Loop()
    name = own_address.nodename()
    ip = own_ip(name)
    hold_lock()
    database = Database()
    tree = open_tree(database)
    membership = Membership(name, ip, tree)
    time.sleep(SECONDS_TO_START)
    fd = mount()
    conf = tree.get("corosync.conf")
    if conf and not local_mode:
        host_corosync_conf.carry(conf.data)
        cluster = Cluster(loop, tree, database, membership)
    else:
        cluster = Standalone(tree)
    generated = {
        ".members": membership.members_file,
        ".version": membership.version_file,
        ".vmlist": membership.vmlist_file,
    }
    server = FuseServer(fd, Filesystem(tree, name, cluster, generated), time.time)

    def serve():
        if not server.serve():
            loop.running = False

    def stop(*_):
        loop.running = False

    loop.watch(fd, serve)
    wake_read, wake_write = os.pipe()
    os.set_blocking(wake_write, False)
    signal.set_wakeup_fd(wake_write)
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    loop.watch(wake_read, lambda: os.read(wake_read, 64))
    with open(PIDFILE, "w", encoding="ascii") as file:
        file.write(f"{os.getpid()}\n")
    ready()
    loop.run()
    log.notice("main", "teardown filesystem")
    fuse_wire.unmount(MOUNTPOINT)
    os.close(fd)
    cluster.close()
    database.close()
    time.sleep(SECONDS_TO_STOP)
    os.unlink(PIDFILE)


def guarded(local_mode, ready):
    try:
        run(local_mode, ready)
        return 0
    except StartError as error:
        log.crit("main", str(error))
        print(f"[main] crit: {error}", file=sys.stderr, flush=True)
        log.notice("main", "exit proxmox configuration filesystem (-1)")
        return 255


def detach(report):
    null = os.open("/dev/null", os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    os.write(report, b"1")
    os.close(report)


def main():
    parser = argparse.ArgumentParser(prog="pmxcfs")
    parser.add_argument("-l", "--local", action="store_true")
    parser.add_argument("-f", "--foreground", action="store_true")
    options = parser.parse_args()
    log.open_log()
    if options.foreground:
        sys.exit(guarded(options.local, lambda: None))
    started, report = os.pipe()
    pid = os.fork()
    if pid:
        os.close(report)
        if os.read(started, 1):
            os._exit(0)
        os._exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
    os.close(started)
    os.setsid()
    os._exit(guarded(options.local, lambda: detach(report)))
