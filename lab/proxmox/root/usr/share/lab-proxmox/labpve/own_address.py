"""The node's name and the address it has for it."""

import os
import socket


def nodename():
    return os.uname().nodename.partition(".")[0]


def is_loopback(ip):
    return ip.startswith("127.") or ip == "::1"


def resolve(name):
    """All addresses of a name in the resolver's order; an unknown name raises OSError."""
    found = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(info[4][0] for info in found))


def first_real_address(name):
    return next((ip for ip in resolve(name) if not is_loopback(ip)), None)
