"""The shortest way and what a budget reaches, explained."""

from __future__ import annotations

from questionnaires.model import Framework, Goal, Questionnaire
from scoring.budget import Budgeted
from scoring.goals import LEVEL_SHARE
from scoring.ways import Move, Way
from wording.numbers import count, percent
from wording.results import level_name

POINTS = "En liten insats är 1 poäng, en medelstor 2 och en stor 3."
NOT_PROVED = (
    "Räkningen hann inte bli färdig. Det här är det bästa som hittades, men det kan finnas något "
    "bättre. Försök igen, eller välj en lägre insats."
)
PROVED = "Räkningen är färdig: inget annat urval når fler mål, eller lika många med mindre insats."


def points(effort: int) -> str:
    """An effort: ”3 poäng”."""
    return f"{effort}\u00a0poäng"


def way_intro(questionnaire: Questionnaire, goal: Goal, way: Way) -> str:
    """Where the goal stands and what the next level takes."""
    scale = questionnaire.scale
    if way.level is None or way.to is None:
        return _first(way)
    if not way.moves:
        return f"{goal.name} står på {level_name(scale, way.level)}, som är den högsta nivån."
    keys = sum(move.key for move in way.moves)
    must = ""
    if keys:
        must = f" {count(keys, 'nyckelfråga', 'nyckelfrågor')} ligger under och måste upp."
    enough = (
        "Det räcker."
        if keys == len(way.moves)
        else f"Resten är det som kostar minst för att nå {percent(LEVEL_SHARE)}."
    )
    return (
        f"{goal.name} står på {level_name(scale, way.level)}. För {level_name(scale, way.to)} ska "
        f"minst {percent(LEVEL_SHARE)} av frågornas vikt ligga där eller högre. I dag är det "
        f"{percent(way.share)}.{must}{f' {enough}' if keys else ''} Vägen kostar "
        f"{points(way.effort)}. Ingen annan väg kostar mindre."
    )


def _first(way: Way) -> str:
    if way.why == "key_question_unanswered":
        return (
            "Svara först. En nyckelfråga saknar svar med nivå, och utan den har målet ingen nivå att "
            "gå vidare från."
        )
    if way.why == "too_few_answers":
        return "Svara först. Minst 60 procent av målets frågor behöver ett svar med nivå."
    if way.why == "too_few_questions":
        return "Snabbkollen ställer för få frågor om målet. Gå vidare till hela formuläret först."
    return "Målet har inga frågor som går att höja."


def move(questionnaire: Questionnaire, found: Move) -> str:
    """A move as a line: which question, from where to where, what it costs, what it gives."""
    question = questionnaire.question(found.question)
    why = "Nyckelfråga, måste upp. " if found.key else ""
    return (
        f"Fråga {question.number}: {question.text} Från {found.level} till {found.to}, "
        f"{points(found.effort)}. "
        f"{why}Sedan ligger {percent(found.share)} av vikten på nivån."
    )


def budget_result(framework: Framework, found: Budgeted, budget: int) -> str:
    """What the budget reaches, in a few sentences."""
    said = []
    if found.there:
        said.append(f"Redan vid ambitionen: {_goals(framework, found.there)}.")
    if found.reached:
        said.append(
            f"För {points(found.effort)} når {_goals(framework, found.reached)} sin ambition."
        )
    elif found.missed:
        said.append(f"{points(budget)} räcker inte för att något mål ska nå sin ambition.")
    if found.missed and found.reached:
        said.append(f"Når inte dit: {_goals(framework, found.missed)}.")
    if found.without_level:
        said.append(f"Svara först: {_goals(framework, found.without_level)} har ingen nivå.")
    if not said:
        said.append("Inget mål har någon ambition än. Svara på fler frågor först.")
    return " ".join(said)


def _goals(framework: Framework, names: tuple[str, ...]) -> str:
    shorts = [framework.goal(name).short for name in names]
    return shorts[0] if len(shorts) == 1 else f"{', '.join(shorts[:-1])} och {shorts[-1]}"
