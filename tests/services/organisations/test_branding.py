"""An organisation's colour and logo: readable, small, and drawn by us."""

from __future__ import annotations

import io
import struct
import zlib
from datetime import date

import pytest
from PIL import Image

from services.actor import LOCAL
from services.assessments import assessments
from services.errors import Invalid, Locked
from services.organisations import branding, logo
from services.reports import build, cover
from tests.support.pictures import picture


@pytest.fixture
def backend():
    return "sqlite"


@pytest.fixture
def own(database):
    from services.organisations import organisations

    with database.write() as session:
        return organisations.save(session, LOCAL, None, name="Provkommunen", type="municipality").id


def bomb(width: int, height: int) -> bytes:
    """A PNG of so many pixels that says so in a few bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("colour", "contrast"),
    [("#ffffff", 1.0), ("#000000", 21.0), ("#767676", 4.54)],
)
def test_contrast_is_that_of_wcag(colour, contrast):
    # The first three are the guidelines' own examples.
    assert branding.contrast_with_white(colour) == pytest.approx(contrast, abs=0.01)


@pytest.mark.parametrize("colour", ["#777777", "#ffd700", "#f00000a", "red", "", "#12345g"])
def test_what_cannot_be_read_is_refused(database, own, colour):
    with database.write() as session, pytest.raises(Invalid, match="[Ff]ärg"):
        branding.choose_colour(session, LOCAL, own, colour)
    with database.read() as session:
        assert branding.read(session, LOCAL, own) == branding.LookView()


def test_a_colour_and_a_logo_reach_the_report(database, own):
    with database.write() as session:
        begun = assessments.begin(session, LOCAL, own, period="2026", mode="standard")
        branding.choose_colour(session, LOCAL, own, " #5A1F3D ")
        branding.choose_logo(session, LOCAL, own, picture(1200, 300, "JPEG"))
        cover.save(
            session,
            LOCAL,
            begun,
            reference="  KS 2026/123 ",
            decided_on=date(2026, 6, 1),
            decided_by="Kommunstyrelsen",
        )
    with database.read() as session:
        report = build.build(session, LOCAL, begun)
    assert report.look.colour == "#5a1f3d"
    assert Image.open(io.BytesIO(report.look.logo)).size == (640, 160)
    assert (report.cover.reference, report.cover.decided_text) == ("KS 2026/123", "1 juni 2026")
    for file_format in ("pdf", "summary", "docx", "pptx"):
        assert build.render(report, file_format).content
    data = build.render(report, "json").content.decode()
    assert '"decided_on": "2026-06-01"' in data
    assert "look" not in data.split('"goals"')[0]
    with database.write() as session:
        branding.forget(session, LOCAL, own)
    with database.read() as session:
        assert build.build(session, LOCAL, begun).look is None


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "SVG"),
        (b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "b">]><svg/>', "SVG"),
        (bomb(10_000, 10_000), "10000 × 10000"),
        (bomb(60_000, 60_000), "bild"),
        (b"", "läsa"),
        (b"GIF89a", "läsa"),
        (b"%PDF-1.7", "läsa"),
        (picture()[:60], "läsa"),
        (b"x" * (2 * 1024 * 1024 + 1), "2 MB"),
    ],
)
def test_what_is_no_logo_is_refused_in_words(database, own, raw, said):
    with database.write() as session, pytest.raises(Invalid, match=said):
        branding.choose_logo(session, LOCAL, own, raw)


def test_nothing_of_the_file_is_kept_but_the_picture():
    from PIL.PngImagePlugin import PngInfo

    told = PngInfo()
    told.add_text("Comment", "hemligt")
    made = io.BytesIO()
    Image.new("RGBA", (50, 20), (1, 2, 3, 0)).save(made, "PNG", pnginfo=told)
    drawn = logo.clean(made.getvalue() + b"<script>")
    assert b"hemligt" not in drawn
    assert b"script" not in drawn
    assert logo.clean(drawn) == drawn


def test_the_examples_cover_is_nobodys(database):
    with database.write() as session, pytest.raises(Locked):
        cover.save(session, LOCAL, "exempel", reference="x", decided_on=None, decided_by="")
