"""An organisation's own goals and questions: written a field at a time, checked, taken into use."""

from __future__ import annotations

import pytest

from questionnaires.errors import ContentProblem
from services.actor import LOCAL, Actor
from services.assessments import answers, assessments, content
from services.assessments.answers import Choice
from services.errors import Invalid, NotAllowed, NotFound
from services.own import composing, drafts, in_use
from services.own import content as own_content
from services.reports import build
from services.results import results
from wording.own import in_words

NATIONAL = "strategisk-upphandling"


@pytest.fixture
def own_id(database, organisation):
    """A framework of two goals, mapped to three questions, not in use yet."""
    with database.write() as session:
        made = own_content.begin_framework(
            session, LOCAL, organisation.id, name="Inköpspolicy 2026", questionnaire_id=NATIONAL
        )
        fill(session, made)
        return made


def fill(session, made) -> None:
    def put(path, value):
        seen = drafts.get(own_content.read(session, LOCAL, made).draft, path)
        own_content.change(session, LOCAL, made, path, value, seen=seen)

    put(("about",), "Policyns två mål.")
    put(("source_text",), "Policyn.")
    for name, questions in (
        ("Trygg försörjning", ["forsorjningsberedskap", "avtalsuppfoljning"]),
        ("Goda affärer", ["inkopsanalys"]),
    ):
        goal = own_content.add_item(session, LOCAL, made, name)
        put(("goals", goal, "about"), "Vad målet betyder.")
        own_content.map_questions(session, LOCAL, made, goal, wanted=questions, seen=[])
    put(("goals", "trygg-forsorjning", "questions", "avtalsuppfoljning", "weight"), "2")
    put(("goals", "trygg-forsorjning", "questions", "forsorjningsberedskap", "key"), True)


def test_in_use_every_assessment_under_way_is_read_through_it(
    database, own_id, organisation, assessment_id
):
    with database.write() as session:
        for name, level in (
            ("inkopsanalys", 4),
            ("forsorjningsberedskap", 2),
            ("avtalsuppfoljning", 5),
        ):
            answers.choose(
                session, LOCAL, assessment_id, name, Choice("level", level), base_revision=0
            )
        before = build.make(session, LOCAL, assessment_id, "json").content
        assert in_use.use(session, LOCAL, own_id) == 1
    with database.read() as session:
        found = results.read(session, LOCAL, assessment_id, "egen-inkopspolicy-2026")
        trygg, goda = found.profile.goals
        # Levels 2 (weight 1) and 5 (weight 2): mean 12/3 = 4, index 100 · (4 − 1) / 4 = 75.
        # The key question stands at 2, so the goal does.
        assert (trygg.index, trygg.level, trygg.coverage) == (75, 2, 1)
        # One question at 4: index 75, level 4.
        assert (goda.index, goda.level) == (75, 4)
        assert found.framework.own
        assert found.framework.owner == "Provkommunen"
        # What the assessment already said is unchanged but for the questionnaire's fingerprint.
        after = build.make(session, LOCAL, assessment_id, "json").content
        assert drop_digest(after) == drop_digest(before)
        pdf = build.make(session, LOCAL, assessment_id, "pdf", "egen-inkopspolicy-2026")
        assert pdf.name == "provkommunen-2026-egen-inkopspolicy-2026.pdf"
        assert pdf.content.startswith(b"%PDF")


def drop_digest(content: bytes) -> bytes:
    return b"\n".join(line for line in content.split(b"\n") if b'"digest"' not in line)


def test_a_new_assessment_has_it_and_a_removed_one_is_gone(database, own_id, organisation):
    with database.write() as session:
        in_use.use(session, LOCAL, own_id)
        later = assessments.begin(session, LOCAL, organisation.id, period="2027", mode="standard")
    with database.read() as session:
        view = assessments.read(session, LOCAL, later)
        assert [f.id for f in view.questionnaire.frameworks if f.own] == ["egen-inkopspolicy-2026"]
    with database.write() as session:
        in_use.remove(session, LOCAL, own_id)
    with database.read() as session:
        view = assessments.read(session, LOCAL, later)
        assert not [f.id for f in view.questionnaire.frameworks if f.own]
        with pytest.raises(NotFound):
            own_content.read(session, LOCAL, own_id)
    with database.write() as session:
        # The id has been used: targets and reports may name it.
        again = own_content.begin_framework(
            session, LOCAL, organisation.id, name="Inköpspolicy 2026", questionnaire_id=NATIONAL
        )
        assert own_content.read(session, LOCAL, again).content_id == "egen-inkopspolicy-2026-2"


