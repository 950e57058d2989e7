"""The content of /etc/pve: a versioned tree. The same operations in the same order give the same tree everywhere."""

import errno
import hashlib

MAX_FILE = 1024 * 1024
LOCK_EXPIRES_AFTER = 120
LOCK_DIRECTORY = "priv/lock"


class Entry:
    __slots__ = ("inode", "parent", "version", "writer", "mtime", "is_dir", "name", "data")

    def __init__(self, inode, parent, version, writer, mtime, is_dir, name, data=b""):
        self.inode, self.parent, self.version, self.writer = inode, parent, version, writer
        self.mtime, self.is_dir, self.name, self.data = mtime, is_dir, name, data

    def row(self):
        kind = 4 if self.is_dir else 8
        data = None if self.is_dir else self.data
        return (self.inode, self.parent, self.version, self.writer, self.mtime, kind, self.name, data)


def parent_of(path):
    return path.rpartition("/")[0]


class Tree:
    def __init__(self, rows, store):
        self._store = store
        self.load(rows)

    def load(self, rows):
        by_inode = {}
        for inode, parent, version, writer, mtime, kind, name, data in rows:
            by_inode[inode] = Entry(inode, parent, version, writer, mtime, kind == 4, name, data or b"")
        root = by_inode.setdefault(0, Entry(0, 0, 1, 0, 0, True, "__version__"))
        self.version, self.changed_at = root.version, root.mtime
        self.entries = {"": root}
        for inode, entry in by_inode.items():
            if inode:
                self.entries[self._path_of(entry, by_inode)] = entry
        self._locks_first_seen = {}

    @staticmethod
    def _path_of(entry, by_inode):
        names = []
        while entry.inode:
            names.append(entry.name)
            entry = by_inode[entry.parent]
        return "/".join(reversed(names))

    def rows(self):
        root = self.entries[""]
        root.version, root.mtime = self.version, self.changed_at
        return [entry.row() for entry in self.entries.values()]

    def digest(self):
        value = hashlib.sha256(str(self.version).encode())
        for path in sorted(self.entries):
            entry = self.entries[path]
            value.update(f"\0{path}\0{entry.is_dir}\0{entry.mtime if path else 0}\0".encode())
            value.update(entry.data)
        return value.hexdigest()

    def get(self, path):
        return self.entries.get(path)

    def children(self, path):
        prefix = path + "/" if path else ""
        return [
            other[len(prefix) :]
            for other in self.entries
            if other and other.startswith(prefix) and "/" not in other[len(prefix) :]
        ]

    def apply(self, op, writer):
        """Changes the tree; 0 or an errno. `op` carries its sender's clock, so that all agree on times."""
        version_before = self.version
        self.version += 1
        try:
            result = getattr(self, "_op_" + op["op"])(op, writer)
        except KeyError:
            result = errno.ENOENT
        if result:
            self.version = version_before
            return result
        self.changed_at = op["time"]
        root = self.entries[""]
        root.version, root.mtime = self.version, self.changed_at
        self._store.save(root)
        return 0

    def _touch(self, entry, op, writer):
        entry.version, entry.writer, entry.mtime = self.version, writer, op["time"]
        self._store.save(entry)

    def _add(self, op, writer, is_dir):
        path = op["path"]
        if path in self.entries:
            return errno.EEXIST
        parent = self.entries[parent_of(path)]
        if not parent.is_dir:
            return errno.ENOTDIR
        name = path.rpartition("/")[2]
        entry = Entry(self.version, parent.inode, self.version, writer, op["time"], is_dir, name)
        self.entries[path] = entry
        self._store.save(entry)
        return 0

    def _op_create(self, op, writer):
        return self._add(op, writer, False)

    def _op_mkdir(self, op, writer):
        return self._add(op, writer, True)

    def _op_write(self, op, writer):
        entry, offset, data = self.entries[op["path"]], op["offset"], op["data"]
        if offset + len(data) > MAX_FILE:
            return errno.EFBIG
        old = entry.data.ljust(offset, b"\0")
        entry.data = old[:offset] + data + old[offset + len(data) :]
        self._touch(entry, op, writer)
        return 0

    def _op_truncate(self, op, writer):
        entry = self.entries[op["path"]]
        if op["size"] > MAX_FILE:
            return errno.EFBIG
        entry.data = entry.data[: op["size"]].ljust(op["size"], b"\0")
        self._touch(entry, op, writer)
        return 0

    def _op_mtime(self, op, writer):
        self._touch(self.entries[op["path"]], {"time": op["mtime"]}, writer)
        return 0

    def lock_expired(self, path, now):
        """A lock expires 120 s after this node first looked at it in its present state."""
        entry = self.entries[path]
        seen = self._locks_first_seen.get(path)
        if seen is None or seen[0] != entry.version:
            self._locks_first_seen[path] = (entry.version, now)
            return False
        return now - seen[1] > LOCK_EXPIRES_AFTER

    def _op_rename(self, op, writer):
        source, target = op["path"], op["to"]
        entry, parent = self.entries[source], self.entries[parent_of(target)]
        if not parent.is_dir:
            return errno.ENOTDIR
        if target == source:
            return 0
        if target.startswith(source + "/"):
            return errno.EINVAL
        old = self.entries.get(target)
        if old and (old.is_dir or entry.is_dir):
            return errno.EEXIST
        if old:
            self._remove(target, old)
        for path in [p for p in self.entries if p == source or p.startswith(source + "/")]:
            self.entries[target + path[len(source) :]] = self.entries.pop(path)
        entry.parent, entry.name = parent.inode, target.rpartition("/")[2]
        self._touch(entry, op, writer)
        return 0

    def _op_delete(self, op, _writer):
        path, entry = op["path"], self.entries[op["path"]]
        if entry.is_dir and self.children(path):
            return errno.ENOTEMPTY
        self._remove(path, entry)
        return 0

    def _remove(self, path, entry):
        del self.entries[path]
        self._locks_first_seen.pop(path, None)
        self._store.remove(entry)
