"""What pvecm does to root's ssh: shared authorized_keys, root login allowed, known host keys."""

import os
import re

from .. import files, own_address
from ..die import run

HOME = "/root/.ssh"
AUTHORIZED_KEYS = f"{HOME}/authorized_keys"
SHARED_AUTHORIZED_KEYS = "/etc/pve/priv/authorized_keys"
SHARED_KNOWN_HOSTS = "/etc/pve/priv/known_hosts"
SYSTEM_KNOWN_HOSTS = "/etc/ssh/ssh_known_hosts"
ID = f"{HOME}/id_rsa"
SSHD_CONFIG = "/etc/ssh/sshd_config"
CLIENT_CONFIG = (
    "Ciphers aes128-ctr,aes192-ctr,aes256-ctr,aes128-gcm@openssh.com,"
    "aes256-gcm@openssh.com,chacha20-poly1305@openssh.com\n"
)


def allow_root_login():
    """Before the login is even tried; so a join that fails has weakened sshd too."""
    config = files.read(SSHD_CONFIG)
    if re.search(r"^PermitRootLogin\s+yes\s*$", config, re.MULTILINE):
        return
    config, count = re.subn(
        r"^#?PermitRootLogin.*$", "PermitRootLogin yes", config, count=1, flags=re.MULTILINE
    )
    if not count:
        config = config.rstrip("\n") + "\nPermitRootLogin yes\n"
    files.replace(SSHD_CONFIG, config)
    run("systemctl", "reload-or-restart", "ssh")


def make_root_key():
    os.makedirs(HOME, mode=0o700, exist_ok=True)
    if not os.path.exists(ID):
        run("ssh-keygen", "-t", "rsa", "-N", "", "-f", ID)
    if not os.path.exists(f"{HOME}/config"):
        files.replace(f"{HOME}/config", CLIENT_CONFIG, 0o640)


def share_authorized_keys(output):
    """The file becomes a link into /etc/pve: it dangles whenever pmxcfs has nothing to show there."""
    if not os.path.isfile(SHARED_AUTHORIZED_KEYS):
        files.make_directory(os.path.dirname(SHARED_AUTHORIZED_KEYS))
        files.replace(SHARED_AUTHORIZED_KEYS, files.read_if_there(AUTHORIZED_KEYS), 0o600)
    if os.path.islink(AUTHORIZED_KEYS):
        return
    if os.path.exists(AUTHORIZED_KEYS):
        os.unlink(AUTHORIZED_KEYS)
    try:
        os.symlink(SHARED_AUTHORIZED_KEYS, AUTHORIZED_KEYS)
    except OSError as error:
        output.warn(f"can't create symlink for ssh keys {AUTHORIZED_KEYS} - {error.strerror}")


def _merged(*texts):
    lines = [line for text in texts for line in text.splitlines() if line.strip()]
    return "".join(f"{line}\n" for line in dict.fromkeys(lines))


def merge_root_key():
    own = files.read_if_there(f"{ID}.pub")
    old = files.read_if_there(SHARED_AUTHORIZED_KEYS)
    files.replace(SHARED_AUTHORIZED_KEYS, _merged(old, own), 0o600)


def _host_key():
    # Only the RSA key is ever looked for, and hardened hosts have removed it.
    return " ".join(files.read("/etc/ssh/ssh_host_rsa_key.pub").split()[:2])


def write_node_known_hosts():
    name = own_address.nodename()
    files.replace(f"/etc/pve/nodes/{name}/ssh_known_hosts", f"{name} {_host_key()}\n")


def merge_known_hosts(ip):
    name = own_address.nodename()
    key = _host_key()
    old = files.read_if_there(SHARED_KNOWN_HOSTS)
    files.replace(SHARED_KNOWN_HOSTS, _merged(old, f"{ip} {key}", f"{name} {key}"), 0o600)
    if not os.path.islink(SYSTEM_KNOWN_HOSTS):
        if os.path.exists(SYSTEM_KNOWN_HOSTS):
            os.unlink(SYSTEM_KNOWN_HOSTS)
        os.symlink(SHARED_KNOWN_HOSTS, SYSTEM_KNOWN_HOSTS)


def unlink_known_hosts():
    """A join takes the system-wide link away and does not put it back: only the first member has it."""
    if os.path.islink(SYSTEM_KNOWN_HOSTS):
        os.unlink(SYSTEM_KNOWN_HOSTS)
