"""The file by which installations exchange what they have published: written, signed and read.

docs/format-utbyte.md says what every field is.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from services.errors import Invalid
from services.shapes import Moment, first_fault

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

FORMAT, VERSION = "riktmarket-utbyte", 1
LARGEST = 32 * 1024 * 1024
UNCHANGED = "Inget är inläst."
UNREADABLE = (
    "Filen går inte att läsa. Den är skadad, bara delvis hämtad eller ingen utbytesfil. Hämta den "
    "igen."
)

Group = Annotated[str, Field(pattern=r"^[A-Za-z0-9_+:/#=-]+$", max_length=200)]
Part = Annotated[str, Field(pattern=r"^(index|question):[a-z0-9/@#-]+$", max_length=200)]
Value = Annotated[str, Field(pattern=r"^(0|[1-9][0-9]{0,2})$")]
Some = Annotated[int, Field(ge=1, lt=2**31)]


class Shape(BaseModel):
    """Base of everything in the file: cannot be changed, knows no extra fields."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class GroupShape(Shape):
    """A group that is shown, and how many organisations are in it."""

    group: Group
    n: Some


class FigureShape(Shape):
    """How many of a group have each value of an item, a level or an index in steps of 5."""

    part: Part
    group: Group
    n: Some
    reach: Some
    counts: dict[Value, Some]


class PoolShape(Shape):
    """What the newest snapshot of a pool has published. ``groups`` are in the order of admission."""

    pool: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
    number: Some
    made_at: Moment
    reach: Some
    groups: Annotated[tuple[GroupShape, ...], Field(max_length=5_000)]
    figures: Annotated[tuple[FigureShape, ...], Field(max_length=500_000)]

    def digest(self) -> str:
        """A hash of all that is said of the pool."""
        return hashlib.sha256(canonical(self.model_dump(mode="json"))).hexdigest()


class FileShape(Shape):
    """The whole file."""

    format: Literal["riktmarket-utbyte"]
    version: Literal[1]
    key: Annotated[str, Field(pattern=r"^[A-Za-z0-9+/]{43}=$")]
    pools: Annotated[tuple[PoolShape, ...], Field(max_length=100)]
    signature: Annotated[str, Field(pattern=r"^[A-Za-z0-9+/]{86}==$")]


def written(private: Ed25519PrivateKey, pools: Sequence[PoolShape]) -> bytes:
    """The file's bytes. The same pools and key give the same bytes."""
    key = base64.b64encode(private.public_key().public_bytes_raw()).decode("ascii")
    said: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "key": key,
        "pools": [pool.model_dump(mode="json") for pool in pools],
    }
    said["signature"] = base64.b64encode(private.sign(canonical(said))).decode("ascii")
    return (json.dumps(said, indent=1, ensure_ascii=False) + "\n").encode()


def opened(raw: bytes) -> FileShape:
    """What a file says, and that it is signed with the key it names.

    Whether that key is trusted is another question. Raises Invalid, in Swedish.
    """
    if len(raw) > LARGEST:
        raise _bad(
            f"Filen är större än {LARGEST // 1024 // 1024} MB, mer än en utbytesfil kan vara."
        )
    said = _parsed(raw)
    if said.get("format") != FORMAT:
        raise _bad("Filen är ingen utbytesfil från Riktmärket.")
    version = said.get("version")
    if type(version) is not int or version < 1:
        raise _bad("Filen säger inte vilken version av formatet den har. Be om en ny.")
    if version > VERSION:
        raise _bad(
            "Filen är gjord av en nyare version av Riktmärket. Uppdatera installationen och försök igen."
        )
    _refuse_forged(said)
    try:
        return FileShape.model_validate_json(raw)
    except ValidationError as error:
        if error.errors()[0]["type"] == "json_invalid":
            raise _bad(UNREADABLE) from error
        raise _bad(f"{first_fault(error)} Be den som har gjort filen om en ny.") from error


def canonical(said: object) -> bytes:
    """Data of whole numbers and text as the bytes that are signed: RFC 8785 for what is in the file."""
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _parsed(raw: bytes) -> dict[str, Any]:
    try:
        said = json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=_once,
            parse_float=_refuse,
            parse_constant=_refuse,
        )
    except (ValueError, RecursionError) as error:
        raise _bad(UNREADABLE) from error
    if not isinstance(said, dict):
        raise _bad("Filen är ingen utbytesfil från Riktmärket.")
    return said


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # Two readers may take a different one of two that are called the same.
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("the same name twice")
    return found


def _refuse(text: str) -> Any:
    raise ValueError(text)


def _refuse_forged(said: dict[str, Any]) -> None:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    rest = {name: value for name, value in said.items() if name != "signature"}
    try:
        key = base64.b64decode(said["key"], validate=True)
        signature = base64.b64decode(said["signature"], validate=True)
        Ed25519PublicKey.from_public_bytes(key).verify(signature, canonical(rest))
    except (InvalidSignature, KeyError, TypeError, ValueError, RecursionError) as error:
        raise _bad(
            "Filen är ändrad efter att den gjordes: underskriften stämmer inte. Hämta den igen, eller be "
            "om en ny."
        ) from error


def _bad(said: str) -> Invalid:
    return Invalid(f"{said} {UNCHANGED}")
