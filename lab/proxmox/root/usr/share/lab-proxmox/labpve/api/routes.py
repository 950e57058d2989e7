"""The few API calls that a join and a look around need."""

import re
import time

from .. import cfs, cluster_status, datacenter, membership_changes, release, replication_jobs
from ..die import Die
from . import shadow, tickets

WRONG_PASSWORD_SECONDS = 3


class HttpError(Exception):
    def __init__(self, status, reason):
        super().__init__(reason)
        self.status = status


def login(_user, values):
    """A valid ticket is taken in place of the password, even of a root whose password is locked."""
    user, secret = values.get("username", ""), values.get("password", "")
    if len(secret) and tickets.user_of(secret) == user:
        pass
    elif user != "root@pam" or not shadow.password_fits("root", secret):
        time.sleep(WRONG_PASSWORD_SECONDS)
        raise HttpError(401, "authentication failure")
    return {
        "username": user,
        "ticket": tickets.assemble(user),
        "CSRFPreventionToken": tickets.csrf_token(user),
        "cap": {},
    }


def _version(_user, _values):
    version, repository = release.manager()
    return {"version": version, "release": version.rpartition(".")[0], "repoid": repository}


def _add_node(_user, values):
    return membership_changes.add(values.pop("node"), values)


def _nodes(_user, _values):
    status = cluster_status.rows()
    return [
        {"node": row["name"], "type": "node", "status": "online" if row["online"] else "offline"}
        for row in status
        if row["type"] == "node"
    ]


def _limit_job(_user, values):
    return replication_jobs.update(values.pop("job"), values)


ROUTES = [
    ("POST", r"/access/ticket", login),
    ("GET", r"/version", _version),
    ("GET", r"/cluster/config/apiversion", lambda _u, _v: 1),
    ("POST", r"/cluster/config/nodes/(?P<node>[A-Za-z0-9-]+)", _add_node),
    ("GET", r"/cluster/config/nodes", lambda _u, _v: cluster_status.config_nodes()),
    ("GET", r"/cluster/config/join", lambda _u, _v: cluster_status.join_information()),
    ("GET", r"/cluster/status", lambda _u, _v: cluster_status.rows()),
    ("GET", r"/cluster/options", lambda _u, _v: datacenter.read()),
    ("PUT", r"/cluster/options", lambda _u, values: datacenter.update(values)),
    ("GET", r"/cluster/replication", lambda _u, _v: replication_jobs.rows()),
    ("PUT", r"/cluster/replication/(?P<job>[0-9]+-[0-9]+)", _limit_job),
    ("GET", r"/nodes", _nodes),
]


def _authenticate(method, ticket, csrf):
    if not ticket:
        raise HttpError(401, "No ticket")
    user = tickets.user_of(ticket)
    if not user:
        raise HttpError(401, "permission denied - invalid PVE ticket")
    if method != "GET" and not tickets.csrf_valid(csrf, user):
        raise HttpError(401, "Permission denied - invalid csrf token")
    return user


def call(method, path, values, ticket, csrf):
    for verb, pattern, handler in ROUTES:
        match = re.fullmatch(pattern, path)
        if verb != method or not match:
            continue
        try:
            if path == "/access/ticket":
                return handler(None, values)
            cfs.require_pmxcfs()
            user = _authenticate(method, ticket, csrf)
            return handler(user, {**values, **match.groupdict()})
        except Die as error:
            raise HttpError(500, str(error)) from None
        except OSError as error:
            raise HttpError(500, f"{error.filename}: {error.strerror}") from None
    raise HttpError(501, f"Method '{method} {path}' not implemented")
