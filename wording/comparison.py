"""Taking part in comparisons, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from fractions import Fraction

from scoring.peers import Detail, PeerFigures
from scoring.peers import Place as Position
from wording.numbers import NARROW, count, date, date_and_clock, whole

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
    "räkna tillbaka till er. Den som sköter installationen kan utbyta samma tal med andra "
    "installationer. Är ni med i en annan installation ska ni bara vara med i jämförelser i en av dem."
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


ALONE = (
    "Jämförelser finns i en installation där flera organisationer loggar in. Här läser den enda "
    "användaren allt med namn, så det finns inga andra att jämföra med."
)
CHOSEN_THEMSELVES = (
    "De som är med har själva valt det och har själva bedömt sina svar. De är inget urval av alla "
    "organisationer i landet."
)
QUICK = (
    "Er självskattning är en snabbkoll. Den är aldrig med i jämförelser. Svara på hela formuläret och "
    "lämna in det, så kan ni få en egen plats."
)
WITHHELD = "För få eller för lika svar"
NOT_SHARED = "Inga gemensamma frågor"
WHY_NOT_SHARED = (
    "Bakom mål utan gemensamma frågor ligger ingen fråga som alla svarar på. De jämförs inte."
)
MISSING: dict[str, str] = {
    "no_snapshot": (
        "Det finns ingen ögonblicksbild än. Siffror om andra visas bara ur en ögonblicksbild, som den "
        "som sköter installationen låter göra med jämna mellanrum."
    ),
    "too_few": (
        "Den senaste ögonblicksbilden har för få eller för lika svar. Därför visas inga siffror om "
        "andra. Nästa kan ha fler."
    ),
    "reads_others": (
        "Ni läser andra organisationers resultat med namn: egna organisationer, enheter eller nätverk. "
        "Om ni också såg sammanräknade siffror kunde resten räknas ut. Därför visas de inte."
    ),
}
STANDING: dict[str, str] = {
    "in": "Er plats är den ni hade i ögonblicksbilden, i steg om 5.",
    "waiting": (
        "Det ni lämnade in senast är inte med i ögonblicksbilden än. Ändringar släpps fram först när "
        "flera liknande organisationer har ändrat sig, så att ingen kan räknas ut."
    ),
    "out": "Ni har ingen egen plats i ögonblicksbilden.",
}
WHY_OUT: dict[str, str] = {
    "unit": UNIT,
    "not_taking_part": "Ni är inte med i jämförelser. Ni ser siffrorna ändå, men utan en egen plats.",
    "not_handed_in": "Ni får en plats när ni har lämnat in hela formuläret.",
}
POSITION: dict[Position, str] = {
    "below": "Under mitten",
    "around": "Kring mitten",
    "above": "Över mitten",
}
PERCENTILE = (
    "Percentilen säger hur stor del av de andra som står lägre än ni. De som står lika räknas till "
    "hälften."
)
DETAIL: dict[Detail, str] = {
    "none": "",
    "median": "Gruppen är 5–9 organisationer. Då visas bara medianen, avrundad till närmaste 5.",
    "interval": (
        "Gruppen är 10–19 organisationer. Rutan är medianens intervall: med minst 90 procents säkerhet "
        "ligger mitten där. Talen är avrundade till närmaste 5."
    ),
    "quartiles": "Rutan är den mittersta hälften: en fjärdedel står lägre, en fjärdedel högre.",
}
SCOPES: dict[str, str] = {
    "together": "Alla installationer som utbyter",
    "here": "Bara den här installationen",
}
TOGETHER = (
    "Tal från flera installationer är avrundade till närmaste 5. Varje installation visar bara det som "
    "ingen kan räknas ut ur, och ett mål kan saknas i någon av dem."
)
STEP_ABOVE = (
    "Så svarar de som står en nivå över er i målet. Det är ingen väg att följa, men visar vad som "
    "brukar vara på plats."
)


def seen_from(n: int, at: datetime, since: datetime) -> str:
    """How many a group is of, when it was counted and how old what is in it may be."""
    return (
        f"{count(n, 'organisation', 'organisationer')} i gruppen. Ögonblicksbild {date(at)}, med det som "
        f"lämnats in sedan {date(since)}."
    )


def seen_from_several(
    n: int, sources: Iterable[tuple[str | None, datetime, int]], since: datetime
) -> str:
    """As ``seen_from``, of several installations: each one's name, snapshot and number.

    A name of None is this installation's.
    """
    found = list(sources)
    each = ", ".join(
        f"{name or 'den här'} ({number}, ögonblicksbild {date(at)})" for name, at, number in found
    )
    return (
        f"{count(n, 'organisation', 'organisationer')} i gruppen, från "
        f"{count(len(found), 'installation', 'installationer')}: {each}. Med det som lämnats in sedan "
        f"{date(since)}."
    )


def spread(found: PeerFigures) -> str:
    """The box beside the median; a dash where there is none."""
    if found.low is None or found.high is None:
        return "–"
    kind = "mittersta hälften" if found.detail == "quartiles" else "intervall"
    return f"{found.low}–{found.high} ({kind})"


def withheld(*, shared: bool) -> str:
    """Why nothing is shown of others; not ``shared``: nobody else is asked what stands behind."""
    return WITHHELD if shared else NOT_SHARED


def peers_text(found: PeerFigures | None, *, shared: bool = True) -> str:
    """What is shown of others in a goal, in one line."""
    if found is None or found.median is None:
        return withheld(shared=shared).lower()
    if found.low is None:
        return f"median {found.median}"
    return f"median {found.median}, {spread(found)}"


def position_text(rank: int | None, position: Position | None) -> str:
    """Where one stands among others; a dash where that is not said."""
    if rank is not None:
        return f"Percentil {rank}"
    return POSITION[position] if position else "–"


def change_text(change: Fraction | None) -> str:
    """How far one's own index has moved; a dash where it cannot be said."""
    if change is None:
        return "–"
    points = whole(abs(change))
    return "Oförändrat" if not points else f"{'+' if change > 0 else '−'}{points}"


def beside(own: int | None, found: PeerFigures | None) -> Position | None:
    """Whether an index lies under, in or over the box; None where either is not shown."""
    if own is None or found is None or found.low is None or found.high is None:
        return None
    return "below" if own < found.low else "above" if own > found.high else "around"


def summary(stands: Iterable[Position | None]) -> str:
    """How many goals stand where, in a sentence."""
    found = list(stands)
    said = [each for each in found if each]
    if not said:
        return ""
    above, around, below = (said.count(p) for p in ("above", "around", "below"))
    if len(found) == 1:
        where = "över" if above else "i" if around else "under"
        return f"Ni ligger {where} rutan."
    stand = [(n, w) for n, w in ((above, "över"), (around, "i"), (below, "under")) if n]
    (first, where), later = stand[0], stand[1:]
    parts = [f"{where} rutan i {first} mål", *(f"{w} den i {n}" for n, w in later)]
    listed = " och ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))
    missing = len(found) - len(said)
    rest = f" I {missing} mål går det inte att säga." if missing else ""
    return f"Ni ligger {listed}.{rest}"


def level_shares(shares: Mapping[int, int] | None, own: int | None) -> str:
    """How many stand at each level of a question, and at which oneself, in a sentence."""
    mine = "" if own is None else f" Ni: nivå {own}."
    if shares is None:
        return f"{WITHHELD}.{mine}"
    each = ", ".join(f"nivå {level}: {share}{NARROW}%" for level, share in shares.items())
    return f"{each[0].upper()}{each[1:]}.{mine}"
