"""What the questions of one version became in another, written by hand with a reason each.

A file correspondences/<set>-<from>-<to>.yaml is a list of ``{from, to, keeps, why}``. ``same``: the
answer moves as it is. ``ask``: the old answer is shown, and the question is asked again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from questionnaires import yamlfile
from questionnaires.errors import ContentError, ContentProblem
from questionnaires.files import FileCorrespondence, FileCorrespondences
from questionnaires.model import Questionnaire
from questionnaires.reading import shape
from questionnaires.versions import order
from questionnaires.yamlfile import Document

Keeps = Literal["same", "ask"]
_NAME = re.compile(r"(?P<set>[a-z0-9-]+)-(?P<old>\d+\.\d+\.\d+)-(?P<new>\d+\.\d+\.\d+)")


@dataclass(frozen=True, slots=True)
class Correspondence:
    """That question ``old`` asks what ``new`` asks now, and whether its answer still holds."""

    old: str
    new: str
    keeps: Keeps
    why: str


Name = tuple[str, str, str]
Correspondences = Mapping[Name, tuple[Correspondence, ...]]
Built = Mapping[str, Mapping[str, Questionnaire]]


def read_correspondences(folder: Path, built: Built) -> dict[Name, tuple[Correspondence, ...]]:
    """All files of a folder by set, old and new version, where both versions are there.

    Raises ContentProblem: a file that is not called so, a version that is not newer, an id that the
    version lacks, one answer that would come from two, or questions that go round in a circle.
    """
    found: dict[Name, tuple[Correspondence, ...]] = {}
    errors: list[ContentError] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            document = yamlfile.read(path)
            items = shape(document, FileCorrespondences).root
        except ContentProblem as problem:
            errors += problem.errors
            continue
        name = _NAME.fullmatch(path.stem)
        if name is None:
            what = (
                "Filen ska heta som frågeformulär-från-till, till exempel inkop-1.0.0-2.0.0.yaml."
            )
            errors.append(document.error((), what))
            continue
        key = (name["set"], name["old"], name["new"])
        errors += _faults(document, items, key, built.get(name["set"], {}))
        found[key] = tuple(Correspondence(i.old, i.new, i.keeps, i.why) for i in items)
    if errors:
        raise ContentProblem(errors)
    return found


def between(
    known: Correspondences, then: Questionnaire, now: Questionnaire
) -> dict[str, tuple[Correspondence, ...]]:
    """What is known of each question of ``now`` in terms of ``then``, by its id.

    Looked up for every questionnaire that both build on, version by version upwards. An answer that
    is asked again on any step is asked again.
    """
    after = {origin.id: origin.version for origin in now.origins}
    found: dict[str, tuple[Correspondence, ...]] = {}
    for origin in then.origins:
        if origin.id in after:
            for new, items in _steps(known, origin.id, origin.version, after[origin.id]).items():
                asked = tuple(i for i in items if then.has_question(i.old))
                if asked and now.has_question(new):
                    found[new] = asked
    return found


def _steps(
    known: Correspondences, name: str, old: str, new: str
) -> dict[str, tuple[Correspondence, ...]]:
    """From one version to another, through those between where no file leads straight."""
    if direct := known.get((name, old, new)):
        return _by_new(direct)
    for key in sorted(known, key=lambda k: order(k[2]), reverse=True):
        if key[:2] == (name, old) and order(key[2]) < order(new):
            onwards = _steps(known, name, key[2], new)
            first = _by_new(known[key])
            return {
                later: tuple(
                    Correspondence(
                        before.old,
                        later,
                        "same" if before.keeps == after.keeps == "same" else "ask",
                        after.why,
                    )
                    for after in items
                    for before in first.get(after.old, ())
                )
                for later, items in onwards.items()
            }
    return {}


def _by_new(items: Sequence[Correspondence]) -> dict[str, tuple[Correspondence, ...]]:
    names = dict.fromkeys(item.new for item in items)
    return {name: tuple(item for item in items if item.new == name) for name in names}


def _faults(
    document: Document,
    items: Sequence[FileCorrespondence],
    name: Name,
    editions: Mapping[str, Questionnaire],
) -> Iterator[ContentError]:
    questionnaire, old, new = name
    if order(new) <= order(old):
        yield document.error((), f"{new} är inte nyare än {old}. Svar flyttas bara framåt.")
    for i, item in enumerate(items):
        # What ships may keep files of versions that are no longer with it.
        for key, asked, version in (("from", item.old, old), ("to", item.new, new)):
            edition = editions.get(version)
            if edition is not None and not edition.has_question(asked):
                what = f"Frågan ”{asked}” finns inte i {questionnaire} {version}."
                yield document.error((i, key), what)
        earlier = items[:i]
        if any((e.old, e.new) == (item.old, item.new) for e in earlier):
            yield document.error((i,), f"”{item.old}” till ”{item.new}” står redan i filen.")
        elif item.keeps == "same" and any(e.new == item.new and e.keeps == "same" for e in earlier):
            what = f"”{item.new}” får redan ett svar som det är. Skriv ask för den ena."
            yield document.error((i, "keeps"), what)
    yield from _circles(document, items)
    yield from _other_answers(document, items, editions.get(old), editions.get(new))


def _circles(document: Document, items: Sequence[FileCorrespondence]) -> Iterator[ContentError]:
    leads: dict[str, set[str]] = {}
    for i, item in enumerate(items):
        if item.old == item.new:
            continue
        leads.setdefault(item.old, set()).add(item.new)
        if _reaches(leads, item.new, item.old):
            what = (
                f"”{item.old}” och ”{item.new}” går runt i en cirkel. En fråga kan inte bli en som "
                "själv har blivit den. Ge den nya frågan ett nytt id."
            )
            yield document.error((i, "to"), what)


def _reaches(leads: Mapping[str, set[str]], start: str, wanted: str) -> bool:
    seen, left = {start}, [start]
    while left:
        here = left.pop()
        if here == wanted:
            return True
        onwards = leads.get(here, set()) - seen
        seen |= onwards
        left += onwards
    return False


def _other_answers(
    document: Document,
    items: Sequence[FileCorrespondence],
    then: Questionnaire | None,
    now: Questionnaire | None,
) -> Iterator[ContentError]:
    """An answer cannot move as it is to a question that has other answers."""
    if then is None or now is None:
        return
    for i, item in enumerate(items):
        if item.keeps == "same" and then.has_question(item.old) and now.has_question(item.new):
            before = then.scale_of(then.question(item.old)).numbers
            after = now.scale_of(now.question(item.new)).numbers
            if before != after:
                what = f"”{item.old}” och ”{item.new}” har olika svar. Skriv ask."
                yield document.error((i, "keeps"), what)
