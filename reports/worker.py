"""A process that does nothing but make files of reports: ``python -m reports.worker``.

Reads pickled (report, format) pairs from its parent on standard input, each with its length before
it, and writes back what was made, or why it could not be. Ends when the parent does.
"""

from __future__ import annotations

import os
import pickle
import struct
import sys
from typing import BinaryIO, cast

from reports.report import formats
from reports.report.formats import FormatId
from reports.report.model import Report

LENGTH = struct.Struct(">Q")
# Whoever clicks goes first.
NICENESS = 10


def write(pipe: BinaryIO, value: object) -> None:
    """Send a value."""
    packed = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    pipe.write(LENGTH.pack(len(packed)) + packed)
    pipe.flush()


def read(pipe: BinaryIO) -> object:
    """Receive a value. Raises EOFError when the other side is gone."""
    head = pipe.read(LENGTH.size)
    if len(head) < LENGTH.size:
        raise EOFError
    packed = pipe.read(LENGTH.unpack(head)[0])
    # Between a process and the child that it started itself.
    return pickle.loads(packed)  # noqa: S301


def main() -> None:
    """Make files until the parent hangs up."""
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    into, out = sys.stdin.buffer, sys.stdout.buffer
    # What a library prints must not end up among what we answer.
    sys.stdout = sys.stderr
    while True:
        try:
            asked = read(into)
        except EOFError:
            return
        try:
            made: bytes | str = formats.render(*cast("tuple[Report, FormatId]", asked))
        except formats.CannotSet as error:
            made = str(error)
        write(out, made)


if __name__ == "__main__":
    main()
