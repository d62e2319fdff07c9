"""What a question is part of, and what a goal rests on, in sentences."""

from __future__ import annotations

from babel.lists import format_list

from questionnaires.model import Framework, Goal, Question
from scoring.overlap import Row
from wording.numbers import count, percent

# Said beside the figures, so that anyone can count them again.
SHARES = (
    "Tabellen visar hur stor del av målets vikt som ligger på frågor som också hör till målet i "
    "kolumnen. Hör en fråga till flera av dem delas vikten mellan dem, efter frågans vikt i vart och "
    "ett. Eget är vikten på frågor som inte hör till något av dem. Alla frågor räknas, oavsett svar, "
    "och varje rad blir 100 procent före avrundning."
)


def framework_name(framework: Framework) -> str:
    """The name in a list of choices; the organisation's own are marked."""
    return f"{framework.name} (egen)" if framework.own else framework.name


def reach(goals: int, frameworks: int) -> str:
    """”3 mål i 2 måluppsättningar”."""
    spread = count(frameworks, "måluppsättning", "måluppsättningar")
    return f"{count(goals, 'mål', 'mål')} i {spread}"


def holds_back(goals: int, frameworks: int) -> str:
    """How many goals a question holds back, as a sentence."""
    if not goals:
        return "Frågan håller inte tillbaka något mål."
    return f"Frågan håller tillbaka {reach(goals, frameworks)}."


def rests_on(goal: Goal, row: Row, right: Framework) -> str:
    """What a goal rests on most, as one or two sentences."""
    if not row.weight:
        return f"Formuläret har inga frågor om {goal.short}."
    most = [right.goal(name).short for name in row.most]
    if not most:
        return f"{goal.short} delar inga frågor med målen i {right.short}."
    names = format_list(most, locale="sv")
    largest, rest = row.parts[row.most[0]].share, row.rest.share
    if largest == 1:
        return f"{goal.short} vilar helt på {names}."
    each = f"{percent(largest)} var" if len(most) > 1 else percent(largest)
    if rest and largest and rest > largest:
        return (
            f"{goal.short} är mest eget ({percent(rest)}). Resten vilar mest på {names} ({each})."
        )
    own = f" {percent(rest)} är eget." if rest else ""
    return f"{goal.short} vilar mest på {names} ({each}).{own}"


def question_numbers(questions: tuple[Question, ...]) -> str:
    """”9, 12 och 14”."""
    return str(format_list([str(question.number) for question in questions], locale="sv"))
