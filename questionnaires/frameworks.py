"""Frameworks put together with questions: when a questionnaire is built, and on top of one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from questionnaires.errors import ContentError, ContentProblem
from questionnaires.files import FileFramework, FileGoal, FileLink
from questionnaires.model import Framework, Goal, Link, Questionnaire
from questionnaires.placed import Placed
from questionnaires.published import Source

# A question's id, and the goals (framework/goal) that it says itself that it informs.
Mapped = tuple[str, Mapping[str, FileLink]]


def framework_of(
    placed: Placed[FileFramework], questions: Sequence[Mapped], *, own: bool = False
) -> Framework:
    """A framework with its links, in the questions' order. ``own``: an organisation made it."""
    file = placed.item
    goals = tuple(_goal(file.id, goal, questions) for goal in file.goals)
    return Framework(**file.model_dump(exclude={"goals"}), goals=goals, own=own)


def framework_faults(
    placed: Placed[FileFramework],
    questions: Sequence[str],
    sources: Mapping[str, Source],
    questionnaire_id: str,
) -> Iterator[ContentError]:
    """What is wrong with a framework by itself: two goals alike, an unknown question or source."""
    file, known = placed.item, set(questions)
    if file.source and file.source not in sources:
        yield placed.error(("source",), f"Källan ”{file.source}” finns inte.")
    for i, goal in enumerate(file.goals):
        if goal.id in [earlier.id for earlier in file.goals[:i]]:
            yield placed.error(("goals", i, "id"), f"Målet ”{goal.id}” finns redan.")
        for name in goal.questions:
            if name not in known:
                what = f"Frågan ”{name}” finns inte i frågeformuläret {questionnaire_id}."
                yield placed.error(("goals", i, "questions", name), what, key=True)


def with_own(
    questionnaire: Questionnaire,
    made: Sequence[Placed[FileFramework]],
    sources: Mapping[str, Source],
) -> Questionnaire:
    """A questionnaire read through an organisation's own frameworks too, as they are now.

    Nothing else in it changes. Raises ContentProblem: an unknown question or source, a goal
    without questions, or an id that another framework has.
    """
    names = [question.id for question in questionnaire.questions]
    errors: list[ContentError] = []
    seen = {framework.id for framework in questionnaire.frameworks if not framework.own}
    for placed in made:
        if placed.item.id in seen:
            errors.append(placed.error(("id",), f"”{placed.item.id}” finns redan."))
        seen.add(placed.item.id)
        errors += framework_faults(placed, names, sources, questionnaire.id)
        errors += _empty(placed)
    if errors:
        raise ContentProblem(errors)
    return _attached(questionnaire, made, sources)


def with_own_as_far_as(
    questionnaire: Questionnaire,
    made: Sequence[Placed[FileFramework]],
    sources: Mapping[str, Source],
) -> Questionnaire:
    """As ``with_own`` for a questionnaire that lacks some of the questions that are mapped.

    What is missing is left out, and the framework's note says so.
    """
    names = {question.id for question in questionnaire.questions}
    taken = {framework.id for framework in questionnaire.frameworks if not framework.own}
    fitting = [_fitting(placed, names) for placed in made if placed.item.id not in taken]
    return _attached(questionnaire, fitting, sources)


def shipped_part(questionnaire: Questionnaire) -> Questionnaire:
    """A questionnaire without what an organisation has added: its questions and frameworks."""
    own = {origin.id for origin in questionnaire.origins if origin.own}
    if not own and not any(framework.own for framework in questionnaire.frameworks):
        return questionnaire
    asked = {question.id for question in questionnaire.questions if question.origin not in own}
    fields = {name: getattr(questionnaire, name) for name in Questionnaire.model_fields}
    return Questionnaire(
        **fields
        | {
            "questions": tuple(q for q in questionnaire.questions if q.id in asked),
            "frameworks": tuple(
                linked_to(framework, asked)
                for framework in questionnaire.frameworks
                if not framework.own
            ),
            "origins": tuple(origin for origin in questionnaire.origins if not origin.own),
        }
    )


def linked_to(framework: Framework, asked: set[str]) -> Framework:
    """A framework over some questions only; a goal that none of them informs keeps no link."""
    goals = tuple(
        goal.model_copy(update={"links": tuple(li for li in goal.links if li.question in asked)})
        for goal in framework.goals
    )
    return framework.model_copy(update={"goals": goals})


def _attached(
    questionnaire: Questionnaire,
    made: Sequence[Placed[FileFramework]],
    sources: Mapping[str, Source],
) -> Questionnaire:
    mapped = [(question.id, _NOTHING) for question in questionnaire.questions]
    shipped = tuple(framework for framework in questionnaire.frameworks if not framework.own)
    own = tuple(framework_of(placed, mapped, own=True) for placed in made)
    known = {source.id: source for source in questionnaire.sources}
    known |= {f.source: sources[f.source] for f in own if f.source and f.source in sources}
    # Made anew and not copied: a copy would keep the digest of what it was copied from.
    fields = {name: getattr(questionnaire, name) for name in Questionnaire.model_fields}
    return Questionnaire(
        **fields
        | {
            "frameworks": shipped + own,
            "sources": tuple(known[name] for name in sorted(known)),
        }
    )


def _fitting(placed: Placed[FileFramework], names: set[str]) -> Placed[FileFramework]:
    file = placed.item
    missing = {name for goal in file.goals for name in goal.questions if name not in names}
    if not missing:
        return placed
    amount = "en fråga" if len(missing) == 1 else f"{len(missing)} frågor"
    said = f"Bygger också på {amount} som inte ingår i det här frågeformuläret."
    goals = [
        goal.model_copy(
            update={"questions": {q: link for q, link in goal.questions.items() if q in names}}
        )
        for goal in file.goals
    ]
    note = f"{file.note} {said}" if file.note else said
    changed = file.model_copy(update={"goals": goals, "note": note})
    return Placed(changed, placed.document, placed.path, placed.origin)


def _empty(placed: Placed[FileFramework]) -> Iterator[ContentError]:
    for i, goal in enumerate(placed.item.goals):
        if not goal.questions:
            yield placed.error(("goals", i), f"Målet ”{goal.name}” har inga frågor.")


def _goal(framework_id: str, file: FileGoal, questions: Sequence[Mapped]) -> Goal:
    links: list[Link] = []
    for name, goals in questions:
        link = file.questions.get(name, goals.get(f"{framework_id}/{file.id}"))
        if link:
            links.append(Link(question=name, weight=link.weight, key=link.key))
    return Goal(**file.model_dump(exclude={"questions"}), links=tuple(links))


_NOTHING: Mapping[str, FileLink] = {}
