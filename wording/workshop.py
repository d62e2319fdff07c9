"""What is said in a workshop, on the screen, on the phones and in the minutes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from wording.numbers import count

ROLES: Mapping[str, str] = {
    "ledning": "Ledning",
    "inkop": "Inköp",
    "verksamhet": "Verksamhet",
    "ekonomi": "Controller eller ekonomi",
    "annan": "Annan roll",
}
NO_ROLE = "Ingen roll vald"

PHASES: Mapping[str, str] = {
    "lobby": "Väntar på att börja",
    "ahead": "Förhandsröstning pågår",
    "running": "Pågår",
    "paused": "Pausad",
    "ended": "Avslutad",
}
STATES: Mapping[str, str] = {
    "waiting": "Inte börjad",
    "open": "Omröstning pågår",
    "shown": "Rösterna visas",
    "talk": "Samtal",
    "decided": "Beslutad",
    "skipped": "Överhoppad",
    "parked": "Parkerad",
}

# What became of a question, once the workshop is over.
STATES_AFTER: Mapping[str, str] = {
    "waiting": "Togs inte upp",
    "open": "Inget beslut",
    "shown": "Inget beslut",
    "talk": "Inget beslut",
    "decided": "Beslutad",
    "skipped": "Överhoppad",
    "parked": "Parkerad",
}

TOO_FEW = "Färre än tre har valt en nivå. Då visas varken röster eller kommentarer."
# What the page promises, and what is true of what is stored.
KEPT = (
    "Rösten sparas under ett nummer som dras slumpvis. Numret leder inte till något namn.",
    "Ingen ser vem som har röstat vad, inte heller workshopledaren.",
    "Rollen sparas bredvid numret. En roll visas för sig bara om minst tre i den har röstat.",
    "Telefonen får en kaka, så att den känns igen under workshopen. Kopplingen tas bort när "
    "workshopen avslutas. Adressen som telefonen kommer från sparas inte.",
    "Kommentarer visas utan nummer. De kan bli allmän handling. Skriv inga namn.",
)

# The same, when it is over.
KEPT_AFTER = (
    "Varje röst är sparad under ett slumpvis nummer. Numret leder inte till något namn.",
    "Kopplingen mellan telefoner och nummer togs bort när workshopen avslutades.",
    "En roll visas för sig bara om minst tre i den har röstat. Har färre än tre valt en nivå visas inget.",
    "Kommentarer står utan nummer.",
)


def role_name(role: str) -> str:
    """A role as it is shown."""
    return ROLES.get(role, NO_ROLE)


def round_name(number: int) -> str:
    """Which vote it is: ”Första omröstningen”."""
    names = {1: "Första", 2: "Andra", 3: "Tredje", 4: "Fjärde", 5: "Femte"}
    return f"{names.get(number, f'{number}:e')} omröstningen"


def talk_prompts(lowest: int, highest: int) -> tuple[str, ...]:
    """Questions that open talk and ask nobody to own a vote: the lowest and the highest vote."""
    if lowest == highest:
        return (
            f"Vad talar för en {lowest}?",
            "Vad skulle någon utanför rummet invända?",
            "Vilket belägg skulle övertyga en revisor?",
        )
    return (
        f"Vad talar för en {lowest}?",
        f"Vad talar för en {highest}?",
        "Vad har någon här sett som inte alla känner till?",
    )


def voted(number: int, of: int) -> str:
    """How many have voted, of those who have joined."""
    return f"{number} av {of} har röstat"


def votes(number: int) -> str:
    """A number of votes."""
    return count(number, "röst", "röster")


def tally(given: Iterable[tuple[str, int]]) -> str:
    """How the votes fell, on a line: ”2 Påbörjat: 1 röst; 3 Etablerat: 4 röster”."""
    return "; ".join(f"{name}: {votes(number)}" for name, number in given if number)


def agreement(*, practical: bool, talk: bool) -> str:
    """What the agreement means, in words."""
    if talk and practical:
        return "Nära varandra, men någon ser det annorlunda. Ta ett samtal."
    if talk:
        return "Rösterna går isär. Ta ett samtal."
    return "Rösterna ligger nära varandra." if practical else "Rösterna går något isär."


def agreement_after(*, practical: bool, talk: bool) -> str:
    """What the agreement was, when it is over."""
    if talk:
        return (
            "Rösterna gick isär."
            if not practical
            else "Nära varandra, men någon såg det annorlunda."
        )
    return "Rösterna låg nära varandra." if practical else "Rösterna gick något isär."


def duration(minutes: int) -> str:
    """A time in hours and minutes: ”1 timme 20 minuter”."""
    hours, rest = divmod(minutes, 60)
    parts = [
        *([count(hours, "timme", "timmar")] if hours else []),
        *([count(rest, "minut", "minuter")] if rest or not hours else []),
    ]
    return " ".join(parts)


def estimate(questions: int, minutes: int) -> str:
    """How long a workshop takes, and what one does about it."""
    total = questions * minutes
    said = (
        f"{count(questions, 'fråga', 'frågor')} à {count(minutes, 'minut', 'minuter')}: "
        f"{duration(total)}."
    )
    if total > 240:
        return (
            f"{said} Det är mer än en halvdag. Använd förhandsröstning och ta upp de 8–12 frågor där "
            "rösterna går mest isär."
        )
    return said


def ahead_message(*, name: str, link: str, code: str, until: str) -> str:
    """A message to those who are to vote before the meeting, ready to be sent."""
    return (
        f"Hej!\n\nRösta före mötet ({name}), senast {until}. Det går på telefonen, lite i taget. "
        "Ingen ser vem som har röstat vad. På mötet tar vi upp de frågor där rösterna går mest isär."
        f"\n\n{link}\n\nKod: {code}"
    )


def remaining(seconds: int) -> str:
    """What is left of the talk: ”3:05 kvar”, or that the time is out."""
    if seconds <= 0:
        return "Tiden är ute"
    return f"{seconds // 60}:{seconds % 60:02d} kvar"
