"""One content on all members. Changes go through corosync's closed process group and are applied in
the order in which it delivers them; after every change of membership the newest state wins."""

import base64
import errno
import json
import struct
import zlib

from .. import corosync_conf
from . import log

PART = 64 * 1024


def encode(header, blob=b""):
    text = json.dumps(header).encode()
    return struct.pack("<I", len(text)) + text + blob


def decode(message):
    (length,) = struct.unpack_from("<I", message)
    return json.loads(message[4 : 4 + length]), message[4 + length :]


def pack_rows(rows):
    plain = [[*row[:7], None if row[7] is None else base64.b64encode(row[7]).decode()] for row in rows]
    return zlib.compress(json.dumps(plain).encode())


def unpack_rows(blob):
    plain = json.loads(zlib.decompress(blob))
    return [(*row[:7], None if row[7] is None else base64.b64decode(row[7])) for row in plain]


class Replication:
    """The state machine alone; `send(bytes)` and the events come from the group's connection."""

    def __init__(self, tree, database, membership, send, on_conf):
        self._tree, self._database, self._membership = tree, database, membership
        self._send, self._on_conf = send, on_conf
        self._pending, self._next_id = {}, 0
        self.me = None
        self.reset()

    def reset(self):
        """The connection to corosync is gone: whatever waits for it has failed."""
        self._view, self._states, self._queue, self._parts = [], {}, [], {}
        self.synced = self.ever_synced = False

    def fail_pending(self, error):
        waiting, self._pending = self._pending, {}
        for done in waiting.values():
            done(error)

    def submit(self, op, done):
        self._next_id += 1
        self._pending[self._next_id] = done
        data = op.get("data", b"")
        header = {"kind": "op", "id": self._next_id, "view": self._view, "op": {**op, "data": ""}}
        self._send(encode(header, data))

    def members_changed(self, members, authoritative):
        log.notice("dcdb", "members: " + ", ".join(f"{n}/{p}" for n, p in members))
        self._view, self._states, self._parts = [list(m) for m in members], {}, {}
        self._membership.set_online(nodeid for nodeid, _pid in members)
        queue, self._queue, self.synced = self._queue, [], False
        for sender, header, blob in queue:
            self._apply(sender, header, blob)
        state = {
            "kind": "state",
            "view": self._view,
            "rank": [int(authoritative), self._tree.version, self._tree.changed_at],
            "digest": self._tree.digest(),
            "name": self._membership.nodename,
            "ips": self._membership.ips,
        }
        log.notice("dcdb", "starting data synchronisation")
        self._send(encode(state))

    def message(self, nodeid, pid, data):
        header, blob = decode(data)
        sender = [nodeid, pid]
        if header["kind"] == "op":
            if self.synced:
                self._apply(sender, header, blob)
            else:
                self._queue.append((sender, header, blob))
        elif header["view"] == self._view:
            handler = self._got_state if header["kind"] == "state" else self._got_part
            handler(sender, header, blob)

    def _apply(self, sender, header, blob):
        op = {**header["op"], "data": blob}
        conf_before = self._conf()
        overtaken = header["view"] != self._view and not self._view_has_majority()
        error = errno.EACCES if overtaken else self._tree.apply(op, sender[0])
        mine = sender == self.me
        done = self._pending.pop(header["id"], None) if mine else None
        finish = (lambda: done(error)) if done else (lambda: None)
        if not error and self._conf() not in (None, conf_before):
            self._on_conf(self._conf(), mine, finish)
        else:
            finish()

    def _view_has_majority(self):
        """Judged from what all members of a view know alike: a change that was on its way when the others
        went must be refused by all who are left, or by none."""
        conf = self._conf()
        nodes = corosync_conf.nodes(corosync_conf.parse(conf.decode())) if conf else {}
        votes = {int(n["nodeid"]): int(n.get("quorum_votes", 1)) for n in nodes.values()}
        return 2 * sum(votes.get(nodeid, 0) for nodeid, _pid in self._view) > sum(votes.values())

    def _conf(self):
        entry = self._tree.get("corosync.conf")
        return entry and entry.data

    def _got_state(self, sender, header, _blob):
        self._states[tuple(sender)] = header
        self._membership.learn_ips(header["name"], header["ips"])
        if len(self._states) < len(self._view):
            return
        leader = max(self._states, key=lambda s: (self._states[s]["rank"], -s[0], -s[1]))
        if len({state["digest"] for state in self._states.values()}) == 1:
            log.notice("dcdb", "all data is up to date")
            self._finish()
        elif list(leader) == self.me:
            self._send_rows()

    def _send_rows(self):
        log.notice("dcdb", "sent state to the other members")
        blob = pack_rows(self._tree.rows())
        parts = [blob[i : i + PART] for i in range(0, len(blob), PART)]
        for index, part in enumerate(parts):
            header = {"kind": "rows", "view": self._view, "part": index, "parts": len(parts)}
            self._send(encode(header, part))

    def _got_part(self, sender, header, blob):
        self._parts[header["part"]] = blob
        if len(self._parts) < header["parts"]:
            return
        if sender != self.me:
            log.notice("dcdb", f"update complete, state of node {sender[0]} taken over")
            rows = unpack_rows(b"".join(self._parts[i] for i in range(header["parts"])))
            self._database.replace_all(rows)
            self._tree.load(rows)
        self._finish()

    def _finish(self):
        self.synced = self.ever_synced = True
        if self._conf():
            self._on_conf(self._conf(), False, lambda: None)
        queue, self._queue = self._queue, []
        for sender, header, blob in queue:
            self._apply(sender, header, blob)
