"""pvecm add --use_ssh 1: the legacy way, by root's ssh key. It always forces."""

import base64
import os
import subprocess
import tempfile

from .. import cfs, files, own_address
from ..die import Die, run
from . import finish_join

SSH = ("ssh", "-o", "BatchMode=yes")


def add(values, output, prepare):
    host, name = values["hostname"], own_address.nodename()
    with cfs.local_lock():
        prepare(values, output)
        # Its own output is hidden, and a terminal for a password is not offered.
        copied = subprocess.run(
            ["ssh-copy-id", "-i", "/root/.ssh/id_rsa", "-o", "BatchMode=yes", f"root@{host}"],
            capture_output=True,
            stdin=subprocess.DEVNULL,
        )
        if copied.returncode:
            raise Die(f"unable to copy ssh ID: exit code {copied.returncode}")
        run(*SSH, host, "pvecm", "apiver")
        links = [
            word
            for number in range(8)
            if f"link{number}" in values
            for word in (f"--link{number}", values[f"link{number}"])
        ]
        if not links:
            links = ["--new_node_ip", cfs.own_ip()]
        run(*SSH, host, "pvecm", "addnode", name, "--force", "1", *links)
        output.say("copy corosync auth key")
        with tempfile.TemporaryDirectory() as directory:
            run("rsync", "-rlt", f"root@{host}:/etc/corosync/authkey", f"{directory}/authkey")
            run("rsync", "-rlt", f"root@{host}:/etc/pve/corosync.conf", f"{directory}/conf")
            with open(os.path.join(directory, "authkey"), "rb") as file:
                authkey = base64.b64encode(file.read()).decode()
            finish_join.finish(authkey, files.read(f"{directory}/conf"), output)
