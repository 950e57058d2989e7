"""/etc/pve/datacenter.cfg: `key: value` lines."""

from . import cfs, files, property_string
from .die import Die

PATH = "/etc/pve/datacenter.cfg"
KEYS = {"migration", "replication", "bwlimit", "keyboard", "language", "mac_prefix", "ha", "console"}
ROUTE = {"keys": {"type", "network"}, "default_key": "type", "needed": ["type"]}
LIMITS = {"keys": {"clone", "default", "migration", "move", "restore"}}
FORMATS = {"migration": ROUTE, "replication": ROUTE, "bwlimit": LIMITS}
# What is read is taken apart, and written in the original's order; a limit stays as it was given.
TAKEN_APART = ("migration", "replication")


def _lines():
    lines = [line.partition(":") for line in files.read_if_there(PATH).splitlines() if ":" in line]
    return {key.strip(): value.strip() for key, _colon, value in lines}


def read():
    options = _lines()
    for key in filter(options.get, TAKEN_APART):
        options[key] = property_string.parse(key, options[key], **ROUTE)
    return options


def update(values):
    options = {
        key: property_string.render(value, "type") if key in TAKEN_APART else value
        for key, value in read().items()
    }
    deleted = values.pop("delete", "").split(",")
    for key in sorted(set(values) | set(filter(None, deleted))):
        if key not in KEYS:
            raise Die(
                "400 Parameter verification failed.\n"
                f"{key}: property is not defined in schema and the schema does not allow additional properties"
            )
    for key in set(values) & set(FORMATS):
        property_string.parse(key, values[key], **FORMATS[key])
    cfs.require_quorum()
    options.update(values)
    for key in filter(None, deleted):
        options.pop(key, None)
    files.replace(PATH, "".join(f"{key}: {options[key]}\n" for key in sorted(options)))
