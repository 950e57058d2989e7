"""ha-manager status, of a cluster without resources."""

import sys

from . import cfs
from .die import Die


def main():
    try:
        if sys.argv[1:] not in (["status"], ["status", "--verbose"]):
            raise Die("ERROR: unknown command\nUSAGE: ha-manager <COMMAND> [ARGS] [OPTIONS]")
        cfs.require_pmxcfs()
        print("quorum OK" if cfs.quorate() else "quorum No quorum on node!")
    except Die as error:
        print(error, file=sys.stderr)
        sys.exit(error.code)
