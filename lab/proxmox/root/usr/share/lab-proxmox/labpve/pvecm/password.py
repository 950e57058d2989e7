"""The superuser's password: hidden at a terminal, else one line from standard input, without a prompt."""

import os
import sys
import termios
import tty

from ..die import Die


def read_line():
    """One line, byte by byte: what follows it belongs to the next question."""
    line = b""
    while True:
        byte = os.read(0, 1)
        if not byte and not line:
            return None
        if byte in (b"", b"\n"):
            return line.decode(errors="surrogateescape").rstrip("\r")
        line += byte


def _read_at_terminal(prompt):
    before = termios.tcgetattr(0)
    typed, stars = b"", True
    try:
        tty.setraw(0)
        sys.stdout.write(prompt)
        sys.stdout.flush()
        while True:
            byte = os.read(0, 1)
            if byte in (b"\r", b"\n", b"\x04", b""):
                break
            if byte == b"\x03":
                raise Die("password input aborted")
            if byte in (b"\x7f", b"\x08"):
                stars = stars and bool(typed)
                if typed and stars:
                    os.write(1, b"\b \b")
                typed = typed[:-1]
            elif byte == b"\t":
                stars = False
            else:
                typed += byte
                if stars:
                    os.write(1, b"*")
    finally:
        termios.tcsetattr(0, termios.TCSADRAIN, before)
        os.write(1, b"\n")
    return typed.decode(errors="surrogateescape")


def read(host):
    if os.isatty(0):
        return _read_at_terminal(f"Please enter superuser (root) password for '{host}': ")
    line = read_line()
    if line is None:
        raise Die("EOF while reading password")
    return line
