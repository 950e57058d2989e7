"""pvecm's command line, by the rules of PVE::CLIHandler: everything wrong with it exits 255."""

import re
import sys

from ..die import Die


class Command:
    def __init__(self, usage, positional, options):
        self.usage, self.positional, self.options = usage, positional, options


def _usage_error(command, message):
    return Die(f"{message}\n{command.usage}")


def _parameter_error(command, name, reason):
    return _usage_error(command, f"400 Parameter verification failed.\n{name}: {reason}")


def parse(command, arguments):
    """{name: text}; flags give "1"."""
    values, rest = {}, []
    queue = list(arguments)
    while queue:
        word = queue.pop(0)
        match = re.fullmatch(r"--?([a-z][a-z0-9_-]*)(?:=(.*))?", word, re.DOTALL)
        if not match:
            rest.append(word)
            continue
        name, value = match[1], match[2]
        if name not in command.options:
            print(f"Unknown option: {name}", file=sys.stderr)
            raise _usage_error(command, "400 unable to parse option")
        flag = command.options[name] is bool
        if value is None and flag:
            value = queue.pop(0) if queue and queue[0] in ("0", "1") else "1"
        if value is None:
            if not queue:
                raise _usage_error(command, "400 unable to parse option")
            value = queue.pop(0)
        values[name] = value
    if len(rest) > len(command.positional):
        raise _usage_error(command, "400 too many arguments")
    if len(rest) < len(command.positional):
        raise _usage_error(command, "400 not enough arguments")
    values.update(zip(command.positional, rest))
    for name, value in values.items():
        _verify(command, name, value)
    return values


def _verify(command, name, value):
    rule = command.options.get(name)
    if rule is int and not value.isdigit():
        raise _parameter_error(command, name, f"type check ('integer') failed - got '{value}'")
    if rule is bool and value not in ("0", "1"):
        raise _parameter_error(command, name, f"type check ('boolean') failed - got '{value}'")
    if isinstance(rule, str) and not re.fullmatch(rule, value):
        raise _parameter_error(command, name, "value does not match the regex pattern")


NODE_NAME = re.compile(r"[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?")


def verify_node_name(command, parameter, value, code=255):
    if not NODE_NAME.fullmatch(value):
        error = _parameter_error(
            command, parameter, "invalid format - value does not look like a valid node name"
        )
        error.code = code
        raise error


def link_address(value):
    """`172.16.10.1,priority=5` -> ("172.16.10.1", "5")"""
    address = priority = None
    for part in value.split(","):
        key, equals, text = part.partition("=")
        if not equals:
            address = key
        elif key == "address":
            address = text
        elif key == "priority":
            priority = text
    return address, priority
