"""What is wrong with a new edition of a questionnaire, seen beside the one before.

Faults would make old and new answers pass for the same, or let an id mean two things. Remarks are
what an author should look at again, where a program cannot tell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from questionnaires.changes import Changes, FrameworkChange, changes, meaning
from questionnaires.edits import same_amounts, same_words
from questionnaires.errors import ContentError
from questionnaires.resolve import Resolved
from questionnaires.versions import Step, order, raised

Code = Literal[
    "other_questionnaire",
    "meaning_without_revision",
    "revision_sank",
    "not_retired",
    "no_longer_retired",
    "retired_id_used",
    "other_origin",
    "version_not_higher",
    "version_too_low",
    "revision_for_nothing",
    "editorial_for_nothing",
    "editorial_again",
    "editorial_amount",
    "term_changed",
    "version_for_nothing",
]
_LINK_FIELDS = ("overarching", "kind")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is wrong, or to look at, with its place in the new edition's files."""

    code: Code
    question: str | None
    error: ContentError

    def __str__(self) -> str:
        """The place, and what is wrong there."""
        return str(self.error)


def faults(old: Resolved, new: Resolved) -> list[Fault]:
    """What has to be mended before the new edition is used.

    Another meaning under the same revision (see ``edits``) unless the question says ``editorial:
    true``, and a revision that sank: an old answer would be read as one to the new text. A question
    that is gone without being listed under ``retired``, a retired id that is taken off the list or
    used again: an id would come to mean two things. A question that comes from another
    questionnaire than before: it would enter or leave what is compared with others. A version that
    is not higher, or raised by less than the changes call for. Two questionnaires that are not
    editions of one.
    """
    return _Review(old, new).faults()


def remarks(old: Resolved, new: Resolved) -> list[Fault]:
    """What to look at again.

    A revision raised though nothing that decides an answer has changed: allowed, but everyone is
    asked anew. ``editorial: true`` that covers nothing, stands there since the version before, or
    covers a number, a negation or a quantifier. A term with other words: terms decide levels in
    many questions, and only its author knows in which of them an answer can become another.
    A version raised for nothing.
    """
    return _Review(old, new).remarks()


def called_for(found: Changes, editorial: Iterable[str] = ()) -> tuple[Step, tuple[str, ...]]:
    """Which of the three numbers the changes raise, and in Swedish why.

    Major: another scale or another base framework. Minor: questions that are new, gone or mean
    something else, how they are counted, and the terms that levels rest on. Patch: anything else.
    ``editorial`` are the questions whose edits are said to be no more than that.
    """
    if major := tuple(_major(found)):
        return "major", major
    if minor := tuple(_minor(found, frozenset(editorial))):
        return "minor", minor
    return ("none", ()) if found.empty else ("patch", ("redaktionella ändringar",))


def _major(found: Changes) -> Iterator[str]:
    if any(
        change.field.endswith("value")
        or (change.field.endswith("name") and not same_words(change.old or "", change.new or ""))
        for change in found.scale
    ):
        yield "en annan skala"
    if any(change.field == "base_framework" for change in found.frame):
        yield "en annan måluppsättning i botten"


def _minor(found: Changes, editorial: frozenset[str]) -> Iterator[str]:
    if found.added:
        yield "nya frågor"
    if found.changed or any(not q.small and q.id not in editorial for q in found.edited):
        yield "ändrade frågor"
    if found.retired:
        yield "borttagna frågor"
    if any(_counts(framework) for framework in found.frameworks):
        yield "andra mål eller kopplingar"
    if found.settings:
        yield "andra vikter eller lägen"
    if any(change.field in ("preconditions", "language") for change in found.frame):
        yield "andra förutsättningar eller ett annat språk"
    if any(not same_words(change.old or "", change.new or "") for change in found.scale):
        yield "en annan förklaring av skalan"
    if any(item.kind in ("scales", "statements") for item in found.items):
        yield "andra svar eller påståenden"
    if any(_reworded_terms(found)):
        yield "ändrade begrepp"


def _counts(framework: FrameworkChange) -> bool:
    """Whether a framework counts otherwise than before, and not just reads otherwise."""
    if framework.change != "changed":
        return True
    told = [*framework.fields, *(field for goal in framework.goals for field in goal.fields)]
    return any(field.field in _LINK_FIELDS for field in told) or any(
        goal.change != "changed" or goal.links for goal in framework.goals
    )


def _reworded_terms(found: Changes) -> Iterator[str]:
    for item in found.items:
        if item.kind == "terms" and not all(
            same_words(field.old or "", field.new or "") for field in item.fields
        ):
            yield item.id


