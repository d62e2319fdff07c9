"""What the page about personal data needs to know of the installation. Tells nothing of anyone."""

from __future__ import annotations

from dataclasses import dataclass

from data.settings import SignInMode, settings


@dataclass(frozen=True, slots=True)
class Setup:
    """How people sign in, whom to turn to, and how long a sign-in lasts in hours."""

    mode: SignInMode
    contact: str
    hours: int


def setup() -> Setup:
    """The installation as its settings describe it."""
    found = settings()
    return Setup(found.sign_in, found.riktmarket_contact.strip(), found.riktmarket_session_hours)
