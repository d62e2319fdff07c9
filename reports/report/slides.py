"""What the slides say: eight to twelve, each with one thing to see and notes to speak from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from reports.report import charts
from reports.report.minutes_in_brief import brief
from reports.report.model import GoalSection, Report
from wording.numbers import count
from wording.workshop import tally

MOST = 12
# As many rows as can be read from the back of a room.
ROWS, STEPS, FIRST = 8, 5, 3
# What goes first when there is more than fits: the plan and the comparison stay.
SPARE = ("workshop", "matrix", "find-out", "perspectives")


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. ``widths`` are shares of the slide's width; ``shades`` are of cells, 1–5 or None."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    shades: tuple[tuple[int | None, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Slide:
    """A slide. ``points`` are a list, ``left_out`` says that a table has more rows elsewhere."""

    id: str
    title: str
    notes: str
    points: tuple[str, ...] = ()
    numbered: bool = False
    grid: Grid | None = None
    chart: Literal["profile", "spread"] | None = None
    left_out: str = ""


def slides(report: Report) -> tuple[Slide, ...]:
    """All slides after the cover, at most eleven."""
    made = list(_all(report))
    spared: list[Slide] = []
    for spare in SPARE:
        if len(made) >= MOST:
            spared += [slide for slide in made if slide.id == spare]
            made = [slide for slide in made if slide.id != spare]
    # What there was no slide for is still there to speak of.
    notes = "\n\n".join([made[-1].notes, *(f"{s.title}\n{s.notes}" for s in spared)])
    return (*made[:-1], replace(made[-1], notes=notes))


def _all(report: Report) -> Iterator[Slide]:
    yield _short(report)
    yield Slide("profile", _profile_title(report), charts.spoken_profile(report), chart="profile")
    spread = "Så fördelar sig svaren på nivåerna"
    yield Slide("spread", spread, charts.spoken_spread(report), chart="spread")
    if report.heat:
        yield _matrix(report)
    yield _holding(report)
    if report.find_out:
        yield _find_out(report)
    yield _steps(report)
    yield _begin(report)
    if report.perspectives:
        yield _perspectives(report)
    if report.comparison:
        yield _comparison(report)
    if report.workshops:
        yield _workshop(report)
    if report.plan:
        yield _plan(report)
    yield _ground(report)


def _short(report: Report) -> Slide:
    points = (*report.summary, report.overall, f"{report.mode}: {report.progress}.")
    notes = "\n".join(
        [*points, *(f"{step.number} {step.name}: {step.meaning}" for step in report.scale)]
    )
    return Slide("short", "Läget i korthet", notes, points)


def _profile_title(report: Report) -> str:
    if report.mean is None:
        return "Målen: för få svar för ett medelvärde"
    return "Så står målen, index 0–100"


def _matrix(report: Report) -> Slide:
    rows = tuple(
        (
            row.goal,
            *(
                f"{cell.text} ({cell.answered})" if cell.answered else cell.text
                for cell in row.cells
            ),
        )
        for row in report.heat
    )
    shades = tuple((None, *(cell.shade or None for cell in row.cells)) for row in report.heat)
    width = 0.7 / max(1, len(report.heat_columns))
    grid = Grid(
        ("Mål", *report.heat_columns), rows, (0.3, *(width for _ in report.heat_columns)), shades
    )
    notes = (
        "Index 0–100 för de frågor som rör både målet och förutsättningen, och hur många av dem som "
        "har en nivå.\n"
        + "\n".join(
            f"{goal}: "
            + ", ".join(f"{n} {text}" for n, text in zip(report.heat_columns, cells, strict=True))
            for goal, *cells in rows
        )
    )
    return Slide("matrix", "Mål och förutsättningar", notes, grid=grid)


def _holding(report: Report) -> Slide:
    rows = tuple((goal.short, goal.level_text, _to_move(goal)) for goal in report.goals)
    notes = "\n".join(
        f"{goal.name}: {goal.to_move} "
        + "; ".join(f"{row.number}. {row.text} ({row.answer})" for row in goal.holding_back)
        for goal in report.goals
    )
    return _table(
        "holding",
        "Vad som håller målen tillbaka",
        notes,
        Grid(("Mål", "Nivå", "För att nå nästa nivå"), rows, (0.28, 0.24, 0.48)),
    )


def _to_move(goal: GoalSection) -> str:
    # The sentence leads to a list where there is one; on a slide the numbers are enough.
    if not goal.to_move.endswith(":"):
        return goal.to_move
    numbers = ", ".join(str(row.number) for row in goal.holding_back[:ROWS])
    more = " med flera" if len(goal.holding_back) > ROWS else ""
    return f"{goal.to_move} fråga {numbers}{more}."


def _find_out(report: Report) -> Slide:
    points = tuple(f"{row.number}. {row.text} ({row.answer.lower()})" for row in report.find_out)
    return Slide(
        "find-out",
        f"Ta reda på: {count(len(points), 'fråga', 'frågor')} utan nivå",
        "Svaren kan ändra resultatet.\n" + "\n".join(points),
        points[:ROWS],
        left_out=_more(len(points), ROWS, "fråga", "frågor"),
    )


def _steps(report: Report) -> Slide:
    rows = tuple(
        (step.do, step.lead, step.effort_text, ", ".join(step.goals))
        for step in report.steps[:STEPS]
    )
    notes = "\n\n".join(
        f"{number}. {step.do}\nBörja med: {step.first_step}\nDet ger: {step.effect}\n"
        f"Nästa nivå: {step.next}"
        for number, step in enumerate(report.steps, 1)
    )
    if not rows:
        return Slide("steps", "Det som ger mest för insatsen", "", (_no_steps(report),))
    grid = Grid(("Gör", "Leder", "Insats", "Mål"), rows, (0.48, 0.16, 0.12, 0.24))
    return Slide("steps", "Det som ger mest för insatsen", notes, grid=grid)


def _no_steps(report: Report) -> str:
    if report.find_out:
        return "Inga steg än. Börja med att ta reda på svaren."
    return "Alla mål med svar har nått sin ambition."


def _begin(report: Report) -> Slide:
    first = report.steps[:FIRST]
    points = tuple(f"{step.first_step} ({step.lead})" for step in first) or (_no_steps(report),)
    notes = "\n".join(f"{step.first_step} Det ger: {step.effect}" for step in first)
    return Slide("begin", "Börja den här veckan", notes, points, numbered=bool(first))


def _perspectives(report: Report) -> Slide:
    found = report.perspectives
    if found is None:
        raise ValueError("perspectives")
    rows = tuple(
        (f"{r.number}. {r.text}", r.purchasing_text, r.management_text, r.difference_text)
        for r in found.rows
    )
    notes = "\n".join([found.about, found.summary, *(", ".join(row) for row in rows)])
    grid = Grid(("Fråga", "Inköp", "Ledning", "Skillnad"), rows, (0.52, 0.17, 0.17, 0.14))
    return _table("perspectives", "Så svarar inköp och ledning", notes, grid)


def _comparison(report: Report) -> Slide:
    part = report.comparison[0]
    rows = tuple(tuple(cell.text for cell in row) for row in part.rows)
    width = 0.6 / max(1, len(part.head) - 1)
    notes = "\n".join(
        line
        for each in report.comparison
        for line in (
            each.title,
            each.about,
            *(", ".join(cell.text for cell in row) for row in each.rows),
            *each.notes,
        )
    )
    grid = Grid(part.head, rows, (0.4, *(width for _ in part.head[1:])))
    return _table("comparison", part.title, notes, grid)


def _workshop(report: Report) -> Slide:
    items = [item for part in map(brief, report.workshops) for item in part.items]
    rows = tuple(
        (item.text if item.number is None else f"{item.number}. {item.text}", item.decision or "–")
        for item in items
    )
    notes = "\n\n".join(
        "\n".join(
            filter(
                None,
                (
                    item.text,
                    tally((vote.name, vote.count) for vote in item.votes),
                    item.decision and f"Beslut: {item.decision}",
                    item.note,
                ),
            )
        )
        for item in items
    )
    return _table(
        "workshop",
        "Det kom workshopen fram till",
        notes,
        Grid(("Fråga", "Beslut"), rows, (0.7, 0.3)),
    )


def _plan(report: Report) -> Slide:
    # What is left to do is what a board asks about.
    shown = sorted(report.plan, key=lambda action: action.done or action.status == "dropped")
    rows = tuple((a.title, a.owner or "–", a.due_text or "–", a.status_text) for a in shown)
    notes = "\n\n".join(
        ". ".join(
            filter(
                None, (a.title, a.owner, a.due_text, a.status_text, a.cost_text, a.note, *a.steps)
            )
        )
        for a in report.plan
    )
    grid = Grid(("Åtgärd", "Ansvarig", "Klar senast", "Läge"), rows, (0.46, 0.22, 0.18, 0.14))
    return _table("plan", "Handlingsplanen", notes, grid)


def _ground(report: Report) -> Slide:
    points = (
        f"{report.edition}, läst mot {report.framework}.",
        f"Svaren ändrades senast {report.changed_text}.",
        report.left_out or f"{report.mode}: {report.progress}.",
        "Nivå: den högsta som minst 80\u00a0% av de besvarade frågorna och varje nyckelfråga når.",
        "Index: medelvärdet av nivåerna, omräknat till 0–100.",
    )
    return Slide("ground", "Så är det gjort", _every_answer(report), points)


def _every_answer(report: Report) -> str:
    lines = ["Alla svar, som underlag för frågor efteråt."]
    for answer in report.answers:
        lines.append(f"{answer.number}. {answer.text} {answer.answer}. {answer.level_text}")
        for name, text in (
            ("Skäl", answer.reason),
            ("Kommentar", answer.comment),
            (f"Belägg, {answer.evidence_text.lower()}", answer.evidence),
        ):
            if text:
                lines.append(f"{name}: {text}")
    return "\n".join(lines)


def _table(name: str, title: str, notes: str, grid: Grid) -> Slide:
    shown = Grid(grid.head, grid.rows[:ROWS], grid.widths, grid.shades[:ROWS])
    left_out = _more(len(grid.rows), ROWS, "rad", "rader")
    return Slide(name, title, notes, grid=shown, left_out=left_out)


def _more(number: int, shown: int, one: str, many: str) -> str:
    if number <= shown:
        return ""
    return f"{count(number - shown, one, many)} till står i anteckningarna."
