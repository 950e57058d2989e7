"""What Proxmox's programs ask of /etc/pve: is it there, is it quorate, who are the members, who holds the lock."""

import contextlib
import errno
import fcntl
import json
import os
import sys
import time

from . import own_address
from .die import Die

LOCAL_LOCK = "/var/lock/pvecm.lock"
CLUSTER_LOCK = "/etc/pve/priv/lock/file-corosync_conf"
LOCK_SECONDS = 10


def require_pmxcfs():
    """Every program first talks to pmxcfs' socket, then looks for its mount."""
    try:
        os.lstat("/etc/pve")
        there = os.path.ismount("/etc/pve")
    except OSError:
        there = False
    if not there:
        for attempt in (1, 2, 3):
            print(f"ipcc_send_rec[{attempt}] failed: Connection refused", file=sys.stderr)
        raise Die("Unable to load access control list: Connection refused", errno.ECONNREFUSED)
    if not os.path.islink("/etc/pve/local"):
        raise Die("pve configuration filesystem (pmxcfs) not mounted")


def quorate():
    """The write bit of the link is what Proxmox itself looks at."""
    try:
        return bool(os.lstat("/etc/pve/local").st_mode & 0o222)
    except OSError:
        return False


def require_quorum():
    if not quorate():
        raise Die("cluster not ready - no quorum?")


def members():
    with open("/etc/pve/.members", encoding="utf-8") as file:
        return json.load(file)


def own_ip():
    """In a cluster the address pmxcfs announces; alone, what the name resolves to now."""
    name = own_address.nodename()
    known = members().get("nodelist", {}).get(name, {}).get("ip")
    if known:
        return known
    try:
        ip = own_address.first_real_address(name)
    except OSError as error:
        text = f"hostname lookup '{name}' failed - failed to get address info for: {name}: "
        raise Die(text + error.strerror, errno.EAGAIN) from None
    if not ip:
        raise Die(f"address lookup for '{name}' did not find any IP address")
    return ip


@contextlib.contextmanager
def local_lock():
    fd = os.open(LOCAL_LOCK, os.O_CREAT | os.O_RDWR, 0o644)
    deadline = time.monotonic() + LOCK_SECONDS
    while True:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except BlockingIOError:
            if time.monotonic() > deadline:
                os.close(fd)
                raise Die(f"can't lock file '{LOCAL_LOCK}' - got timeout") from None
            time.sleep(0.1)
    try:
        yield
    finally:
        os.close(fd)


@contextlib.contextmanager
def cluster_lock():
    """A directory is the lock. Whoever loses quorum while holding it cannot remove it: it blocks until it expires."""
    deadline = time.monotonic() + LOCK_SECONDS
    with contextlib.suppress(OSError):
        os.makedirs(os.path.dirname(CLUSTER_LOCK))
    while True:
        require_quorum()
        try:
            os.mkdir(CLUSTER_LOCK)
            break
        except OSError:
            with contextlib.suppress(OSError):
                os.utime(CLUSTER_LOCK, (0, 0))
        if time.monotonic() > deadline:
            raise Die("cfs-lock 'file-corosync_conf' error: got lock request timeout")
        time.sleep(1)
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            os.rmdir(CLUSTER_LOCK)