def test_what_is_handed_in_is_not_read_anew(database, own_id, assessment_id):
    from data.tables.assessments import Assessment

    with database.write() as session:
        session.get(Assessment, assessment_id).status = "submitted"
    with database.write() as session:
        in_use.use(session, LOCAL, own_id)
        assert not any(
            f.own for f in assessments.read(session, LOCAL, assessment_id).questionnaire.frameworks
        )


def test_two_who_write_do_not_overwrite_each_other(database, own_id):
    path = ("goals", "goda-affarer", "about")
    with database.write() as session:
        own_content.change(session, LOCAL, own_id, path, "Min text.", seen="Vad målet betyder.")
        with pytest.raises(drafts.Changed) as caught:
            own_content.change(session, LOCAL, own_id, path, "Din text.", seen="Vad målet betyder.")
        assert "Där står nu ”Min text.”. Ni skrev ”Din text.”" in str(caught.value)
        # Another field of the same goal is not in the way.
        name = ("goals", "goda-affarer", "name")
        own_content.change(session, LOCAL, own_id, name, "Bra affärer", seen="Goda affärer")
        # Each has added a question to the same list.
        add = own_content.map_questions
        add(
            session,
            LOCAL,
            own_id,
            "goda-affarer",
            wanted=["inkopsanalys", "lcc"],
            seen=["inkopsanalys"],
        )
        add(
            session,
            LOCAL,
            own_id,
            "goda-affarer",
            wanted=["inkopsanalys", "jav"],
            seen=["inkopsanalys"],
        )
        goal = drafts.get(own_content.read(session, LOCAL, own_id).draft, ("goals", "goda-affarer"))
        assert (goal["name"], goal["about"]) == ("Bra affärer", "Min text.")
        assert list(goal["questions"]) == ["inkopsanalys", "lcc", "jav"]
        with pytest.raises(Invalid, match="tagits bort"):
            own_content.change(session, LOCAL, own_id, ("goals", "borta", "name"), "X", seen=None)


def test_a_goal_without_questions_is_not_taken_into_use(database, own_id):
    with database.write() as session:
        own_content.add_item(session, LOCAL, own_id, "Tomt mål")
        with pytest.raises(ContentProblem) as caught:
            in_use.use(session, LOCAL, own_id)
        draft = own_content.read(session, LOCAL, own_id).draft
        said = [in_words(error, draft) for error in caught.value.errors]
        assert "Mål, ”Tomt mål”, Beskrivning: Texten är tom." in said
        own_content.change(session, LOCAL, own_id, ("goals", "tomt-mal", "about"), "Ja.", seen=None)
        with pytest.raises(ContentProblem) as caught:
            in_use.use(session, LOCAL, own_id)
        draft = own_content.read(session, LOCAL, own_id).draft
        assert [in_words(error, draft) for error in caught.value.errors] == [
            "Mål, ”Tomt mål”: Målet ”Tomt mål” har inga frågor."
        ]
        rows = {row.goal: row for row in in_use.draft_coverage(session, LOCAL, own_id)}
        assert rows["tomt-mal"].questions == 0
        trygg = rows["trygg-forsorjning"]
        assert (trygg.questions, trygg.key_questions, trygg.weight) == (2, 1, 3)


