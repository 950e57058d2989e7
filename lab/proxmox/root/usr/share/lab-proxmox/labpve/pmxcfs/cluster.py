"""The cluster side of pmxcfs: its connections to corosync, lost and found again, and the quorum rule."""

import errno
import os
import subprocess
import time

from . import host_corosync_conf, log
from .corosync_ipc import Cmap, CorosyncError, Cpg, Quorum
from .replication import Replication

GROUP = b"pve_dcdb_v1"
# pmxcfs tries its corosync services again only after more than 5 s. It always starts before corosync,
# so this is the read-only window after create and the floor of the joiner's wait for quorum.
RETRY_SECONDS = 5.1
RESEND_SECONDS = 0.02


# Started together with corosync, pmxcfs always looks too early. It is written in C and quicker here than
# this program: a corosync that became active only just now was not there yet.
TOO_EARLY_SECONDS = 1.5


def corosync_is_starting():
    command = ["systemctl", "show", "corosync", "-P", "ActiveEnterTimestampMonotonic"]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    return time.monotonic() - int(output or 0) / 1e6 < TOO_EARLY_SECONDS


class Cluster:
    def __init__(self, loop, tree, database, membership):
        self._loop, self._membership = loop, membership
        self._replication = Replication(tree, database, membership, self._send, self._new_conf)
        self._services, self._outbox = [], []
        self._cpg = None
        self._quorate_since = None
        if corosync_is_starting():
            self._lost()
        else:
            self._connect()

    def writable(self):
        return self._membership.quorate and self._replication.ever_synced

    def submit(self, op, done):
        self._replication.submit(op, done)

    def _connect(self):
        try:
            self._add(Quorum(self._on_quorum))
            cmap = self._add(Cmap(lambda: self._membership.read_cmap(cmap)))
            self._membership.read_cmap(cmap)
            self._cpg = self._add(Cpg(GROUP, self._on_message, self._on_members))
        except (CorosyncError, OSError) as error:
            log.crit("quorum", f"{error}")
            self._lost()
            return
        self._replication.me = [self._cpg.nodeid, os.getpid()]
        for service in self._services:
            self._dispatch(service)

    def _add(self, service):
        self._services.append(service)
        self._loop.watch(service.fd, lambda: self._dispatch(service))
        return service

    def _dispatch(self, service):
        try:
            # One event at a time: an event may pause the service.
            while service in self._services and self._loop.watches(service.fd):
                if not service.dispatch_one():
                    return
        except CorosyncError as error:
            log.crit("quorum", f"{error}")
            self._lost()

    def _lost(self):
        """corosync stopped or is not there yet: read-only at once, next try in a while."""
        for service in self._services:
            self._loop.unwatch(service.fd)
            service.close()
        self._services, self._outbox, self._cpg = [], [], None
        self._on_quorum(False)
        self._replication.reset()
        self._replication.fail_pending(errno.EACCES)
        self._loop.later(RETRY_SECONDS, self._connect)

    def _on_quorum(self, quorate):
        if quorate != self._membership.quorate:
            log.notice("status", "node has quorum" if quorate else "node lost quorum")
            self._quorate_since = time.monotonic() if quorate else None
        self._membership.set_quorate(quorate)

    def _on_members(self, members):
        since = self._quorate_since
        # Whoever had quorum before this change speaks for the cluster; a lone survivor does not.
        authoritative = since is not None and time.monotonic() - since > 1
        self._replication.members_changed(members, authoritative)

    def _on_message(self, nodeid, pid, data):
        self._replication.message(nodeid, pid, data)

    def _send(self, data):
        self._outbox.append(data)
        if len(self._outbox) == 1:
            self._flush()

    def _flush(self):
        try:
            while self._outbox and self._cpg and self._cpg.send(self._outbox[0]):
                self._outbox.pop(0)
        except CorosyncError:
            return  # the next dispatch finds the connection broken
        if self._outbox and self._cpg:
            self._loop.later(RESEND_SECONDS, self._flush)

    def _new_conf(self, data, mine, done):
        """The writer hears nothing of the cluster while it waits to reload: later changes queue up behind."""
        if not host_corosync_conf.carry(data) or not mine:
            done()
            return
        cpg = self._cpg
        self._loop.unwatch(cpg.fd)

        def resume():
            if self._cpg is cpg:
                self._loop.watch(cpg.fd, lambda: self._dispatch(cpg))
                self._dispatch(cpg)
            done()

        host_corosync_conf.reload_after_pause(self._loop, resume)

    def close(self):
        for service in self._services:
            service.close()
