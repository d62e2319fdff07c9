"""The heatmap goal × precondition: a real table, so it reads without colours and without sight."""

from __future__ import annotations

from questionnaires.model import Framework
from scoring.matrix import Cell
from ui.html import esc
from wording.results import cell_shade, cell_text


def heatmap_html(
    framework: Framework, preconditions: Framework, cells: tuple[tuple[Cell, ...], ...]
) -> str:
    """The whole table."""
    head = "".join(f'<th scope="col">{esc(goal.name)}</th>' for goal in preconditions.goals)
    body = ""
    for goal, row in zip(framework.goals, cells, strict=True):
        body += f'<tr><th scope="row">{esc(goal.short)}</th>'
        for cell in row:
            figure, rests_on = cell_text(cell)
            kind = f"h{cell_shade(cell.index)}" if cell.index is not None else "none"
            small = f"<small>{esc(rests_on)}</small>" if rests_on else ""
            body += f'<td class="{kind}"><b>{esc(figure)}</b>{small}</td>'
        body += "</tr>"
    caption = "Index 0–100, och hur många av frågorna som har en nivå"
    return (
        f'<div class="rm-scroll" tabindex="0" role="region" aria-label="Mål och förutsättningar">'
        f'<table class="rm-table rm-heat"><caption>{caption}</caption><thead><tr>'
        f'<th scope="col">Mål</th>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )
