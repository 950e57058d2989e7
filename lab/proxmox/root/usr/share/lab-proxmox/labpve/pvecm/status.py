"""pvecm status, nodes, expected: a few words of its own, then corosync's tools."""

import errno
import os
import sys

from .. import corosync_conf
from ..die import Die

CLUSTER_CONF = "/etc/pve/corosync.conf"


def require_cluster():
    if not os.path.exists(CLUSTER_CONF):
        raise Die(
            f"Error: Corosync config '{CLUSTER_CONF}' does not exist - is this node part of a cluster?",
            errno.ENOENT,
        )


def _become(*command):
    sys.stdout.flush()
    os.execvp(command[0], command)


def status(_values):
    require_cluster()
    totem = corosync_conf.read().get("totem", {})
    lines = {
        "Name": totem.get("cluster_name", ""),
        "Config Version": totem.get("config_version", "-1"),
        "Transport": totem.get("transport", "knet"),
        "Secure auth": totem.get("secauth", "off"),
    }
    print("Cluster information\n-------------------")
    for label, value in lines.items():
        print(f"{label + ':':17} {value}")
    print()
    _become("corosync-quorumtool", "-siH")


def nodes(_values):
    require_cluster()
    _become("corosync-quorumtool", "-l")


def expected(values):
    require_cluster()
    _become("corosync-quorumtool", "-e", values["expected"])
