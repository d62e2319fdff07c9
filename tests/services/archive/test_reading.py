"""Files that are not as they should be are refused, in Swedish, and nothing is stored."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from hashlib import sha256

import pytest
from sqlalchemy import func
from sqlmodel import select

from data.tables.base import metadata
from questionnaires.loader import shipped
from services.actor import LOCAL, OPERATOR
from services.archive import reading, writing, zip
from services.archive.zip import BadFile
from tests.support.people import sign_in_by
from tests.support.whole import whole


@pytest.fixture
def backend() -> str:
    return "sqlite"


@pytest.fixture(scope="module")
def good(tmp_path_factory) -> bytes:
    """A file of an organisation, made once."""
    from data.database.engine import Database
    from data.database.migrate import migrate

    source = Database(f"sqlite:///{tmp_path_factory.mktemp('source') / 'a.db'}")
    migrate(source)
    monkeypatch = pytest.MonkeyPatch()
    with sign_in_by(monkeypatch):
        with source.write() as session:
            made = whole(session, "Provkommunen")
        with source.read() as session:
            content = writing.export(session, OPERATOR, made.organisation).content
    source.close()
    return content


def opened(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def changed(raw: bytes, change) -> bytes:
    """The file with its data changed by a function."""
    files = opened(raw)
    data = json.loads(files["organisation.json"])
    change(data)
    files["organisation.json"] = json.dumps(data, ensure_ascii=False).encode()
    return zipped(files)


def with_bundle(raw: bytes, change) -> bytes:
    """The file with one bundle changed, and everything that points at it following."""
    files = opened(raw)
    name = next(name for name in files if name.startswith("bundles/"))
    bundle = json.loads(files.pop(name))
    change(bundle)
    content = json.dumps(bundle, ensure_ascii=False, separators=(",", ":")).encode()
    old, new = name[8:-5], sha256(content).hexdigest()
    files[f"bundles/{new}.json"] = content
    text = files["organisation.json"].decode().replace(old, new)
    if bundle["version"] != "1.0.0":
        text = text.replace('"1.0.0"', f'"{bundle["version"]}"')
    files["organisation.json"] = text.encode()
    return zipped(files)


def refused(raw: bytes) -> str:
    with pytest.raises(BadFile) as caught:
        reading.examine(raw)
    assert str(caught.value).endswith("Inget är inläst.")
    return str(caught.value)


def test_a_good_file_tells_what_it_holds(good):
    found = reading.examine(good)
    assert (found.name, found.assessments, found.own_content) == (
        "Provkommunen Hemlighetsord",
        3,
        1,
    )
    assert found.answers == 5
    assert reading.examine(changed(good, lambda data: None)).content == found.content


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_truncated_file(good, share):
    assert "bara delvis hämtad" in refused(good[: int(len(good) * share)])


def test_what_is_no_zip():
    for raw in (b"", b"PK", b"%PDF-1.7", b"\x00" * 1000, b"{}"):
        assert "ingen zip-fil från Riktmärket" in refused(raw)


def test_a_damaged_byte_is_found(good):
    middle = good.index(b"organisation.json") + 400
    broken = bytearray(good)
    broken[middle] ^= 0xFF
    assert "skadad" in refused(bytes(broken))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("../../etc/passwd", "sökväg"),
        ("/etc/passwd", "sökväg"),
        ("bundles/../organisation.json", "sökväg"),
        ("C:\\windows\\x.json", "sökväg"),
        ("bundles/kort.json", "hör dit"),
        ("mer.zip", "hör dit"),
        ("bundles/", "hör dit"),
    ],
)
def test_names_that_do_not_belong(good, name, said):
    assert said in refused(zipped(opened(good) | {name: b"x"}))


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", ["organisation.json", "README.txt", "readme.TXT"])
def test_the_same_name_twice(good, name):
    made = io.BytesIO(good)
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr(name, b"{}")
    assert "flera gånger" in refused(made.getvalue())


def test_a_zip_within_the_zip(good):
    assert "zip-fil inne i zip-filen" in refused(zipped(opened(good) | {"README.txt": good}))


def test_a_zip_bomb(good):
    bomb = opened(good) | {"README.txt": b"\0" * (zip.LARGEST_CONTENT + 1)}
    assert "orimligt stort" in refused(zipped(bomb))
    # Far below the limit, but more than anyone's answers can be packed.
    packed = zipped({"organisation.json": b" " * 90_000_000})
    assert len(packed) * zip.HIGHEST_RATIO < 90_000_000
    assert "orimligt stort" in refused(packed)


def test_a_zip_that_lies_of_its_sizes(good):
    raw = bytearray(zipped(opened(good) | {"README.txt": b"\0" * 50_000_000}))
    at = raw.rindex(b"PK\x01\x02")
    raw[at + 24 : at + 28] = struct.pack("<I", 10)
    assert refused(bytes(raw))


def test_too_many_entries_and_too_large(good, monkeypatch):
    many = {f"bundles/{i:064x}.json": b"{}" for i in range(zip.MOST_ENTRIES + 1)}
    assert "fler än 500 filer" in refused(zipped(opened(good) | many))
    monkeypatch.setattr(zip, "LARGEST_FILE", 1000)
    assert "större än" in refused(good)


def test_too_many_rows(good, monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 10)
    assert "fler än 10 rader" in refused(good)


@pytest.mark.parametrize(
    ("start", "said"),
    [
        ("riktmarket-organisation/2", "nyare version"),
        ("riktmarket-organisation/99", "nyare version"),
        ("riktmarket-rapport/1", "inte en organisation från Riktmärket"),
        ("riktmarket-organisation/x", "inte en organisation från Riktmärket"),
    ],
)
def test_another_schema(good, start, said):
    assert said in refused(changed(good, lambda data: data.update(schema=start)))


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{", b'{"schema": 1}', b"\xff\xfe{}", b"[" * 100_000, b"null"]
)
def test_json_that_is_none(good, content):
    assert "Riktmärket" in refused(zipped(opened(good) | {"organisation.json": content}))


def test_json_that_ends_early(good):
    files = opened(good)
    files["organisation.json"] = files["organisation.json"][:-20]
    assert "ingen giltig JSON" in refused(zipped(files))


def _set(*path, value):
    def change(data):
        for step in path[:-1]:
            data = data[step]
        data[path[-1]] = value

    return change


A = ("assessments", 0)
W = (*A, "workshops", 0)
R = ("rounds", 0)
D = (*A, "deviations", 0)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_set(*A, "created_at", value="2026-01-01T10:00:00"), "tidszon"),
        (_set(*A, "created_at", value="i går"), "tidpunkten går inte att läsa"),
        (_set(*A, "created_at", value="0001-01-01T00:00:00Z"), "tidpunkten är orimlig"),
        (_set(*A, "created_at", value=1_700_000_000), "tidpunkten går inte att läsa"),
        (_set(*A, "answers", 0, "level", value=6), "utanför skalan 1–5"),
        (_set(*A, "answers", 0, "level", value=0), "utanför skalan 1–5"),
        (_set(*A, "answers", 0, "level", value=None), "nivå"),
        (_set(*A, "answers", 0, "level", value=True), "fel slag"),
        (_set(*A, "answers", 0, "question", value="finns-inte"), "finns inte i frågeformuläret"),
        (_set(*A, "answers", 0, "updated_by", value="p99"), "p99 finns inte"),
        (_set(*A, "answers", 0, "updated_by", value="0" * 32), "tecken"),
        (_set(*A, "answers", 0, "comment", value="a\x00b"), "går inte att spara"),
        (_set(*A, "answers", 0, "revision", value=0), "revision"),
        (_set(*A, "answers", 0, "revision", value=2**40), "för stort"),
        (_set(*A, "answers", 0, "assessment_id", value="x"), "okänt"),
        (_set(*A, "history", 0, "after", value={"kind": "level", "level": 9, "reason": ""}), "9"),
        (_set(*A, "history", 0, "before", value={"assessment_id": "x"}), "andra fält"),
        (_set(*A, "history", 0, "revision", value=900), "hör till ett svar"),
        (_set(*A, "targets", 0, "level", value=7), "utanför skalan"),
        (
            _set(*A, "submissions", 0, "content", "nyckeltal", value={"kind": "level", "level": 8}),
            "8",
        ),
        (_set(*A, "submissions", 0, "bundle", value="a" * 64), "saknas"),
        (_set(*A, "bundle", value="../x"), "tecken"),
        (_set(*A, "questionnaire_version", value="9.9.9"), "ett annat"),
        (_set(*A, "moved_from", value="s77"), "flyttades från"),
        (_set(*A, "moved_from", value="s2"), "flyttades från"),
        (_set(*A, "id", value="s2"), "två gånger"),
        (_set(*A, "id", value="f" * 32), "tecken"),
        (_set(*A, "status", value="klar"), "bland valen"),
        (_set(*A, "period", value="x" * 61), "för lång"),
        (_set(*A, "continues", value="s77"), "fortsätter på finns inte"),
        (_set(*A, "continues", value="s2"), "följer på sig själv"),
        (_set(*A, "continues", value="s1"), "följer på sig själv"),
        (_set(*A, "question_targets", 0, "question", value="finns-inte"), "finns inte i fråge"),
        (_set(*A, "question_targets", 0, "level", value=9), "utanför skalan"),
        (_set(*A, "target_history", 0, "level", value=9), "utanför skalan"),
        (_set(*A, "targets", 0, "importance", value=4), "för stort"),
        (_set("actions", 0, "assessment", value="s77"), "självskattningen finns inte"),
        (_set("actions", 0, "question", value=None), "steget har ingen fråga"),
        (_set("actions", 0, "status", value="klar"), "bland valen"),
        (_set("actions", 0, "cost", value="1000 kr"), "bland valen"),
        (_set("actions", 0, "due", value="i morgon"), "actions"),
        (_set("actions", 0, "due", value="9999-01-01"), "actions"),
        (_set("actions", 0, "updated_by", value="p99"), "p99 finns inte"),
        (_set("actions", 0, "organisation_id", value="x"), "okänt"),
        (_set("actions", 0, "history", 0, "revision", value=9), "nyare än åtgärden"),
        (_set("actions", 0, "history", 0, "after", value={"id": "x"}), "fält"),
        (_set("actions", 0, "history", 0, "after", value={"due": "i morgon"}), "dag"),
        (_set("actions", 0, "history", 0, "after", value={"title": 1}), "fält"),
        (_set("milestones", 0, "level", value=-1), "för litet"),
        (lambda data: data["milestones"].append(data["milestones"][0]), "två gånger"),
        (_set("people", 0, "id", value="local"), "tecken"),
        (_set("organisation", "id", value="f" * 32), "okänt"),
        (_set("organisation", "name", value=""), "tom"),
        (_set("organisation", "county", value="QQ"), "QQ"),
        (_set("organisation", "retention_months", value=1), "för litet"),
        (_set("audit", 0, "details", value={"user": "local"}), "hänvisar"),
        (_set("audit", 0, "details", value={"parent": "f" * 32}), "hänvisar"),
        (_set("own_content", 0, "in_use", value="a: [1"), "own_content/"),
        (_set("own_content", 0, "in_use", value="a: &a [1]\nb: *a"), "own_content/"),
        (_set("own_content", 0, "content_id", value="egen-annan"), "innehållet heter"),
        (_set("own_content", 0, "draft", value={"goals": "x"}), "ingen lista"),
        (_set("own_content", 0, "draft", value={"a": 1.5}), "går inte att spara"),
        (
            lambda data: data["assessments"][0]["answers"].append(
                data["assessments"][0]["answers"][0]
            ),
            "två",
        ),
        (lambda data: data.pop("people"), "saknas"),
        (_set(*W, "current", value=2), "framme finns inte"),
        (_set(*W, "items", value=[]), "inga frågor"),
        (_set(*W, "phase", value="borta"), "bland valen"),
        (_set(*W, "items", 0, "question", value="finns-inte"), "finns inte i frågeformuläret"),
        (
            lambda data: data["assessments"][0]["workshops"][0]["items"][0]["votes"][0].update(
                kind="level", level=9
            ),
            "utanför skalan 1–5",
        ),
        (_set(*W, "items", 0, "votes", 0, "participant", value=77), "för litet"),
        (_set(*W, "items", 0, "votes", 0, "round", value=3), "har inte hållits"),
        (_set(*W, "participants", value=[]), "saknar deltagare"),
        (_set(*W, "items", 0, "decisions", 0, "by", value="p99"), "p99 finns inte"),
        (_set(*W, "issues", 0, "question", value="x"), "parkerat"),
        (_set(*W, "code", value="ABCDEFGH"), "okänt"),
        (_set(*R, "bundle", value="a" * 64), "saknas"),
        (_set(*R, "name", value=""), "inget namn"),
        (_set(*R, "period", value=" "), "ingen period"),
        (_set(*R, "period", value="x" * 61), "för lång"),
        (_set(*R, "mode", value="allt"), "bland valen"),
        (_set(*R, "deadline", value="i morgon"), "rounds"),
        (_set(*R, "deadline", value="9999-01-01"), "rounds"),
        (_set(*R, "created_by", value="p99"), "p99 finns inte"),
        (_set(*R, "organisation_id", value="x"), "okänt"),
        (_set(*R, "answers", 0, "question", value="finns-inte"), "finns inte i frågeformuläret"),
        (_set(*R, "answers", 0, "level", value=9), "utanför skalan 1–5"),
        (_set(*R, "answers", 0, "level", value=None), "nivå"),
        (_set(*R, "answers", 0, "kind", value="unknown"), "bland valen"),
        (_set(*R, "answers", 0, "kind", value="not_applicable"), "nivå"),
        (
            lambda data: data["rounds"][0]["answers"][0].update(
                kind="not_applicable", level=None, reason=" "
            ),
            "skälet saknas",
        ),
        (_set(*R, "answers", 0, "by", value="p99"), "p99 finns inte"),
        (_set(*R, "answers", 0, "group", value="x" * 61), "för lång"),
        (
            lambda data: data["rounds"][0]["answers"].append(data["rounds"][0]["answers"][0]),
            "två gånger",
        ),
        (_set(*R, "units", value=[{"name": "Org", "group": "", "organisation_id": "x"}]), "okänt"),
        (_set(*D, "question", value="finns-inte"), "finns inte i frågeformuläret"),
        (_set(*D, "reason", value=" "), "skälet saknas"),
        (_set(*D, "by", value="p99"), "p99 finns inte"),
        (_set(*D, "level", value=3), "okänt"),
        (_set("networks", 0, "by", value="p99"), "p99 finns inte"),
        (_set("networks", 0, "joined_at", value="i går"), "tidpunkten går inte att läsa"),
        (_set("networks", 0, "members", value=["Org 1"]), "okänt"),
        (_set("networks", 0, "name", value="a\x00b"), "networks"),
        (_set("networks", 0, "questions", value="ja"), "fel slag"),
    ],
)
def test_data_that_does_not_fit_together(good, change, said):
    assert said in refused(changed(good, change))


def test_what_a_file_says_of_others_makes_nothing_of_them(good, database):
    """Units that were asked, rounds of a parent and networks are other organisations' too."""
    asked = {"round": "Våren", "parent": "Koncernen", "group": "", "returned_reason": ""}

    def more(data):
        data["networks"] *= 3
        data["asked"] = [{**asked, "returned_at": None}]
        data["rounds"][0]["units"] = [{"name": "En annan", "group": ""}]

    with database.write() as session:
        reading.take_in(session, LOCAL, reading.examine(changed(good, more)))
    counted = rows(database)
    assert counted["organisation"] == 1
    assert counted["koncern_round"] == 1
    for table in ("network", "network_member", "round_unit", "consent"):
        assert counted[table] == 0, table


