"""Reports with every part in them, of made-up values: what joins in later must come out everywhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from reports.minutes.model import Minutes, MinutesIssue, MinutesLevel, MinutesQuestion, MinutesRound
from reports.report.model import Report
from reports.report.parts import Comparison, ComparisonCell, Cover, Look, ReportAction
from services.actor import LOCAL
from services.assessments import example
from services.reports import build
from tests.support.pictures import picture


def plain() -> Report:
    """The example's report."""
    return build.build(None, LOCAL, example.ID)


def whole(report: Report | None = None, typed: str = "") -> Report:
    """A report with a comment on every question, a plan and all that not every report has.

    ``typed`` is added to everything that people type; what is very long to the first of each.
    """
    report = report or plain()
    long, typed = (typed, typed[:200]) if len(typed) > 2000 else ("", typed)
    answers = tuple(
        replace(
            answer,
            comment=f"Kommentar {answer.number}. {typed} {long if answer.number == 1 else ''}",
            evidence=f"Belägg {answer.number}. {typed}",
            evidence_status="stated",
            evidence_text="Angivet",
        )
        for answer in report.answers
    )
    goals = [goal.short for goal in report.goals]
    plan = tuple(
        ReportAction(
            id=f"a{i}",
            title=f"Åtgärd nummer {i} {typed}",
            question=answers[i].id,
            question_number=answers[i].number,
            question_text=answers[i].text,
            goals=(goals[i % len(goals)],),
            owner=f"Ansvarig {i} {typed}",
            due=date(2026, 9, 1 + i),
            due_text=f"{1 + i} september 2026",
            status="doing",
            status_text="Pågår",
            done=i == 2,
            overdue=i == 1,
            note=f"Anteckning {i} {typed} {long if i == 0 else ''}",
            cost="small",
            cost_text="Liten kostnad",
            steps=(f"Delsteg {i} ett", f"Delsteg {i} två {typed}"),
        )
        for i in range(min(10, len(answers)))
    )
    table = Comparison(
        "Jämfört med 2025",
        "Samma frågor båda åren.",
        ("Mål", "2025", "2026", "Skillnad"),
        tuple(
            (
                ComparisonCell(goal.short),
                ComparisonCell("40", Fraction(40)),
                ComparisonCell(goal.index_text, goal.index),
                ComparisonCell("+4", Fraction(4)),
            )
            for goal in report.goals
        ),
        ("Två frågor har ändrats och är inte med.",),
    )
    minutes = Minutes(
        title="Workshop",
        workshop="Workshop i maj",
        organisation=report.organisation,
        period=report.period,
        questionnaire=report.questionnaire,
        held="4 maj 2026",
        took_part="12",
        moment=report.changed_at,
        participants=(),
        questions=(
            MinutesQuestion(
                number=3,
                text="Hur gör ni?",
                state="Beslutad",
                levels=(MinutesLevel(2, "Påbörjat"), MinutesLevel(3, "Etablerat")),
                rounds=(MinutesRound("Omgång 1", 12, (5, 7), 0, "Spridd bild.", ""),),
                roles=(),
                comments=(f"Kommentar {typed}",),
                decision="3 Etablerat",
                apart="",
                rationale=f"Minnesanteckning {typed}",
                minority="",
                step="",
            ),
        ),
        left=(),
        issues=(MinutesIssue("Hur gör ni?", f"Parkerat {typed}"),),
        kept=(),
    )
    return replace(
        report,
        answers=answers,
        plan=plan,
        comparison=(table,),
        workshops=(minutes,),
        cover=Cover("KS 2026/123", date(2026, 6, 1), "1 juni 2026", "Kommunstyrelsen"),
        look=Look("#5a1f3d", picture()),
    )
