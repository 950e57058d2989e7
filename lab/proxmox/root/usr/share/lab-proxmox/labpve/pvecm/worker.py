"""Tasks: create and add do their work in a child whose result nobody looks at, so they exit 0 whatever happens."""

import contextlib
import os
import signal
import sys
import time

from .. import own_address
from ..die import Die

TASKS = "/var/log/pve/tasks"


class BrokenOutput(Exception):
    pass


class TaskOutput:
    """Prints for the caller and keeps the task's log. A reader that has gone away kills the task at its next print."""

    def __init__(self, log):
        self._log = log

    def say(self, text, end="\n"):
        data = (text + end).encode()
        try:
            os.write(1, data)
        except OSError:
            raise BrokenOutput from None
        os.write(self._log, data)

    def warn(self, text):
        os.write(self._log, (text + "\n").encode())
        with contextlib.suppress(OSError):
            os.write(2, (text + "\n").encode())

    def finish(self, error):
        os.write(self._log, (f"TASK ERROR: {error}\n" if error else "TASK OK\n").encode())
        with contextlib.suppress(OSError):
            if error:
                os.write(2, f"{error}\n".encode())


def _upid(kind):
    with open("/proc/self/stat", encoding="ascii") as file:
        started = int(file.read().rpartition(")")[2].split()[19])
    now = int(time.time())
    name = own_address.nodename()
    return f"UPID:{name}:{os.getpid():08X}:{started:08X}:{now:08X}:{kind}::root@pam:"


_INTERRUPTS = (signal.SIGINT, signal.SIGQUIT, signal.SIGTERM)


def _interrupted(*_):
    # systemd and the parent both send one: the second must not take away the last word.
    for number in _INTERRUPTS:
        signal.signal(number, signal.SIG_IGN)
    raise Die("received interrupt")


def _run_child(kind, function):
    os.setsid()
    for number in _INTERRUPTS:
        signal.signal(number, _interrupted)
    upid = _upid(kind)
    directory = f"{TASKS}/{upid.split(':')[4][-1]}"
    os.makedirs(directory, exist_ok=True)
    log = os.open(f"{directory}/{upid}", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o640)
    output = TaskOutput(log)
    status = error = None
    try:
        function(output)
    except BrokenOutput:
        error, status = "broken pipe", "unexpected status"
    except Die as death:
        error = str(death)
    except OSError as death:
        error = f"{death.filename}: {death.strerror}" if death.filename else str(death)
    output.finish(error)
    status = status or (error.replace("\n", " ").strip() if error else "OK")
    with open(f"{TASKS}/index", "a", encoding="utf-8") as index:
        index.write(f"{upid} {int(time.time()):08X} {status}\n")


def run(kind, function):
    """Runs function(output) as a task and returns when it has ended. How it ended is not returned."""
    sys.stdout.flush()
    pid = os.fork()
    if not pid:
        try:
            _run_child(kind, function)
        finally:
            os._exit(0)

    def forward(*_):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)

    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGTERM):
        signal.signal(number, forward)
    os.waitpid(pid, 0)
