"""A report as tables with typed columns: what Excel, CSV and whoever computes gets.

docs/format-rapport.md tells every table and column in words.
"""

from __future__ import annotations

from reports.documents.table_types import NO, YES, Column, Table, Value
from reports.report.model import AnswerSection, GoalSection, Report
from reports.report.sections.comparison import comparison_tables
from reports.report.sections.method import method_table, sources_table
from reports.report.sections.perspectives import perspectives_table
from reports.report.sections.plan import plan_table
from reports.report.sections.published import published_table
from reports.report.sections.workshop import workshop_table


def tables(report: Report) -> tuple[Table, ...]:
    """Every table that has anything in it; the goals and the answers always stand there."""
    made = (
        about(report),
        goals(report),
        answers(report),
        weights(report),
        _matrix(report),
        _find_out(report),
        _steps(report),
        plan_table(report),
        perspectives_table(report),
        *comparison_tables(report),
        workshop_table(report),
        published_table(report),
        method_table(report),
        sources_table(report),
    )
    return tuple(table for table in made if table.rows)


def about(report: Report) -> Table:
    """What the report is of: a name and a text a row."""
    cover = report.cover
    facts: list[tuple[str, str]] = [
        ("Rapport", report.title),
        ("Organisation", report.organisation),
        ("Exempel", "Organisationen och svaren är påhittade." if report.example else ""),
        *((fact.name, fact.text) for fact in report.organisation_facts),
        ("Period", report.period),
        ("Diarienummer", cover.reference if cover else ""),
        ("Beslutsdatum", cover.decided_on.isoformat() if cover and cover.decided_on else ""),
        ("Beslutat av", cover.decided_by if cover else ""),
        ("Läge", report.status),
        ("Omfattning", report.mode),
        ("Besvarat", report.progress),
        ("Måluppsättning", report.framework),
        ("Frågeformulär", report.edition),
        ("Frågeformulärets kontrollsumma", report.digest),
        ("Svaren senast ändrade", report.changed_text),
        *(("Sammanfattning", text) for text in report.summary),
        ("Medelindex", report.overall),
        ("Visas inte", report.left_out or ""),
    ]
    rows = tuple((name, text) for name, text in facts if text)
    return Table("om", "Om rapporten", (Column("Uppgift"), Column("Innehåll", "long")), rows)


def goals(report: Report) -> Table:
    """A row a goal."""
    columns = (
        Column("Ordning", "whole"),
        Column("Mål"),
        Column("Grupp"),
        Column("Nivå", "whole"),
        Column("Nivå i ord"),
        Column("Möjlig nivå, lägst", "whole"),
        Column("Möjlig nivå, högst", "whole"),
        Column("Index", "number"),
        Column("Index, lägst", "number"),
        Column("Index, högst", "number"),
        Column("Svarstäckning", "share"),
        Column("Ambition", "whole"),
        Column("Index för belagda svar", "number"),
        Column("Andel belagda svar", "share"),
        Column("Vad som krävs", "long"),
        Column("Att tänka på", "long"),
    )
    return Table("mal", "Mål", columns, tuple(_goal(i, g) for i, g in enumerate(report.goals, 1)))


def _goal(order: int, goal: GoalSection) -> tuple[Value, ...]:
    return (
        order,
        goal.name,
        goal.group or "",
        goal.level,
        goal.level_text,
        goal.level_low,
        goal.level_high,
        goal.index,
        goal.low,
        goal.high,
        goal.coverage,
        goal.target,
        goal.evidenced_index,
        goal.evidenced_share,
        goal.to_move,
        " ".join(goal.remarks),
    )


def answers(report: Report) -> Table:
    """A row a question."""
    columns = (
        Column("Nr", "whole"),
        Column("Fråga-id"),
        Column("Fråga", "long"),
        Column("Mål", "long"),
        Column("Svar"),
        Column("Nivå", "whole"),
        Column("Nivåns text", "long"),
        Column("Skäl", "long"),
        Column("Kommentar", "long"),
        Column("Belägg", "long"),
        Column("Beläggets läge"),
        Column("Ändrad", "moment"),
        Column("Egen fråga"),
    )
    names = {goal.id: goal.short for goal in report.goals}
    return Table(
        "svar", "Svar", columns, tuple(_answer(answer, names) for answer in report.answers)
    )


def _answer(answer: AnswerSection, goal_names: dict[str, str]) -> tuple[Value, ...]:
    return (
        answer.number,
        answer.id,
        answer.text,
        "; ".join(goal_names[name] for name in answer.goals),
        answer.answer,
        answer.level,
        answer.level_text,
        answer.reason,
        answer.comment,
        answer.evidence,
        answer.evidence_text,
        answer.changed_at,
        YES if answer.own else NO,
    )


def weights(report: Report) -> Table:
    """A row for each question of each goal: what the index is computed of."""
    columns = (
        Column("Mål, ordning", "whole"),
        Column("Mål"),
        Column("Fråga-id"),
        Column("Vikt", "number"),
        Column("Nyckelfråga"),
        Column("Räknas"),
        Column("Nivå", "whole"),
    )
    levels = {answer.id: answer.level for answer in report.answers}
    rows = tuple(
        (
            order,
            goal.short,
            part.question,
            part.weight,
            YES if part.key else NO,
            YES if part.counted else NO,
            levels.get(part.question) if part.counted else None,
        )
        for order, goal in enumerate(report.goals, 1)
        for part in goal.weighed
    )
    return Table("berakning", "Beräkning", columns, rows)


def _matrix(report: Report) -> Table:
    columns = (
        Column("Mål"),
        Column("Förutsättning"),
        Column("Index", "number"),
        Column("Besvarat"),
    )
    rows = tuple(
        (row.goal, name, cell.index, cell.answered or cell.text)
        for row in report.heat
        for name, cell in zip(report.heat_columns, row.cells, strict=True)
    )
    return Table("forutsattningar", "Förutsättningar", columns, rows)


def _find_out(report: Report) -> Table:
    columns = (Column("Nr", "whole"), Column("Fråga", "long"), Column("Svar"))
    rows = tuple((row.number, row.text, row.answer) for row in report.find_out)
    return Table("ta-reda-pa", "Ta reda på", columns, rows)


def _steps(report: Report) -> Table:
    columns = (
        Column("Ordning", "whole"),
        Column("Nr", "whole"),
        Column("Fråga", "long"),
        Column("Nyckelfråga"),
        Column("Gör", "long"),
        Column("Börja med", "long"),
        Column("Leder"),
        Column("Insats"),
        Column("Det ger", "long"),
        Column("Mål", "long"),
        Column("Nivå", "whole"),
        Column("Nivån nu", "long"),
        Column("Nästa nivå", "long"),
        Column("Exempel", "long"),
        Column("Läs mer", "long"),
    )
    rows = tuple(
        (
            order,
            step.number,
            step.text,
            YES if step.key else NO,
            step.do,
            step.first_step,
            step.lead,
            step.effort_text,
            step.effect,
            "; ".join(step.goals),
            step.level,
            step.now,
            step.next,
            "\n".join(f"{case.heading}. {case.text}" for case in step.cases),
            "\n".join(f"{source.title} {source.url}".strip() for source in step.sources),
        )
        for order, step in enumerate(report.steps, 1)
    )
    return Table("nasta-steg", "Nästa steg", columns, rows)
