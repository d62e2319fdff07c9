"""Small pictures made on the spot."""

from __future__ import annotations

import io

from PIL import Image


def picture(
    width: int = 320, height: int = 80, kind: str = "PNG", colour: str = "#123456"
) -> bytes:
    """A picture of one colour."""
    made = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(made, kind)
    return made.getvalue()
