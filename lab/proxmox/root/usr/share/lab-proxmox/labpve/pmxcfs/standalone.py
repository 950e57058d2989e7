"""A node without corosync.conf: always writable, changes apply at once, nothing is carried anywhere."""


class Standalone:
    def __init__(self, tree):
        self._tree = tree

    def writable(self):
        return True

    def submit(self, op, done):
        done(self._tree.apply(op, 0))

    def close(self):
        pass
