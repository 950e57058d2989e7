"""/etc/pve/datacenter.cfg: `key: value` lines."""

from . import cfs, files
from .die import Die

PATH = "/etc/pve/datacenter.cfg"
KEYS = {"migration", "replication", "bwlimit", "keyboard", "language", "mac_prefix", "ha", "console"}


def read():
    lines = [line.partition(":") for line in files.read_if_there(PATH).splitlines() if ":" in line]
    return {key.strip(): value.strip() for key, _colon, value in lines}


def update(values):
    options = read()
    deleted = values.pop("delete", "")
    unknown = sorted(set(values) - KEYS)
    if unknown:
        raise Die(
            "400 Parameter verification failed.\n"
            f"{unknown[0]}: property is not defined in schema and the schema does not allow additional properties"
        )
    cfs.require_quorum()
    options.update(values)
    for key in filter(None, deleted.split(",")):
        options.pop(key, None)
    files.replace(PATH, "".join(f"{key}: {options[key]}\n" for key in sorted(options)))
