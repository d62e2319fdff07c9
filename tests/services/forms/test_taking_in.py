"""Nothing is overwritten without a yes, and no yes is lost because another was refused."""

from __future__ import annotations

import pytest

from services.actor import LOCAL, Actor
from services.assessments import answers, assessments
from services.assessments.answers import Choice
from services.errors import Invalid, Locked, NotAllowed, NotFound
from services.forms import FormAnswer, FormRead, NotTaken, Origin, handing_out, taking_in
from tests.support.forms import fill


def found(given, *, not_taken=(), notes=(), origin=None) -> FormRead:
    return FormRead(origin or Origin(), given, tuple(not_taken), tuple(notes))


def choose(database, assessment_id, question, choice, base=0):
    with database.write() as session:
        return answers.choose(session, LOCAL, assessment_id, question, choice, base_revision=base)


def write(database, assessment_id, question, part, text, base=0, **options):
    with database.write() as session:
        return getattr(answers, f"write_{part}")(
            session, LOCAL, assessment_id, question, text, base_revision=base, **options
        )


def stored(database, assessment_id):
    with database.read() as session:
        return assessments.read(session, LOCAL, assessment_id).answers


def preview(database, assessment_id, given, **fields):
    with database.read() as session:
        return taking_in.preview(session, LOCAL, assessment_id, found(given, **fields))


def apply(database, assessment_id, shown, *questions):
    chosen = {r.question.id: r.given for r in shown.rows if r.question.id in questions}
    with database.write() as session:
        return taking_in.apply(
            session, LOCAL, assessment_id, chosen, base_revisions=shown.base_revisions
        )


def history(database, assessment_id, question):
    with database.read() as session:
        return answers.history(session, LOCAL, assessment_id, question)


def test_each_kind_of_row(database, assessment_id):
    choose(database, assessment_id, "lcc", Choice("level", 3))
    choose(database, assessment_id, "jav", Choice("level", 3))
    choose(database, assessment_id, "inkopsplan", Choice("not_applicable", reason="Nej."))
    write(database, assessment_id, "jav", "comment", "Gammal.", 1)
    choose(database, assessment_id, "samordning", Choice("level", 2))
    shown = preview(
        database,
        assessment_id,
        {
            "lcc": FormAnswer("level", 3),
            "jav": FormAnswer("level", 3, comment="Ny.", evidence="Bilaga"),
            "inkopsplan": FormAnswer("not_applicable", reason="Ett annat skäl."),
            "samordning": FormAnswer("level", 2, comment="Tillagd."),
            "kompetens": FormAnswer("unknown"),
            "e-handel": FormAnswer(comment="Bara en kommentar."),
        },
    )
    assert {row.question.id: (row.status, row.parts) for row in shown.rows} == {
        "lcc": ("same", ()),
        "jav": ("different", ("comment", "evidence")),
        "inkopsplan": ("different", ("choice",)),
        "samordning": ("new", ("comment",)),
        "kompetens": ("new", ("choice",)),
        "e-handel": ("new", ("comment",)),
    }
    numbers = [row.question.number for row in shown.rows]
    assert numbers == sorted(numbers)


def test_a_preview_writes_nothing(database, assessment_id):
    preview(database, assessment_id, {"lcc": FormAnswer("level", 3)})
    assert stored(database, assessment_id) == {}


def test_only_what_was_said_yes_to_is_written(database, assessment_id):
    choose(database, assessment_id, "lcc", Choice("level", 3))
    shown = preview(
        database,
        assessment_id,
        {
            "lcc": FormAnswer("level", 5),
            "jav": FormAnswer("level", 4, comment="K", evidence="https://exempel.example/x"),
            "kompetens": FormAnswer("unknown"),
        },
    )
    done = apply(database, assessment_id, shown, "jav")
    assert ([q.id for q in done.written], done.refused) == (["jav"], ())
    now = stored(database, assessment_id)
    assert set(now) == {"lcc", "jav"}
    assert now["lcc"].level == 3
    assert (now["jav"].level, now["jav"].comment, now["jav"].evidence_status) == (4, "K", "linked")
    assert [change.part for change in history(database, assessment_id, "jav")] == [
        "choice",
        "comment",
        "evidence",
    ]
    done = apply(database, assessment_id, shown, "lcc", "kompetens")
    assert {q.id for q in done.written} == {"lcc", "kompetens"}
    assert stored(database, assessment_id)["lcc"].level == 5


