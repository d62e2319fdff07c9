"""The installation's own key for exchange: a file beside the database, never in it.

Whoever has the file can publish in the installation's name. It is in no backup of the database.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from data.settings import settings
from services.errors import Invalid

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

FILE = "utbyte.pem"
LENGTH = 32
# 96 bits of the key's hash: nobody finds another key with the same ones.
SHORT, TOGETHER = 24, 4
NO_KEY = "Installationen har ingen nyckel än. Gör en med manage.py exchange key."


def path() -> Path:
    """Where the key is kept."""
    return settings().riktmarket_var / FILE


def make() -> bool:
    """Make the installation's key unless it has one. True if it was made. Raises Invalid."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    if path().exists():
        private()
        return False
    written = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    try:
        path().parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path(), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(written)
    except OSError as error:
        raise Invalid(f"{path()} går inte att skriva: {error.strerror}.") from error
    return True


def private() -> Ed25519PrivateKey:
    """The installation's key. Raises Invalid when there is none, or others may read it."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    try:
        raw = path().read_bytes()
        mode = path().stat().st_mode
    except FileNotFoundError as error:
        raise Invalid(NO_KEY) from error
    except OSError as error:
        raise Invalid(f"{path()} går inte att läsa: {error.strerror}.") from error
    if os.name == "posix" and mode & 0o077:
        raise Invalid(
            f"Andra användare på datorn kommer åt {path()}. Kör chmod 600 på den. Har någon annan haft "
            "tillgång till den: ta bort filen, gör en ny nyckel och säg till dem som ni utbyter med."
        )
    try:
        found = serialization.load_pem_private_key(raw, None)
    except (ValueError, TypeError) as error:
        raise Invalid(_spoilt()) from error
    if not isinstance(found, Ed25519PrivateKey):
        raise Invalid(_spoilt())
    return found


def public() -> str:
    """The installation's public key as text. Raises Invalid."""
    return base64.b64encode(private().public_key().public_bytes_raw()).decode("ascii")


def own() -> str | None:
    """As ``public``; None when no key has been made. Raises Invalid."""
    return public() if path().exists() else None


def read(text: str) -> str:
    """A public key that someone has written or pasted, as it is kept. Raises Invalid."""
    plain = "".join(text.split())
    try:
        raw = base64.b64decode(plain, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Invalid(_no_key(text)) from error
    if len(raw) != LENGTH:
        raise Invalid(_no_key(text))
    return base64.b64encode(raw).decode("ascii")


def fingerprint(key: str) -> str:
    """A public key as six groups of four to compare over the phone."""
    whole = hashlib.sha256(base64.b64decode(key)).hexdigest()[:SHORT]
    return " ".join(whole[i : i + TOGETHER] for i in range(0, SHORT, TOGETHER))


def _spoilt() -> str:
    return (
        f"{path()} är ingen nyckel för utbyte, eller så är den skadad. Lägg tillbaka er kopia av den, "
        "eller ta bort den och gör en ny."
    )


def _no_key(text: str) -> str:
    shown = text.strip()[:20]
    return (
        f"”{shown}” är ingen nyckel. En nyckel är 44 tecken och visas med manage.py exchange key i den "
        "andra installationen."
    )
