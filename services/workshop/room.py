"""Where participants reach a workshop: the installation's own address, or one in the room's network.

Without sign-in the app serves this computer alone. A second process then serves the participants' page
to the network, and says in a file where, as long as it runs.
"""

from __future__ import annotations

import io
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from data.settings import settings

PORT = 8600
ALIVE_SECONDS = 30.0
BEAT_SECONDS = 8.0


def address() -> str:
    """Where participants go, without a slash at its end; empty when they can go nowhere."""
    found = settings()
    if found.sign_in != "local":
        return found.address
    try:
        if time.time() - _file().stat().st_mtime > ALIVE_SECONDS:
            return ""
        return _file().read_text("utf-8").strip()[:200]
    except (OSError, UnicodeError):
        return ""


def picture(url: str) -> str:
    """A QR code that leads to an address, as SVG."""
    import segno

    drawn = io.BytesIO()
    segno.make(url, error="m").save(drawn, kind="svg", xmldecl=False, scale=4, border=4)
    return drawn.getvalue().decode("utf-8")


def own_address() -> str | None:
    """This computer's address in its network; None without a network. Nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            found = str(probe.getsockname()[0])
        except OSError:
            return None
    return None if found.startswith(("127.", "0.")) else found


@contextmanager
def announced(where: str) -> Iterator[None]:
    """Say where participants go, for the time of a block. Raises OSError."""
    file = _file()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(where, "utf-8")
    over = threading.Event()

    def beat() -> None:
        while not over.wait(BEAT_SECONDS):
            with suppress(OSError):
                file.write_text(where, "utf-8")

    beating = threading.Thread(target=beat, daemon=True)
    beating.start()
    try:
        yield
    finally:
        over.set()
        beating.join()
        file.unlink(missing_ok=True)


def _file() -> Path:
    return settings().riktmarket_var / "workshop-adress.txt"
