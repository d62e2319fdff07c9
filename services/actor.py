"""Who acts. Every service takes one; where it comes from is the screens' matter."""

from __future__ import annotations

from dataclasses import dataclass

from data.stores.organisations import LOCAL_USER


@dataclass(frozen=True, slots=True)
class Actor:
    """A person at the installation."""

    user_id: str
    name: str
    local: bool = False


LOCAL = Actor(LOCAL_USER, "Lokal användare", local=True)
