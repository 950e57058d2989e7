"""What the API tells of the cluster, from .members and corosync.conf."""

import os
import subprocess

from . import cfs, corosync_conf, own_address
from .die import Die

CLUSTER_CONF = "/etc/pve/corosync.conf"


def rows():
    members, name = cfs.members(), own_address.nodename()
    found = []
    if "cluster" in members:
        cluster = members["cluster"]
        found.append(
            {
                "id": "cluster",
                "type": "cluster",
                "name": cluster["name"],
                "version": cluster["version"],
                "nodes": cluster["nodes"],
                "quorate": cluster["quorate"],
            }
        )
    nodes = members.get("nodelist") or {name: {"id": 0, "online": 1, "ip": cfs.own_ip()}}
    for other, node in nodes.items():
        row = {
            "id": f"node/{other}",
            "type": "node",
            "name": other,
            "nodeid": node["id"],
            "online": node["online"],
            "local": int(other == name),
            "level": "",
        }
        if "ip" in node:
            row["ip"] = node["ip"]
        found.append(row)
    return found


def _require_conf():
    if not os.path.exists(CLUSTER_CONF):
        raise Die("node is not in a cluster, no join info available!")
    return corosync_conf.read()


def config_nodes():
    return [dict(node) for node in corosync_conf.nodes(_require_conf()).values()]


def _fingerprint(name):
    path = f"/etc/pve/nodes/{name}/pve-ssl.pem"
    if not os.path.exists(path):
        return None
    command = ["openssl", "x509", "-noout", "-fingerprint", "-sha256", "-in", path]
    output = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    return output.strip().partition("=")[2]


def join_information():
    config = _require_conf()
    ips = cfs.members().get("nodelist", {})
    nodes = []
    for name, node in corosync_conf.nodes(config).items():
        address = ips.get(name, {}).get("ip")
        nodes.append({**node, "pve_addr": address, "pve_fp": _fingerprint(name)})
    totem = {key: value for key, value in config["totem"].items() if isinstance(value, str)}
    return {"preferred_node": own_address.nodename(), "nodelist": nodes, "totem": totem}
