"""House rules for shipped texts: what a loader accepts and a reader still stumbles on.

The rules come from the question plan: levels can be observed, nothing legally risky is said, and
sentences are short. They are advice to authors of other questionnaires and tests for our own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from questionnaires.model import NextStep, Question, Questionnaire

LEVEL_WORDS = 25
LEVEL_CHARACTERS = 400
LONG_WORD = 6

_SENTENCE = re.compile(r"[.!?:]+(?=\s|$)")
_WORD = re.compile(r"[\wåäöéÅÄÖÉ-]+")

# An adverb of degree cannot be pointed at, so two levels must never differ by one.
_VAGUE = re.compile(
    r"\b(alltid|ofta|oftast|ibland|sällan|vanligen|regelbundet|systematiskt|kontinuerligt"
    r"|strukturerat|i hög grad|till viss del|delvis|i huvudsak|ordentligt|tillräckligt)\b",
    re.IGNORECASE,
)
_OUGHT = re.compile(r"\b(bör|borde)\b", re.IGNORECASE)
_RISKY = (
    (
        re.compile(r"krav på kollektivavtal", re.I),
        "villkor i nivå med kollektivavtal kan krävas, inte avtalet",
    ),
    (
        re.compile(r"närproducera", re.I),
        "ursprung får inte krävas; skriv produktionssätt eller kvalitet",
    ),
    (
        re.compile(r"\d[\d\s]*(kr|kronor|mkr|tkr|euro)\b", re.I),
        "belopp ändras; hänvisa till gränsen",
    ),
    (re.compile(r"förvaltningslagens jäv", re.I), "skriv ”de jävsregler som gäller er”"),
    (re.compile(r"sanningsförsäkran|\bespd\b", re.I), "skriv ”enligt gällande regler”"),
    (re.compile(r"4 kap\.? ?18 ?§", re.I), "gäller inte idéburna organisationer"),
)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to look at again in one question."""

    question: str
    where: str
    what: str

    def __str__(self) -> str:
        """The remark as one line."""
        return f"{self.question}: {self.where}: {self.what}"


def remarks(questionnaire: Questionnaire) -> list[Remark]:
    """All remarks on a questionnaire, in its order."""
    return [remark for question in questionnaire.questions for remark in _question(question)]


def texts(question: Question) -> Iterator[tuple[str, str]]:
    """Every text that a question has, with a name for its place."""
    yield "text", question.text
    if question.why:
        yield "why", question.why
    if question.evidence:
        yield "evidence", question.evidence
    if question.not_applicable:
        yield "not_applicable", question.not_applicable
    for level in question.levels:
        yield f"levels {level.number} short", level.short
        yield f"levels {level.number} text", level.text
        for kind, text in level.by_type.items():
            yield f"levels {level.number} text {kind}", text
    for where, step in placed_steps(question):
        yield f"{where} do", step.do
        yield f"{where} first_step", step.first_step
        yield f"{where} lead", step.lead
        yield f"{where} effect", step.effect


def placed_steps(question: Question) -> Iterator[tuple[str, NextStep]]:
    """Each next step with a name for its place; a level's second step and on have a number."""
    seen: Counter[int] = Counter()
    for step in question.next_steps:
        seen[step.level] += 1
        nth = f".{seen[step.level]}" if seen[step.level] > 1 else ""
        yield f"next_steps {step.level}{nth}", step


def lix(text: str) -> float:
    """Readability by LIX: mean words a sentence + per cent of words over six letters.

    Björnsson 1968. Below 30 is very easy, 30–40 easy, 40–50 middling, above 50 difficult. 0 for an
    empty text.
    """
    words = _WORD.findall(text)
    if not words:
        return 0.0
    sentences = max(1, len(_SENTENCE.findall(text)))
    long_words = sum(len(word) > LONG_WORD for word in words)
    return len(words) / sentences + 100 * long_words / len(words)


def lix_of(questions: Iterable[Question]) -> float:
    """LIX of all texts of some questions, as in ``lix``."""
    all_texts = [
        text if text.endswith((".", "?", "!")) else f"{text}."
        for question in questions
        for _, text in texts(question)
    ]
    return lix(" ".join(all_texts))


def lix_by_goal(questionnaire: Questionnaire) -> dict[str, float]:
    """LIX of the questions that inform each goal of the base framework."""
    return {
        goal.id: lix_of(questionnaire.question(link.question) for link in goal.links)
        for goal in questionnaire.base.goals
    }


def _question(question: Question) -> Iterator[Remark]:
    for where, text in texts(question):
        for pattern, advice in _RISKY:
            if found := pattern.search(text):
                yield Remark(question.id, where, f"”{found.group()}”: {advice}")
    if not question.text.endswith("?"):
        yield Remark(question.id, "text", "frågan slutar inte med frågetecken")
    for level in question.levels:
        where = f"levels {level.number} text"
        count, length = len(level.text.split()), len(level.text)
        if length > LEVEL_CHARACTERS:
            what = f"{length} tecken: över {LEVEL_CHARACTERS} läses sällan till slutet"
            yield Remark(question.id, where, what)
        elif count > LEVEL_WORDS:
            yield Remark(question.id, where, f"{count} ord, högst {LEVEL_WORDS}")
        for pattern, what in (
            (_VAGUE, "går inte att peka på"),
            (_OUGHT, "en nivå är, den bör inte"),
        ):
            if found := pattern.search(level.text):
                yield Remark(question.id, where, f"”{found.group()}” {what}")
    shorts = [level.short for level in question.levels]
    if len(set(shorts)) < len(shorts):
        yield Remark(question.id, "levels", "två nivåer har samma korta text")
    for where, step in placed_steps(question):
        if not step.sources:
            yield Remark(question.id, where, "ingen källa att läsa mer i")
