"""Answers the kernel's requests from the file system. Never blocks: changes are answered when they come back."""

import errno
import os
import struct

from . import fuse_wire as wire
from .node_ids import NodeIds
from .tree import LOCK_DIRECTORY, parent_of

O_ACCMODE_WRITE = os.O_WRONLY | os.O_RDWR


class FuseServer:
    def __init__(self, fd, filesystem, clock):
        self._fd, self._fs, self._clock = fd, filesystem, clock
        self._ids = NodeIds()
        self._handlers = {
            wire.LOOKUP: self._lookup,
            wire.GETATTR: lambda r: self._attr_reply(r, self._path(r)),
            wire.SETATTR: self._setattr,
            wire.READLINK: lambda r: self._ok(r, self._fs.links[self._path(r)].encode()),
            wire.MKDIR: lambda r: self._make(r, "mkdir", 8),
            wire.MKNOD: lambda r: self._make(r, "create", 16),
            wire.CREATE: self._create,
            wire.UNLINK: self._delete,
            wire.RMDIR: self._delete,
            wire.RENAME: lambda r: self._rename(r, 8),
            wire.RENAME2: lambda r: self._rename(r, 16),
            wire.OPEN: self._open,
            wire.OPENDIR: lambda r: self._ok(r, wire.OPEN_OUT.pack(0, 0, 0)),
            wire.READ: self._read,
            wire.WRITE: self._write,
            wire.READDIR: self._readdir,
            wire.STATFS: lambda r: self._ok(
                r, wire.STATFS_OUT.pack(32768, 32000, 32000, 262144, 260000, 4096, 255, 4096, 0)
            ),
            wire.INIT: lambda r: self._ok(r, wire.init_reply(r.body)),
            wire.SYMLINK: lambda r: self._fail(r, errno.EPERM),
            wire.LINK: lambda r: self._fail(r, errno.EPERM),
        }
        for harmless in (wire.RELEASE, wire.RELEASEDIR, wire.FLUSH, wire.FSYNC, wire.FSYNCDIR):
            self._handlers[harmless] = self._ok

    def fileno(self):
        return self._fd

    def serve(self):
        """Answers all waiting requests; False when the file system was unmounted."""
        while True:
            try:
                data = os.read(self._fd, wire.READ_BUFFER)
            except BlockingIOError:
                return True
            except InterruptedError:
                continue
            except OSError as error:
                if error.errno == errno.ENOENT:  # the request was interrupted before we read it
                    continue
                return False
            self._dispatch(Request(data))

    def _dispatch(self, request):
        if request.opcode == wire.FORGET:
            self._ids.forget(request.nodeid, struct.unpack_from("<Q", request.body)[0])
        elif request.opcode == wire.BATCH_FORGET:
            for index in range(struct.unpack_from("<I", request.body)[0]):
                self._ids.forget(*struct.unpack_from("<QQ", request.body, 8 + 16 * index))
        elif request.opcode not in (wire.INTERRUPT, wire.DESTROY):
            handler = self._handlers.get(request.opcode)
            try:
                handler(request) if handler else self._fail(request, errno.ENOSYS)
            except (KeyError, AttributeError):  # gone since the kernel looked
                self._fail(request, errno.ENOENT)

    def _send(self, data):
        try:
            os.write(self._fd, data)
        except OSError as error:
            if error.errno not in (errno.ENOENT, errno.ENODEV):  # caller or mount is gone
                raise

    def _ok(self, request, payload=b""):
        self._send(wire.reply(request.unique, 0, payload))

    def _fail(self, request, error):
        self._send(wire.reply(request.unique, error))

    def _path(self, request):
        return self._ids.path(request.nodeid)

    def _child(self, request, name, nodeid=None):
        parent = self._ids.path(nodeid or request.nodeid)
        return f"{parent}/{name}" if parent else name

    def _attr(self, path, nodeid):
        mode, size, mtime, uid, gid = self._fs.attributes(path)
        links = 2 if mode & 0o40000 else 1
        return wire.ATTR.pack(
            nodeid, size, (size + 511) // 512, mtime, mtime, mtime, 0, 0, 0, mode, links, uid, gid, 0, 4096, 0
        )

    def _entry(self, path):
        nodeid = self._ids.remember(path, self._fs.kind(path))
        valid = wire.ATTRIBUTES_VALID_SECONDS
        return wire.ENTRY.pack(nodeid, 0, valid, valid, 0, 0) + self._attr(path, nodeid)

    def _lookup(self, request):
        path = self._child(request, request.names()[0])
        if self._fs.kind(path):
            self._ok(request, self._entry(path))
        else:
            self._fail(request, errno.ENOENT)

    def _attr_reply(self, request, path):
        if not self._fs.kind(path):
            return self._fail(request, errno.ENOENT)
        header = wire.ATTR_OUT.pack(wire.ATTRIBUTES_VALID_SECONDS, 0, 0)
        return self._ok(request, header + self._attr(path, request.nodeid))

    def _change(self, request, op, success):
        op["time"] = int(self._clock())
        self._fs.change(op, lambda error: self._fail(request, error) if error else success())

    def _setattr(self, request):
        values = wire.SETATTR_IN.unpack_from(request.body)
        valid, size, mtime, mode, uid, gid = (values[i] for i in (0, 3, 6, 11, 13, 14))
        path = self._path(request)
        current = self._fs.attributes(path)
        same = (
            (not valid & wire.SET_MODE or (mode ^ current[0]) & 0o777 == 0)
            and (not valid & wire.SET_UID or uid == current[3])
            and (not valid & wire.SET_GID or gid == current[4])
        )
        if not same:  # owners and modes are given, not set
            return self._fail(request, errno.EPERM)

        def answer():
            self._attr_reply(request, path)

        if valid & wire.SET_SIZE:
            return self._change(request, {"op": "truncate", "path": path, "size": size}, answer)
        if valid & (wire.SET_MTIME | wire.SET_MTIME_NOW):
            if mtime == 0 and parent_of(path) == LOCK_DIRECTORY:
                return self._release_lock(request, path)
            now = int(self._clock()) if valid & wire.SET_MTIME_NOW else mtime
            return self._change(request, {"op": "mtime", "path": path, "mtime": now}, answer)
        return answer()

    def _release_lock(self, request, path):
        """Setting a lock's time to 0 asks for its release, granted only when it has expired."""
        if not self._fs.tree.lock_expired(path, self._clock()):
            return self._fail(request, errno.EACCES)
        return self._change(
            request, {"op": "delete", "path": path}, lambda: self._fail(request, errno.ENOENT)
        )

    def _make(self, request, op, skip):
        path = self._child(request, request.names(skip)[0])
        self._change(request, {"op": op, "path": path}, lambda: self._ok(request, self._entry(path)))

    def _create(self, request):
        flags = struct.unpack_from("<I", request.body)[0]
        path = self._child(request, request.names(16)[0])

        def done(error):
            if error == errno.EEXIST and not flags & os.O_EXCL:
                error = 0
            if error:
                return self._fail(request, error)
            return self._ok(request, self._entry(path) + wire.OPEN_OUT.pack(0, 0, 0))

        self._fs.change({"op": "create", "path": path, "time": int(self._clock())}, done)

    def _delete(self, request):
        path = self._child(request, request.names()[0])
        self._change(request, {"op": "delete", "path": path}, lambda: self._ok(request))

    def _rename(self, request, skip):
        source, target = request.names(skip)
        target_directory = struct.unpack_from("<Q", request.body)[0]
        source = self._child(request, source)
        target = self._child(request, target, target_directory)

        def success():
            self._ids.renamed(source, target)
            self._ok(request)

        self._change(request, {"op": "rename", "path": source, "to": target}, success)

    def _open(self, request):
        flags = struct.unpack_from("<I", request.body)[0]
        if not self._fs.kind(self._path(request)):
            return self._fail(request, errno.ENOENT)
        if flags & O_ACCMODE_WRITE and not self._fs.cluster.writable():
            return self._fail(request, errno.EACCES)
        return self._ok(request, wire.OPEN_OUT.pack(0, 0, 0))

    def _read(self, request):
        _fh, offset, size = wire.READ_IN.unpack_from(request.body)[:3]
        self._ok(request, self._fs.data(self._path(request))[offset : offset + size])

    def _write(self, request):
        _fh, offset, size = wire.READ_IN.unpack_from(request.body)[:3]
        data = request.body[wire.READ_IN.size : wire.READ_IN.size + size]
        op = {"op": "write", "path": self._path(request), "offset": offset, "data": data}
        self._change(request, op, lambda: self._ok(request, wire.WRITE_OUT.pack(size, 0)))

    def _readdir(self, request):
        _fh, offset, size = wire.READ_IN.unpack_from(request.body)[:3]
        self._ok(request, wire.dirents(self._fs.list(self._path(request)), offset, size))


class Request:
    def __init__(self, data):
        _length, self.opcode, self.unique, self.nodeid, *_ = wire.IN_HEADER.unpack_from(data)
        self.body = data[wire.IN_HEADER.size :]

    def names(self, skip=0):
        return [name.decode() for name in self.body[skip:].split(b"\0")[:-1]]
