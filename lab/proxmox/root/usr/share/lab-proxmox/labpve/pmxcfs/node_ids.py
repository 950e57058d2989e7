"""The numbers by which the kernel knows paths. They live as long as the kernel remembers them."""


class NodeIds:
    def __init__(self):
        self._paths = {1: ""}
        self._ids = {("", "dir"): 1}
        self._lookups = {}
        self._last = 1

    def path(self, nodeid):
        return self._paths[nodeid]

    def remember(self, path, kind):
        """A path that changes its kind gets a new number: the kernel never forgives a file that became a link."""
        nodeid = self._ids.get((path, kind))
        if nodeid is None:
            self._last += 1
            nodeid = self._last
            self._ids[path, kind], self._paths[nodeid] = nodeid, path
        self._lookups[nodeid] = self._lookups.get(nodeid, 0) + 1
        return nodeid

    def forget(self, nodeid, count):
        left = self._lookups.get(nodeid, 0) - count
        if left > 0 or nodeid == 1:
            self._lookups[nodeid] = left
            return
        self._lookups.pop(nodeid, None)
        path = self._paths.pop(nodeid, None)
        for key in ((path, "dir"), (path, "file"), (path, "link")):
            if self._ids.get(key) == nodeid:
                del self._ids[key]

    def renamed(self, source, target):
        for key in [k for k in self._ids if k[0] == target]:
            del self._ids[key]
        moved = [k for k in self._ids if k[0] == source or k[0].startswith(source + "/")]
        for path, kind in moved:
            nodeid = self._ids.pop((path, kind))
            new = target + path[len(source) :]
            self._ids[new, kind], self._paths[nodeid] = nodeid, new
