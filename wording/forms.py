"""The words on a blank questionnaire and on a form, the same in every format."""

from __future__ import annotations

from questionnaires.model import Scale

TITLE = "Frågor att svara på"
UNKNOWN = "Vet ej"
NOT_APPLICABLE = "Ej aktuellt"
KEY, OWN = "Nyckelfråga", "Egen fråga"

# How to answer, on paper and in Word.
HOW = (
    "Kryssa i ett svar på varje fråga: den högsta nivå där allt stämmer, även i nivåerna under.",
    "Vet ni inte, kryssa i Vet ej. Det räknas aldrig som låg nivå.",
    "Rör frågan inte er, kryssa i Ej aktuellt och skriv varför.",
    "Kommentar och belägg är frivilliga. Ett belägg är text eller en länk.",
    "Det ni skriver kan bli en allmän handling.",
)

# How to answer in a file that is read back.
HOW_EXCEL = (
    "Svara på bladet Svar. Välj i listan i kolumnen Svar: den högsta nivå där allt stämmer, även i "
    "nivåerna under. Bladet Nivåer har nivåerna i full text.",
    "Vet ni inte, välj Vet ej. Det räknas aldrig som låg nivå.",
    "Rör frågan inte er, välj Ej aktuellt och skriv varför i kolumnen Skäl.",
    "Kommentar och belägg är frivilliga. Ett belägg är text eller en länk.",
    "Hoppa över det ni inte ska svara på. En tom ruta ändrar inget i Riktmärket.",
    "Ändra inte kolumnen Id och ta inte bort några blad. Då går filen att läsa in igen.",
    "Spara som Excel (.xlsx) och lämna filen till den som skickade den.",
    "Det ni skriver kan bli en allmän handling.",
)
HOW_YAML = (
    "Ta bort # framför en frågas id och skriv svaret efter kolonet.",
    "Svaret är den högsta nivå där allt stämmer, även i nivåerna under: ett tal, eller vet-ej.",
    'Rör frågan inte er: {ej-aktuellt: "varför"}',
    'Med kommentar och belägg: {niva: 3, kommentar: "text", belagg: "text eller länk"}',
    "Rader som börjar med # läses inte. En fråga utan svar ändrar inget i Riktmärket.",
    "Det ni skriver kan bli en allmän handling.",
)


def options(scale: Scale) -> tuple[str, ...]:
    """Every answer that can be given, as a form spells it: the levels, Vet ej and Ej aktuellt."""
    levels = (f"{level.number} {level.name}" for level in scale.levels)
    return (*levels, UNKNOWN, NOT_APPLICABLE)