def test_an_empty_cell_erases_nothing(database, assessment_id):
    choose(database, assessment_id, "lcc", Choice("level", 3))
    write(database, assessment_id, "lcc", "comment", "Kvar.", 1)
    write(database, assessment_id, "lcc", "evidence", "Också kvar.", 2)
    shown = preview(database, assessment_id, {"lcc": FormAnswer("level", 4)})
    assert shown.rows[0].parts == ("choice",)
    apply(database, assessment_id, shown, "lcc")
    now = stored(database, assessment_id)["lcc"]
    assert (now.level, now.comment, now.evidence) == (4, "Kvar.", "Också kvar.")


def test_what_changed_meanwhile_is_refused_and_the_others_are_written(database, assessment_id):
    choose(database, assessment_id, "lcc", Choice("level", 3))
    shown = preview(
        database,
        assessment_id,
        {"lcc": FormAnswer("level", 5), "jav": FormAnswer("level", 4)},
    )
    choose(database, assessment_id, "lcc", Choice("level", 1), 1)
    done = apply(database, assessment_id, shown, "lcc", "jav")
    assert [q.id for q in done.written] == ["jav"]
    assert [(r.question.id, r.why) for r in done.refused] == [
        ("lcc", "Svaret ändrades medan ni tittade. Inget är överskrivet.")
    ]
    now = stored(database, assessment_id)
    assert (now["lcc"].level, now["jav"].level) == (1, 4)
    again = preview(database, assessment_id, {"lcc": FormAnswer("level", 5)})
    assert again.rows[0].present.level == 1
    assert apply(database, assessment_id, again, "lcc").refused == ()
    assert stored(database, assessment_id)["lcc"].level == 5


def test_somebody_else_answers_first(database, assessment_id):
    shown = preview(database, assessment_id, {"lcc": FormAnswer("level", 5)})
    choose(database, assessment_id, "lcc", Choice("unknown"))
    assert len(apply(database, assessment_id, shown, "lcc").refused) == 1
    assert stored(database, assessment_id)["lcc"].kind == "unknown"


def test_an_answer_is_written_wholly_or_not_at_all(database, assessment_id):
    write(database, assessment_id, "lcc", "comment", "Först.")
    shown = preview(
        database, assessment_id, {"lcc": FormAnswer("level", 5, comment="Ur filen.", evidence="E")}
    )
    write(database, assessment_id, "lcc", "comment", "Ändrad under tiden.", 1)
    done = apply(database, assessment_id, shown, "lcc")
    assert (done.written, len(done.refused)) == ((), 1)
    now = stored(database, assessment_id)["lcc"]
    assert (now.kind, now.comment, now.evidence) == (None, "Ändrad under tiden.", "")
    assert [change.part for change in history(database, assessment_id, "lcc")] == [
        "comment",
        "comment",
    ]


def test_another_part_that_changed_meanwhile_is_left_alone(database, assessment_id):
    choose(database, assessment_id, "lcc", Choice("level", 3))
    shown = preview(database, assessment_id, {"lcc": FormAnswer("level", 4)})
    write(database, assessment_id, "lcc", "comment", "Skriven samtidigt.", 1)
    assert apply(database, assessment_id, shown, "lcc").refused == ()
    now = stored(database, assessment_id)["lcc"]
    assert (now.level, now.comment) == (4, "Skriven samtidigt.")


def test_checked_evidence_stays_checked(database, assessment_id):
    choose(database, assessment_id, "lcc", Choice("level", 3))
    write(database, assessment_id, "lcc", "evidence", "Bilaga 1", 1, checked=True)
    shown = preview(database, assessment_id, {"lcc": FormAnswer("level", 4, evidence="Bilaga 1")})
    apply(database, assessment_id, shown, "lcc")
    now = stored(database, assessment_id)["lcc"]
    assert (now.level, now.evidence_status) == (4, "checked")