def test_down_as_a_file_and_up_again(database, own_id, organisation):
    with database.write() as session:
        name, raw = in_use.download(session, LOCAL, own_id)
        assert name == "egen-inkopspolicy-2026.yaml"
        uploaded = in_use.examine(
            session, LOCAL, organisation.id, raw, name, questionnaire_id=NATIONAL
        )
        assert (uploaded.kind, uploaded.name, uploaded.items) == (
            "framework",
            "Inköpspolicy 2026",
            2,
        )
        copy = in_use.take_in(session, LOCAL, organisation.id, uploaded, questionnaire_id=NATIONAL)
        one, other = (own_content.read(session, LOCAL, i) for i in (own_id, copy))
        assert {**other.draft, "id": ""} == {**one.draft, "id": ""}
        assert other.content_id == "egen-inkopspolicy-2026-2"
        changed = raw.replace("Goda affärer".encode(), "Goda köp".encode())
        uploaded = in_use.examine(
            session, LOCAL, organisation.id, changed, name, questionnaire_id=NATIONAL
        )
        in_use.take_in(
            session,
            LOCAL,
            organisation.id,
            uploaded,
            questionnaire_id=NATIONAL,
            replaces=own_id,
        )
        replaced = own_content.read(session, LOCAL, own_id)
        assert replaced.content_id == "egen-inkopspolicy-2026"
        assert [goal["name"] for goal in replaced.items()] == ["Trygg försörjning", "Goda köp"]


FRAMEWORK = """\
id: vast
name: Västpolicyn 2026
short: Väst
owner: Väst
about: Mål.
valid_from: "2026"
source_text: Policyn.
goals:
  - {id: a, name: A, short: A, about: Ett mål., questions: {inkopsanalys: 1, lcc: {weight: 0.5, key: true}}}
"""


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (
            ("inkopsanalys: 1", "finns-inte: 1"),
            "fil.yaml:9:61: goals › a › questions › finns-inte: Frågan ”finns-inte” finns inte i frågeformuläret strategisk-upphandling.",
        ),
        (
            ("inkopsanalys: 1, lcc: {weight: 0.5, key: true}", ""),
            "fil.yaml:9:5: goals › a: Målet ”A” har inga frågor.",
        ),
        (
            ("weight: 0.5", "weight: 0"),
            "goals › a › questions › lcc › weight: Ska vara större än 0.",
        ),
        (("id: vast\n", "id: vast\nid: vast\n"), "fil.yaml:2:1: id: Nyckeln ”id” står två gånger."),
        (("owner: Väst", "owner: &a Väst\nnote: *a"), "Ankare och alias (& och *) används inte."),
        (
            ("about: Mål.", "about: !!python/object:os.system x"),
            "har en YAML-etikett som inte används här",
        ),
        (("short: Väst", "short: " + "x" * 41), "Texten är för lång: högst 40 tecken."),
        (
            ("short: Väst", "scale: []"),
            "Ett helt frågeformulär läggs in av den som sköter installationen",
        ),
    ],
)
def test_a_faulty_file_is_refused_with_its_place(database, organisation, change, what):
    raw = FRAMEWORK.replace(*change).encode()
    with database.write() as session:
        with pytest.raises(ContentProblem) as caught:
            in_use.examine(
                session, LOCAL, organisation.id, raw, "fil.yaml", questionnaire_id=NATIONAL
            )
        assert what in str(caught.value)
        assert own_content.overview(session, LOCAL, organisation.id) == []


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (b"x: 1\n" * 12_000_000, "Filen är större än 5 MB och läses inte."),
        (b"a: &a [1]\n" + b"".join(b"b%d: *a\n" % i for i in range(10_000)), "Ankare och alias"),
        (b"\xff\xfe\x00", "Filen är inte sparad som UTF-8."),
        (b"- bara en lista\n", "Ska vara fält med namn och värde."),
    ],
)
def test_a_file_that_is_too_much(database, organisation, raw, what):
    with database.read() as session, pytest.raises(ContentProblem) as caught:
        in_use.examine(session, LOCAL, organisation.id, raw, "fil.yaml", questionnaire_id=NATIONAL)
    assert what in str(caught.value)


def own_question(name: str, **fields) -> dict:
    from tests.support.small import question

    return {**question(name, goals={}), **fields}


def questions_file(*questions: dict, **fields) -> bytes:
    import yaml

    data = {
        "id": "vara",
        "extends": NATIONAL,
        "version": "1.0.0",
        "name": "Våra frågor",
        "about": "Egna.",
        "minutes": {"standard": 5},
        "questions": list(questions),
        **fields,
    }
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False).encode()


