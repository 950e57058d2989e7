"""Reading and atomic replacing, with the messages of PVE::Tools."""

import os

from .die import from_os_error


def read(path):
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except OSError as error:
        raise from_os_error("can't open", path, error) from None


def read_if_there(path):
    return read(path) if os.path.isfile(path) else ""


def replace(path, text, mode=0o644):
    temporary = f"{path}.tmp.{os.getpid()}"
    data = text if isinstance(text, bytes) else text.encode()
    try:
        fd = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    except OSError as error:
        raise from_os_error("unable to open file", temporary, error) from None
    with os.fdopen(fd, "wb") as file:
        file.write(data)
    os.rename(temporary, path)


def make_directory(path):
    try:
        os.makedirs(path, exist_ok=True)
    except OSError as error:
        raise from_os_error("unable to create directory", path, error) from None
