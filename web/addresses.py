"""Kinds of addresses: what may be counted and logged, where an address itself may not."""

from __future__ import annotations

from typing import Literal

Route = Literal[
    "page",
    "sign-in",
    "vote",
    "stream",
    "upload",
    "file",
    "asset",
    "health",
    "metrics",
    "core",
    "api",
]

HEALTH, READY, METRICS = "/halsa", "/halsa/klar", "/matvarden"
API = "/api/v1"

_EXACT: dict[str, Route] = {
    "/_stcore/stream": "stream",
    "/_stcore/health": "health",
    HEALTH: "health",
    READY: "health",
    METRICS: "metrics",
}
_BEGINNINGS: tuple[tuple[str, Route], ...] = (
    ("/_stcore/upload_file/", "upload"),
    ("/_stcore/bidi-components/", "asset"),
    ("/_stcore/", "core"),
    (f"{API}/", "api"),
    ("/media/", "file"),
    ("/static/", "asset"),
    ("/app/static/", "asset"),
    ("/component/", "asset"),
)
VOTE = "rost"
SIGN_IN = frozenset(
    {
        "auth",
        "glomt-losenord",
        "inbjudan",
        "logga-in",
        "logga-ut",
        "nytt-losenord",
        "oauth2callback",
        "tva-steg",
    }
)


def kind(path: str) -> Route:
    """What kind of address a path is. A link of an invitation is its secret, so no path is kept."""
    if path in _EXACT:
        return _EXACT[path]
    for beginning, route in _BEGINNINGS:
        if path.startswith(beginning):
            return route
    first = path.strip("/").partition("/")[0]
    if first == VOTE:
        return "vote"
    return "sign-in" if first in SIGN_IN else "page"
