"""Reports as files, made beside the process that answers clicks where there are others to hold up."""

from __future__ import annotations

import atexit
import logging
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from data.settings import ROOT, settings
from reports import worker
from reports.report import formats
from reports.report.formats import FORMATS, CannotSet, Format, FormatId
from reports.report.model import Report
from services.errors import Refused
from services.files import File
from services.installation import metrics
from services.text import slug

__all__ = ["FORMATS", "File", "Format", "FormatId", "file_name", "file_stem", "render"]

# Two at a time at most: more would only take turns on the processors that the clicks need.
WORKERS = max(1, min(2, (os.cpu_count() or 1) // 2))
WAIT_SECONDS = 60.0
MADE_UP = "pahittad"

log = logging.getLogger(__name__)


class Busy(Refused):
    """Many files are being made."""

    def __init__(self) -> None:
        super().__init__("Många rapporter görs just nu. Vänta en stund och försök igen.")


def render(report: Report, file_format: str) -> File:
    """Make a report that has been built into a file. Needs no database.

    Raises ValueError for an unknown format, Refused.
    """
    chosen = known(file_format)
    try:
        content = _make(report, chosen)
    except CannotSet as error:
        log.warning("a report could not be set", exc_info=True)
        raise Refused(
            "Rapporten gick inte att göra. Svaren är kvar, och allt finns i JSON-filen. "
            "Felet står i loggen."
        ) from error
    metrics.export(chosen)
    return File(file_name(report, chosen), FORMATS[chosen].mime, content)


def known(file_format: str) -> FormatId:
    """A format by its id. Raises ValueError."""
    for name in FORMATS:
        if name == file_format:
            return name
    raise ValueError(file_format)


def file_name(report: Report, file_format: FormatId) -> str:
    """What a report's file is called, safe on every system."""
    kind = FORMATS[file_format]
    addition = f"-{kind.addition}" if kind.addition else ""
    return f"{file_stem(report)}{addition}.{kind.ending}"


def file_stem(report: Report) -> str:
    """A file's name without its ending, safe on every system."""
    name, period = slug(report.organisation, "rapport"), slug(report.period, "rapport")
    if report.example and MADE_UP not in name:
        name = f"{name}-{MADE_UP}"
    return f"{name}-{period}-{report.framework_id}"


def _make(report: Report, file_format: FormatId) -> bytes:
    # JSON takes no longer than a click.
    if alone() or file_format == "json":
        return formats.render(report, file_format)
    return _pool.make(report, file_format)


def alone() -> bool:
    """Whether the installation has one user, who has nobody to hold up."""
    return settings().sign_in == "local"


class Pool:
    """A few processes that make files, started when first needed."""

    def __init__(self, size: int = WORKERS, wait_seconds: float = WAIT_SECONDS) -> None:
        self.wait_seconds = wait_seconds
        self._free: queue.LifoQueue[_Worker] = queue.LifoQueue()
        for _ in range(size):
            self._free.put(_Worker())

    def make(self, report: Report, file_format: FormatId) -> bytes:
        """Make one file, in turn. Raises Busy, CannotSet."""
        with self._one() as one:
            try:
                return one.make(report, file_format)
            except (OSError, EOFError):
                # It was stopped, or the machine had no memory left. Another try, once.
                log.warning("a report's process ended; it is started again", exc_info=True)
                one.stop()
                try:
                    return one.make(report, file_format)
                except (OSError, EOFError) as error:
                    one.stop()
                    raise CannotSet(str(error)) from error

    def stop(self) -> None:
        """End the processes that are not at work."""
        while not self._free.empty():
            self._free.get_nowait().stop()

    @contextmanager
    def _one(self) -> Iterator[_Worker]:
        try:
            one = self._free.get(timeout=self.wait_seconds)
        except queue.Empty:
            raise Busy from None
        try:
            yield one
        finally:
            self._free.put(one)


class _Worker:
    """A process, not yet started or waiting for work."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def make(self, report: Report, file_format: FormatId) -> bytes:
        with self._lock:
            process = self._process = self._process or self._start()
            if process.stdin is None or process.stdout is None:
                raise EOFError
            worker.write(process.stdin, (report, file_format))  # type: ignore[arg-type]
            made = worker.read(process.stdout)  # type: ignore[arg-type]
        if isinstance(made, bytes):
            return made
        raise CannotSet(str(made))

    def stop(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "reports.worker"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )


_pool = Pool()
atexit.register(_pool.stop)
