"""Perl's die, and how its programs call others."""

import subprocess


class Die(Exception):
    """The message as the original prints it; the exit code is whatever errno happened to be."""

    def __init__(self, message, code=255):
        super().__init__(message)
        self.code = code


def from_os_error(action, path, error):
    return Die(f"{action} '{path}' - {error.strerror}", error.errno)


def run(*command, quiet=False, input=None):
    """Runs a program whose output belongs to ours; dies when it fails."""
    result = subprocess.run(command, capture_output=True, text=True, input=input)
    if result.returncode:
        detail = "" if quiet else result.stderr
        raise Die(f"{detail}command '{' '.join(command)}' failed: exit code {result.returncode}")
    return result.stdout
