"""What everything in a bundle is made of: values that cannot change, and exact numbers."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, ClassVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PlainSerializer,
    SerializerFunctionWrapHandler,
    model_serializer,
)

# Short enough that no weight takes time or memory to read.
_WEIGHT = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,9})?|-?[0-9]{1,18}/[0-9]{1,18}")


def exact(value: Any) -> Any:
    """Read a weight exactly: a whole number or a decimal, never a binary float.

    Raises ValueError for anything else (pydantic turns it into a validation error).
    """
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str | Fraction):
        raise ValueError("en vikt skrivs som ett tal, till exempel 1 eller 0.5")
    if isinstance(value, str) and not _WEIGHT.fullmatch(value):
        raise ValueError("en vikt skrivs som ett tal, till exempel 1 eller 0.5")
    try:
        return Fraction(value)
    except (ValueError, ZeroDivisionError) as error:
        raise ValueError("en vikt skrivs som ett tal, till exempel 1 eller 0.5") from error


def spell_weight(value: Fraction) -> str:
    """A weight as text that ``exact`` reads back to the same number."""
    return str(value)


Weight = Annotated[Fraction, BeforeValidator(exact), PlainSerializer(spell_weight, return_type=str)]


class Frozen(BaseModel):
    """Base of everything in a bundle: cannot be changed, knows no extra fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Grown(Frozen):
    """Something in a bundle that has been given more fields since bundles were first kept.

    A field of ``LATER`` that has its default is left out of what is kept, so that content without
    it is the same content as before: the same text, the same digest.
    """

    LATER: ClassVar[tuple[str, ...]] = ()

    @model_serializer(mode="wrap")
    def _without_defaults(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        found: dict[str, Any] = handler(self)
        for name in self.LATER:
            if getattr(self, name) == type(self).model_fields[name].default:
                found.pop(name, None)
        return found
