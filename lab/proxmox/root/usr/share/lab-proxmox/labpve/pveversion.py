"""pveversion [-v]"""

import os
import sys

from . import release


def main():
    version, repository = release.manager()
    kernel = os.uname().release
    if "-v" not in sys.argv[1:] and "--verbose" not in sys.argv[1:]:
        print(f"pve-manager/{version}/{repository} (running kernel: {kernel})")
        return
    print(f"proxmox-ve: {release.major()}.{version.split('.')[1]}.0 (running kernel: {kernel})")
    print(f"pve-manager: {version} (running version: {version}/{repository})")
    print(f"pve-cluster: {release.cluster_package()}")
