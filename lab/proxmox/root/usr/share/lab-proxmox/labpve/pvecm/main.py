"""pvecm: which command, with which options, and how it exits."""

import os
import signal
import sys

from .. import cfs, release
from ..die import Die
from . import options
from .options import Command

FINGERPRINT = r"(?i)[0-9a-f]{2}(:[0-9a-f]{2}){31}"
NODE = {"nodeid": int, "votes": int}


def _link_options():
    return {f"link{number}": r".+" for number in range(8)}


def _commands():
    create = {**NODE, **_link_options()}
    if release.major() >= 9:
        create["token-coefficient"] = int
    add = {**NODE, **_link_options(), "fingerprint": FINGERPRINT, "force": bool, "use_ssh": bool}
    addnode = {**NODE, **_link_options(), "force": bool, "new_node_ip": r".+", "apiversion": int}
    certs = {"force": bool, "silent": bool, "unmerge-known-hosts": bool}
    return {
        "add": Command("pvecm add <hostname> [OPTIONS]", ["hostname"], add),
        "addnode": Command("pvecm addnode <node> [OPTIONS]", ["node"], addnode),
        "apiver": Command("pvecm apiver", [], {}),
        "create": Command("pvecm create <clustername> [OPTIONS]", ["clustername"], create),
        "delnode": Command("pvecm delnode <node>", ["node"], {}),
        "expected": Command("pvecm expected <expected>", ["expected"], {"expected": int}),
        "nodes": Command("pvecm nodes", [], {}),
        "status": Command("pvecm status", [], {}),
        "updatecerts": Command("pvecm updatecerts  [OPTIONS]", [], certs),
    }


def _create(command, values):
    from . import create

    name = values["clustername"]
    options.verify_node_name(command, "clustername", name)
    if len(name) > 15:
        text = "400 Parameter verification failed.\nclustername: value may only be 15 characters long"
        raise Die(f"{text}\n{command.usage}", 255 if release.major() == 8 else 2)
    create.run_create(values)


def _add(_command, values):
    from . import join

    join.run_add(values)


def _addnode(command, values):
    from .. import membership_changes

    options.verify_node_name(command, "node", values["node"])
    membership_changes.add(values["node"], values)


def _delnode(command, values):
    from .. import membership_changes

    options.verify_node_name(command, "node", values["node"])
    membership_changes.delete(values["node"])


def _updatecerts(_command, values):
    from . import updatecerts

    updatecerts.run(values)


def _status_command(name):
    def run(_command, values):
        from . import status

        getattr(status, name)(values)

    return run


HANDLERS = {
    "create": _create,
    "add": _add,
    "addnode": _addnode,
    "delnode": _delnode,
    "updatecerts": _updatecerts,
    "apiver": lambda _command, _values: print("1"),
    "status": _status_command("status"),
    "nodes": _status_command("nodes"),
    "expected": _status_command("expected"),
}


def _usage(commands):
    lines = ["USAGE: pvecm <COMMAND> [ARGS] [OPTIONS]", ""]
    lines += [f"       {command.usage}" for command in commands.values()]
    return "\n".join(lines + ["", "       pvecm help [<extra-args>] [OPTIONS]"])


def _run(arguments):
    commands = _commands()
    if not arguments or arguments[0] not in [*commands, "help"]:
        problem = "no command specified" if not arguments else f"unknown command '{arguments[0]}'"
        raise Die(f"ERROR: {problem}\n{_usage(commands)}")
    if arguments[0] == "help":
        print(_usage(commands))
        return
    if os.geteuid() != 0:
        raise Die("please run as root")
    cfs.require_pmxcfs()
    cfs.own_ip()
    command = commands[arguments[0]]
    HANDLERS[arguments[0]](command, options.parse(command, arguments[1:]))


def main():
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    try:
        _run(sys.argv[1:])
    except Die as error:
        sys.stdout.flush()
        print(error, file=sys.stderr)
        sys.exit(error.code)
