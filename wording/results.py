"""Results in sentences: levels, why there is none, and what holds a goal back."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from questionnaires.model import Goal, Mode, Question, Questionnaire, Scale
from scoring.answers import EvidenceStatus, Kind, Progress
from scoring.goals import LEVEL_SHARE, GoalResult, WhyNoLevel
from scoring.matrix import Cell
from scoring.profile import Profile
from wording.numbers import count, index_text, percent, spelled

MODE_NAMES: dict[Mode, str] = {
    "quick": "Snabbkoll",
    "standard": "Hela formuläret",
    "in-depth": "Fördjupning",
}

EVIDENCE_NAMES: dict[EvidenceStatus, str] = {
    "none": "Inget belägg",
    "stated": "Angivet",
    "linked": "Länkat",
    "checked": "Kontrollerat av någon annan",
}

EFFORT_NAMES = {1: "Liten", 2: "Medelstor", 3: "Stor"}

WHY_NO_LEVEL: dict[WhyNoLevel, str] = {
    "no_questions": "Inga frågor",
    "all_not_applicable": "Ej aktuellt",
    "too_few_questions": "För få frågor",
    "too_few_answers": "För få svar",
    "key_question_unanswered": "Nyckelfråga utan nivå",
}

_WHY_IN_FULL: dict[WhyNoLevel, str] = {
    "no_questions": "Frågeformuläret har inga frågor om målet.",
    "all_not_applicable": "Alla frågor om målet är markerade som ej aktuella.",
    "too_few_questions": "Snabbkollen ställer för få frågor om målet för att ge en nivå.",
    "too_few_answers": "Minst 60 procent av frågorna behöver ett svar med nivå.",
    "key_question_unanswered": "En nyckelfråga saknar svar med nivå. Vet ej ger ingen nivå.",
}


def progress(found: Progress) -> str:
    """How much is answered, and how much of that has a level where the two differ."""
    text = f"{found.answered} av {found.asked} frågor besvarade"
    return text if found.with_level == found.answered else f"{text}, {found.with_level} med nivå"


def level_name(scale: Scale, level: int | None) -> str:
    """”3 Etablerat”; a dash without a level."""
    return "–" if level is None else f"{level} {scale.level(level).name}"


def level_or_why(scale: Scale, result: GoalResult) -> str:
    """The level with its name, or the reason why there is none."""
    if result.why_no_level:
        return WHY_NO_LEVEL[result.why_no_level]
    return level_name(scale, result.level)


def level_range(result: GoalResult) -> str | None:
    """”2–3” where open questions could change the level; None where they could not."""
    low, high = result.level_low, result.level_high
    if low is None or high is None or low == high:
        return None
    return f"{low}–{high}"


def index_range(result: GoalResult) -> str | None:
    """”45–65” where open questions could change the index; None where they could not."""
    if result.low is None or result.high is None or result.low == result.high:
        return None
    return f"{index_text(result.low)}–{index_text(result.high)}"


def coverage(result: GoalResult) -> str:
    """”4 av 5 frågor (80 %)”: how much of the goal has a level, by weight where that differs."""
    if not result.asked:
        return "0 frågor"
    asked = count(len(result.asked), "fråga", "frågor")
    even = result.coverage == Fraction(result.with_level, len(result.asked))
    of_what = "" if even else " av vikten"
    return f"{result.with_level} av {asked} ({percent(result.coverage)}{of_what})"


def evidenced(result: GoalResult) -> str | None:
    """The index of answers that can be shown, with how much it covers; None without any."""
    if not result.evidenced_share:
        return None
    index, share = index_text(result.evidenced_index), percent(result.evidenced_share)
    return f"Index för belagda svar {index}, {share} av frågorna."


def why_in_full(result: GoalResult) -> str:
    """The reason for no level as a sentence; empty where there is a level."""
    return _WHY_IN_FULL[result.why_no_level] if result.why_no_level else ""


def to_move(questionnaire: Questionnaire, result: GoalResult) -> str:
    """What it takes to reach the next level, said over the list of what holds it back."""
    if result.why_no_level in ("no_questions", "all_not_applicable"):
        return why_in_full(result)
    if result.level is None:
        if not result.holding_back:
            return why_in_full(result)
        return f"{why_in_full(result)} De här saknar nivå:"
    if result.level == questionnaire.scale.highest:
        return "Målet står på högsta nivån."
    total = len(result.holding_back)
    next_level = result.level + 1
    keys = [name for name in result.holding_back if name in result.key_questions]
    if result.must_move == total:
        which = "Frågan" if total == 1 else f"Alla {total} frågor"
        return f"{which} behöver nå nivå {next_level}."
    words = f"{result.must_move} av {total} frågor behöver nå nivå {next_level}"
    if keys:
        words += ": " if len(keys) == result.must_move else ", däribland "
        words += "nyckelfrågan" if len(keys) == 1 else "nyckelfrågorna"
    return f"{words}."


def answer_text(kind: Kind | None, level: int | None, scale: Scale) -> str:
    """A given answer: ”3 Etablerat”, ”Vet ej”, ”Ej aktuellt” or ”Obesvarad”."""
    if kind == "level" and level is not None:
        return level_name(scale, level)
    return {"unknown": "Vet ej", "not_applicable": "Ej aktuellt"}.get(kind or "", "Obesvarad")


def level_shade(lowest: int, highest: int, level: int) -> int:
    """Which of ten shades, 0–9, a level has: never the same for two levels of up to ten."""
    span = highest - lowest
    return (18 * (level - lowest) + span) // (2 * span)


def cell_shade(index: Fraction | None) -> int:
    """Which of five shades an index has; 0 without one. Each shade is a fifth of 0–100."""
    return 0 if index is None else min(5, 1 + int(index // 20))


def cell_text(cell: Cell) -> tuple[str, str]:
    """A heatmap cell's figure, and how many of its questions have a level."""
    if not cell.questions:
        return "ingen fråga", ""
    return index_text(cell.index), f"{cell.with_level} av {len(cell.questions)}"


