"""Several people at once with own content and moves: nothing lost, nothing half done."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from data.tables.assessments import Assessment
from services.actor import LOCAL
from services.assessments import answers, assessments
from services.assessments.answers import Choice
from services.errors import Invalid, Locked, NotFound, Refused
from services.lifecycle import new_version
from services.organisations import organisations
from services.own import content, in_use
from services.results import results
from tests.services.lifecycle.test_new_version import version_1, version_2
from tests.services.own.test_content import fill, own_question, questions_file
from tests.support.small import library, ship

NATIONAL = "strategisk-upphandling"
CONTENT = "egen-inkopspolicy-2026"


@pytest.fixture
def own_id(database, organisation):
    """A framework of two goals that is not in use yet."""
    with database.write() as session:
        made = content.begin_framework(
            session, LOCAL, organisation.id, name="Inköpspolicy 2026", questionnaire_id=NATIONAL
        )
        fill(session, made)
        return made


class Steps:
    """Two people, of whom the second begins while the first has not yet committed."""

    def __init__(self, database) -> None:
        self.database = database
        self.raised: list[Exception] = []

    def _run(self, work: Callable, *, hold: threading.Event | None, ready: threading.Event) -> None:
        try:
            with self.database.write() as session:
                if hold is None:
                    ready.set()
                work(session)
                if hold is not None:
                    ready.set()
                    hold.wait(1.5)
        except Exception as error:
            self.raised.append(error)
        finally:
            ready.set()

    def overlap(self, first: Callable, second: Callable) -> list[Exception]:
        """The second's work begins when the first's is done but not committed."""
        hold, done, begun = threading.Event(), threading.Event(), threading.Event()
        one = threading.Thread(
            target=self._run, args=(first,), kwargs={"hold": hold, "ready": done}
        )
        other = threading.Thread(
            target=self._run, args=(second,), kwargs={"hold": None, "ready": begun}
        )
        one.start()
        done.wait()
        other.start()
        # Long enough for the second to come as far as it can; on SQLite it waits at the door.
        other.join(0.7)
        hold.set()
        one.join()
        other.join()
        return self.raised


@pytest.fixture
def at_once(database):
    return Steps(database).overlap


def in_results(database, assessment_id: str) -> bool:
    with database.read() as session:
        view = assessments.read(session, LOCAL, assessment_id)
        return CONTENT in {framework.id for framework in view.questionnaire.frameworks}


def versions(database, own: str) -> list[int]:
    from data.stores import own as store

    with database.read() as session:
        return [version.number for version in store.versions(session, own)]


def use(own: str) -> Callable:
    return lambda session: in_use.use(session, LOCAL, own)


def test_two_take_it_into_use(database, at_once, own_id, assessment_id):
    raised = at_once(use(own_id), use(own_id))
    assert raised == []
    # The second had nothing new to take into use.
    assert versions(database, own_id) == [1]
    with database.read() as session:
        found = content.read(session, LOCAL, own_id)
    assert (found.number, found.unused) == (1, False)
    assert in_results(database, assessment_id)


def test_a_change_while_it_is_taken_into_use(database, at_once, own_id, assessment_id):
    def write(session):
        content.change(session, LOCAL, own_id, ("about",), "Nytt.", seen="Policyns två mål.")

    assert at_once(write, use(own_id)) == []
    with database.read() as session:
        found = content.read(session, LOCAL, own_id)
        about = results.read(session, LOCAL, assessment_id, CONTENT).framework.about
    # Whoever came last has seen what came first.
    assert (found.draft["about"], about, found.unused) == ("Nytt.", "Nytt.", False)


def test_a_fault_written_while_it_is_taken_into_use(database, at_once, own_id, assessment_id):
    from questionnaires.errors import ContentProblem

    def empty(session):
        content.map_questions(
            session, LOCAL, own_id, "goda-affarer", wanted=[], seen=["inkopsanalys"]
        )

    [raised] = at_once(empty, use(own_id))
    assert isinstance(raised, ContentProblem)
    assert versions(database, own_id) == []
    assert not in_results(database, assessment_id)


def test_taken_away_while_it_is_taken_into_use(database, at_once, own_id, assessment_id):
    [raised] = at_once(lambda session: in_use.remove(session, LOCAL, own_id), use(own_id))
    assert isinstance(raised, NotFound)
    assert not in_results(database, assessment_id)
    assert versions(database, own_id) == []


def test_taken_into_use_while_it_is_taken_away(database, at_once, own_id, assessment_id):
    assert at_once(use(own_id), lambda session: in_use.remove(session, LOCAL, own_id)) == []
    assert not in_results(database, assessment_id)


def begin(organisation) -> Callable:
    return lambda session: assessments.begin(
        session, LOCAL, organisation.id, period="2027", mode="standard"
    )


@pytest.mark.parametrize("first", ["begin", "use"])
def test_an_assessment_begun_while_a_framework_comes_into_use(
    database, at_once, own_id, organisation, first
):
    both = [begin(organisation), use(own_id)]
    assert at_once(*(both if first == "begin" else both[::-1])) == []
    with database.read() as session:
        [made] = assessments.overview(session, LOCAL, organisation.id)
    assert in_results(database, made.id)


def test_two_frameworks_come_into_use(database, at_once, own_id, organisation, assessment_id):
    with database.write() as session:
        other = content.begin_framework(
            session, LOCAL, organisation.id, name="En annan", questionnaire_id=NATIONAL
        )
        fill(session, other)
    assert at_once(use(own_id), use(other)) == []
    with database.read() as session:
        found = assessments.read(session, LOCAL, assessment_id).questionnaire
    assert [f.id for f in found.frameworks if f.own] == [CONTENT, "egen-en-annan"]


def test_two_frameworks_of_the_same_name(database, at_once, organisation):
    def make(session):
        content.begin_framework(
            session, LOCAL, organisation.id, name="Policy", questionnaire_id=NATIONAL
        )

    assert at_once(make, make) == []
    with database.read() as session:
        found = content.overview(session, LOCAL, organisation.id)
    assert sorted(own.content_id for own in found) == ["egen-policy", "egen-policy-2"]


def test_two_begin_to_write_questions(database, at_once, organisation):
    def make(session):
        content.begin_questions(session, LOCAL, organisation.id, questionnaire_id=NATIONAL)

    [raised] = at_once(make, make)
    assert isinstance(raised, Invalid)
    with database.read() as session:
        assert len(content.overview(session, LOCAL, organisation.id)) == 1


def test_a_file_laid_in_while_someone_writes(database, at_once, organisation):
    """A question that was added meanwhile is gone with the file, but its id is not used again."""
    raw = questions_file(own_question("egen-a"))
    with database.write() as session:
        uploaded = in_use.examine(
            session, LOCAL, organisation.id, raw, "x.yaml", questionnaire_id=NATIONAL
        )
        own = in_use.take_in(session, LOCAL, organisation.id, uploaded, questionnaire_id=NATIONAL)

    def lay_in(session):
        in_use.take_in(
            session, LOCAL, organisation.id, uploaded, questionnaire_id=NATIONAL, replaces=own
        )

    assert at_once(lambda s: content.add_item(s, LOCAL, own, "Vad gör ni?"), lay_in) == []
    with database.read() as session:
        draft = content.read(session, LOCAL, own).draft
    assert [item["id"] for item in draft["questions"]] == ["egen-a"]
    assert draft["retired"] == ["egen-vad-gor-ni"]


@pytest.fixture
def old(database, organisation, tmp_path, monkeypatch):
    """An assessment in version 1, when version 2 has just been shipped."""
    ship(monkeypatch, library(tmp_path / "ett", version_1()))
    with database.write() as session:
        made = assessments.begin(
            session,
            LOCAL,
            organisation.id,
            period="2026",
            mode="standard",
            questionnaire_id="litet",
        )
        answers.choose(session, LOCAL, made, "a", Choice("level", 2), base_revision=0)
    ship(monkeypatch, library(tmp_path / "tva", version_1(), version_2()))
    return made


def move(assessment_id: str) -> Callable:
    return lambda session: new_version.move(session, LOCAL, assessment_id, "litet")


def answer(assessment_id: str) -> Callable:
    return lambda session: answers.choose(
        session, LOCAL, assessment_id, "d", Choice("level", 4), base_revision=0
    )


def answered(database, assessment_id: str) -> dict[str, int | None]:
    with database.read() as session:
        view = assessments.read(session, LOCAL, assessment_id)
        return {name: a.level for name, a in view.answers.items()}


def successors(database, assessment_id: str) -> list[str]:
    from sqlmodel import select

    with database.read() as session:
        query = select(Assessment.id).where(Assessment.moved_from == assessment_id)
        return list(session.exec(query))


def test_two_move_it(database, at_once, old):
    [raised] = at_once(move(old), move(old))
    assert isinstance(raised, Locked)
    [after] = successors(database, old)
    assert answered(database, after) == {"a": 2}


def test_an_answer_just_before_a_move_comes_along(database, at_once, old):
    assert at_once(answer(old), move(old)) == []
    [after] = successors(database, old)
    assert answered(database, after) == {"a": 2, "d": 4}


def test_an_answer_just_after_a_move_is_refused(database, at_once, old):
    [raised] = at_once(move(old), answer(old))
    assert isinstance(raised, Locked)
    [after] = successors(database, old)
    assert answered(database, after) == answered(database, old) == {"a": 2}


def test_a_move_of_what_is_being_put_in_the_bin(database, at_once, old):
    def delete(session):
        assessments.delete(session, LOCAL, old)

    [raised] = at_once(delete, move(old))
    assert isinstance(raised, NotFound)
    assert successors(database, old) == []


def test_a_mode_chosen_just_after_a_move_is_refused(database, at_once, old):
    raised = at_once(
        move(old), lambda session: assessments.change(session, LOCAL, old, period="Annan")
    )
    assert [type(error) for error in raised] == [Locked]


def test_first_answers_in_two_organisations_store_the_same_questionnaire(database, at_once):
    with database.write() as session:
        names = ("Ett", "Två")
        made = [organisations.save(session, LOCAL, None, name=n, type=None) for n in names]
    assert at_once(*(begin(own) for own in made)) == []


def test_many_at_once(database, own_id, organisation, assessment_id):
    """Eight people change, take into use, begin and answer; only sentences are raised."""
    raised: list[BaseException] = []
    start = threading.Barrier(8)

    def person(number: int) -> None:
        start.wait()
        for turn in range(5):
            kind = (number + turn) % 4
            try:
                with database.write() as session:
                    if kind == 0:
                        content.add_item(session, LOCAL, own_id, f"Mål {number}-{turn}")
                    elif kind == 1:
                        in_use.use(session, LOCAL, own_id)
                    elif kind == 2:
                        assessments.begin(
                            session,
                            LOCAL,
                            organisation.id,
                            period=f"{number}-{turn}",
                            mode="standard",
                        )
                    else:
                        name = ("inkopsanalys", "inkopspolicy")[number % 2]
                        answers.choose(
                            session,
                            LOCAL,
                            assessment_id,
                            name,
                            Choice("level", 1 + turn % 5),
                            base_revision=answers_now(session, assessment_id, name),
                        )
            except Exception as error:
                raised.append(error)

    people = [threading.Thread(target=person, args=(i,)) for i in range(8)]
    for each in people:
        each.start()
    for each in people:
        each.join()
    from questionnaires.errors import ContentProblem

    assert [e for e in raised if not isinstance(e, Refused | ContentProblem)] == []
    with database.read() as session:
        found = content.read(session, LOCAL, own_id)
    assert versions(database, own_id) == list(range(1, found.number + 1))
    assert len(found.items()) == 12


def answers_now(session, assessment_id: str, name: str) -> int:
    return assessments.read(session, LOCAL, assessment_id).answer(name).revision


def test_what_lay_in_the_bin_is_read_through_what_came_meanwhile(database, own_id, assessment_id):
    with database.write() as session:
        assessments.delete(session, LOCAL, assessment_id)
    with database.write() as session:
        in_use.use(session, LOCAL, own_id)
    with database.write() as session:
        assessments.restore(session, LOCAL, assessment_id)
    assert in_results(database, assessment_id)


def test_what_is_answered_again_is_read_through_what_came_meanwhile(database, organisation, old):
    """The newer one is put in the bin, so the older is the one to answer in."""
    with database.write() as session:
        after = new_version.move(session, LOCAL, old, "litet")
        framework = content.begin_framework(
            session,
            LOCAL,
            organisation.id,
            name="Liten policy",
            questionnaire_id="litet",
        )
        for path in (("about",), ("source_text",)):
            content.change(session, LOCAL, framework, path, "Text.", seen=None)
        goal = content.add_item(session, LOCAL, framework, "Mål")
        content.change(session, LOCAL, framework, ("goals", goal, "about"), "Om.", seen="")
        content.map_questions(session, LOCAL, framework, goal, wanted=["a"], seen=[])
    with database.write() as session:
        in_use.use(session, LOCAL, framework)
    with database.write() as session:
        assessments.delete(session, LOCAL, after)
    with database.read() as session:
        view = assessments.read(session, LOCAL, old)
        assert not view.read_only
        assert "egen-liten-policy" in {f.id for f in view.questionnaire.frameworks}
