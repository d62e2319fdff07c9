"""Networks, in words."""

from __future__ import annotations

LEAD = "Jämför er öppet, med namn, med dem ni själva har valt."
SHARED = (
    "Organisationens namn",
    "Nivå och index för varje mål, i det ni har lämnat in senast",
)
SHARED_QUESTIONS = (
    "Nivån på varje fråga i grundformuläret, om ni väljer det. Då ser ni också den hos dem som delar "
    "den"
)
NEVER_SHARED = (
    "Svar innan ni lämnar in dem",
    "Kommentarer, skäl, belägg, ambitioner och handlingsplan",
    "Egna mål och frågor",
)
LEAVE = (
    "Ni kan lämna när som helst, och det gäller direkt. Det andra redan har läst kan de ha sparat."
)
POOL = (
    "Inget härifrån kommer med i de sammanräknade siffrorna på Jämförelse. Men den som läser många med "
    "namn får se mindre där, för annars kunde resten räknas ut."
)
EMPTY = (
    "Ni är inte med i något nätverk. Gör ett och skicka en länk till dem ni vill jämföra er med. Två "
    "räcker. Eller öppna länken som ni har fått."
)


def read_by(network: str, others: int) -> str:
    """Who reads what one hands in, for the page where that is done."""
    if not others:
        return f"Nätverket {network}: ingen annan är med än."
    return f"Nätverket {network}: de som hör till de {others} andra läser nivå och index för varje mål."
