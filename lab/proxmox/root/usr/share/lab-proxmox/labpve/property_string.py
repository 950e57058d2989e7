"""Proxmox's `a=1,b=2` values, in which the name of one key may be left out."""

from .die import Die


def parse(option, text, keys, default_key=None, needed=()):
    found = {}
    for part in filter(None, text.split(",")):
        key, equals, value = part.partition("=")
        if not equals and default_key:
            key, value = default_key, part
        if key not in keys or not value:
            _refuse(option, f"{option}.{key}: property is not defined in schema and the schema does not allow additional properties")
        if key in found:
            _refuse(option, f"duplicate key in comma-separated list property: {key}")
        found[key] = value
    for key in needed:
        if key not in found:
            _refuse(option, f"{option}.{key}: property is missing and it is not optional")
    return found


def render(values, default_key=None):
    """The key that needs no name comes first and without it, whoever wrote it how."""
    first = [values[default_key]] if default_key in values else []
    return ",".join(first + [f"{key}={values[key]}" for key in sorted(values) if key != default_key])


def _refuse(option, why):
    raise Die(f"400 Parameter verification failed.\n{option}: invalid format - format error\n{why}")
