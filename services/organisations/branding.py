"""What an organisation's reports look like: a colour that can be read, and a logo."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass

from sqlmodel import Session

from data import clock
from data.stores import reports as store
from data.tables import OrganisationLook
from services import access, audit
from services.actor import Actor
from services.errors import Invalid
from services.organisations import logo
from wording.numbers import one_decimal_down

# WCAG 2.2 asks for 4.5 of text; the colour is also a ground for white text.
LEAST_CONTRAST = 4.5
OURS = "#14463d"
_COLOUR = re.compile(r"#[0-9a-f]{6}")


@dataclass(frozen=True, slots=True)
class LookView:
    """A colour as #rrggbb, and a logo as PNG, empty without one. ``own``: they have chosen."""

    colour: str = OURS
    logo: bytes = b""
    own: bool = False


def read(session: Session, actor: Actor, organisation_id: str) -> LookView:
    """An organisation's look, ours where it has chosen none. Raises NotAllowed."""
    access.require(session, actor, "oversee", organisation_id)
    row = store.look(session, organisation_id)
    return LookView() if row is None else LookView(row.colour, base64.b64decode(row.logo), own=True)


def choose_colour(session: Session, actor: Actor, organisation_id: str, colour: str) -> None:
    """Choose a colour, as #rrggbb. Raises NotAllowed, Invalid: too light to read on white."""
    access.require(session, actor, "manage", organisation_id)
    chosen = readable(colour)
    row = _row(session, organisation_id)
    row.colour, row.updated_at = chosen, clock.now()
    session.add(row)
    audit.record(session, actor, organisation_id, "look-changed")


def choose_logo(session: Session, actor: Actor, organisation_id: str, raw: bytes) -> None:
    """Choose a logo: a file's bytes, as they were uploaded. Raises NotAllowed, Invalid."""
    access.require(session, actor, "manage", organisation_id)
    drawn = logo.clean(raw)
    row = _row(session, organisation_id)
    row.logo, row.updated_at = base64.b64encode(drawn).decode("ascii"), clock.now()
    session.add(row)
    audit.record(session, actor, organisation_id, "look-changed")


def forget(session: Session, actor: Actor, organisation_id: str) -> None:
    """Go back to our own look. Raises NotAllowed."""
    access.require(session, actor, "manage", organisation_id)
    row = store.look(session, organisation_id)
    if row is not None:
        session.delete(row)
        audit.record(session, actor, organisation_id, "look-changed")


def readable(colour: str) -> str:
    """The colour as it is kept. Raises Invalid for what is no colour, or too light."""
    chosen = colour.strip().lower()
    if not _COLOUR.fullmatch(chosen):
        raise Invalid("Skriv färgen som # och sex tecken 0–9 och a–f, till exempel #14463d.")
    found = contrast_with_white(chosen)
    if found < LEAST_CONTRAST:
        raise Invalid(
            f"Färgen är för ljus: kontrasten mot vitt är {one_decimal_down(found)} och behöver vara "
            "minst 4,5. Välj en mörkare färg."
        )
    return chosen


def contrast_with_white(colour: str) -> float:
    """The contrast of #rrggbb with white, 1–21 (WCAG 2.2, relative luminance)."""
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    luminance = sum(
        share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True)
    )
    return 1.05 / (luminance + 0.05)


def _row(session: Session, organisation_id: str) -> OrganisationLook:
    return store.look(session, organisation_id) or OrganisationLook(
        organisation_id=organisation_id, colour=OURS, updated_at=clock.now()
    )
