"""The goal profile: a row a goal, with index as a dot, range as a line, and level beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from questionnaires.model import Framework, Goal, Questionnaire, Scale
from scoring.goals import GoalResult
from scoring.peers import PeerFigures
from scoring.profile import Profile
from ui.html import esc, level_chip, table
from wording.comparison import peers_text
from wording.numbers import index_text, percent
from wording.results import (
    WHY_NO_LEVEL,
    coverage,
    index_range,
    level_name,
    level_or_why,
    level_range,
)


@dataclass(frozen=True, slots=True)
class Before:
    """Where the goals stood at another time, as hollow dots. ``name`` says when in the legend."""

    name: str
    indices: Mapping[str, Fraction | None]


def profile_html(
    questionnaire: Questionnaire,
    profile: Profile,
    targets: Mapping[str, int] | None = None,
    before: Before | None = None,
    peers: Mapping[str, PeerFigures] | None = None,
) -> str:
    """The whole profile as a list. ``targets`` marks the level aimed at per goal, ``peers`` others."""
    framework = questionnaire.framework(profile.framework)
    numbers = "".join(
        f'<span style="left:{_place(questionnaire.scale, n)}%">{n}</span>'
        for n in questionnaire.scale.numbers
    )
    rows = f'<li aria-hidden="true"><span class="numbers">{numbers}</span></li>'
    group = None
    for goal, result in zip(framework.goals, profile.goals, strict=True):
        if goal.group and goal.group != group:
            rows += f'<li><p class="rm-eyebrow">{esc(goal.group)}</p></li>'
        group = goal.group
        stood = before.indices.get(goal.id) if before else None
        stands = _Beside(
            (targets or {}).get(goal.id),
            stood,
            before.name.lower() if before else "",
            (peers or {}).get(goal.id),
        )
        rows += _row(questionnaire.scale, goal, result, stands)
    legend = (
        '<ul class="rm-legend" aria-hidden="true"><li><i class="band"></i>Nivå</li>'
        '<li><i class="dot"></i>Index 0–100</li>'
        '<li><i class="range"></i>Spann om frågor saknar nivå</li>'
        + ('<li><i class="aim"></i>Ambition</li>' if targets else "")
        + (f'<li><i class="was"></i>{esc(before.name)}</li>' if before else "")
        + ('<li><i class="peers"></i>Andra, med median</li>' if peers else "")
        + "</ul>"
    )
    return f'<ul class="rm-profile">{rows}</ul>{legend}'


def profile_table(
    questionnaire: Questionnaire,
    profile: Profile,
    targets: Mapping[str, int] | None = None,
    reasons: Mapping[str, str] | None = None,
) -> str:
    """The same figures as a table, and why the levels aimed at were chosen where that is said."""
    framework = questionnaire.framework(profile.framework)
    aims = targets or {}
    why = reasons or {}
    rows = [
        (
            goal.name,
            level_or_why(questionnaire.scale, result),
            level_range(result) or "–",
            index_text(result.index),
            index_range(result) or "–",
            coverage(result),
            level_name(questionnaire.scale, aims.get(goal.id)),
            *((why.get(goal.id, ""),) if why else ()),
        )
        for goal, result in zip(framework.goals, profile.goals, strict=True)
    ]
    head = ("Mål", "Nivå", "Möjliga nivåer", "Index", "Spann", "Svarstäckning", "Ambition")
    return table(
        (*head, "Skäl") if why else head,
        rows,
        caption=f"Resultat mot {framework.name}",
        numeric=(3, 4),
    )


def facts(result: GoalResult) -> str:
    """Index with range, coverage, and evidence where there is any, in one line."""
    if not result.asked:
        return WHY_NO_LEVEL[result.why_no_level] if result.why_no_level else ""
    if result.index is None:
        return f"Inga svar med nivå än. Svarstäckning {coverage(result)}"
    parts = [f"Index {index_text(result.index)}"]
    if spread := index_range(result):
        parts.append(f"spann {spread}")
    parts.append(f"svarstäckning {coverage(result)}")
    if result.evidenced_share:
        parts.append(f"belagt {percent(result.evidenced_share)}")
    return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class _Beside:
    """What a goal's result stands beside: the level aimed at, its index at another time, others."""

    target: int | None
    stood: Fraction | None
    when: str
    peers: PeerFigures | None

    @property
    def words(self) -> str:
        """The same in words."""
        aimed = f", ambition {self.target}" if self.target is not None else ""
        then = f", {self.when} {index_text(self.stood)}" if self.stood is not None else ""
        others = f", andras {peers_text(self.peers)}" if self.peers else ""
        return aimed + then + others


def _row(scale: Scale, goal: Goal, result: GoalResult, beside: _Beside) -> str:
    number = f"{goal.number}. " if goal.number else ""
    chip = level_chip(scale, result.level, level_or_why(scale, result))
    possible = level_range(result) if result.with_level else None
    spread = f' <span class="rm-muted">möjligt {esc(possible)}</span>' if possible else ""
    track = _track(scale, result, beside) if result.with_level else ""
    return (
        f'<li><span class="name">{number}{esc(goal.name)}</span>'
        f"<span>{chip}{spread}</span>{track}"
        f'<span class="facts">{esc(facts(result) + beside.words)}</span></li>'
    )


def _track(scale: Scale, result: GoalResult, beside: _Beside) -> str:
    target, stood = beside.target, beside.stood
    ticks = "".join(
        f'<span class="tick" style="left:{_place(scale, number)}%"></span>'
        for number in scale.numbers
    )
    spread = ""
    if result.low is not None and result.high is not None and result.low != result.high:
        width = float(result.high - result.low)
        spread = f'<span class="range" style="left:{float(result.low):g}%;width:{width:g}%"></span>'
    dot = (
        f'<span class="dot" style="left:{float(result.index):g}%"></span>'
        if result.index is not None
        else ""
    )
    aim = (
        f'<span class="aim" style="left:{_place(scale, target)}%"></span>'
        if target is not None
        else ""
    )
    was = f'<span class="was" style="left:{float(stood):g}%"></span>' if stood is not None else ""
    band = (
        f'<span class="band" style="width:calc({_place(scale, result.level)}% + 8px)"></span>'
        if result.level is not None
        else ""
    )
    return (
        f'<span class="track" aria-hidden="true"><span class="rail"></span>'
        f"{band}{ticks}{peers_box(beside.peers)}{spread}{was}{dot}{aim}</span>"
    )


def peers_box(found: PeerFigures | None) -> str:
    """Others in a goal's track: a grey box with the median in it, or the median alone."""
    if found is None or found.median is None:
        return ""
    box = ""
    if found.low is not None and found.high is not None:
        width = found.high - found.low
        box = f'<span class="peers" style="left:{found.low}%;width:{width}%"></span>'
    return f'{box}<span class="middle" style="left:{found.median}%"></span>'


def _place(scale: Scale, level: int) -> str:
    share = Fraction(100 * (level - scale.lowest), scale.highest - scale.lowest)
    return f"{float(share):g}"


def framework_caption(framework: Framework) -> str:
    """Whose goals these are, and from when."""
    until = f"–{framework.valid_to[:4]}" if framework.valid_to else " och framåt"
    return f"{framework.owner}, {framework.valid_from[:4]}{until}. {framework.about}"
