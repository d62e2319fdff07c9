"""Start the two servers to compare, each with a core to itself where the machine allows it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).parent.parent


def free_port() -> int:
    """A port that nobody uses just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def pin(core: int) -> None:
    """Keep this process on one core, where there is more than one."""
    if hasattr(os, "sched_setaffinity") and (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, {core})


def start(target: str, folder: Path) -> tuple[subprocess.Popen[bytes], str]:
    """Start an ASGI app by its import path. Gives the process and its address."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.serve", target, str(port)],
        cwd=ROOT,
        env={**os.environ, "RIKTMARKET_VAR": str(folder), "DATABASE_URL": ""},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return process, f"http://127.0.0.1:{port}"


def wait(process: subprocess.Popen[bytes], url: str) -> None:
    """Wait until a server answers."""
    while process.poll() is None:
        with suppress(OSError), urllib.request.urlopen(f"{url}/_stcore/health"):
            return
        time.sleep(0.01)
    raise RuntimeError(f"{url} did not start")


@contextmanager
def running(target: str, folder: Path) -> Iterator[str]:
    """A server for the time of a block."""
    process, url = start(target, folder)
    try:
        wait(process, url)
        yield url
    finally:
        process.kill()
        process.wait()
