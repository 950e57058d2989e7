"""The kernel's FUSE protocol as structs, and the mount itself. Spoken raw: a write must be answered
later, when corosync has delivered it, without a thread waiting for it."""

import ctypes
import os
import struct

IN_HEADER = struct.Struct("<IIQQIIII")
OUT_HEADER = struct.Struct("<IiQ")
ATTR = struct.Struct("<6Q10I")
ENTRY = struct.Struct("<4Q2I")
ATTR_OUT = struct.Struct("<QII")
OPEN_OUT = struct.Struct("<QII")
WRITE_OUT = struct.Struct("<II")
SETATTR_IN = struct.Struct("<II6Q8I")
READ_IN = struct.Struct("<QQIIQII")
STATFS_OUT = struct.Struct("<5Q4I24x")
DIRENT = struct.Struct("<QQII")
INIT_IN = struct.Struct("<IIII")
INIT_OUT = struct.Struct("<4I2H2I2H32x")

(LOOKUP, FORGET, GETATTR, SETATTR, READLINK) = range(1, 6)
(MKNOD, MKDIR, UNLINK, RMDIR, RENAME) = range(8, 13)
(OPEN, READ, WRITE, STATFS, RELEASE) = range(14, 19)
FSYNC, FLUSH, INIT, OPENDIR, READDIR, RELEASEDIR, FSYNCDIR = 20, 25, 26, 27, 28, 29, 30
SYMLINK, LINK, CREATE, INTERRUPT, DESTROY, BATCH_FORGET, RENAME2 = 6, 13, 35, 36, 38, 42, 45

SET_MODE, SET_UID, SET_GID, SET_SIZE, SET_MTIME, SET_MTIME_NOW = 1, 2, 4, 8, 32, 256
BIG_WRITES = 1 << 5
MAX_WRITE = 128 * 1024
READ_BUFFER = MAX_WRITE + 8192
ATTRIBUTES_VALID_SECONDS = 1

MS_NOSUID, MS_NODEV, MNT_FORCE, MNT_DETACH = 2, 4, 1, 2
_libc = ctypes.CDLL(None, use_errno=True)


def mount(path):
    """Mounts and returns the file descriptor of the connection."""
    fd = os.open("/dev/fuse", os.O_RDWR | os.O_CLOEXEC | os.O_NONBLOCK)
    options = f"fd={fd},rootmode=40000,user_id=0,group_id=0,default_permissions,allow_other"
    if _libc.mount(b"/dev/fuse", path.encode(), b"fuse", MS_NOSUID | MS_NODEV, options.encode()):
        number = ctypes.get_errno()
        os.close(fd)
        raise OSError(number, os.strerror(number), path)
    return fd


def unmount(path, flags=MNT_DETACH):
    return _libc.umount2(path.encode(), flags) == 0


def reply(unique, error=0, payload=b""):
    size = OUT_HEADER.size + len(payload)
    return OUT_HEADER.pack(size, -error, unique) + payload


def init_reply(body):
    _major, minor, readahead, _flags = INIT_IN.unpack_from(body)
    return INIT_OUT.pack(7, min(minor, 31), readahead, BIG_WRITES, 12, 9, MAX_WRITE, 1, 0, 0)


def dirents(names, offset, size):
    """The entries after `offset` that fit; names is [(name, is_dir)]."""
    out = b""
    for index in range(offset, len(names)):
        name, kind = names[index]
        raw = name.encode()
        padded = raw.ljust(len(raw) + -(DIRENT.size + len(raw)) % 8, b"\0")
        if len(out) + DIRENT.size + len(padded) > size:
            break
        out += DIRENT.pack(2 + index, index + 1, len(raw), kind) + padded
    return out
