"""A koncern's submitted results as files: Excel and CSV."""

from __future__ import annotations

from sqlmodel import Session

from reports.documents import loose_tables
from reports.documents.table_types import Column, Table, Value
from services.actor import Actor
from services.comparison import matrix
from services.comparison.views import Matrix, UnitResult
from services.errors import Invalid, NotFound
from services.files import File
from services.installation import limits, setup
from services.organisations import organisations
from services.text import slug
from wording.numbers import date
from wording.results import WHY_NO_LEVEL

MIME = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}

_MADE_UP = Table("om", "Om filen", (Column("Exempel", "long"),), (("Allt i filen är påhittat.",),))


def make(
    session: Session,
    actor: Actor,
    organisation_id: str,
    ending: str,
    *,
    framework_id: str | None = None,
    period: str | None = None,
) -> File:
    """The matrix and the spreads as a workbook (xlsx), or as CSV in an archive (zip).

    Raises NotFound where nothing is handed in, NotAllowed, TooMany, and Invalid for another ending.
    """
    if ending not in MIME:
        raise Invalid("Filen kan vara Excel eller CSV.")
    found = matrix.read(session, actor, organisation_id, framework_id=framework_id, period=period)
    if found is None:
        raise NotFound("Ingen enhet har lämnat in något än.")
    limits.export(actor)
    name = organisations.read(session, actor, organisation_id).name
    tables: tuple[Table, ...] = (_units(found), _spread(found))
    if setup.is_example(session):
        tables = (*tables, _MADE_UP)
    latest = max((result.at for result in found.results), default=None)
    if ending == "zip":
        content = loose_tables.csv_archive(tables)
    else:
        said = f"{found.framework.name}. " + (f"Inlämnat till {date(latest)}." if latest else "")
        content = loose_tables.workbook(tables, title=f"Enheter i {name}", footer=said, made=latest)
    return File(f"{slug(name, 'koncern')}-enheter.{ending}", MIME[ending], content)


def _units(found: Matrix) -> Table:
    columns = [
        Column("Enhet"),
        Column("Period"),
        Column("Inlämnad", "moment"),
        Column("Frågeformulär"),
    ]
    for goal in found.framework.goals:
        columns += [
            Column(f"{goal.short}: nivå", "whole"),
            Column(f"{goal.short}: index", "number"),
            Column(f"{goal.short}: varför ingen nivå"),
            Column(f"{goal.short}: nivå förra perioden", "whole"),
        ]
    rows = [_row(found, result) for result in found.results]
    blank: tuple[Value, ...] = (None,) * (len(columns) - 1)
    rows += [(unit.name, *blank) for unit in found.missing]
    return Table("enheter", "Enheter", tuple(columns), tuple(rows))


def _row(found: Matrix, result: UnitResult) -> tuple[Value, ...]:
    asked = result.questionnaire
    cells: list[Value] = [
        result.organisation.name,
        result.period,
        result.at,
        f"{asked.name} {asked.version}" + (" (snabbkoll)" if result.quick else ""),
    ]
    for goal in found.framework.goals:
        stands = result.goals.get(goal.id)
        if stands is None:
            cells += [None, None, "Målet finns inte i formuläret", None]
            continue
        why = WHY_NO_LEVEL[stands.why_no_level] if stands.why_no_level else None
        cells += [stands.level, stands.index, why, result.before.get(goal.id)]
    return tuple(cells)


def _spread(found: Matrix) -> Table:
    columns = (
        Column("Mål", "long"),
        Column("Period"),
        *(Column(f"Nivå {level.number} {level.name}", "whole") for level in found.scale.levels),
        Column("Utan nivå", "whole"),
    )
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (
            found.framework.goal(each.goal).name,
            each.period,
            *(each.levels[number] for number in found.scale.numbers),
            each.without,
        )
        for each in found.spreads
    )
    return Table("fordelning", "Fördelning", columns, rows)