def take_in(session, organisation, raw: bytes, replaces: str | None = None) -> str:
    uploaded = in_use.examine(
        session, LOCAL, organisation.id, raw, "fil.yaml", questionnaire_id=NATIONAL
    )
    return in_use.take_in(
        session, LOCAL, organisation.id, uploaded, questionnaire_id=NATIONAL, replaces=replaces
    )


def test_own_questions_come_last_and_stay_out_of_the_national_goals(database, organisation):
    with database.write() as session:
        made = take_in(session, organisation, questions_file(own_question("egen-skola")))
        in_use.use(session, LOCAL, made)
        begun = assessments.begin(session, LOCAL, organisation.id, period="2026", mode="standard")
        asked = assessments.read(session, LOCAL, begun).questionnaire
        last = asked.questions[-1]
        assert (last.id, last.number, asked.in_base(last)) == ("egen-skola", 55, False)
        assert [(o.id, o.own) for o in asked.origins] == [(NATIONAL, False), ("egen-vara", True)]
        assert (asked.id, asked.version) == (NATIONAL, "1.0.0")
        national = content.questionnaire(session, LOCAL)
        assert asked.base == national.base
        # Stockholm's questionnaire builds on the national one, so the questions fit there too.
        wider = composing.for_organisation(session, LOCAL, organisation.id, "stockholm")
        assert wider.has_question("egen-skola")


@pytest.mark.parametrize(
    ("fields", "what"),
    [
        ({"id": "skola"}, "Egna frågors id börjar med egen-"),
        ({"goals": {"nationella-2016/miljo": 1}}, "Egna frågor räknas inte i ”nationella-2016”."),
        ({"levels": {1: {"short": "a", "text": "b"}}}, "Nivå 2 saknas."),
    ],
)
def test_an_own_question_that_does_not_fit(database, organisation, fields, what):
    raw = questions_file(own_question("egen-skola", **fields))
    with database.write() as session, pytest.raises(ContentProblem) as caught:
        take_in(session, organisation, raw)
    assert what in str(caught.value)


def test_a_removed_question_s_id_is_never_used_again(database, organisation):
    with database.write() as session:
        raw = questions_file(own_question("egen-skola"), own_question("egen-vag"))
        made = take_in(session, organisation, raw)
        own_content.remove_item(session, LOCAL, made, "egen-vag")
        assert own_content.add_item(session, LOCAL, made, "Väg") == "egen-vag-2"
        with pytest.raises(ContentProblem, match="har tillhört en fråga som är borttagen"):
            in_use.examine(
                session,
                LOCAL,
                organisation.id,
                questions_file(own_question("egen-vag"), retired=["egen-vag"]),
                "fil.yaml",
                questionnaire_id=NATIONAL,
            )


def test_nobody_else_may(database, own_id, organisation):
    stranger = Actor("x", "X")
    with database.write() as session:
        for attempt in (
            lambda: own_content.overview(session, stranger, organisation.id),
            lambda: own_content.read(session, stranger, own_id),
            lambda: own_content.change(session, stranger, own_id, ("name",), "X", seen=None),
            lambda: own_content.add_item(session, stranger, own_id, "X"),
            lambda: own_content.remove_item(session, stranger, own_id, "goda-affarer"),
            lambda: in_use.use(session, stranger, own_id),
            lambda: in_use.remove(session, stranger, own_id),
            lambda: in_use.download(session, stranger, own_id),
        ):
            with pytest.raises(NotAllowed):
                attempt()


def test_scripts_in_names_are_text(database, organisation):
    with database.write() as session:
        made = own_content.begin_framework(
            session,
            LOCAL,
            organisation.id,
            name="<script>alert(1)</script>",
            questionnaire_id=NATIONAL,
        )
        found = own_content.read(session, LOCAL, made)
        assert found.name == "<script>alert(1)</script>"
        assert found.content_id == "egen-script-alert-1-script"


