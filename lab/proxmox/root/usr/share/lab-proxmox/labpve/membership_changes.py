"""What the cluster does when a node is added or removed; runs on the member that was asked."""

import base64
import os
import subprocess

from . import cfs, corosync_conf, files, own_address
from .die import Die

CLUSTER_CONF = "/etc/pve/corosync.conf"
LINKS = range(8)


def write_config(config):
    corosync_conf.bump(config)
    files.replace(CLUSTER_CONF + ".new", corosync_conf.render(config))
    os.rename(CLUSTER_CONF + ".new", CLUSTER_CONF)


def _locked(action):
    """With more than one member the lock is the cluster's; a lone node locks only itself."""
    with cfs.local_lock():
        if len(cfs.members().get("nodelist", {})) <= 1:
            return action()
        with cfs.cluster_lock():
            return action()


def _links_of_cluster(nodes):
    return sorted({n for node in nodes.values() for n in LINKS if f"ring{n}_addr" in node})


def _check_links(name, links, nodes):
    in_use = _links_of_cluster(nodes)
    for number in links:
        if number not in in_use:
            raise Die(f"corosync: link {number} specified for new node doesn't exist in cluster config")
    for number in in_use:
        if number not in links:
            raise Die(f"corosync: link {number} exists in cluster config but wasn't specified for new node")
    for other, node in nodes.items():
        for number in LINKS:
            used = node.get(f"ring{number}_addr")
            if used and used in links.values() and other != name:
                raise Die(
                    f"corosync: address '{used}' already used on link ring{number}_addr by node '{other}'"
                )


def _free_id(nodes):
    taken = {int(node["nodeid"]) for node in nodes.values()}
    return next(number for number in range(1, len(taken) + 2) if number not in taken)


def add(name, values):
    """The answer a joiner needs. From the rename on the cluster expects one vote more."""
    cfs.require_quorum()

    def action():
        config = corosync_conf.read()
        nodes = corosync_conf.nodes(config)
        links = {
            n: values[f"link{n}"].split(",")[0].removeprefix("address=")
            for n in LINKS
            if values.get(f"link{n}")
        }
        if not links:
            if not values.get("new_node_ip"):
                raise Die("no links and no fallback ip (new_node_ip) given, cannot join cluster")
            links = {0: values["new_node_ip"]}
        old = nodes.get(name)
        if old and values.get("force") != "1":
            raise Die(f"can't add existing node '{name}'")
        _check_links(name, links, nodes)
        nodeid = values.get("nodeid") or (old and old["nodeid"]) or str(_free_id(nodes))
        node = corosync_conf.Section(name=name, nodeid=nodeid, quorum_votes=values.get("votes") or "1")
        node.update({f"ring{number}_addr": address for number, address in links.items()})
        for directory in ("", "/qemu-server", "/lxc", "/openvz", "/priv"):
            files.make_directory(f"/etc/pve/nodes/{name}{directory}")
        others = [n for n in config["nodelist"]["node"] if n["name"] != name]
        config["nodelist"]["node"] = others + [node]
        write_config(config)
        return {
            "corosync_authkey": _authkey(),
            "corosync_conf": files.read(CLUSTER_CONF),
            "warnings": [],
        }

    return _locked(action)


def _authkey():
    with open("/etc/corosync/authkey", "rb") as file:
        return base64.b64encode(file.read()).decode()


def delete(name):
    if name == own_address.nodename():
        raise Die("Cannot delete myself from cluster!")
    cfs.require_quorum()

    def action():
        config = corosync_conf.read()
        node = corosync_conf.nodes(config).get(name)
        if not node:
            raise Die(f"Node/IP: {name} is not a known host of the cluster.")
        # Killed first, removed afterwards: of two nodes the one that is left has no quorum to remove with.
        killed = subprocess.run(["corosync-cfgtool", "-k", node["nodeid"]], capture_output=True, text=True)
        print(killed.stdout, end="", flush=True)
        config["nodelist"]["node"] = [n for n in config["nodelist"]["node"] if n["name"] != name]
        write_config(config)

    return _locked(action)