class _Review:
    def __init__(self, old: Resolved, new: Resolved) -> None:
        self.old, self.new = old.questionnaire, new.questionnaire
        self.found = changes(self.old, self.new)
        self.file = new.content.file
        self.placed = {placed.item.id: placed for placed in new.content.questions}
        self.was_editorial = {p.item.id for p in old.content.questions if p.item.editorial}
        self.editorial = {p.item.id for p in new.content.questions if p.item.editorial}
        self.was_retired = old.content.file.item.retired
        self.retired = new.content.file.item.retired

    def faults(self) -> list[Fault]:
        if self.old.id != self.new.id:
            what = f"”{self.new.id}” är ett annat frågeformulär än ”{self.old.id}”."
            return [self._at_file("other_questionnaire", "id", what)]
        return [*self._questions(), *self._ids(), *self._origins(), *self._version()]

    def remarks(self) -> list[Fault]:
        if self.old.id != self.new.id:
            return []
        terms = set(_reworded_terms(self.found))
        return [
            *self._revised_for_nothing(terms),
            *self._editorial(),
            *self._editorial_for_nothing(),
            *self._terms(sorted(terms)),
            *self._version_for_nothing(),
        ]

    def _questions(self) -> Iterator[Fault]:
        for change in self.found.changed:
            if change.new_revision < change.old_revision:
                what = (
                    f"Revisionen har sjunkit från {change.old_revision} till "
                    f"{change.new_revision}. Ett nummer som har använts får inte komma igen."
                )
                yield self._at("revision_sank", change.id, "revision", what)
        for change in self.found.edited:
            if not change.small and change.id not in self.editorial:
                what = (
                    f"Texten är ändrad men revisionen är {change.new_revision} som förut. Höj den "
                    "om ett svar kan bli ett annat, annars skriv editorial: true vid frågan."
                )
                yield self._at("meaning_without_revision", change.id, "revision", what)

    def _ids(self) -> Iterator[Fault]:
        for name in self.found.retired:
            if name not in self.retired:
                what = (
                    f"Frågan ”{name}” är borttagen. Skriv dess id här, så att ingen tar det igen."
                )
                yield self._at_file("not_retired", "retired", what)
        for name in self.was_retired:
            if self.new.has_question(name):
                what = f"Frågans id ”{name}” har tillhört en fråga som är borttagen. Välj ett nytt."
                yield self._at("retired_id_used", name, "id", what)
            elif name not in self.retired:
                what = f"”{name}” stod här i {self.old.version}. Lägg tillbaka det."
                yield self._at_file("no_longer_retired", "retired", what)

    def _origins(self) -> Iterator[Fault]:
        for change in self.found.settings:
            if change.setting == "origin":
                what = (
                    f"Frågan har flyttat från ”{change.old}” till ”{change.new}”. Ta bort den där "
                    "och skriv den här med ett nytt id."
                )
                yield self._at("other_origin", change.question, "id", what)

    def _version(self) -> Iterator[Fault]:
        step, reasons = called_for(self.found, self.editorial)
        lowest = raised(self.old.version, step)
        if order(self.new.version) >= order(lowest):
            return
        code: Code = "version_too_low"
        if order(self.new.version) <= order(self.old.version):
            code = "version_not_higher"
        what = f"Versionen är lägre än {self.old.version}, och inget är ändrat."
        if reasons:
            what = (
                f"Versionen ska vara minst {lowest}, efter {self.old.version}. "
                f"Det som är ändrat: {', '.join(reasons)}."
            )
        yield self._at_file(code, "version", what)

    def _revised_for_nothing(self, terms: set[str]) -> Iterator[Fault]:
        for change in self.found.changed:
            if change.new_revision < change.old_revision:
                continue
            if terms.isdisjoint(self.new.question(change.id).terms) and self._all(
                same_words, change.id
            ):
                what = (
                    "Revisionen är höjd, men frågan och nivåerna har samma ord som förut. Alla får "
                    "svara på den igen."
                )
                yield self._at("revision_for_nothing", change.id, "revision", what)

    def _editorial(self) -> Iterator[Fault]:
        for change in self.found.edited:
            if change.small or change.id not in self.editorial:
                continue
            if change.id in self.was_editorial:
                what = f"Stod här redan i {self.old.version}. Gäller det även ändringen sedan dess?"
                yield self._at("editorial_again", change.id, "editorial", what)
            if not self._all(same_amounts, change.id):
                what = "Ett tal, en nekning eller ett mängdord är ändrat. Är det bara språket?"
                yield self._at("editorial_amount", change.id, "editorial", what)

    def _editorial_for_nothing(self) -> Iterator[Fault]:
        needed = {change.id for change in self.found.edited if not change.small}
        for name in (q.id for q in self.new.questions):
            if name in self.editorial and name not in needed:
                what = "Behövs inte här och kan dölja nästa ändring. Ta bort raden."
                yield self._at("editorial_for_nothing", name, "editorial", what)

    def _terms(self, names: Iterable[str]) -> Iterator[Fault]:
        raised_now = {change.id for change in self.found.changed}
        for name in names:
            rest = [q.id for q in self.new.questions if name in q.terms and q.id not in raised_now]
            if rest:
                what = (
                    f"Begreppet ”{name}” är nytt eller ändrat. Höj revisionen på de frågor där ett "
                    f"svar kan bli ett annat: {', '.join(rest)}."
                )
                yield self._at_file("term_changed", "terms", what)

    def _version_for_nothing(self) -> Iterator[Fault]:
        if self.found.empty and order(self.new.version) > order(self.old.version):
            what = "Versionen är höjd utan att något är ändrat."
            yield self._at_file("version_for_nothing", "version", what)

    def _all(self, holds: Callable[[str, str], bool], question: str) -> bool:
        """Whether something holds of every text that carries a question's meaning."""
        old, new = (meaning(asked.question(question)) for asked in (self.old, self.new))
        return all(holds(old.get(name, ""), new.get(name, "")) for name in old.keys() | new.keys())

    def _at(self, code: Code, question: str, field: str, what: str) -> Fault:
        return Fault(code, question, self.placed[question].error((field,), what))

    def _at_file(self, code: Code, field: str, what: str) -> Fault:
        return Fault(code, None, self.file.error((field,), what))
