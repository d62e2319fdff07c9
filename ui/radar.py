"""The profile as a radar: the alternative view, never the first one."""

from __future__ import annotations

import math
from typing import cast

import altair as alt

from questionnaires.model import Questionnaire
from scoring.profile import Profile

FEWEST = 3


def can_be_drawn(profile: Profile) -> bool:
    """Whether there are goals enough for a surface."""
    return len(profile.goals) >= FEWEST


def radar(questionnaire: Questionnaire, profile: Profile) -> alt.LayerChart:
    """The profile as a radar of indices: the alternative view, for those who are used to it."""
    framework = questionnaire.framework(profile.framework)
    goals = list(zip(framework.goals, profile.goals, strict=True))
    count = len(goals)

    def point(position: int, value: float) -> tuple[float, float]:
        angle = 2 * math.pi * position / count
        return value * math.sin(angle), value * math.cos(angle)

    rings = [
        {"ring": ring, "order": i, "x": x, "y": y}
        for ring in (25, 50, 75, 100)
        for i in range(count + 1)
        for x, y in [point(i % count, ring)]
    ]
    shown = [
        {"name": goal.short, "index": float(result.index), "order": i, "x": x, "y": y}
        for i, (goal, result) in enumerate(goals)
        if result.index is not None
        for x, y in [point(i, float(result.index))]
    ]
    labels = [
        {"name": goal.short, "x": x, "y": y}
        for i, (goal, _) in enumerate(goals)
        for x, y in [point(i, 122)]
    ]
    scale_x = alt.Scale(domain=[-175, 175])
    scale_y = alt.Scale(domain=[-140, 140])
    x, y = alt.X("x:Q", axis=None, scale=scale_x), alt.Y("y:Q", axis=None, scale=scale_y)
    grid = (
        alt.Chart(alt.Data(values=rings))
        .mark_line(color="#cfd8d3", strokeWidth=1)
        .encode(x=x, y=y, detail="ring:N", order="order:Q")
    )
    names = (
        alt.Chart(alt.Data(values=labels))
        .mark_text(color="#14231f", fontSize=13)
        .encode(x=x, y=y, text="name:N")
    )
    layers = [grid, names]
    if shown:
        closed = [*shown, {**shown[0], "order": count}]
        layers.insert(
            1,
            alt.Chart(alt.Data(values=closed))
            .mark_line(
                color="#14463d",
                strokeWidth=2.5,
                point=alt.OverlayMarkDef(color="#14463d", size=70, filled=True),
            )
            .encode(x=x, y=y, order="order:Q", tooltip=["name:N", "index:Q"]),
        )
    chart = alt.layer(*layers).properties(height=420).configure_view(stroke=None)
    return cast("alt.LayerChart", chart)