def test_a_bundle_that_is_not_what_its_name_says(good):
    files = opened(good)
    name = next(name for name in files if name.startswith("bundles/"))
    files[name] = files[name].replace("Hur väl".encode(), b"Hur bra", 1)
    assert "kontrollsumma" in refused(zipped(files))
    files.pop(name)
    assert "saknas" in refused(zipped(files))
    extra = b"{}"
    files = opened(good) | {f"bundles/{sha256(extra).hexdigest()}.json": extra}
    assert "går inte att läsa" in refused(zipped(files))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_set("questions", 0, "levels", value=[]), "skalans nivåer"),
        (_set("base_framework", value="finns-inte"), "finns inte"),
        (_set("sources", 0, "url", value="javascript:alert(1)"), "http"),
        (_set("questions", 0, "weight", value="0"), "vikt"),
        (_set("questions", 0, "weight", value="1/0"), "går inte att läsa"),
        (_set("questions", 0, "terms", value=["finns-inte"]), "finns-inte"),
        (_set("frameworks", 0, "goals", 0, "links", 0, "question", value="x"), "hänvisar"),
        (_set("scale", "levels", value=[]), "skalan"),
        (_set("id", value="x" * 61), "id"),
        (_set("tillagg", value=1), "nyare version"),
    ],
)
def test_a_bundle_that_does_not_hang_together(good, change, said):
    assert said in refused(with_bundle(good, change))


