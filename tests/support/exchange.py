"""Another installation, for the tests of exchange: a database of its own and a key."""

from __future__ import annotations

import base64
import json
import shutil
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from data.database.engine import Database
from services.actor import OPERATOR
from services.exchange import exchange, file
from tests.support.peerworld import consent, hand_in, organisation, publish, spread

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = base64.b64encode(KEY.public_key().public_bytes_raw()).decode()
NAME = "Region Söder"


@contextmanager
def elsewhere(template: Path, folder: Path):
    """An empty database of another installation."""
    path = folder / "elsewhere.db"
    shutil.copy(template, path)
    opened = Database(f"sqlite:///{path}")
    try:
        yield opened
    finally:
        opened.close()


def fill(database: Database, questionnaire, numbers, **fields: str | None) -> list[str]:
    """Organisations that take part and have handed in, municipalities and regions in turn."""
    made = []
    with database.write() as session:
        for i in numbers:
            kind = ("municipality", "region")[i % 2]
            described = {"type": kind, "county": None, "size": None, **fields}
            made.append(organisation(session, f"Org {i}", **described))
            consent(session, made[-1])
            hand_in(session, made[-1], questionnaire, spread(questionnaire, i))
    return made


def published(database: Database, key: Ed25519PrivateKey = KEY) -> bytes:
    """Make a snapshot if there is anything new, and the file of it."""
    publish(database)
    with database.read() as session:
        return exchange.export(session, OPERATOR, key)


def trust(database: Database, name: str = NAME, key: str = PUBLIC) -> None:
    with database.write() as session:
        exchange.trust(session, OPERATOR, name, key)


def take_in(database: Database, raw: bytes):
    with database.write() as session:
        return exchange.take_in(session, OPERATOR, raw)


def changed(
    raw: bytes, change: Callable[[dict[str, Any]], object], *, signed: bool = True
) -> bytes:
    """The file with something changed in it, and signed anew unless that is what is tried."""
    said = json.loads(raw)
    change(said)
    if signed:
        said.pop("signature", None)
        signature = KEY.sign(file.canonical(said))
        said["signature"] = base64.b64encode(signature).decode()
    return json.dumps(said, ensure_ascii=False).encode()
