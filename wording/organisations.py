"""The groupings that organisations are described and later compared by.

Municipality groups: SKR's division of 2023. Codes are stored, names are shown.
"""

from __future__ import annotations

from scoring.peergroups import codes

TYPES: dict[str, str] = {
    "municipality": "Kommun",
    "region": "Region",
    "state_agency": "Statlig myndighet",
    "municipal_company": "Kommunalt bolag",
    "regional_company": "Regionalt bolag",
    "state_company": "Statligt bolag",
    "municipal_association": "Kommunalförbund",
    "unit": "Förvaltning eller annan enhet i en organisation",
    "other": "Annan upphandlande organisation",
}

MUNICIPALITY_GROUPS: dict[str, str] = {
    "A1": "A1 Storstäder",
    "A2": "A2 Pendlingskommun nära storstad",
    "B3": "B3 Större stad",
    "B4": "B4 Pendlingskommun nära större stad",
    "B5": "B5 Lågpendlingskommun nära större stad",
    "C6": "C6 Mindre stad/tätort",
    "C7": "C7 Pendlingskommun nära mindre stad/tätort",
    "C8": "C8 Landsbygdskommun",
    "C9": "C9 Landsbygdskommun med besöksnäring",
}

COUNTIES: dict[str, str] = {
    "AB": "Stockholms län",
    "C": "Uppsala län",
    "D": "Södermanlands län",
    "E": "Östergötlands län",
    "F": "Jönköpings län",
    "G": "Kronobergs län",
    "H": "Kalmar län",
    "I": "Gotlands län",
    "K": "Blekinge län",
    "M": "Skåne län",
    "N": "Hallands län",
    "O": "Västra Götalands län",
    "S": "Värmlands län",
    "T": "Örebro län",
    "U": "Västmanlands län",
    "W": "Dalarnas län",
    "X": "Gävleborgs län",
    "Y": "Västernorrlands län",
    "Z": "Jämtlands län",
    "AC": "Västerbottens län",
    "BD": "Norrbottens län",
}

SIZES: dict[str, str] = {
    "under_50": "Under 50 miljoner kronor",
    "50_250": "50–250 miljoner kronor",
    "250_1000": "250–1\u00a0000 miljoner kronor",
    "1000_5000": "1–5 miljarder kronor",
    "over_5000": "Över 5 miljarder kronor",
}


def group_name(group: str) -> str:
    """What organisations are compared in a published group: ”Kommun, Stockholms län”."""
    known = {
        "type": TYPES,
        "kommungrupp": MUNICIPALITY_GROUPS,
        "size": SIZES,
        "county": COUNTIES,
    }
    named = [known[division].get(code, code) for division, code in codes(group)]
    return ", ".join(named) or "Alla som är med"
