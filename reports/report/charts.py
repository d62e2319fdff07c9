"""What the charts say, in figures and in words, whatever draws them."""

from __future__ import annotations

from dataclasses import dataclass

from reports.report.model import GoalSection, Report
from wording.results import level_shade

# The same ten steps as on screen, light to dark.
SHADES = (
    "#E9EFEC",
    "#D4E1DB",
    "#BFD3CA",
    "#ACC7BD",
    "#99BCAF",
    "#86B0A2",
    "#6D9C8D",
    "#3F7767",
    "#2A5E52",
    "#14463D",
)
OPEN, OPEN_COLOUR = "Utan nivå", "#FFFFFF"
FIRST_DARK = 7


@dataclass(frozen=True, slots=True)
class Spread:
    """How many of each goal's questions stand at each level, and last how many have none."""

    names: tuple[str, ...]
    colours: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]


def shade(report: Report, level: int) -> str:
    """A level's colour as #RRGGBB."""
    return SHADES[shade_number(report, level)]


def shade_number(report: Report, level: int) -> int:
    """Which of the ten shades a level has, 0–9; white text goes on 7 and above."""
    return level_shade(report.scale[0].number, report.scale[-1].number, level)


def spread(report: Report) -> Spread:
    """The spread of levels, with goals in their order."""
    levels = {answer.id: answer.level for answer in report.answers}
    numbers = [step.number for step in report.scale]
    rows = []
    for goal in report.goals:
        held = [levels.get(part.question) for part in goal.weighed if part.counted]
        counts = (*(held.count(number) for number in numbers), held.count(None))
        rows.append((goal.short, counts))
    return Spread(
        names=(*(f"{step.number} {step.name}" for step in report.scale), OPEN),
        colours=(*(shade(report, number) for number in numbers), OPEN_COLOUR),
        rows=tuple(rows),
    )


def spoken_goal(goal: GoalSection) -> str:
    """A goal's row of the profile in words."""
    parts = [f"{goal.name}: {goal.level_text}"]
    if goal.index is not None:
        parts.append(f"index {goal.index_text}")
        if goal.index_range:
            parts.append(f"spann {goal.index_range}")
    if goal.coverage is not None:
        parts.append(f"svarstäckning {goal.coverage_text}")
    if goal.target is not None:
        parts.append(f"ambition {goal.target}")
    return ", ".join(parts)


def spoken_profile(report: Report) -> str:
    """The profile in words, for whoever does not see it."""
    return f"Profil. {'. '.join(spoken_goal(goal) for goal in report.goals)}."


def spoken_spread(report: Report) -> str:
    """The spread of levels in words."""
    found = spread(report)
    rows = []
    for name, counts in found.rows:
        held = [
            f"{n} utan nivå" if said == OPEN else f"{n} på nivå {said}"
            for said, n in zip(found.names, counts, strict=True)
            if n
        ]
        rows.append(f"{name}: {', '.join(held) or 'inga frågor'}")
    return f"Antal frågor på varje nivå. {'. '.join(rows)}."
