"""Drafts of own content as data: one field changed at a time, and never over someone else's change.

A draft has the shape of the YAML file that it becomes. A path leads through it by names; an entry
of a list is named by its ``id``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import yaml

from services.errors import Collision, Invalid
from services.text import clean

Draft: TypeAlias = dict[str, Any]
Path = tuple[str, ...]
_NOTHING: tuple[Any, ...] = (None, "", [], {}, False)

TEXT_LENGTH = 5_000
# Keys that are whole numbers in the file and can't be in JSON.
_NUMBERED = ("levels", "next_steps")


class Changed(Collision):
    """Someone changed the same field meanwhile. ``current`` is what stands there now."""

    def __init__(self, current: Any, wanted: Any) -> None:
        self.wanted = wanted
        now = f"”{current}”" if current else "ingenting"
        super().__init__(
            f"Fältet har ändrats på ett annat ställe. Där står nu {now}. Ni skrev ”{wanted}”. "
            "Inget är överskrivet: ändra en gång till om det är ert som ska gälla.",
            current,
        )


def get(draft: Draft, path: Path) -> Any:
    """What stands at a path; None where nothing does."""
    found: Any = draft
    for name in path:
        if isinstance(found, dict):
            found = found.get(name)
        elif isinstance(found, list):
            found = next((item for item in found if item.get("id") == name), None)
        else:
            return None
    return found


def put(draft: Draft, path: Path, value: Any, seen: Any) -> bool:
    """Set what stands at a path, in place. True if that changed anything.

    ``seen`` is what the person had before them. Raises Changed when it is no longer there and
    Invalid when an entry on the way has been taken away or the text is too long.
    """
    value = _cleaned(value)
    current = get(draft, path)
    if _same(current, value):
        return False
    if not _same(current, seen):
        raise Changed(current, value)
    place: Any = draft
    for name in path[:-1]:
        if isinstance(place, dict):
            place = place.setdefault(name, {})
        else:
            place = next((item for item in place if item.get("id") == name), None)
        if not isinstance(place, dict | list):
            raise Invalid("Det som ni ändrade i har tagits bort på ett annat ställe.")
    if value in _NOTHING:
        place.pop(path[-1], None)
    else:
        place[path[-1]] = value
    return True


def as_yaml(draft: Draft) -> str:
    """The draft as the file it becomes."""
    return yaml.safe_dump(_numbered(draft), allow_unicode=True, sort_keys=False, width=96)


def of_file(value: Any) -> Draft:
    """A file's data as a draft: what JSON can hold. Raises Invalid: it is no set of fields."""
    if not isinstance(value, dict):
        raise Invalid("Filen har inga fält. Ladda ner en fil härifrån och utgå från den.")
    draft: Draft = _plain(value)
    for goal in draft.get("goals", []):
        # A file may give the weight alone; the fields for weight and key need a place each.
        links = goal.get("questions", {}).items()
        full = {q: link if isinstance(link, dict) else {"weight": str(link)} for q, link in links}
        if full:
            goal["questions"] = full
    return draft


def new_id(wanted: str, taken: Sequence[str] | set[str], prefix: str = "") -> str:
    """An id made of a name, with a number after it where the id is taken."""
    stem = (prefix + slug(wanted))[:50].rstrip("-") or f"{prefix}ny"
    found, number = stem, 2
    while found in taken:
        found, number = f"{stem}-{number}", number + 1
    return found


def slug(text: str) -> str:
    """A name as an id: small letters a–z, figures and hyphens."""
    import re
    import unicodedata

    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        value = clean(value)
        if len(value) > TEXT_LENGTH:
            raise Invalid(f"Texten är {len(value)} tecken. Högst {TEXT_LENGTH} får plats.")
    return value


def _same(one: Any, other: Any) -> bool:
    return one == other or (one in _NOTHING and other in _NOTHING)


def _numbered(value: Any) -> Any:
    def key(name: str) -> str | int:
        return int(name) if name.isascii() and name.isdigit() else name

    return _walk(value, lambda parent, name: key(name) if parent in _NUMBERED else name)


def _plain(value: Any) -> Any:
    return _walk(value, lambda _, name: str(name))


def _walk(value: Any, rename: Callable[[str, Any], Any], parent: str = "") -> Any:
    if isinstance(value, dict):
        return {
            rename(parent, name): _walk(item, rename, str(name)) for name, item in value.items()
        }
    if isinstance(value, list):
        return [_walk(item, rename) for item in value]
    if value is None or isinstance(value, str | int | bool):
        return value
    # A decimal: JSON would make it binary.
    return str(value)