def test_a_questionnaire_that_says_something_else_here(good, database):
    other = reading.examine(
        with_bundle(good, _set("questions", 0, "text", value="Vad vet ni om annat?"))
    )
    newer = reading.examine(with_bundle(good, _set("version", value="9.0.0")))
    before = rows(database)
    for examined, said in ((other, "frågar något annat"), (newer, "nyare än det som finns här")):
        with pytest.raises(BadFile, match=said), database.write() as session:
            reading.take_in(session, OPERATOR, examined)
    assert rows(database) == before
    assert shipped().questionnaire("strategisk-upphandling").version == "1.0.0"


def test_a_file_from_before_there_were_plans(good, database):
    def older(data):
        for part in ("actions", "milestones"):
            del data[part]
        for assessment in data["assessments"]:
            for part in ("question_targets", "target_history", "continues"):
                del assessment[part]
            for aim in assessment["targets"]:
                del aim["reason"], aim["importance"]

    with database.write() as session:
        reading.take_in(session, LOCAL, reading.examine(changed(good, older)))
    counted = rows(database)
    assert (counted["assessment"], counted["target"], counted["action"]) == (3, 1, 0)


def test_all_or_nothing(good, database, monkeypatch):
    def fail(*_args, **_more):
        raise RuntimeError

    before = rows(database)
    monkeypatch.setattr("services.audit.record", fail)
    with pytest.raises(RuntimeError), database.write() as session:
        reading.take_in(session, LOCAL, reading.examine(good))
    assert rows(database) == before


def test_twice_is_two_organisations(good, database):
    examined = reading.examine(good)
    made = set()
    for _ in range(2):
        with database.write() as session:
            made.add(reading.take_in(session, LOCAL, examined))
    counted = rows(database)
    assert len(made) == counted["organisation"] == 2
    assert counted["assessment"] == 6
    assert counted["questionnaire_bundle"] == 1


def rows(database) -> dict[str, int]:
    with database.read() as session:
        return {
            table.name: session.connection()
            .execute(select(func.count()).select_from(table))
            .scalar()
            for table in metadata.sorted_tables
        }
