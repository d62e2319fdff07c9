"""The parts of the full report after the answers: perspectives, comparison, workshop, steps, plan, method."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from reports.blocks import Block, Heading, Items, Rows, Text
from reports.minutes_brief import brief
from reports.model import Case, Report, StepSection
from reports.optional import Comparison, ReportAction, Workshop
from wording.numbers import count
from wording.workshop import tally


def no_steps(report: Report) -> str:
    """What stands where there are no steps."""
    if report.find_out:
        return "Inga steg än. Börja med att ta reda på svaren."
    return "Alla mål med svar har nått sin ambition."


def perspectives(report: Report) -> Iterator[Block]:
    """Where purchasing and management differ."""
    found = report.perspectives
    if found is None:
        return
    yield Heading("Skillnad mellan inköp och ledning", 1, page=True)
    yield Text(found.about)
    yield Text(found.summary)
    yield Items(found.answered)
    yield Heading("Målen", 2)
    yield Rows(
        ("Mål", "Inköp", "Ledning"),
        tuple((goal.short, goal.purchasing.text, goal.management.text) for goal in found.goals),
        (60, 57, 57),
    )
    yield Heading("Frågorna, störst skillnad först", 2)
    yield Rows(
        ("Nr", "Fråga", "Inköp", "Ledning", "Skillnad"),
        tuple(
            (str(r.number), r.text, r.purchasing_text, r.management_text, r.difference_text)
            for r in found.rows
        ),
        (12, 76, 32, 32, 22),
    )


def comparison(report: Report) -> Iterator[Block]:
    """Comparisons, a table each."""
    if report.comparison:
        yield Heading("Jämförelse", 1, page=True)
    for part in report.comparison:
        yield from _compared(part)


def _compared(part: Comparison) -> Iterator[Block]:
    yield Heading(part.title, 2)
    yield Text(part.about)
    width = 110 // max(1, len(part.head) - 1)
    rows = tuple(tuple(cell.text for cell in row) for row in part.rows)
    yield Rows(part.head, rows, (64, *(width for _ in part.head[1:])))
    for note in part.notes:
        yield Text(note, muted=True)


def workshop(report: Report) -> Iterator[Block]:
    """Workshops' minutes."""
    if report.workshops:
        yield Heading("Workshop", 1, page=True)
    for part in map(brief, report.workshops):
        yield from _minutes(part)


def _minutes(part: Workshop) -> Iterator[Block]:
    yield Heading(part.title, 2)
    for found in part.facts:
        yield Text(found.text, name=found.name)
    for item in part.items:
        yield Heading(item.text if item.number is None else f"{item.number}. {item.text}", 3)
        votes = tally((vote.name, vote.count) for vote in item.votes)
        yield from _named((("Röster", votes), ("Beslut", item.decision), ("Anteckning", item.note)))


def steps(report: Report) -> Iterator[Block]:
    """What to find out and what to do, in order."""
    yield Heading("Nästa steg", 1, page=True)
    if report.find_out:
        yield Heading("Ta reda på", 2)
        yield Text("Frågorna saknar nivå. Svaren kan ändra resultatet.")
        yield Items(
            tuple(f"{row.number}. {row.text} ({row.answer.lower()})" for row in report.find_out)
        )
    yield Heading("Gör", 2)
    yield Text("Stegen som ger mest för insatsen står först." if report.steps else no_steps(report))
    told: dict[str, int] = {}
    for number, step in enumerate(report.steps, 1):
        yield from _step(number, step)
        for case in step.cases:
            yield _case(case, told.setdefault(case.id, number), number)


def _step(number: int, step: StepSection) -> Iterator[Block]:
    key = " (nyckelfråga)" if step.key else ""
    yield Heading(f"{number}. {step.do}", 3)
    yield Text(f"Fråga {step.number}: {step.text}{key}", muted=True)
    yield from _named(
        (
            ("Börja med", step.first_step),
            ("Leder", f"{step.lead}. Insats: {step.effort_text}"),
            ("Det ger", step.effect),
            ("Mål", ", ".join(step.goals)),
            (f"Nivå {step.level}, nu", step.now),
            (f"Nivå {step.level + 1}, nästa", step.next),
        )
    )


def _case(case: Case, first: int, number: int) -> Text:
    if first != number:
        return Text(f"Se steg {first}.", name=case.heading)
    more = f"Läs mer: {case.source.title} {case.source.url}".strip()
    return Text(" ".join(filter(None, (case.text, more, case.note))), name=case.heading)


def plan(report: Report) -> Iterator[Block]:
    """A table of all actions, then each with all that is known of it."""
    if not report.plan:
        return
    yield Heading("Handlingsplan", 1, page=True)
    yield from _actions(report.plan)


def _actions(actions: Sequence[ReportAction]) -> Iterator[Block]:
    done = sum(action.done for action in actions)
    yield Text(f"{count(len(actions), 'åtgärd', 'åtgärder')}. Klara: {done}.")
    yield Rows(
        ("Åtgärd", "Ansvarig", "Klar senast", "Läge"),
        tuple((a.title, a.owner, a.due_text, a.status_text) for a in actions),
        (76, 38, 32, 28),
    )
    for action in actions:
        yield Heading(action.title, 2)
        number = "" if action.question_number is None else f"{action.question_number}. "
        question = f"{number}{action.question_text}" if action.question_text else ""
        yield from _named(
            (
                ("Ansvarig", action.owner),
                ("Klar senast", action.due_text),
                (
                    "Läge",
                    f"{action.status_text}, försenad" if action.overdue else action.status_text,
                ),
                ("Kostnad", action.cost_text),
                ("Mål", ", ".join(action.goals)),
                ("Fråga", question),
                ("Anteckning", action.note),
            )
        )
        if action.steps:
            yield Items(action.steps)


def _named(pairs: Iterable[tuple[str, str]]) -> Iterator[Text]:
    return (Text(text, name=name) for name, text in pairs if text)


def method(report: Report) -> Iterator[Block]:
    """How it was computed."""
    yield Heading("Så är det räknat", 1, page=True)
    yield Text(f"Resultatet är läst mot {report.framework}. {report.framework_about}")
    if report.framework_note:
        yield Text(report.framework_note)
    for section in report.method:
        yield Heading(section.heading, 2)
        for text in section.paragraphs:
            if text:
                yield Text(text)
        if section.points:
            yield Items(section.points)


def sources(report: Report) -> Iterator[Block]:
    """Where to read more."""
    if report.sources:
        yield Heading("Källor att läsa mer i", 1, page=True)
        yield Items(
            tuple(
                f"{source.title} ({source.publisher}). {source.url}" if source.url else source.title
                for source in report.sources
            )
        )
    yield Text(report.framework_source, name="Måluppsättningens källa")
