"""What stands beside the questions: sources, law, terms, published figures and cases."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from questionnaires.frozen import Frozen, Weight

FigureGroup = Literal["municipality", "region", "state_agency", "company", "all"]
FigureScale = Literal["percent", "mean_1_5", "number"]

# The surveys tell one kind of company from authorities, and not the owners apart.
_GROUP_OF_TYPE: Mapping[str, FigureGroup] = {
    "municipality": "municipality",
    "region": "region",
    "state_agency": "state_agency",
    "municipal_company": "company",
    "regional_company": "company",
    "state_company": "company",
}


class Source(Frozen):
    """Guidance to read more in. ``stale`` means that only an older edition was seen."""

    id: str
    title: str
    publisher: str
    url: str
    kind: str
    stale: bool
    language: str = "sv"


class Law(Frozen):
    """A provision that a question touches, as the law stood when ``as_of`` was written."""

    id: str
    name: str
    says: str
    as_of: str
    source: str | None = None


class Term(Frozen):
    """A word that makes levels decidable, with variants for types of organisation."""

    id: str
    name: str
    text: str
    by_type: Mapping[str, str] = {}

    def text_for(self, organisation_type: str | None) -> str:
        """The definition in the words of one type of organisation."""
        return self.by_type.get(organisation_type or "", self.text)


class Figure(Frozen):
    """A published figure: what a survey found, per type of organisation.

    ``values`` are per cent, means on 1–5 or plain numbers, as ``scale`` says. ``words`` is how the
    publication puts it where it gives no exact figure (”ungefär en tredjedel”). ``survey`` names who
    asked, ``about`` is what was asked. ``note`` is about this figure, ``survey_note`` about all of
    the survey's, and ``old`` calls them old. ``source`` is a page that tells it; without one
    ``source_text`` names the publication. ``goal`` (framework/goal) is what it stands beside.
    """

    id: str
    about: str
    survey: str
    year: int
    scale: FigureScale
    values: Mapping[FigureGroup, Weight]
    words: Mapping[FigureGroup, str] = {}
    source: str | None = None
    source_text: str = ""
    note: str | None = None
    survey_note: str | None = None
    old: bool = False
    goal: str | None = None

    def value_for(self, organisation_type: str | None) -> tuple[FigureGroup, Fraction] | None:
        """The figure of an organisation's own type, else of all; None where there is neither."""
        own = _GROUP_OF_TYPE.get(organisation_type or "")
        for group in (own, "all"):
            if group is not None and group in self.values:
                return group, self.values[group]
        return None


class Case(Frozen):
    """What an organisation has done, in short, and where to read about it.

    ``year`` is that of the publication; ``note`` says what to know about the link.
    """

    id: str
    title: str
    organisation: str
    text: str
    year: int | None
    source: str
    note: str | None = None
