"""The process that serves the app."""

from __future__ import annotations

import os
import socket

# How long a process that is told to stop waits for what it is in the middle of.
GRACE_SECONDS = 10


def free(host: str, port: int) -> bool:
    """Whether this machine can serve on an address and port."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        if os.name == "posix":
            # Lets a port be taken that was closed a moment ago; on Windows it would mean more.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def run(host: str, port: int, *, target: str = "app:app") -> None:
    """Serve ``target`` until the process is told to stop. The app writes its own log (web/logs.py)."""
    import uvicorn

    uvicorn.run(
        target,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
