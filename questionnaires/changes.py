"""What differs between two editions of a questionnaire.

Everything that an assessment is kept with is compared, except the version itself: no change means
that the two ask, explain and count the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal, get_args

from questionnaires.edits import is_small
from questionnaires.model import Framework, Goal, HasId, Link, Question, Questionnaire, Scale
from questionnaires.quality import placed_steps, texts

Change = Literal["added", "removed", "changed"]
Setting = Literal["weight", "mode", "module", "kinds", "scale", "origin"]
ItemKind = Literal[
    "terms", "sections", "modules", "scales", "statements", "law", "sources", "figures", "cases"
]

SETTINGS: tuple[Setting, ...] = get_args(Setting)
_KINDS: tuple[ItemKind, ...] = get_args(ItemKind)
_FRAME = (
    "id",
    "name",
    "about",
    "language",
    "base_framework",
    "preconditions",
    "minutes",
    "statement_scale",
)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after; None where it does not stand."""

    field: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class QuestionChange:
    """A question that says something else. ``small``: its meaning is the same (see ``edits``)."""

    id: str
    old_revision: int
    new_revision: int
    fields: tuple[FieldChange, ...]
    small: bool


@dataclass(frozen=True, slots=True)
class SettingChange:
    """How a question weighs, when and of whom it is asked, on which answers, or where it is from."""

    question: str
    setting: Setting
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class LinkChange:
    """How a question informs a goal, before and after; None where it does not."""

    question: str
    old: Link | None
    new: Link | None


@dataclass(frozen=True, slots=True)
class GoalChange:
    """A goal and its questions."""

    id: str
    change: Change
    fields: tuple[FieldChange, ...]
    links: tuple[LinkChange, ...]


@dataclass(frozen=True, slots=True)
class FrameworkChange:
    """A framework and its goals."""

    id: str
    change: Change
    fields: tuple[FieldChange, ...]
    goals: tuple[GoalChange, ...]


@dataclass(frozen=True, slots=True)
class ItemChange:
    """A term, a section, or something that is quoted beside the questions."""

    kind: ItemKind
    id: str
    change: Change
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that differs.

    Every question of either edition is in exactly one of ``added``, ``retired``, ``changed``
    (another revision), ``edited`` (the same revision, other texts) and ``unchanged``. Its weight,
    mode and origin are told apart from that, in ``settings``. ``frame`` is what stands at the top
    of the file, and in which order things come.
    """

    added: tuple[str, ...]
    retired: tuple[str, ...]
    changed: tuple[QuestionChange, ...]
    edited: tuple[QuestionChange, ...]
    unchanged: tuple[str, ...]
    settings: tuple[SettingChange, ...]
    frameworks: tuple[FrameworkChange, ...]
    scale: tuple[FieldChange, ...]
    items: tuple[ItemChange, ...]
    frame: tuple[FieldChange, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing differs."""
        return not any(getattr(self, f.name) for f in fields(self) if f.name != "unchanged")


def changes(old: Questionnaire, new: Questionnaire) -> Changes:
    """What the new edition has changed."""
    kept = [question for question in new.questions if old.has_question(question.id)]
    compared = [_question(old.question(q.id), q) for q in kept]
    return Changes(
        added=tuple(q.id for q in new.questions if not old.has_question(q.id)),
        retired=tuple(q.id for q in old.questions if not new.has_question(q.id)),
        changed=tuple(c for c in compared if c.old_revision != c.new_revision),
        edited=tuple(c for c in compared if c.old_revision == c.new_revision and c.fields),
        unchanged=tuple(
            c.id for c in compared if c.old_revision == c.new_revision and not c.fields
        ),
        settings=tuple(s for q in kept for s in _settings(old.question(q.id), q)),
        frameworks=_frameworks(old.frameworks, new.frameworks),
        scale=_fields(_scale_fields(old.scale), _scale_fields(new.scale)),
        items=tuple(
            ItemChange(kind, name, change, found)
            for kind in _KINDS
            for name, change, found in _items(getattr(old, kind), getattr(new, kind))
        ),
        frame=(*_fields(_frame(old), _frame(new)), *_orders(old, new)),
    )


def meaning(question: Question) -> dict[str, str]:
    """The texts of a question that decide what an answer to it means, by field."""
    return {
        name: text
        for name, text in texts(question)
        if name in ("text", "not_applicable") or name.startswith("levels ")
    }


def _question(old: Question, new: Question) -> QuestionChange:
    return QuestionChange(
        id=new.id,
        old_revision=old.revision,
        new_revision=new.revision,
        fields=_fields(_question_fields(old), _question_fields(new)),
        small=is_small(meaning(old), meaning(new)),
    )


