"""What programs read of an organisation: plain data, ready to be JSON."""

from __future__ import annotations

from typing import Any, Literal

from sqlmodel import Session

from reports.documents import plain
from reports.report import json as json_format
from reports.report import tables as report_tables
from services import access
from services.actor import Actor
from services.assessments import assessments as assessment_service
from services.errors import NotFound
from services.organisations import organisations
from services.reports import build

Part = Literal["plan", "comparison"]


def organisation(session: Session, actor: Actor, organisation_id: str) -> dict[str, Any]:
    """The organisation that a key reads. Raises NotAllowed, NotFound."""
    access.require(session, actor, "read", organisation_id)
    found = organisations.read(session, actor, organisation_id)
    return {
        "id": found.id,
        "name": found.name,
        "type": found.type,
        "municipality_group": found.municipality_group,
        "county": found.county,
        "size": found.size,
    }


def assessments(session: Session, actor: Actor, organisation_id: str) -> dict[str, Any]:
    """An organisation's assessments, the newest first. Raises NotAllowed."""
    access.require(session, actor, "read", organisation_id)
    found = assessment_service.overview(session, actor, organisation_id)
    return {
        "assessments": [
            {
                "id": each.id,
                "period": each.period,
                "questionnaire_id": each.questionnaire_id,
                "questionnaire": each.questionnaire_name,
                "version": each.questionnaire_version,
                "mode": each.mode,
                "course": each.course,
                "answered": each.answered,
                "asked": each.asked,
                "changed_at": plain.plain(each.changed_at),
                "submitted_at": plain.plain(each.submitted_at),
                "moved_to": each.moved_to,
            }
            for each in found
        ]
    }


def result(
    session: Session, actor: Actor, assessment_id: str, framework_id: str | None = None
) -> bytes:
    """The whole report as JSON, as the file has it. Raises NotAllowed, NotFound."""
    return json_format.render(_report(session, actor, assessment_id, framework_id))


def part(
    session: Session,
    actor: Actor,
    assessment_id: str,
    name: str,
    framework_id: str | None = None,
) -> dict[str, Any]:
    """The plan or the comparison alone. Raises NotAllowed, NotFound."""
    report = _report(session, actor, assessment_id, framework_id)
    return {name: plain.plain(getattr(report, name))}


def tables(
    session: Session, actor: Actor, assessment_id: str, framework_id: str | None = None
) -> dict[str, Any]:
    """Which tables there are, with their columns. Raises NotAllowed, NotFound."""
    report = _report(session, actor, assessment_id, framework_id)
    return {
        "tables": [
            {"id": t.id, "title": t.title, "columns": [column.name for column in t.columns]}
            for t in report_tables.tables(report)
        ]
    }


def table(
    session: Session,
    actor: Actor,
    assessment_id: str,
    name: str,
    framework_id: str | None = None,
) -> list[dict[str, Any]]:
    """A table as a list of rows, each with its columns by name. Raises NotAllowed, NotFound."""
    report = _report(session, actor, assessment_id, framework_id)
    for found in report_tables.tables(report):
        if found.id == name:
            names = [column.name for column in found.columns]
            return [dict(zip(names, map(plain.plain, row), strict=True)) for row in found.rows]
    raise NotFound("Tabellen finns inte.")


def _report(
    session: Session, actor: Actor, assessment_id: str, framework_id: str | None
) -> build.Report:
    if assessment_id == "exempel":
        raise NotFound("Självskattningen finns inte.")
    return build.build(session, actor, assessment_id, framework_id)