def summary(questionnaire: Questionnaire, profile: Profile) -> str:
    """The whole profile in a few sentences: what stands where, and how much is covered."""
    framework = questionnaire.framework(profile.framework)
    names = {goal.id: goal.short for goal in framework.goals}
    with_level = [(goal.goal, goal.level) for goal in profile.goals if goal.level is not None]
    total = len(profile.goals)
    if total == 1:
        return (
            f"Målet står på nivå {with_level[0][1]}." if with_level else "Målet har ingen nivå än."
        )
    if not with_level:
        return f"Inget av de {spelled(total)} målen har någon nivå än."
    low = min(level for _, level in with_level)
    high = max(level for _, level in with_level)
    intro = (
        "Alla mål har en nivå."
        if len(with_level) == total
        else f"{_neuter(len(with_level))} av {spelled(total)} mål har en nivå."
    )
    if low == high:
        those = "Alla" if len(with_level) == total else "De" if len(with_level) > 1 else "Det"
        return f"{intro} {those} står på nivå {low}."
    highest = listed(names[goal] for goal, level in with_level if level == high)
    lowest = listed(names[goal] for goal, level in with_level if level == low)
    return f"{intro} Högst står {highest} (nivå {high}). Lägst står {lowest} (nivå {low})."


def overall(profile: Profile) -> str:
    """Mean and lowest index with the number of goals counted; why there is none otherwise."""
    found = profile.overall
    if found.mean is None:
        return "Inget mål har tillräckligt många svar för ett medelvärde."
    return (
        f"Medelindex {index_text(found.mean)} av 100, lägsta {index_text(found.lowest)}, "
        f"räknat på {found.goals_counted} av {len(profile.goals)} mål."
    )


def profile_lines(questionnaire: Questionnaire, profile: Profile) -> list[str]:
    """A profile for the shell: a line a goal, then the overall figures."""
    lines = []
    goals = questionnaire.framework(profile.framework).goals
    for goal, result in zip(goals, profile.goals, strict=True):
        spread, possible = index_range(result), level_range(result)
        lines.append(
            f"{goal.name}: {level_or_why(questionnaire.scale, result)}"
            + (f" (möjligt {possible})" if possible else "")
            + f", index {index_text(result.index)}"
            + (f" (spann {spread})" if spread else "")
            + f", svarstäckning {coverage(result)}"
        )
    return [*lines, overall(profile)]


def weak_steering(questionnaire: Questionnaire, profile: Profile) -> str | None:
    """The warning about goals that stand well above the overarching one."""
    if not profile.on_weak_steering:
        return None
    framework = questionnaire.framework(profile.framework)
    names = listed(framework.goal(goal).short for goal in profile.on_weak_steering)
    over = listed(goal.short for goal in framework.goals if goal.overarching)
    return (
        f"{names} står minst två nivåer över {over}. Ett gott arbete som inte bärs av mål och "
        "styrning hänger ofta på enskilda personer."
    )


def edition(questionnaire: Questionnaire) -> str:
    """A questionnaire's name and version, and that of an organisation's own questions."""
    own = next((origin for origin in questionnaire.origins if origin.own), None)
    added = f" med egna frågor, version {own.version.split('.')[0]}" if own else ""
    return f"{questionnaire.name} {questionnaire.version}{added}"


def own_mark(questionnaire: Questionnaire, question: Question) -> str:
    """What follows a question that is outside the national questionnaire; empty otherwise."""
    return "" if questionnaire.in_base(question) else " (egen fråga)"


def question_title(question: Question) -> str:
    """A question with its number."""
    return f"{question.number}. {question.text}"


def _neuter(number: int) -> str:
    return "Ett" if number == 1 else spelled(number).capitalize()


def listed(names: Iterable[str]) -> str:
    """Names in a sentence: ”a, b och c”."""
    items = list(names)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} och {items[-1]}"


_AMOUNT = {1: "bara en fråga", 2: "bara två frågor"}


def goal_remarks(
    goal: Goal, result: GoalResult, questionnaire: Questionnaire, few: Iterable[str]
) -> list[str]:
    """Sentences; none where there is nothing to say. ``few`` are goals with few questions."""
    said: list[str] = []
    if goal.id in few and goal.links:
        amount = _AMOUNT.get(len(goal.links), "få frågor")
        said.append(f"Formuläret har {amount} om det här målet. Läs resultatet med försiktighet.")
    elif _all_must(goal, result, questionnaire):
        said.append("Med så få frågor måste alla nå nivån: den blir det lägsta svaret.")
    if result.key_not_applicable:
        texts = "; ".join(questionnaire.question(name).text for name in result.key_not_applicable)
        several = len(result.key_not_applicable) > 1
        marked = (
            "Nyckelfrågor markerade som ej aktuella"
            if several
            else "Nyckelfråga markerad som ej aktuell"
        )
        said.append(f"{marked}: {texts}")
    return said


def _all_must(goal: Goal, result: GoalResult, questionnaire: Questionnaire) -> bool:
    """Whether the level asks every question: even the lightest is more than what may lag."""
    weights = [
        questionnaire.question(link.question).weight * link.weight
        for link in goal.links
        if link.question in result.asked
    ]
    return bool(weights) and min(weights) > (1 - LEVEL_SHARE) * sum(weights)
