"""The cluster's CA, each node's certificate, and the key that signs tickets."""

import os
import re
import tempfile
import uuid

from . import files, own_address
from .die import run

CA_KEY = "/etc/pve/priv/pve-root-ca.key"
CA = "/etc/pve/pve-root-ca.pem"
CA_SERIAL = "/etc/pve/priv/pve-root-ca.srl"
WWW_KEY = "/etc/pve/pve-www.key"
AUTH_KEY, AUTH_PUB = "/etc/pve/priv/authkey.key", "/etc/pve/authkey.pub"
BITS = "2048"


def _new_key(path, mode=0o600):
    if not os.path.exists(path):
        files.replace(path, run("openssl", "genrsa", BITS, quiet=True), mode)


def _make_auth_key():
    if not os.path.exists(AUTH_PUB):
        _new_key(AUTH_KEY)
        files.replace(AUTH_PUB, run("openssl", "rsa", "-in", AUTH_KEY, "-pubout", quiet=True))


def _make_ca():
    _new_key(CA_KEY)
    if os.path.exists(CA):
        return
    subject = f"/CN=Proxmox Virtual Environment/OU={uuid.uuid4()}/O=PVE Cluster Manager CA"
    files.replace(
        CA,
        run(
            *("openssl", "req", "-batch", "-x509", "-new", "-days", "3650", "-sha256"),
            *("-key", CA_KEY, "-subj", subject),
            quiet=True,
        ),
    )


def _search_domain():
    text = files.read_if_there("/etc/resolv.conf")
    found = re.search(r"^\s*(?:search|domain)\s+(\S+)", text, re.MULTILINE)
    return found and found[1].rstrip(".")


def _alternative_names(ip):
    name, domain = own_address.nodename(), _search_domain()
    names = ["IP:127.0.0.1", "IP:::1", "DNS:localhost", f"IP:{ip}", f"DNS:{name}"]
    return ",".join(names + ([f"DNS:{name}.{domain}"] if domain else []))


def _make_node_certificate(ip, force):
    name, domain = own_address.nodename(), _search_domain()
    key, certificate = (f"/etc/pve/nodes/{name}/pve-ssl.{kind}" for kind in ("key", "pem"))
    if os.path.exists(certificate) and not force:
        return
    _new_key(key)
    common_name = f"{name}.{domain}" if domain else name
    subject = f"/OU=PVE Cluster Node/O=Proxmox Virtual Environment/CN={common_name}"
    serial = int(files.read_if_there(CA_SERIAL) or "0", 16) + 1
    files.replace(CA_SERIAL, f"{serial:02X}\n", 0o600)
    with tempfile.NamedTemporaryFile("w", suffix=".cnf") as extensions:
        extensions.write(
            "basicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\n"
            f"subjectAltName={_alternative_names(ip)}\n"
        )
        extensions.flush()
        request = run("openssl", "req", "-batch", "-new", "-key", key, "-subj", subject, quiet=True)
        signed = run(
            *("openssl", "x509", "-req", "-days", "730", "-sha256", "-CA", CA, "-CAkey", CA_KEY),
            *("-set_serial", str(serial), "-extfile", extensions.name),
            quiet=True,
            input=request,
        )
    files.replace(certificate, signed)


def make_all(ip, force_node_certificate):
    name = own_address.nodename()
    for directory in ("", "/qemu-server", "/lxc", "/openvz", "/priv"):
        files.make_directory(f"/etc/pve/nodes/{name}{directory}")
    _make_auth_key()
    _new_key(WWW_KEY, 0o640)
    _make_ca()
    _make_node_certificate(ip, force_node_certificate)


def make_base_directories():
    for directory in ("priv", "priv/lock", "priv/acme", "nodes"):
        files.make_directory(f"/etc/pve/{directory}")
