"""The kinds of organisation that a question or a wording can be for."""

from __future__ import annotations

from typing import Literal, get_args

Kind = Literal[
    "municipality",
    "region",
    "state_agency",
    "municipal_company",
    "regional_company",
    "state_company",
    "municipal_association",
    "unit",
    "other",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
