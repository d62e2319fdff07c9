"""Taking part in comparisons, in words."""

from __future__ import annotations

from datetime import datetime

from wording.numbers import count, date, date_and_clock

SHARED = (
    "Nivån på varje fråga i grundformuläret, och målens index som räknas ut av dem",
    "Organisationstyp, kommungrupp, län och inköpsvolym, om ni har fyllt i dem",
)
NEVER_SHARED = (
    "Organisationens namn",
    "Kommentarer, skäl, belägg, nästa steg och ambitioner",
    "Egna mål och frågor",
    "Ledningens svar",
)
SEEN_BY = (
    "Alla som använder installationen ser sammanräknade tal: till exempel medianen i en grupp. Varje "
    "grupp och varje skillnad mellan grupper omfattar minst sex organisationer, så inga tal går att "
    "räkna tillbaka till er."
)
WHEN = (
    "Det ni väljer gäller från nästa ögonblicksbild. Det som redan har visats i en tidigare "
    "ögonblicksbild finns kvar där, utan namn."
)
UNIT = (
    "Ni är en del av en annan organisation. Det är den som är med i jämförelser, inte ni. Era svar "
    "delas därför inte vidare."
)
QUESTION = "Vill ni vara med i jämförelser med andra organisationer?"

STANDS: dict[str, str] = {
    "given": "Ni är med i jämförelser.",
    "refused": "Ni har tackat nej till jämförelser.",
    "withdrawn": "Ni har lämnat jämförelserna.",
}
NOT_ASKED = "Ni har inte svarat än. Tills ni gör det delas ingenting."
# For the rows of who reads what.
OTHERS: dict[str, str] = {
    "given": "Ser sammanräknade tal där ni är med, aldrig ert namn eller er nivå.",
    "": "Läser ingenting. Svaren är inte med i någon jämförelse.",
}


def said(what: str, at: datetime, name: str | None) -> str:
    """Where an organisation stands, since when and by whom."""
    by = f" av {name}" if name else ""
    return f"{STANDS[what]} Det bestämdes {date(at)}{by}."


def snapshot_line(
    pool: str, number: int, at: datetime, n: int, groups: int, *, baseline: bool
) -> str:
    """A snapshot in a list."""
    holds = (
        f"{count(n, 'organisation', 'organisationer')} i {count(groups, 'grupp', 'grupper')}"
        if n
        else "visar ingenting: för få eller för lika svar"
    )
    first = ", den som senare jämförs med" if baseline else ""
    return f"{pool} {number}  {date_and_clock(at)}  {holds}{first}"
