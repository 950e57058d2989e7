"""pvecm add, through the API of a member."""

from .. import cfs, own_address
from ..die import Die
from . import finish_join, joinable, password, ssh_setup, worker
from .options import link_address
from .peer import Peer

API_VERSION = 1


def _prepare(values, output):
    joinable.check(cfs.own_ip(), values, output)
    ssh_setup.allow_root_login()
    ssh_setup.make_root_key()
    ssh_setup.share_authorized_keys(output)
    ssh_setup.unlink_known_hosts()


def _request(values, output):
    request = {"apiversion": API_VERSION}
    for number in range(8):
        if f"link{number}" in values:
            request[f"link{number}"] = values[f"link{number}"]
    if not any(name.startswith("link") for name in request):
        ip = cfs.own_ip()
        output.say(f"No cluster network links passed explicitly, fallback to local node IP '{ip}'")
        request["new_node_ip"] = ip
    for name in ("force", "nodeid", "votes"):
        if name in values:
            request[name] = values[name]
    return request


def _add(values, output):
    secret = password.read(values["hostname"])
    with cfs.local_lock():
        _prepare(values, output)
        output.say(f"Establishing API connection with host '{values['hostname']}'")
        peer = Peer(values["hostname"], values.get("fingerprint"), output)
        peer.login(secret)
        output.say("Login succeeded.")
        output.say("check cluster join API version")
        if peer.api_version() < API_VERSION:
            raise Die("error: cluster join API version not supported")
        request = _request(values, output)
        output.say("Request addition of this node")
        answer = peer.add_node(own_address.nodename(), request)
        output.say("Join request OK, finishing setup locally")
        finish_join.finish(answer["corosync_authkey"], answer["corosync_conf"], output)


def run_add(values):
    finish_join.require_directory()
    for number in range(8):
        if f"link{number}" in values and not link_address(values[f"link{number}"])[0]:
            raise Die(f"400 Parameter verification failed.\nlink{number}: invalid format")
    if values.get("use_ssh") == "1":
        from . import join_by_ssh

        worker.run("clusterjoin", lambda output: join_by_ssh.add(values, output, _prepare))
    else:
        worker.run("clusterjoin", lambda output: _add(values, output))
