"""What differs between two editions of a questionnaire, as lines for the shell."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from questionnaires.changes import (
    Change,
    Changes,
    FieldChange,
    FrameworkChange,
    GoalChange,
    ItemChange,
    ItemKind,
    LinkChange,
    QuestionChange,
    SettingChange,
)
from questionnaires.model import Link, Questionnaire
from wording.numbers import count, decimal
from wording.results import MODE_NAMES

_FIELDS = {
    "text": "Text",
    "not_applicable": "Ej aktuellt",
    "why": "Varför",
    "evidence": "Belägg",
    "terms": "Begrepp",
    "law": "Lagrum",
    "figures": "Siffror",
    "cases": "Exempel",
    "section": "Avsnitt",
    "name": "Namn",
    "short": "Kortnamn",
    "about": "Beskrivning",
    "owner": "Ägare",
    "valid_from": "Gäller från",
    "valid_to": "Gäller till",
    "note": "Anmärkning",
    "source": "Källa",
    "source_text": "Källans namn",
    "kind": "Slag",
    "own": "Egen",
    "number": "Nummer",
    "group": "Grupp",
    "overarching": "Övergripande",
    "by_type": "Text per typ av organisation",
    "title": "Titel",
    "publisher": "Utgivare",
    "url": "Adress",
    "stale": "Äldre vägledning",
    "language": "Språk",
    "says": "Innehåll",
    "as_of": "Läget",
    "survey": "Undersökning",
    "year": "År",
    "scale": "Enhet",
    "values": "Värden",
    "goal": "Mål",
    "organisation": "Organisation",
    "minutes": "Minuter",
    "base_framework": "Måluppsättning i botten",
    "preconditions": "Förutsättningar",
    "id": "Id",
    "documents": "Underlag",
    "kinds": "Ställs till",
    "levels": "Svar",
    "questions": "Frågor",
    "statement_scale": "Påståendenas svar",
}
_STEP_FIELDS = {
    "do": "gör",
    "first_step": "första steget",
    "lead": "leder",
    "effort": "insats",
    "effect": "det ger",
    "sources": "källor",
}
_SCALE_FIELDS = {"name": "namn", "meaning": "betydelse", "value": "värde"}
_SETTINGS: dict[str, str] = {
    "weight": "vikt",
    "origin": "kommer från",
    "module": "modul",
    "kinds": "ställs till",
    "scale": "svar",
}
_ORDERED = {
    "questions": "frågorna",
    "frameworks": "måluppsättningarna",
    "terms": "begreppen",
    "sections": "avsnitten",
    "modules": "modulerna",
    "scales": "svaren",
    "statements": "påståendena",
    "law": "lagrummen",
    "sources": "källorna",
    "figures": "siffrorna",
    "cases": "exemplen",
}
_ITEMS: dict[ItemKind, tuple[str, str]] = {
    # The word, and the gender of what is said of it.
    "terms": ("Begreppet", "t"),
    "sections": ("Avsnittet", "t"),
    "modules": ("Modulen", "n"),
    "scales": ("Svaren", "p"),
    "statements": ("Påståendet", "t"),
    "law": ("Lagrummet", "t"),
    "sources": ("Källan", "n"),
    "figures": ("Siffran", "n"),
    "cases": ("Exemplet", "t"),
}
_CHANGED: dict[tuple[Change, str], str] = {
    ("added", "t"): "nytt",
    ("added", "n"): "ny",
    ("removed", "t"): "borttaget",
    ("removed", "n"): "borttagen",
    ("changed", "t"): "ändrat",
    ("changed", "n"): "ändrad",
    ("added", "p"): "nya",
    ("removed", "p"): "borttagna",
    ("changed", "p"): "ändrade",
}
_MODES: dict[str, str] = {str(mode): name for mode, name in MODE_NAMES.items()}
_VALUES = {"True": "ja", "False": "nej", "goals": "mål", "preconditions": "förutsättningar"}


def lines(
    old: Questionnaire, new: Questionnaire, found: Changes, unraised: Collection[str] = ()
) -> list[str]:
    """Every change under its heading; a line that nothing differs where nothing does.

    ``unraised`` are questions whose meaning has changed under the same revision.
    """
    editorial = [change for change in found.edited if change.id not in unraised]
    meant = [change for change in found.edited if change.id in unraised]
    groups: tuple[tuple[str, list[str]], ...] = (
        ("Nya frågor", [f"  {name}: {new.question(name).text}" for name in found.added]),
        ("Ändrade frågor", _questions(found.changed)),
        ("Ändrade frågor, utan höjd revision", _questions(meant)),
        ("Redaktionellt ändrade frågor", _questions(editorial)),
        ("Borttagna frågor", [f"  {name}: {old.question(name).text}" for name in found.retired]),
        ("Kopplingar", [line for f in found.frameworks for line in _framework(f, old, new, found)]),
        ("Vikter och lägen", [_setting(change) for change in found.settings]),
        ("Skala", [line for field in found.scale for line in _both(_scale(field), field, "  ")]),
        ("Begrepp", [line for item in found.items for line in _item(item) if item.kind == "terms"]),
        ("Övrigt", list(_rest(found))),
    )
    told = [line for heading, body in groups if body for line in ("", heading, *body)]
    again = f"{new.name} " if new.name != old.name else ""
    return [f"{old.name} {old.version} → {again}{new.version}", *(told or ["", "Inget är ändrat."])]


def _questions(changed: Iterable[QuestionChange]) -> list[str]:
    found = []
    for change in changed:
        revision = ""
        if change.old_revision != change.new_revision:
            revision = f", revision {change.old_revision} → {change.new_revision}"
        found.append(f"  {change.id}{revision}")
        for field in change.fields:
            found += _both(_question_field(field.field), field, "    ")
    return found


def _both(name: str, field: FieldChange, indent: str) -> list[str]:
    before, now = (_value(text) for text in (field.old, field.new))
    return [f"{indent}{name}", f"{indent}  före: {before}", f"{indent}  nu:   {now}"]


def _value(text: str | None) -> str:
    return _VALUES.get(text or "", text or "–")


def _question_field(name: str) -> str:
    first, *rest = name.split()
    if first == "levels":
        kind = f", {rest[2]}" if len(rest) > 2 else ""
        return f"Nivå {rest[0]}" + (", kort" if rest[1] == "short" else kind)
    if first == "next_steps":
        level, _, nth = rest[0].partition(".")
        which = f" (nummer {nth})" if nth else ""
        return f"Nästa steg från nivå {level}{which}, {_STEP_FIELDS[rest[1]]}"
    return "Frågan" if name == "text" else _FIELDS[name]


def _scale(field: FieldChange) -> str:
    if field.field == "sound":
        return "Sund nivå"
    number, name = field.field.split()
    return f"Nivå {number}, {_SCALE_FIELDS[name]}"


def _framework(
    change: FrameworkChange, old: Questionnaire, new: Questionnaire, found: Changes
) -> Iterator[str]:
    framework = (old if change.change == "removed" else new).framework(change.id)
    if change.change != "changed":
        said = _CHANGED[change.change, "n"]
        amount = count(len(framework.goals), "mål", "mål")
        yield f"  {framework.name} ({change.id}): {said} måluppsättning, {amount}"
        return
    yield f"  {framework.name} ({change.id})"
    for field in change.fields:
        yield from _both(_FIELDS[field.field], field, "    ")
    for goal in change.goals:
        yield from _goal(goal, found)


def _goal(goal: GoalChange, found: Changes) -> Iterator[str]:
    if goal.change != "changed":
        said = _CHANGED[goal.change, "t"]
        yield f"    {goal.id}: {said} mål, {count(len(goal.links), 'fråga', 'frågor')}"
        return
    for field in goal.fields:
        yield from _both(f"{goal.id}: {_FIELDS[field.field].lower()}", field, "    ")
    new = sum(link.question in found.added for link in goal.links)
    gone = sum(link.question in found.retired for link in goal.links)
    if new:
        yield f"    {goal.id}: {count(new, 'ny fråga', 'nya frågor')}"
    if gone:
        yield f"    {goal.id}: {count(gone, 'fråga borttagen', 'frågor borttagna')}"
    for link in goal.links:
        if link.question not in found.added and link.question not in found.retired:
            yield f"    {goal.id}: {link.question}, {_link(link)}"


def _link(change: LinkChange) -> str:
    if change.old is None and change.new is not None:
        return f"ny koppling ({_weight(change.new)})"
    if change.new is None or change.old is None:
        return "kopplingen är borttagen"
    said = []
    if change.old.weight != change.new.weight:
        said.append(f"vikt {decimal(change.old.weight)} → {decimal(change.new.weight)}")
    if change.old.key != change.new.key:
        said.append("blir nyckelfråga" if change.new.key else "är inte längre nyckelfråga")
    return ", ".join(said)


def _weight(link: Link) -> str:
    return f"vikt {decimal(link.weight)}" + (", nyckelfråga" if link.key else "")


def _setting(change: SettingChange) -> str:
    if change.setting == "mode":
        return f"  {change.question}: läge {_MODES[change.old]} → {_MODES[change.new]}"
    what = _SETTINGS[change.setting]
    return f"  {change.question}: {what} {change.old or '–'} → {change.new or '–'}"


def _item(item: ItemChange) -> Iterator[str]:
    word, gender = _ITEMS[item.kind]
    if item.kind != "terms" or item.change != "changed":
        yield f"  {word} {item.id}: {_CHANGED[item.change, gender]}"
        return
    yield f"  {item.id}"
    for field in item.fields:
        yield from _both(_FIELDS[field.field], field, "    ")


def _rest(found: Changes) -> Iterator[str]:
    for field in found.frame:
        first, *rest = field.field.split()
        if first == "order":
            what = _ORDERED.get(rest[0], f"målen i {rest[-1]}")
            yield f"  Ordningen på {what} är en annan."
        else:
            yield from _both(_FIELDS[field.field], _in_swedish(field), "  ")
    for item in found.items:
        if item.kind != "terms":
            yield from _item(item)


def _in_swedish(field: FieldChange) -> FieldChange:
    if field.field != "minutes":
        return field
    old, new = field.old or "", field.new or ""
    for mode, name in _MODES.items():
        old, new = (text.replace(f"{mode}: ", f"{name}: ") for text in (old, new))
    return FieldChange(field.field, old, new)
