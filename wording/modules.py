"""Words of the modules, and of what a question is answered from."""

from __future__ import annotations

from collections.abc import Collection

from questionnaires.model import Questionnaire
from wording.method import Section
from wording.numbers import count

QUESTION = "Vad köper ni?"
LATER = "Det ni inte väljer frågar vi inte om, och det räknas inte. Ni kan ändra valet senare."
LEFT_OUT = (
    "Lägger ni till något är alla svar kvar. Tar ni bort något döljs de svaren och räknas inte, men "
    "inget raderas: de kommer tillbaka om ni väljer det igen."
)
EVERY, DIRECT, DOCUMENTS = "all", "direct", "documents"
FILTERS = {EVERY: "Alla", DIRECT: "Direkt", DOCUMENTS: "Behöver underlag"}


def choice_text(name: str, questions: int, minutes: int, answered: int = 0) -> str:
    """A module to choose: its name, how many questions, the time, and what is answered of it."""
    done = f", {answered} besvarade" if answered else ""
    return f"{name}: {count(questions, 'fråga', 'frågor')}, ungefär {minutes_text(minutes)}{done}"


def minutes_text(minutes: int) -> str:
    """A time in words."""
    return count(minutes, "minut", "minuter")


def documents_text(what: str, who: str, minutes: int) -> str:
    """What a question needs in hand, from whom and for how long."""
    return f"Underlag: {what}, från {who} (ungefär {minutes_text(minutes)})"


def asked_of_you(
    questionnaire: Questionnaire, modules: Collection[str], organisation_type: str | None
) -> tuple[Section, ...]:
    """Which modules were chosen and what needed documents; nothing where no module can be chosen."""
    there = [m for m in questionnaire.modules if m.is_for(organisation_type)]
    if not there:
        return ()
    chosen = ", ".join(m.name for m in there if m.id in modules) or "inget"
    needed = sum(q.documents is not None for q in questionnaire.questions)
    texts = (
        f"Valt under ”{QUESTION}”: {chosen}. Det som inte är valt är inte frågat om och räknas inte.",
        f"{count(needed, 'fråga', 'frågor')} besvaras ur underlag, övriga direkt.",
    )
    return (Section("Vad som är frågat", texts),)
