"""Tickets in place of passwords: signed with the cluster's key, good for two hours."""

import base64
import binascii
import hashlib
import hmac
import re
import subprocess
import tempfile
import time

from .. import certificates, files
from ..die import run

LIFETIME_SECONDS = 2 * 60 * 60
CLOCK_SKEW_SECONDS = 300
TICKET = re.compile(r"(PVE:([^:]+):([0-9A-F]{8}))::([A-Za-z0-9+/=]+)")


def assemble(user):
    script = "use PVE::AccessControl; print PVE::AccessControl::assemble_ticket($ARGV[0])"
    return run("perl", "-e", script, user, quiet=True)


def user_of(ticket):
    """The user a ticket was made for, or None."""
    match = TICKET.fullmatch(ticket)
    if not match:
        return None
    age = time.time() - int(match[3], 16)
    if not -CLOCK_SKEW_SECONDS <= age <= LIFETIME_SECONDS:
        return None
    try:
        signature = base64.b64decode(match[4], validate=True)
    except binascii.Error:
        return None
    with tempfile.NamedTemporaryFile() as file:
        file.write(signature)
        file.flush()
        verified = subprocess.run(
            ["openssl", "dgst", "-sha1", "-verify", certificates.AUTH_PUB, "-signature", file.name],
            input=match[1].encode(),
            capture_output=True,
        )
    return None if verified.returncode else match[2]


def csrf_token(user):
    stamp = f"{int(time.time()):08X}"
    return f"{stamp}:{_csrf_digest(stamp, user)}"


def _csrf_digest(stamp, user):
    key = files.read(certificates.WWW_KEY).encode()
    digest = hmac.new(key, f"{stamp}:{user}".encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode().rstrip("=")


def csrf_valid(token, user):
    stamp, _, digest = (token or "").partition(":")
    return hmac.compare_digest(digest, _csrf_digest(stamp, user))