def _question_fields(question: Question) -> dict[str, str]:
    found = dict(texts(question))
    for where, step in placed_steps(question):
        found[f"{where} effort"] = str(step.effort)
        found[f"{where} sources"] = ", ".join(step.sources)
    for name in ("terms", "law", "figures", "cases"):
        found[name] = ", ".join(getattr(question, name))
    found["section"] = question.section or ""
    looked = question.documents
    found["documents"] = f"{looked.what}, {looked.who}, {looked.minutes}" if looked else ""
    return found


def _settings(old: Question, new: Question) -> list[SettingChange]:
    return [
        SettingChange(new.id, name, _spell(getattr(old, name)), _spell(getattr(new, name)))
        for name in SETTINGS
        if getattr(old, name) != getattr(new, name)
    ]


def _frameworks(old: Iterable[Framework], new: Iterable[Framework]) -> tuple[FrameworkChange, ...]:
    found = []
    for name, before, after in _pairs(old, new):
        pairs = _pairs(before.goals if before else (), after.goals if after else ())
        compared = [_goal(goal, was, now) for goal, was, now in pairs]
        goals = tuple(goal for goal in compared if goal.fields or goal.links)
        told = _fields(_plain(before, "goals"), _plain(after, "goals"))
        if goals or told:
            found.append(FrameworkChange(name, _change(before, after), told, goals))
    return tuple(found)


def _goal(name: str, old: Goal | None, new: Goal | None) -> GoalChange:
    before = {link.question: link for link in old.links} if old else {}
    after = {link.question: link for link in new.links} if new else {}
    links = tuple(
        LinkChange(question, before.get(question), after.get(question))
        for question in dict.fromkeys((*before, *after))
        if before.get(question) != after.get(question)
    )
    return GoalChange(
        name, _change(old, new), _fields(_plain(old, "links"), _plain(new, "links")), links
    )


def _items(
    old: Iterable[HasId], new: Iterable[HasId]
) -> Iterable[tuple[str, Change, tuple[FieldChange, ...]]]:
    for name, before, after in _pairs(old, new):
        if before != after:
            yield name, _change(before, after), _fields(_plain(before), _plain(after))


def _scale_fields(scale: Scale) -> dict[str, str]:
    found = {}
    for level in scale.levels:
        found[f"{level.number} name"] = level.name
        found[f"{level.number} meaning"] = level.meaning
        if not scale.equal_steps:
            found[f"{level.number} value"] = str(scale.value(level.number))
    if scale.sound is not None:
        found["sound"] = str(scale.sound)
    return found


def _frame(questionnaire: Questionnaire) -> dict[str, str]:
    return {name: _spell(getattr(questionnaire, name)) for name in _FRAME}


def _orders(old: Questionnaire, new: Questionnaire) -> Iterable[FieldChange]:
    for name in ("questions", "frameworks", *_KINDS):
        yield from _order(name, getattr(old, name), getattr(new, name))
    for framework, before, after in _pairs(old.frameworks, new.frameworks):
        if before and after:
            yield from _order(f"goals {framework}", before.goals, after.goals)


def _order(name: str, old: Iterable[HasId], new: Iterable[HasId]) -> Iterable[FieldChange]:
    """Whether what both have comes in another order."""
    before, after = [item.id for item in old], [item.id for item in new]
    one = [item for item in before if item in after]
    other = [item for item in after if item in before]
    if one != other:
        yield FieldChange(f"order {name}", ", ".join(one), ", ".join(other))


def _pairs(old: Iterable[Any], new: Iterable[Any]) -> list[tuple[str, Any, Any]]:
    """Everything that either has, by id: what the new one has first, then what is gone."""
    before, after = {item.id: item for item in old}, {item.id: item for item in new}
    return [(name, before.get(name), after.get(name)) for name in dict.fromkeys((*after, *before))]


def _change(old: object | None, new: object | None) -> Change:
    return "added" if old is None else "removed" if new is None else "changed"


def _plain(item: Any, *without: str) -> dict[str, str]:
    if item is None:
        return {}
    kept = (name for name in type(item).model_fields if name not in without)
    return {name: _spell(getattr(item, name)) for name in kept}


def _fields(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[FieldChange, ...]:
    """The fields that differ. An empty field is as good as none."""
    names = dict.fromkeys((*new, *old))
    return tuple(
        FieldChange(name, old.get(name), new.get(name))
        for name in names
        if (old.get(name) or None) != (new.get(name) or None)
    )


def _spell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {value[key]}" for key in sorted(value))
    if isinstance(value, tuple) and all(isinstance(item, str) for item in value):
        return ", ".join(value)
    return str(value)
