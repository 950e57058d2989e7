"""pvecm create"""

import os

from .. import certificates, cfs, corosync_conf, files, own_address, release
from ..corosync_conf import Section
from ..die import Die, run
from . import ssh_setup, worker
from .options import link_address

CLUSTER_CONF = "/etc/pve/corosync.conf"
AUTHKEY = "/etc/corosync/authkey"


def first_config(values, fallback_ip):
    node = Section(
        name=own_address.nodename(),
        nodeid=values.get("nodeid", "1"),
        quorum_votes=values.get("votes", "1"),
    )
    links = {n: link_address(values[f"link{n}"]) for n in range(8) if f"link{n}" in values}
    interfaces = []
    # Nobody checks that an address is one of this host's.
    for number, (address, priority) in sorted((links or {0: (fallback_ip, None)}).items()):
        node[f"ring{number}_addr"] = address
        interface = Section(linknumber=str(number))
        if priority:
            interface["knet_link_priority"] = priority
        interfaces.append(interface)
    totem = Section(
        cluster_name=values["clustername"],
        config_version="1",
        interface=interfaces,
        ip_version="ipv4-6",
        link_mode="passive",
        secauth="on",
        version="2",
    )
    if release.major() >= 9:
        totem["token_coefficient"] = values.get("token-coefficient", "125")
    return Section(
        logging=Section(debug="off", to_syslog="yes"),
        nodelist=Section(node=[node]),
        quorum=Section(provider="corosync_votequorum"),
        totem=totem,
    )


def replace_cluster_conf(config):
    new = CLUSTER_CONF + ".new"
    files.replace(new, corosync_conf.render(config))
    os.rename(new, CLUSTER_CONF)


def _create(values, output):
    ip = cfs.own_ip()
    ssh_setup.allow_root_login()
    ssh_setup.make_root_key()
    certificates.make_base_directories()
    ssh_setup.share_authorized_keys(output)
    if not os.path.exists(AUTHKEY):
        output.say(run("corosync-keygen", "-lk", AUTHKEY), end="")
    output.say(f"Writing corosync config to {CLUSTER_CONF}")
    replace_cluster_conf(first_config(values, ip))
    ssh_setup.merge_root_key()
    certificates.make_all(ip, False)
    ssh_setup.write_node_known_hosts()
    ssh_setup.merge_known_hosts(ip)
    output.say("Restart corosync and cluster filesystem")
    run("systemctl", "restart", "corosync", "pve-cluster", quiet=True)


def run_create(values):
    if os.path.exists(CLUSTER_CONF):
        code = 255 if release.major() == 8 else 2
        raise Die(f"cluster config '{CLUSTER_CONF}' already exists", code)

    def task(output):
        with cfs.local_lock():
            _create(values, output)

    worker.run("clustercreate", task)
