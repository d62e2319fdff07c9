"""Keys for separate purposes, all made from the installation's one secret."""

from __future__ import annotations

import hashlib
import hmac
from typing import Literal

from data.settings import settings
from services.errors import Invalid

Purpose = Literal["link", "form", "second-factor", "recovery-code", "throttle", "provider-cookie"]


def key(purpose: Purpose) -> bytes:
    """32 bytes that tell nothing of the secret nor of another purpose's key.

    Raises Invalid in an installation without a secret.
    """
    secret = settings().secret
    if not secret:
        raise Invalid("Installationen har ingen inloggning. Den som driver den kan slå på den.")
    return hmac.digest(secret.encode(), f"riktmarket/{purpose}".encode(), "sha256")


def keyed_hash(purpose: Purpose, text: str) -> str:
    """A hash that cannot be guessed at without the secret, as 64 hexadecimal digits."""
    return hmac.digest(key(purpose), text.encode(), "sha256").hex()


def plain_hash(secret: str) -> str:
    """How something random is kept: nobody can guess what has 256 random bits."""
    return hashlib.sha256(secret.encode()).hexdigest()
