"""The full report as headings, paragraphs, lists and tables: what a word processor shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from reports.model import AnswerSection, Case, GoalSection, Report, StepSection
from reports.optional import Comparison, ReportAction, Workshop
from wording.numbers import count

MOST_STEPS, FIRST_STEPS = 3, 5


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1–3. ``page``: it begins a new page."""

    text: str
    level: int
    page: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. ``name`` stands first, in bold; ``muted`` is beside the matter."""

    text: str
    name: str = ""
    muted: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """A table. ``widths`` are in millimetres; ``shades`` has a row's colours where cells have any."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    shades: tuple[tuple[int | None, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart by its name."""

    name: Literal["profile", "spread"]


Block = Heading | Text | Items | Rows | Picture


def outline(report: Report) -> Iterator[Block]:
    """Everything after the cover, in order."""
    yield from _summary(report)
    parts = {
        "goals": _goals,
        "answers": _answers,
        "perspectives": _perspectives,
        "comparison": _comparison,
        "workshop": _workshop,
        "steps": _steps,
        "plan": _plan,
        "method": _method,
    }
    for name, blocks in parts.items():
        if name in report.parts:
            yield from blocks(report)
    yield from _sources(report)


def _summary(report: Report) -> Iterator[Block]:
    yield Heading("Sammanfattning", 1, page=True)
    for text in (*report.summary, report.overall):
        yield Text(text)
    yield Picture("profile")
    head = ("Mål", "Nivå", "Index", "Spann", "Ambition", "Svarstäckning")
    yield Rows(head, tuple(_profile_row(goal) for goal in report.goals), (52, 30, 17, 19, 23, 33))
    yield Picture("spread")
    yield Heading("Det som ger mest för insatsen", 2)
    if not report.steps:
        yield Text(_no_steps(report))
    yield Items(
        tuple(
            f"{step.do} {step.lead} leder, insatsen är {step.effort_text.lower()}. "
            f"Mål: {', '.join(step.goals)}."
            for step in report.steps[:FIRST_STEPS]
        ),
        numbered=True,
    )
    if report.heat:
        yield Heading("Mål och förutsättningar", 2)
        yield Text(
            "Index 0–100 för de frågor som rör både målet och förutsättningen, och hur många av dem "
            "som har en nivå."
        )
        width = 124 // max(1, len(report.heat_columns))
        yield Rows(
            ("Mål", *report.heat_columns),
            tuple(
                (row.goal, *(_both(cell.text, cell.answered) for cell in row.cells))
                for row in report.heat
            ),
            (50, *(width for _ in report.heat_columns)),
            tuple((None, *(cell.shade or None for cell in row.cells)) for row in report.heat),
        )
    yield Heading("Så läser ni nivåerna", 2)
    yield Rows(
        ("Nivå", "Betyder"),
        tuple((f"{step.number} {step.name}", step.meaning) for step in report.scale),
        (42, 132),
    )


def _both(text: str, answered: str) -> str:
    return f"{text} ({answered})" if answered else text


def _profile_row(goal: GoalSection) -> tuple[str, ...]:
    return (
        goal_title(goal),
        f"{goal.level_text}, möjligt {goal.level_range}" if goal.level_range else goal.level_text,
        goal.index_text,
        goal.index_range or "–",
        "–" if goal.target is None else str(goal.target),
        goal.coverage_text,
    )


def goal_title(goal: GoalSection) -> str:
    """A goal with its number."""
    return goal.name if goal.number is None else f"{goal.number}. {goal.name}"


def _no_steps(report: Report) -> str:
    if report.find_out:
        return "Inga steg än. Börja med att ta reda på svaren."
    return "Alla mål med svar har nått sin ambition."


