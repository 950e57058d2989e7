"""Which Proxmox VE this host plays: Debian 12 carries PVE 8, Debian 13 PVE 9."""

import functools


@functools.cache
def major():
    with open("/etc/debian_version", encoding="ascii") as file:
        debian = file.read().strip()
    return 8 if debian.startswith(("12", "bookworm")) else 9


def manager():
    """Version and repository id, as pveversion prints them."""
    return ("8.4.14", "b502d23c55afcba1") if major() == 8 else ("9.1.4", "5ac30304265fbd8e")


def cluster_package():
    return "8.1.3" if major() == 8 else "9.1.6"
