"""Everything a member needs besides corosync: directories, certificate, ssh keys. What state D lacks."""

import sys
import time

from .. import certificates, cfs
from ..die import Die
from . import ssh_setup

GIVE_UP_SECONDS = 80


def generate(output, force_certificate):
    ssh_setup.make_root_key()
    cfs.require_quorum()
    certificates.make_base_directories()
    ssh_setup.share_authorized_keys(output)
    output.say("(re)generate node files")
    if force_certificate:
        output.say("generate new node certificate")
    certificates.make_all(cfs.own_ip(), force_certificate)
    output.say("merge authorized SSH keys")
    ssh_setup.merge_root_key()
    ssh_setup.write_node_known_hosts()


class Console:
    def __init__(self, silent):
        self._silent = silent

    def say(self, text, end="\n"):
        if not self._silent:
            print(text, end=end, flush=True)

    def warn(self, text):
        print(text, file=sys.stderr, flush=True)


def wait_for_quorum(output):
    deadline = time.monotonic() + GIVE_UP_SECONDS
    said = time.monotonic()
    while not cfs.quorate():
        now = time.monotonic()
        if now > deadline:
            raise Die(
                "got timeout when trying to ensure cluster certificates and base file hierarchy is"
                " set up - no quorum (yet) or hung pmxcfs?"
            )
        if now - said >= 5:
            output.say("waiting for pmxcfs mount to appear and get quorate...")
            said = now
        time.sleep(0.5)


def run(values):
    silent = values.get("silent") == "1"
    output = Console(silent)
    try:
        wait_for_quorum(output)
        generate(output, values.get("force") == "1")
        if values.get("unmerge-known-hosts") == "1":
            output.say("unmerge SSH known hosts")
            ssh_setup.unlink_known_hosts()
    except Die as error:
        if not silent:
            raise
        output.warn(str(error))