def _goals(report: Report) -> Iterator[Block]:
    answers = {answer.id: answer for answer in report.answers}
    for goal in report.goals:
        yield Heading(goal_title(goal), 1, page=True)
        yield Text(goal.about, muted=True)
        facts = [("Nivå", goal.level_text), ("Möjliga nivåer", goal.level_range or "")]
        facts += [("Index", goal.index_text if goal.index is not None else "")]
        facts += [("Spann", goal.index_range or ""), ("Svarstäckning", goal.coverage_text)]
        facts += [("Ambition", "" if goal.target is None else f"nivå {goal.target}")]
        yield Text(". ".join(f"{name}: {text}" for name, text in facts if text) + ".")
        if goal.evidenced_text:
            yield Text(goal.evidenced_text)
        for remark in goal.remarks:
            yield Text(remark, name="Obs")
        yield Heading("Vad som håller nivån tillbaka", 2)
        yield Text(goal.to_move)
        if goal.holding_back:
            yield _questions(
                (row.number, f"{row.text} (nyckelfråga)" if row.key else row.text, row.answer)
                for row in goal.holding_back
            )
        if goal.others:
            said = " ".join(found.text for found in goal.others)
            yield Text(f"{goal.others_note} {said}", name="Hos andra, inte ert resultat")
        steps = [step for step in report.steps if goal.short in step.goals][:MOST_STEPS]
        if steps:
            yield Heading("Steg som höjer nivån", 2)
            yield Items(
                tuple(f"{s.do} Börja med: {s.first_step} ({s.lead})" for s in steps), numbered=True
            )
        asked = [answers[name] for name in goal.questions if name in answers]
        if asked:
            yield Heading("Målets svar i korthet", 2)
            yield _questions((answer.number, answer.text, answer.answer) for answer in asked)


def _questions(rows: Iterable[tuple[int, str, str]]) -> Rows:
    found = tuple((str(number), text, answer) for number, text, answer in rows)
    return Rows(("Nr", "Fråga", "Svar"), found, (12, 120, 42))


def _answers(report: Report) -> Iterator[Block]:
    yield Heading("Frågor och svar", 1, page=True)
    if any(answer.own for answer in report.answers):
        yield Text(
            "Frågor märkta egen fråga ingår inte i det nationella formuläret. De är aldrig med i en "
            "jämförelse."
        )
    for answer in report.answers:
        yield from _answer(answer)


def _answer(answer: AnswerSection) -> Iterator[Block]:
    own = " (egen fråga)" if answer.own else ""
    yield Heading(f"{answer.number}. {answer.text}{own}", 2)
    yield Text(answer.level_text, name=answer.answer)
    for name, text in (
        ("Skäl", answer.reason),
        ("Kommentar", answer.comment),
        (f"Belägg ({answer.evidence_text.lower()})", answer.evidence),
    ):
        if text:
            yield Text(text, name=name)


def _perspectives(report: Report) -> Iterator[Block]:
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


def _comparison(report: Report) -> Iterator[Block]:
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


def _workshop(report: Report) -> Iterator[Block]:
    if report.workshop:
        yield Heading("Workshop", 1, page=True)
    for part in report.workshop:
        yield from _minutes(part)


def _minutes(part: Workshop) -> Iterator[Block]:
    yield Heading(part.title, 2)
    for found in part.facts:
        yield Text(found.text, name=found.name)
    for item in part.items:
        yield Heading(item.text if item.number is None else f"{item.number}. {item.text}", 3)
        votes = ", ".join(f"{vote.name} {vote.count}" for vote in item.votes)
        yield from _named((("Röster", votes), ("Beslut", item.decision), ("Anteckning", item.note)))


def _steps(report: Report) -> Iterator[Block]:
    yield Heading("Nästa steg", 1, page=True)
    if report.find_out:
        yield Heading("Ta reda på", 2)
        yield Text("Frågorna har ingen nivå. Svaret kan ändra resultatet.")
        yield Items(
            tuple(f"{row.number}. {row.text} ({row.answer.lower()})" for row in report.find_out)
        )
    yield Heading("Gör", 2)
    yield Text(
        "Stegen som ger mest för insatsen står först." if report.steps else _no_steps(report)
    )
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
            ("Börja den här veckan", step.first_step),
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


def _plan(report: Report) -> Iterator[Block]:
    if not report.plan:
        return
    yield Heading("Handlingsplan", 1, page=True)
    yield from plan(report.plan)


def plan(actions: Sequence[ReportAction]) -> Iterator[Block]:
    """The plan: a table of all actions, then each with all that is known of it."""
    done = sum(action.done for action in actions)
    yield Text(f"{count(len(actions), 'åtgärd', 'åtgärder')}, varav {done} klara.")
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


def _method(report: Report) -> Iterator[Block]:
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


def _sources(report: Report) -> Iterator[Block]:
    if report.sources:
        yield Heading("Källor att läsa mer i", 1, page=True)
        yield Items(
            tuple(
                f"{source.title} ({source.publisher}). {source.url}" if source.url else source.title
                for source in report.sources
            )
        )
    yield Text(report.framework_source, name="Måluppsättningens källa")
