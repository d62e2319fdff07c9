"""Ledningens egen syn, in words."""

from __future__ import annotations

from fractions import Fraction

from wording.numbers import count

KEPT = (
    "Bara hur många som har gett varje svar. Inget namn, ingen adress, ingen tid.",
    "Inget visas förrän insamlingen har stängt, och bara det som minst tre har värderat.",
    "En kaka i telefonen minns att den har svarat. Den är likadan för alla.",
)
TOO_FEW = "Färre än tre har värderat påståendet"
WHAT = (
    "Chefer utanför inköp tar ställning till några påståenden i telefonen. Det tar fem minuter. Svaren "
    "visas bredvid era egna och ändrar inget i resultatet."
)


def agreeing(rated: int | None, agree: int | None, unknown: int | None) -> str:
    """”4 av 6 instämmer, 1 vet ej”, or that too few have rated it."""
    if rated is None or agree is None:
        return TOO_FEW
    said = f"{agree} av {rated} instämmer"
    return f"{said}, {unknown} vet ej" if unknown else said


def apart(difference: Fraction | None) -> str:
    """Who sees it more brightly; ”Ungefär lika” within a tenth of the scale."""
    if difference is None:
        return "Går inte att jämföra"
    if abs(difference) < Fraction(1, 10):
        return "Ungefär lika"
    return "Inköp ljusare" if difference > 0 else "Cheferna ljusare"


def sent(number: int) -> str:
    """”3 chefer har svarat.”"""
    return f"{count(number, 'chef', 'chefer')} har svarat."
