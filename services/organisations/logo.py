"""A logo from a file that somebody uploads, made small, plain and safe to put in every document.

Whatever comes, what is kept is a PNG that we have drawn ourselves: nothing of the file is stored.
"""

from __future__ import annotations

import io
import warnings

from services.errors import Invalid

MOST_BYTES = 2 * 1024 * 1024
# Looked at before a single pixel is unpacked.
MOST_PIXELS_A_SIDE = 4000
# Sharp on paper at the height that a cover gives it.
WIDTH, HEIGHT = 640, 180
KEPT_BYTES = 200_000
KINDS = ("PNG", "JPEG", "WEBP", "GIF")


def clean(raw: bytes) -> bytes:
    """The picture as a PNG of at most 640 × 180 pixels. Raises Invalid: what is wrong, what to do."""
    if len(raw) > MOST_BYTES:
        raise Invalid("Filen är större än 2 MB. Spara logotypen i mindre storlek och försök igen.")
    if b"<svg" in raw[:4096].lower() or raw.lstrip()[:5].lower() == b"<?xml":
        raise Invalid(
            "Logotypen är en SVG-fil. En sådan kan innehålla program. Spara den som PNG och försök igen."
        )
    # Imported here: a picture is uploaded once.
    from PIL import Image, UnidentifiedImageError

    unreadable = Invalid(
        "Filen går inte att läsa som bild. Spara logotypen som PNG och försök igen."
    )
    try:
        with warnings.catch_warnings():
            # The dimensions are looked at here, in words of our own.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(raw), formats=KINDS) as picture:
                _refuse_size(*picture.size)
                return _drawn(picture)
    except (
        UnidentifiedImageError,
        OSError,
        SyntaxError,
        ValueError,
        Image.DecompressionBombError,
    ) as error:
        raise unreadable from error


def _refuse_size(width: int, height: int) -> None:
    if max(width, height) > MOST_PIXELS_A_SIDE:
        raise Invalid(
            f"Bilden är {width} × {height} bildpunkter. Högst {MOST_PIXELS_A_SIDE} på en sida går bra. "
            "Spara logotypen mindre och försök igen."
        )


def _drawn(picture: object) -> bytes:
    from PIL import Image

    if not isinstance(picture, Image.Image):
        raise TypeError(type(picture))
    drawn = picture.convert("RGBA")
    drawn.thumbnail((WIDTH, HEIGHT))
    # A new picture: no text, place or profile of the old one follows.
    plain = Image.new("RGBA", drawn.size)
    plain.paste(drawn)
    for colours in (None, 256, 64):
        made = io.BytesIO()
        kept = (
            plain if colours is None else plain.quantize(colours, method=Image.Quantize.FASTOCTREE)
        )
        kept.save(made, "PNG", optimize=True)
        if made.tell() <= KEPT_BYTES:
            return made.getvalue()
    raise Invalid("Bilden är för rik på detaljer för en logotyp. Välj en enklare bild.")
