"""The three corosync libraries pmxcfs talks to: cpg (total order), quorum, cmap. Thin ctypes, no policy."""

import ctypes as c

CS_OK, CS_ERR_TRY_AGAIN = 1, 6
DISPATCH_ONE_NONBLOCKING = 4
AGREED = 2
TRACK_ANY_CHANGE_BELOW_PREFIX = 1 | 2 | 4 | 8
TRACK_CURRENT_AND_CHANGES = 1 | 2

Handle = c.c_uint64


class CorosyncError(Exception):
    def __init__(self, call, code):
        super().__init__(f"{call} failed: {code}")
        self.code = code


class CpgName(c.Structure):
    _fields_ = [("length", c.c_uint32), ("value", c.c_char * 128)]


class CpgAddress(c.Structure):
    _fields_ = [("nodeid", c.c_uint32), ("pid", c.c_uint32), ("reason", c.c_uint32)]


class IoVec(c.Structure):
    _fields_ = [("base", c.c_void_p), ("length", c.c_size_t)]


DELIVER = c.CFUNCTYPE(None, Handle, c.POINTER(CpgName), c.c_uint32, c.c_uint32, c.c_void_p, c.c_size_t)
CONFCHG = c.CFUNCTYPE(
    None,
    Handle,
    c.POINTER(CpgName),
    c.POINTER(CpgAddress),
    c.c_size_t,
    c.POINTER(CpgAddress),
    c.c_size_t,
    c.POINTER(CpgAddress),
    c.c_size_t,
)
QUORUM_NOTIFY = c.CFUNCTYPE(None, Handle, c.c_uint32, c.c_uint64, c.c_uint32, c.POINTER(c.c_uint32))
CMAP_NOTIFY = c.CFUNCTYPE(
    None, Handle, Handle, c.c_int32, c.c_char_p, c.c_byte * 32, c.c_byte * 32, c.c_void_p
)


class CpgCallbacks(c.Structure):
    _fields_ = [("deliver", DELIVER), ("confchg", CONFCHG)]


class QuorumCallbacks(c.Structure):
    _fields_ = [("notify", QUORUM_NOTIFY)]


class Service:
    """One connection to corosync: a handle, a file descriptor to poll, dispatch and close."""

    library = prefix = ""

    def __init__(self):
        self._lib = c.CDLL(self.library)
        self._failure = None
        self._handle = Handle()

    def _call(self, name, *args, accept=()):
        code = getattr(self._lib, f"{self.prefix}_{name}")(*args)
        if code != CS_OK and code not in accept:
            raise CorosyncError(f"{self.prefix}_{name}", code)
        return code

    @property
    def fd(self):
        fd = c.c_int()
        self._call("fd_get", self._handle, c.byref(fd))
        return fd.value

    def dispatch_one(self):
        """False when no event was waiting."""
        code = self._call("dispatch", self._handle, DISPATCH_ONE_NONBLOCKING, accept=(CS_ERR_TRY_AGAIN,))
        if self._failure:
            raise self._failure
        return code == CS_OK

    def _guard(self, action):
        """ctypes swallows what a callback raises; a replica that missed an event must die, not go on."""

        def guarded(*arguments):
            try:
                action(*arguments)
            except Exception as error:
                self._failure = error

        return guarded

    def close(self):
        getattr(self._lib, f"{self.prefix}_finalize")(self._handle)


class Cpg(Service):
    library, prefix = "libcpg.so.4", "cpg"

    def __init__(self, group, on_message, on_members):
        super().__init__()
        self._on_message, self._on_members = on_message, on_members
        # The library keeps only pointers to the callbacks: they must live as long as this object.
        self._callbacks = CpgCallbacks(
            DELIVER(self._guard(self._deliver)), CONFCHG(self._guard(self._confchg))
        )
        self._call("initialize", c.byref(self._handle), c.byref(self._callbacks))
        nodeid = c.c_uint32()
        self._call("local_get", self._handle, c.byref(nodeid))
        self.nodeid = nodeid.value
        name = CpgName(len(group), group)
        self._call("join", self._handle, c.byref(name))

    def _deliver(self, _handle, _group, nodeid, pid, message, length):
        self._on_message(nodeid, pid, c.string_at(message, length))

    def _confchg(self, _handle, _group, members, count, *_left_and_joined):
        self._on_members(sorted((members[i].nodeid, members[i].pid) for i in range(count)))

    def send(self, data):
        """False when corosync cannot take the message now."""
        buffer = c.create_string_buffer(data, len(data))
        vector = IoVec(c.cast(buffer, c.c_void_p), len(data))
        code = self._call(
            "mcast_joined", self._handle, AGREED, c.byref(vector), 1, accept=(CS_ERR_TRY_AGAIN,)
        )
        return code == CS_OK


class Quorum(Service):
    library, prefix = "libquorum.so.5", "quorum"

    def __init__(self, on_quorum):
        super().__init__()
        self._callbacks = QuorumCallbacks(
            QUORUM_NOTIFY(self._guard(lambda _h, quorate, *_: on_quorum(bool(quorate))))
        )
        kind = c.c_uint32()
        self._call("initialize", c.byref(self._handle), c.byref(self._callbacks), c.byref(kind))
        self._call("trackstart", self._handle, TRACK_CURRENT_AND_CHANGES)


class Cmap(Service):
    library, prefix = "libcmap.so.4", "cmap"

    def __init__(self, on_change):
        super().__init__()
        self._call("initialize", c.byref(self._handle))
        self._notify = CMAP_NOTIFY(self._guard(lambda *_: on_change()))
        for watched in (b"nodelist.", b"totem.config_version"):
            track = Handle()
            self._call(
                "track_add",
                self._handle,
                watched,
                TRACK_ANY_CHANGE_BELOW_PREFIX,
                self._notify,
                None,
                c.byref(track),
            )

    def strings(self, prefix):
        """All string and number values below a prefix, as text."""
        iterator, found = Handle(), {}
        self._call("iter_init", self._handle, prefix, c.byref(iterator))
        key, length, kind = c.create_string_buffer(256), c.c_size_t(), c.c_int()
        while self._lib.cmap_iter_next(self._handle, iterator, key, c.byref(length), c.byref(kind)) == CS_OK:
            found[key.value.decode()] = self._value(key.value)
        self._call("iter_finalize", self._handle, iterator)
        return found

    def _value(self, key):
        text = c.c_char_p()
        if self._lib.cmap_get_string(self._handle, key, c.byref(text)) == CS_OK:
            return text.value.decode()
        for call, holder in (("cmap_get_uint64", c.c_uint64()), ("cmap_get_uint32", c.c_uint32())):
            if getattr(self._lib, call)(self._handle, key, c.byref(holder)) == CS_OK:
                return str(holder.value)
        return ""
