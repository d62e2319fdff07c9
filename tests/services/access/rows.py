"""What a row of the access table is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import product

from sqlmodel import Session

from services.actor import Actor

NATIONAL, STOCKHOLM = "strategisk-upphandling", "stockholm"
FRAMEWORK = "nationella-2016"
PART = "god-affar"

MEMBERS = ("owner", "editor", "viewer")
# The last three are nobody: "same-id" only says that it is the user of an installation without sign-in.
OUTSIDE = ("signed-out", "local", "same-id")
ROLES = (*MEMBERS, "administrator", *OUTSIDE)
PLACES = ("own", "other", "parent", "child")

Who = frozenset[tuple[str, str]]


def who(roles: tuple[str, ...] | str, places: tuple[str, ...] | str = "own") -> Who:
    """Roles in one's own organisation, and the places where they may."""
    return frozenset(
        product(
            (roles,) if isinstance(roles, str) else roles,
            (places,) if isinstance(places, str) else places,
        )
    )


NOBODY: Who = frozenset()
READ = who(MEMBERS)
ANSWER = who(("owner", "editor"))
MANAGE = who("owner")
HANDED_IN = who(MEMBERS, "child")
OVERSEE = READ | HANDED_IN
KNOWN = who((*MEMBERS, "administrator"), PLACES)
INSTALL = who("administrator", PLACES)


@dataclass(frozen=True)
class There:
    """An organisation to call about, and what is in it.

    ``begun`` is an assessment under way and ``given`` one that is handed in and that management has
    answered too. ``owner`` and ``member`` are an owner and a reader in it, ``browser`` where that
    owner is signed in, ``invitation`` an open one with the ``secret`` of its link, and ``offer`` the
    secret of a link by which it could join someone. ``workshop`` is one of ``begun``. Every actor has had the part ``part`` of
    ``begun``. ``phones`` are what the actors' phones make codes of, by the actor's id.
    """

    organisation: str
    begun: str
    given: str
    framework: str
    questions: str
    owner: str
    member: str
    browser: str
    invitation: str
    secret: str
    offer: str
    workshop: str
    part: str = PART
    phones: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """A call, who may make it, who is told that there is nothing, and who gets an empty answer."""

    may: Who
    call: Callable[[Session, Actor, There], object]
    nothing: Who = NOBODY
    blank: Who = NOBODY
    prepare: Callable[[Session, There], object] | None = None
