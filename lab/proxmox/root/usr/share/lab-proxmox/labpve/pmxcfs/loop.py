"""One thread, one poll, timers: all of pmxcfs runs here, and nothing in it may wait."""

import heapq
import itertools
import selectors
import time


class Loop:
    def __init__(self):
        self._selector = selectors.DefaultSelector()
        self._timers = []
        self._order = itertools.count()
        self.running = True

    def watch(self, fd, ready):
        self._selector.register(fd, selectors.EVENT_READ, ready)

    def unwatch(self, fd):
        if self.watches(fd):
            self._selector.unregister(fd)

    def watches(self, fd):
        return fd in self._selector.get_map()

    def later(self, seconds, action):
        heapq.heappush(self._timers, (time.monotonic() + seconds, next(self._order), action))

    def run(self):
        while self.running:
            timeout = self._timers[0][0] - time.monotonic() if self._timers else None
            for key, _events in self._selector.select(None if timeout is None else max(timeout, 0)):
                # An earlier callback of this round may have closed this one.
                if self._selector.get_map().get(key.fd) is key:
                    key.data()
            while self._timers and self._timers[0][0] <= time.monotonic():
                heapq.heappop(self._timers)[2]()
