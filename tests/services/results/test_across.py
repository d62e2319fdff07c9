"""An assessment read across its frameworks, as services give it."""

from __future__ import annotations

import dataclasses

import pytest

from services.actor import LOCAL, Actor
from services.assessments import answers, assessments, example
from services.assessments.answers import Choice
from services.errors import NotAllowed, NotFound
from services.results import across, results

STRANGER = Actor("nagon-annan", "Någon annan")


def choose(database, assessment_id, question, choice):
    with database.write() as session:
        answers.choose(session, LOCAL, assessment_id, question, choice, base_revision=0)


def read(database, assessment_id):
    with database.read() as session:
        return across.read(session, LOCAL, assessment_id)


def test_the_same_results_as_through_each_framework(database):
    found = read(database, example.ID)
    with database.read() as session:
        for framework in found.assessment.questionnaire.frameworks:
            one = results.read(session, LOCAL, example.ID, framework.id)
            assert found.results[framework.id].profile == one.profile


def test_a_question_through_all_goals(database):
    # As questionnaires/sets/strategisk-upphandling/effektiva-inkop.yaml has it.
    found = read(database, example.ID).question("lcc")
    assert found.answer.level == 2
    assert [(p.framework.id, p.goal.id) for p in found.places] == [
        ("nationella-2016", "effektiva-inkop"),
        ("stockholm-2020", "kostnadseffektivitet"),
        ("haninge-2025", "god-kvalitet"),
        ("trendens-forutsattningar", "tydlig-malsattning"),
    ]
    with database.read() as session:
        for place in found.places:
            result = results.read(session, LOCAL, example.ID, place.framework.id)
            goal = result.profile.goal(place.goal.id)
            assert place.result == goal
            assert place.held_back == ("lcc" in goal.holding_back)
            assert place.appearance.share == pytest.approx(1 / len(place.goal.links))


def test_what_a_question_holds_back_follows_the_answers(database, assessment_id, questionnaire):
    # All of a goal at 3 and one question at 2: that one alone is below the next level of its goal
    # when it is a key question, and nothing is held back at the top.
    goal = questionnaire.base.goal("innovation")
    for link in goal.links:
        choose(database, assessment_id, link.question, Choice("level", 5))
    found = read(database, assessment_id)
    place = found.question("tidig-dialog").places[0]
    assert (place.goal.id, place.result.level, place.held_back) == ("innovation", 5, False)
    with database.write() as session:
        answers.choose(
            session, LOCAL, assessment_id, "tidig-dialog", Choice("level", 2), base_revision=1
        )
    found = read(database, assessment_id)
    place = found.question("tidig-dialog").places[0]
    assert (place.result.level, place.held_back) == (2, True)
    other = found.question("funktionskrav").places[0]
    assert (other.goal.id, other.held_back) == ("innovation", False)


def test_the_questions_that_hold_most_back_come_first(database):
    found = read(database, example.ID)
    listed = found.holding_most_back()
    counted = {
        question.id: sum(
            question.id in goal.holding_back
            for result in found.results.values()
            for goal in result.profile.goals
        )
        for question in found.assessment.questionnaire.questions
    }
    assert {each.question.id: len(each.held_back) for each in listed} == {
        name: number for name, number in counted.items() if number
    }
    order = [
        (-len(each.held_back), -each.frameworks_held_back, each.question.number) for each in listed
    ]
    assert order == sorted(order)
    assert order[0][0] < order[-1][0]
    first = listed[0]
    assert first.frameworks_held_back == len({p.framework.id for p in first.held_back})


def test_nothing_holds_back_at_the_top():
    view = example.assessment()
    highest = view.questionnaire.scale.highest
    top = {
        question.id: dataclasses.replace(view.answer(question.id), kind="level", level=highest)
        for question in view.questionnaire.questions
    }
    found = across.of_assessment(dataclasses.replace(view, answers=top))
    assert found.holding_most_back() == ()


def test_what_goals_rest_on_beside_how_they_stand(database):
    found = read(database, example.ID).overlap("stockholm-omraden", "nationella-2016")
    assert (found.left.id, found.right.id) == ("stockholm-omraden", "nationella-2016")
    with database.read() as session:
        profile = results.read(session, LOCAL, example.ID, "stockholm-omraden").profile
    assert [each.result for each in found.rows] == list(profile.goals)
    assert [each.row.goal for each in found.rows] == [each.goal.id for each in found.rows]
    empty = next(each for each in found.rows if each.goal.id == "aldreomsorg")
    assert (empty.row.weight, empty.result.why_no_level) == (0, "no_questions")


def test_a_question_that_a_quick_result_does_not_ask(database, organisation):
    with database.write() as session:
        quick = assessments.begin(session, LOCAL, organisation.id, period="2026", mode="quick")
    choose(database, quick, "tidig-dialog", Choice("level", 2))
    found = read(database, quick)
    assert found.mode == "quick"
    assert found.question("tidig-dialog").asked
    unasked = found.question("prova-i-liten-skala")
    assert not unasked.asked
    assert unasked.places
    assert unasked.held_back == ()
    assert all(each.asked for each in found.holding_most_back())


def test_what_is_not_there_is_refused(database, assessment_id):
    found = read(database, assessment_id)
    with pytest.raises(NotFound, match="Frågan ”pahittad” finns inte"):
        found.question("pahittad")
    with pytest.raises(NotFound, match="Måluppsättningen ”pahittad” finns inte"):
        found.overlap("pahittad", "nationella-2016")
    with pytest.raises(NotFound, match="Måluppsättningen ”pahittad” finns inte"):
        found.overlap("nationella-2016", "pahittad")
    with pytest.raises(NotFound):
        read(database, "f" * 32)


def test_nobody_else_reads_it(database, assessment_id):
    with database.read() as session, pytest.raises(NotAllowed):
        across.read(session, STRANGER, assessment_id)
