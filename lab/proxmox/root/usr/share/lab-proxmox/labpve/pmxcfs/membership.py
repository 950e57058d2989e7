"""Who is in the cluster: the generated files .members, .version and .vmlist."""

import json
import re
import time


class Membership:
    def __init__(self, nodename, ip, tree):
        self.nodename, self._tree = nodename, tree
        # Resolved once, when pmxcfs starts: a later edit of /etc/hosts changes nothing here.
        self.ips = {nodename: ip}
        self.quorate = False
        self._nodes = {}
        self._online = set()
        self._cluster_name, self._config_version = "", 0
        self._version = 0
        self._started = int(time.time())

    def _changed(self):
        self._version += 1

    def set_quorate(self, quorate):
        if quorate != self.quorate:
            self.quorate = quorate
            self._changed()

    def set_online(self, nodeids):
        online = set(nodeids)
        if online != self._online:
            self._online = online
            self._changed()

    def learn_ips(self, sender, ips):
        """What a node says of itself counts; of others it tells only those who have not heard of them."""
        news = {name: ip for name, ip in ips.items() if name == sender or name not in self.ips}
        news.pop(self.nodename, None)
        if any(self.ips.get(name) != ip for name, ip in news.items()):
            self.ips.update(news)
            self._changed()

    def read_cmap(self, cmap):
        """corosync's running configuration, not the file's."""
        found = cmap.strings(b"nodelist.node.")
        ids, names = {}, {}
        for key, value in found.items():
            match = re.fullmatch(r"nodelist\.node\.(\d+)\.(nodeid|name)", key)
            if match:
                (ids if match[2] == "nodeid" else names)[match[1]] = value
        nodes = {names[index]: int(ids[index]) for index in ids if index in names}
        totem = cmap.strings(b"totem.c")
        name = totem.get("totem.cluster_name", "")
        version = int(totem.get("totem.config_version") or 0)
        if (nodes, name, version) != (self._nodes, self._cluster_name, self._config_version):
            self._nodes, self._cluster_name, self._config_version = nodes, name, version
            self._changed()

    def members_file(self):
        lines = ["{", f'"nodename": "{self.nodename}",']
        if not self._nodes:
            lines += [f'"version": {self._version}', "}"]
            return ("\n".join(lines) + "\n").encode()
        lines.append(f'"version": {self._version},')
        lines.append(
            f'"cluster": {{ "name": "{self._cluster_name}", "version": {self._config_version}, '
            f'"nodes": {len(self._nodes)}, "quorate": {int(self.quorate)} }},'
        )
        lines.append('"nodelist": {')
        entries = []
        for name, nodeid in sorted(self._nodes.items()):
            ip = f', "ip": "{self.ips[name]}"' if name in self.ips else ""
            entries.append(f'  "{name}": {{ "id": {nodeid}, "online": {int(nodeid in self._online)}{ip}}}')
        lines += [",\n".join(entries), "  }", "}"]
        return ("\n".join(lines) + "\n").encode()

    def version_file(self):
        value = {
            "starttime": self._started,
            "clinfo": self._version,
            "vmlist": self._tree.version,
            "corosync.conf": getattr(self._tree.get("corosync.conf"), "version", 0),
            "kvstore": {name: {} for name in self._nodes},
        }
        return (json.dumps(value) + "\n").encode()

    def vmlist_file(self):
        ids = {}
        for path, entry in self._tree.entries.items():
            match = re.fullmatch(r"nodes/([^/]+)/(qemu-server|lxc)/(\d+)\.conf", path)
            if match:
                kind = "qemu" if match[2] == "qemu-server" else "lxc"
                ids[match[3]] = {"node": match[1], "type": kind, "version": entry.version}
        return (json.dumps({"version": self._tree.version, "ids": ids}) + "\n").encode()
