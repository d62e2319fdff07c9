"""The real app in a process of its own."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import pytest

ROOT = Path(__file__).parent.parent.parent
T = TypeVar("T")


def apart(act: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run something asynchronous in a thread of its own: a browser's driver keeps this one's loop."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(act())).result()


class App:
    """A running installation with its own folder of data, or on the database of an address."""

    def __init__(self, folder: Path, database_url: str = "") -> None:
        self.folder, self.database_url = folder, database_url
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment: dict[str, str] = {}
        self.arguments: list[str] = []
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def database(self) -> Path:
        return self.folder / "riktmarket.db"

    def start(self) -> None:
        self.log = (self.folder.parent / f"server-{self.port}.log").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--port", str(self.port), *self.arguments],
            cwd=ROOT,
            env=self.settings(),
            stdout=self.log,
            stderr=self.log,
        )
        for _ in range(600):
            with suppress(OSError), urllib.request.urlopen(f"{self.url}/_stcore/health"):
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        pytest.fail(f"servern startade inte:\n{Path(self.log.name).read_text()}")

    def settings(self) -> dict[str, str]:
        """The environment of this installation's processes."""
        own = {"RIKTMARKET_VAR": str(self.folder), "DATABASE_URL": self.database_url}
        return {**os.environ, **own, **self.environment}

    def manage(self, *arguments: str) -> str:
        """What a command at the server says."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.settings(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def kill(self) -> None:
        """As when the power goes: no warning, no tidying."""
        if self.process:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process = None
            self.log.close()

    def errors(self) -> str:
        """Tracebacks that the server has written."""
        text = Path(self.log.name).read_text("utf-8", "replace")
        return text if "Traceback" in text or "Uncaught" in text else ""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
