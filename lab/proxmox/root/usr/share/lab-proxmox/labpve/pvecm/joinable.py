"""May this host join a cluster? All objections are collected before any is told."""

import ipaddress
import json
import os
import subprocess

from .. import own_address
from ..die import Die
from .options import link_address


def _local_addresses():
    """Addresses of interfaces that are up; one that is configured but down does not count."""
    output = subprocess.run(["ip", "-j", "addr"], capture_output=True, check=True, text=True).stdout
    return {
        info["local"]
        for interface in json.loads(output)
        if "UP" in interface["flags"]
        for info in interface["addr_info"]
    }


def _not_local(address, local):
    try:
        return str(ipaddress.ip_address(address)) not in local
    except ValueError:
        try:
            return own_address.resolve(address)[0] not in local
        except OSError:
            return True


def _has_guests():
    for directory in ("/etc/pve/qemu-server", "/etc/pve/lxc"):
        if os.path.isdir(directory) and any(f.endswith(".conf") for f in os.listdir(directory)):
            return True
    return False


def _corosync_runs():
    return not subprocess.run(["corosync-quorumtool", "-l"], capture_output=True).returncode


def check(own_ip, values, output):
    errors = []
    if os.path.exists("/etc/corosync/authkey"):
        errors.append("* authentication key '/etc/corosync/authkey' already exists")
    if os.path.exists("/etc/pve/corosync.conf"):
        errors.append("* cluster config '/etc/pve/corosync.conf' already exists")
    if _has_guests():
        errors.append("* this host already contains virtual guests")
    if _corosync_runs():
        errors.append("* corosync is already running, is this node already in a cluster?!")
    local = _local_addresses()
    if _not_local(own_ip, local):
        errors.append(f"* local node address: cannot use IP '{own_ip}', not found on local node!\n")
    for number in range(8):
        address = link_address(values.get(f"link{number}", ""))[0]
        if address and _not_local(address, local):
            errors.append(f"* link{number}: cannot use IP '{address}', not found on local node!\n")
    if not errors:
        return
    text = "detected the following error(s):\n" + "\n".join(errors)
    if values.get("force") == "1":
        output.warn(f"{text}\nWARNING : detected error but forced to continue!")
        return
    raise Die(f"{text}\nCheck if node may join a cluster failed!")
