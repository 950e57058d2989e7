"""root's password, checked against /etc/shadow. A locked or empty one never fits."""

import ctypes
import threading

_libcrypt = ctypes.CDLL("libcrypt.so.1")
_libcrypt.crypt.restype = ctypes.c_char_p
_lock = threading.Lock()


def password_fits(user, password):
    with open("/etc/shadow", encoding="utf-8") as file:
        hashes = dict(line.split(":")[:2] for line in file)
    wanted = hashes.get(user, "")
    if not wanted.startswith("$"):
        return False
    with _lock:
        made = _libcrypt.crypt(password.encode(errors="surrogateescape"), wanted.encode())
    return made == wanted.encode()
