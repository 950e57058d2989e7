"""What /etc/pve looks like: modes that follow quorum, links to the own node, generated dot files."""

import errno
import grp
import re
import stat

PRIVATE = re.compile(r"(priv|nodes/[^/]+/priv)(/|$)")


class Filesystem:
    def __init__(self, tree, nodename, cluster, generated):
        self.tree, self.cluster, self.generated = tree, cluster, generated
        self.links = {
            "local": f"nodes/{nodename}",
            "qemu-server": f"nodes/{nodename}/qemu-server",
            "lxc": f"nodes/{nodename}/lxc",
            "openvz": f"nodes/{nodename}/openvz",
        }
        self._gid = grp.getgrnam("www-data").gr_gid

    def kind(self, path):
        if path in self.links:
            return "link"
        if path in self.generated:
            return "file"
        entry = self.tree.get(path)
        return entry and ("dir" if entry.is_dir else "file")

    def data(self, path):
        return self.generated[path]() if path in self.generated else self.tree.get(path).data

    def attributes(self, path):
        """(mode, size, mtime, uid, gid); the write bits are what pvecm looks at to know of quorum."""
        kind, writable = self.kind(path), self.cluster.writable()
        if kind == "link":
            mode, size = stat.S_IFLNK | (0o777 if writable else 0o555), len(self.links[path])
        elif kind == "dir":
            mode, size = stat.S_IFDIR | (0o777 if writable else 0o555), 0
        else:
            mode, size = stat.S_IFREG | (0o666 if writable else 0o444), len(self.data(path))
        if path in self.generated:
            mode = stat.S_IFREG | 0o444
        if PRIVATE.match(path):
            mode &= 0o777700
        else:
            mode &= 0o777750 if kind == "file" else 0o777755
        entry = self.tree.get(path)
        return mode, size, (entry or self.tree.get("")).mtime, 0, self._gid

    def list(self, path):
        names = [(".", 4), ("..", 4)]
        if path == "":
            names += [(name, 10) for name in self.links] + [(name, 8) for name in self.generated]
        prefix = path + "/" if path else ""
        for name in self.tree.children(path):
            if prefix + name not in self.links:
                names.append((name, 4 if self.tree.get(prefix + name).is_dir else 8))
        return names

    def change(self, op, done):
        """Hands a change to the cluster; done(errno) comes when it is in force everywhere."""
        paths = [op["path"]] + ([op["to"]] if "to" in op else [])
        if any(path in self.links or path in self.generated for path in paths):
            return done(errno.EACCES)
        if not self.cluster.writable():
            return done(errno.EACCES)
        return self.cluster.submit(op, done)