def test_a_service_that_refuses_one_answer_does_not_lose_the_others(database, assessment_id):
    shown = preview(
        database,
        assessment_id,
        {"lcc": FormAnswer("level", 99), "jav": FormAnswer("level", 2)},
    )
    done = apply(database, assessment_id, shown, "lcc", "jav")
    assert [q.id for q in done.written] == ["jav"]
    assert done.refused[0].why.startswith("Nivå 99 finns inte.")


def test_twice_is_the_same_as_once(database, assessment_id):
    shown = preview(database, assessment_id, {"lcc": FormAnswer("level", 5, comment="K")})
    apply(database, assessment_id, shown, "lcc")
    assert apply(database, assessment_id, shown, "lcc").refused == ()
    assert len(history(database, assessment_id, "lcc")) == 2


def test_a_form_of_another_assessment_is_said_so(database, assessment_id):
    origin = Origin(assessment="b" * 32, organisation="Grannkommunen", period="2025")
    shown = preview(database, assessment_id, {}, origin=origin, notes=("Först.",))
    assert shown.notes == (
        "Först.",
        "Filen är gjord för en annan självskattning: Grannkommunen, 2025.",
    )
    own = preview(database, assessment_id, {}, origin=Origin(assessment=assessment_id))
    assert own.notes == ()


def test_what_is_not_taken_is_carried_to_the_screen(database, assessment_id):
    rows = (NotTaken("Svar!F12", "Ej aktuellt kräver ett skäl."),)
    shown = preview(database, assessment_id, {}, not_taken=rows)
    assert [str(row) for row in shown.not_taken] == ["Svar!F12: Ej aktuellt kräver ett skäl."]


@pytest.mark.parametrize("file_format", handing_out.FORMS)
def test_from_form_to_answers(database, assessment_id, file_format):
    with database.read() as session:
        made = handing_out.make(session, LOCAL, assessment_id, file_format)
        raw = made.content
        if file_format == "xlsx":
            raw = fill(raw, {"lcc": {"Svar": "4 Följs upp", "Kommentar": "K", "Belägg": "B"}})
        else:
            raw = raw.replace(b"#lcc: ", b'lcc: {niva: 4, kommentar: "K", belagg: "B"}')
        read = taking_in.read(session, LOCAL, assessment_id, made.name, raw)
        shown = taking_in.preview(session, LOCAL, assessment_id, read)
    apply(database, assessment_id, shown, "lcc")
    now = stored(database, assessment_id)["lcc"]
    assert (now.level, now.comment, now.evidence) == (4, "K", "B")


def test_who_may(database, assessment_id):
    stranger = Actor("x", "X")
    with database.write() as session:
        for call in (
            lambda actor, which: taking_in.read(session, actor, which, "a.yaml", b"lcc: 3"),
            lambda actor, which: taking_in.preview(session, actor, which, found({})),
            lambda actor, which: taking_in.apply(session, actor, which, {}, base_revisions={}),
        ):
            with pytest.raises(NotAllowed):
                call(stranger, assessment_id)
            with pytest.raises(Locked, match="Exemplet"):
                call(LOCAL, "exempel")
            with pytest.raises(NotFound):
                call(LOCAL, "f" * 32)


def test_a_handed_in_assessment_takes_nothing_in(database, assessment_id):
    from data.tables.assessments import Assessment

    with database.write() as session:
        row = session.get(Assessment, assessment_id)
        row.status = "submitted"
        session.add(row)
    with pytest.raises(Locked, match="inlämnad"):
        preview(database, assessment_id, {})


def test_a_file_that_is_no_form_is_refused(database, assessment_id):
    with database.read() as session, pytest.raises(Invalid):
        taking_in.read(session, LOCAL, assessment_id, "a.xlsx", b"PK\x03\x04")