def test_a_changed_own_question_is_asked_again_unless_only_its_wording_changed(
    database, organisation
):
    from services.lifecycle import new_version

    path = ("questions", "egen-skola", "levels", "3", "text")
    with database.write() as session:
        made = take_in(session, organisation, questions_file(own_question("egen-skola")))
        in_use.use(session, LOCAL, made)
        begun = assessments.begin(session, LOCAL, organisation.id, period="2026", mode="standard")
        answers.choose(session, LOCAL, begun, "egen-skola", Choice("level", 3), base_revision=0)

        def write(text: str) -> None:
            seen = drafts.get(own_content.read(session, LOCAL, made).draft, path)
            own_content.change(session, LOCAL, made, path, text, seen=seen)

        def revision() -> int:
            draft = own_content.read(session, LOCAL, made).draft
            return int(drafts.get(draft, ("questions", "egen-skola"))["revision"])

        assert in_use.changed_questions(session, LOCAL, made) == []
        write("Alla skolor har en egen plan.")
        assert [q.id for q in in_use.changed_questions(session, LOCAL, made)] == ["egen-skola"]
        assert in_use.use(session, LOCAL, made, editorial=["egen-skola"]) == 2
        assert revision() == 1
        assert new_version.newer_versions(session, LOCAL, organisation.id) == {}
        write("Varje skola har en beslutad plan.")
        in_use.use(session, LOCAL, made)
        assert revision() == 2
        assert not own_content.read(session, LOCAL, made).unused
        assert new_version.newer_versions(session, LOCAL, organisation.id) == {begun: "1.0.0"}
        found = next(m for m in new_version.moves(session, LOCAL, begun) if m.newer)
        assert [q.id for q in found.again] == ["egen-skola"]
        after = new_version.move(session, LOCAL, begun, NATIONAL)
        view = assessments.read(session, LOCAL, after)
        assert view.answer("egen-skola").kind is None
        assert view.earlier["egen-skola"].answer.level == 3
        # What was in use stays to be looked up.
        kept = in_use.store.versions(session, made)
        assert [version.number for version in kept] == [1, 2, 3]


WEIGHTS = b"""id: egen-vikter
name: Vikter
short: Vikter
owner: Prov
about: Om vikter.
valid_from: "2026"
source_text: Policyn.
goals:
  - id: a
    name: A
    short: A
    about: Om A.
    questions:
      inkopsanalys: 2
      inkopspolicy: {weight: 0.05, key: true}
      nyckeltal: 200
      roller-ansvar: {weight: 1/3}
      avtalsuppfoljning: {key: true}
"""


def test_weights_written_in_every_way_a_file_allows_can_be_changed_here(database, organisation):
    with database.write() as session:
        made = take_in(session, organisation, WEIGHTS)
        before = in_use.checked(session, LOCAL, made).framework("egen-vikter").goals[0].links
        at = ("goals", "a", "questions", "inkopsanalys")
        own_content.change(session, LOCAL, made, (*at, "weight"), "3", seen="2")
        own_content.change(session, LOCAL, made, (*at, "key"), True, seen=None)
        after = in_use.checked(session, LOCAL, made).framework("egen-vikter").goals[0].links
    assert [str(link.weight) for link in before] == ["2", "1/20", "200", "1/3", "1"]
    assert [str(link.weight) for link in after] == ["3", "1/20", "200", "1/3", "1"]
    assert [link.key for link in after] == [True, True, False, False, True]


def test_own_questions_that_no_longer_fit_can_be_mended(database, organisation, monkeypatch):
    """A goal that a question was mapped to is gone with a new version of what ships."""
    from data.stores import own as store

    with database.write() as session:
        made = take_in(session, organisation, questions_file(own_question("egen-a")))
        in_use.use(session, LOCAL, made)
        row = store.get(session, made)
        row.in_use = row.in_use.replace("goals: {}", "goals:\n    stockholm-2020/finns-inte: 1")
        assert "finns-inte" in row.in_use
        session.add(row)
    with database.write() as session:
        with pytest.raises(Invalid, match="Egna mål"):
            composing.for_organisation(session, LOCAL, organisation.id, NATIONAL)
        assert in_use.changed_questions(session, LOCAL, made) == []
        text = own_content.read(session, LOCAL, made).items()[0]["text"]
        path = ("questions", "egen-a", "text")
        own_content.change(session, LOCAL, made, path, "Något annat?", seen=text)
        assert [q.id for q in in_use.changed_questions(session, LOCAL, made)] == ["egen-a"]
        assert in_use.use(session, LOCAL, made) == 2
        assert composing.for_organisation(session, LOCAL, organisation.id, NATIONAL)
