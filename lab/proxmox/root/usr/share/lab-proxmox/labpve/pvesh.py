"""pvesh get|set PATH [--output-format json]: the few paths an administrator's script looks at."""

import json
import os
import re
import sys

from . import cfs
from .api import routes
from .die import Die

USAGE = "USAGE: pvesh <COMMAND> [ARGS] [OPTIONS]"
VERBS = {"get": "GET", "set": "PUT", "create": "POST"}


def _handler(verb, path):
    for method, pattern, handler in routes.ROUTES:
        match = re.fullmatch(pattern, path)
        if method == verb and match and path != "/access/ticket":
            return handler, match.groupdict()
    raise Die(f"No '{verb.lower()}' handler defined for '{path}'")


def _options(words):
    values = {}
    while words:
        name = words.pop(0)
        if not name.startswith("-"):
            raise Die(f"400 too many arguments\n{USAGE}")
        name, equals, value = name.lstrip("-").partition("=")
        if not equals:
            if not words:
                raise Die(f"400 unable to parse option\n{USAGE}")
            value = words.pop(0)
        values[name] = value
    return values


def _run(words):
    if len(words) < 2 or words[0] not in VERBS:
        raise Die(f"ERROR: unknown command\n{USAGE}")
    if os.geteuid() != 0:
        raise Die("please run as root")
    cfs.require_pmxcfs()
    verb, path = VERBS[words[0]], "/" + words[1].strip("/")
    values = _options(words[2:])
    output_format = values.pop("output-format", "text")
    handler, parts = _handler(verb, path)
    data = handler("root@pam", {**values, **parts})
    if data is None:
        return
    if output_format == "json":
        print(json.dumps(data))
    else:
        print(json.dumps(data, indent=3))


def main():
    try:
        _run(sys.argv[1:])
    except Die as error:
        print(error, file=sys.stderr)
        sys.exit(error.code)
