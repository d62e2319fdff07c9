"""The zip around an organisation's file: written the same every time, read with suspicion."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Mapping

from services.errors import Invalid

DATA, README_FILE = "organisation.json", "README.txt"
BUNDLE = re.compile(r"bundles/([0-9a-f]{64})\.json")

LARGEST_FILE = 30_000_000
LARGEST_CONTENT = 150_000_000
MOST_ENTRIES = 500
# Answers resemble each other: real files become some twenty times larger.
HIGHEST_RATIO = 200
CHUNK = 1 << 20

NOTHING_READ = "Inget är inläst."
_ENCRYPTED = 0x1


class BadFile(Invalid):
    """The file cannot be taken in. Nothing has been stored."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} {NOTHING_READ}")


def write(files: Mapping[str, bytes]) -> bytes:
    """Files as a zip whose bytes depend on nothing else."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name])
    return made.getvalue()


def read(raw: bytes) -> dict[str, bytes]:
    """The files in a zip, by name. Raises BadFile for everything that is not as ``write`` makes it."""
    if len(raw) > LARGEST_FILE:
        raise BadFile(f"Filen är större än {LARGEST_FILE // 1_000_000} MB.")
    if not raw.startswith(b"PK\x03\x04"):
        raise BadFile(
            "Filen är ingen zip-fil från Riktmärket. Välj filen som hämtades på sidan Data."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            entries = archive.infolist()
            _refuse_names(entries)
            return _contents(archive, entries, len(raw))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise BadFile(
            "Filen är skadad eller bara delvis hämtad. Hämta den igen och försök på nytt."
        ) from error


def _refuse_names(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_ENTRIES:
        raise BadFile(f"Filen innehåller fler än {MOST_ENTRIES} filer.")
    seen: set[str] = set()
    for entry in entries:
        name = entry.orig_filename
        if name.casefold() in seen:
            raise BadFile(f"Filen innehåller ”{_shown(name)}” flera gånger.")
        seen.add(name.casefold())
        if ".." in name or "\\" in name or name.startswith("/") or ":" in name:
            raise BadFile(f"Filen innehåller en sökväg som inte får finnas: ”{_shown(name)}”.")
        if name not in (DATA, README_FILE) and not BUNDLE.fullmatch(name):
            raise BadFile(f"Filen innehåller något som inte hör dit: ”{_shown(name)}”.")
        if entry.flag_bits & _ENCRYPTED:
            raise BadFile("Filen är skyddad med lösenord. Spara den utan lösenord.")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise BadFile("Filen är packad på ett annat sätt än Riktmärkets egna filer.")
    if DATA not in seen:
        raise BadFile(f"Filen saknar {DATA}. Välj filen som hämtades på sidan Data.")


def _contents(
    archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], size: int
) -> dict[str, bytes]:
    # The sizes that the zip states are its maker's word: what counts is what comes out.
    left = min(LARGEST_CONTENT, max(size * HIGHEST_RATIO, CHUNK))
    found: dict[str, bytes] = {}
    for entry in entries:
        parts: list[bytes] = []
        with archive.open(entry) as opened:
            while part := opened.read(CHUNK):
                left -= len(part)
                if left < 0:
                    raise BadFile(
                        "Innehållet är orimligt stort när det packas upp "
                        f"(högst {LARGEST_CONTENT // 1_000_000} MB läses)."
                    )
                parts.append(part)
        content = b"".join(parts)
        if content.startswith(b"PK\x03\x04"):
            raise BadFile(f"”{_shown(entry.filename)}” är en zip-fil inne i zip-filen.")
        found[entry.filename] = content
    return found


def _shown(name: str) -> str:
    return "".join(sign if sign.isprintable() else "?" for sign in name[:80])


MADE_UP = """\
EXEMPEL. Organisationen, personerna och svaren är påhittade. Filen går bara
att läsa in i en exempelvärld.

"""


README = """\
Riktmärket: en organisations uppgifter
======================================

Filen innehåller allt som er organisation har i Riktmärket.

organisation.json
    Organisationen, de som hör till den, egna mål och frågor med tidigare
    versioner, självskattningarna med svar, kommentarer, belägg, historik,
    ambitioner, inlämningar, ansvar för delar, handlingsplan, milstolpar,
    workshoppar med röster under nummer, händelser och om ni är med i
    jämförelser. Även det som ligger i papperskorgen. Formatet heter
    riktmarket-organisation/1 och är beskrivet i docs/format-organisation.md
    i programmet.

bundles/
    Frågeformulären som självskattningarna är gjorda i. Varje fil heter som
    sin SHA-256, så att det syns om den har ändrats.

Filen går att läsa in i en annan installation av Riktmärket, eller i samma
som en ny organisation. Ändra inte i den: en ändrad fil tas inte emot.

Filen innehåller namn, medlemmarnas e-postadresser och det ni har skrivit.
Den är inte krypterad. Förvara den som andra handlingar med personuppgifter,
och kasta den när den inte behövs. Den kan vara en allmän handling.

Det här följer inte med: lösenord, inloggningar, öppna inbjudningar, vem som
är inne just nu, och vilken koncern organisationen hör till.
"""
