"""/etc/pve/replication.cfg: a section for each job."""

from . import cfs, files
from .die import Die

PATH = "/etc/pve/replication.cfg"


def read():
    jobs = {}
    for line in files.read_if_there(PATH).splitlines():
        if line.startswith("local: "):
            job = jobs.setdefault(line.split()[1], {})
        elif line.strip():
            key, _space, value = line.strip().partition(" ")
            job[key] = value
    return jobs


def rows():
    return [{"id": name, "type": "local", **job} for name, job in read().items()]


def update(name, values):
    jobs = read()
    if name not in jobs:
        raise Die(f"no such replication job '{name}'")
    deleted = values.pop("delete", "")
    if "rate" in values and not _is_rate(values["rate"]):
        raise Die("400 Parameter verification failed.\nrate: value must have a minimum value of 1")
    cfs.require_quorum()
    jobs[name].update(values)
    for key in filter(None, deleted.split(",")):
        jobs[name].pop(key, None)
    files.replace(PATH, "".join(_section(name, job) for name, job in jobs.items()))


def _is_rate(text):
    try:
        return float(text) >= 1
    except ValueError:
        return False


def _section(name, job):
    return f"local: {name}\n" + "".join(f"\t{key} {job[key]}\n" for key in sorted(job)) + "\n"
