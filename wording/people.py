"""Who may do what in an organisation, in words."""

from __future__ import annotations

from collections.abc import Sequence

from wording.audit import ABOUT_ROLES, ROLES

__all__ = ["ABOUT_ROLES", "ROLES", "listed", "only_owners", "readers_note", "role_with_meaning"]

MOST = 3


def role_with_meaning(role: str) -> str:
    """A role to choose, with what it may do."""
    return f"{ROLES[role]}: {ABOUT_ROLES[role]}"


def listed(names: Sequence[str]) -> str:
    """Names in a sentence: one, two or three of them, and how many more there are."""
    shown = list(names[:MOST])
    if len(names) > MOST:
        shown.append(f"{len(names) - MOST} till")
    if len(shown) < 2:
        return "".join(shown)
    return f"{', '.join(shown[:-1])} och {shown[-1]}"


def readers_note(answering: Sequence[str]) -> str:
    """To someone who may read but not answer."""
    if not answering:
        return "Ni läser. Ingen i organisationen får svara än."
    return f"Ni läser. {_those('får svara', answering)}"


def only_owners(what: str, owners: Sequence[str]) -> str:
    """To someone who may not do what owners do; ``what`` is in the infinitive without ”att”."""
    if not owners:
        return f"Bara en ägare får {what}. Organisationen har ingen ägare än."
    return f"Bara en ägare får {what}. Det är {listed(owners)}."


def _those(what: str, names: Sequence[str]) -> str:
    start = "Den som" if len(names) == 1 else "De som"
    return f"{start} {what} är {listed(names)}."
