"""corosync.conf as pvecm reads and writes it: comments and the admin's own order are lost on every write."""

import re


class Section(dict):
    """name -> value text, Section, or list of Sections (node and interface repeat)."""


REPEATED = {"node": "name", "interface": "linknumber"}


def parse(text):
    root = Section()
    stack = [root]
    for line in text.splitlines():
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        if line.endswith("{"):
            name, child = line[:-1].strip(), Section()
            if name in REPEATED:
                stack[-1].setdefault(name, []).append(child)
            else:
                stack[-1][name] = child
            stack.append(child)
        elif line == "}":
            stack.pop()
        else:
            key, _, value = line.partition(":")
            stack[-1][key.strip()] = value.strip()
    return root


def _sort_key(name):
    def key(section):
        value = section.get(REPEATED[name], "")
        return (int(value), "") if value.isdigit() else (0, value)

    return key


def _lines(section, indent):
    pad = "  " * indent
    for name in sorted(section):
        value = section[name]
        if isinstance(value, str):
            yield f"{pad}{name}: {value}"
            continue
        blocks = sorted(value, key=_sort_key(name)) if isinstance(value, list) else [value]
        for block in blocks:
            yield f"{pad}{name} {{"
            yield from _lines(block, indent + 1)
            yield f"{pad}}}"
            if indent == 0:
                yield ""


def render(root):
    return "\n".join(_lines(root, 0)) + "\n"


def version_of(text):
    """The config_version of the totem section; 0 when there is none (pmxcfs then refuses the file)."""
    found = re.search(r"^\s*config_version\s*:\s*(\d+)", text, re.MULTILINE)
    return int(found.group(1)) if found else 0


def nodes(root):
    return {node["name"]: node for node in root.get("nodelist", {}).get("node", [])}


def bump(root):
    totem = root["totem"]
    totem["config_version"] = str(int(totem.get("config_version", "0")) + 1)


def read(path="/etc/pve/corosync.conf"):
    with open(path, encoding="utf-8") as file:
        return parse(file.read())
