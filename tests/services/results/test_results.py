"""Results and next steps as services give them."""

from __future__ import annotations

import pytest

from services.actor import LOCAL
from services.assessments import answers, assessments, example
from services.assessments.answers import Choice
from services.errors import Invalid, Locked, NotFound
from services.results import next_steps, results, targets


def answer_goal(database, assessment_id, questionnaire, goal_id, level, mode="standard"):
    asked = {q.id for q in questionnaire.asked(mode)}
    for link in questionnaire.base.goal(goal_id).links:
        if link.question in asked:
            with database.write() as session:
                answers.choose(
                    session,
                    LOCAL,
                    assessment_id,
                    link.question,
                    Choice("level", level),
                    base_revision=0,
                )


def test_one_set_of_answers_through_every_framework(database):
    with database.read() as session:
        for framework in example.assessment().questionnaire.frameworks:
            result = results.read(session, LOCAL, example.ID, framework.id)
            assert [g.goal for g in result.profile.goals] == [g.id for g in framework.goals]
        with pytest.raises(NotFound):
            results.read(session, LOCAL, example.ID, "pahittad")


def test_the_heatmap_stands_beside_goals_and_not_beside_itself(database):
    with database.read() as session:
        result = results.read(session, LOCAL, example.ID)
        assert len(result.cells) == 7
        assert all(len(row) == 3 for row in result.cells)
        legal = next(row for row in result.cells if row[0].goal == "rattssaker")
        assert legal[0].questions == ()
        assert results.read(session, LOCAL, example.ID, "trendens-forutsattningar").cells == ()


def test_goals_with_few_questions_are_named(database):
    with database.read() as session:
        result = results.read(session, LOCAL, example.ID, "stockholm-omraden")
    assert result.few == ("maltider", "aldreomsorg", "bostad", "framkomlighet")


def test_a_quick_result_stays_while_the_whole_is_answered(database, organisation, questionnaire):
    with database.write() as session:
        assessment_id = assessments.begin(
            session, LOCAL, organisation.id, period="2026", mode="quick"
        )
    for goal in questionnaire.base.goals:
        answer_goal(database, assessment_id, questionnaire, goal.id, 3, "quick")
    with database.write() as session:
        assessments.change(session, LOCAL, assessment_id, mode="standard")
    with database.read() as session:
        result = results.read(session, LOCAL, assessment_id)
        assert result.quick_while_continuing
        assert all(goal.level == 3 for goal in result.profile.goals)
        whole = results.read(session, LOCAL, assessment_id, mode="standard")
        assert all(goal.level is None for goal in whole.profile.goals)
    for goal in questionnaire.base.goals[:4]:
        answer_goal_rest(database, assessment_id, questionnaire, goal.id)
    with database.read() as session:
        assert not results.read(session, LOCAL, assessment_id).quick_while_continuing


def answer_goal_rest(database, assessment_id, questionnaire, goal_id):
    for link in questionnaire.base.goal(goal_id).links:
        if questionnaire.question(link.question).mode == "standard":
            with database.write() as session:
                answers.choose(
                    session,
                    LOCAL,
                    assessment_id,
                    link.question,
                    Choice("level", 2),
                    base_revision=0,
                )


def test_a_default_target_follows_until_the_goal_is_answered(
    database, assessment_id, questionnaire
):
    def read():
        with database.read() as session:
            return next_steps.read(session, LOCAL, assessment_id)

    links = questionnaire.base.goal("innovation").links
    for link in links[:-1]:
        with database.write() as session:
            answers.choose(
                session, LOCAL, assessment_id, link.question, Choice("level", 2), base_revision=0
            )
    found = read()
    assert found.targets.levels == {"innovation": 3}
    assert found.targets.settling == {}
    with database.write() as session:
        answers.choose(
            session, LOCAL, assessment_id, links[-1].question, Choice("level", 2), base_revision=0
        )
    assert read().targets.settling == {"innovation": 3}
    with database.write() as session:
        targets.settle(session, LOCAL, assessment_id, "nationella-2016")
    # The level rises, the stored default stays.
    for link in links:
        with database.write() as session:
            answers.choose(
                session, LOCAL, assessment_id, link.question, Choice("level", 4), base_revision=1
            )
    assert read().targets.levels == {"innovation": 3}
    assert read().targets.settling == {}
    assert read().suggestions.steps == ()


def test_an_ambition_can_be_chosen(database, assessment_id, questionnaire):
    answer_goal(database, assessment_id, questionnaire, "innovation", 2)
    with database.write() as session:
        targets.choose(
            session,
            LOCAL,
            assessment_id,
            framework_id="nationella-2016",
            goal_id="innovation",
            level=5,
        )
    with database.read() as session:
        found = next_steps.read(session, LOCAL, assessment_id)
    assert found.targets.levels["innovation"] == 5
    assert found.targets.chosen == {"innovation"}
    assert len(found.suggestions.steps) == 7
    assert all(step.gap == 3 for step in found.suggestions.steps)


def test_what_cannot_be_aimed_at(database, assessment_id):
    def choose(assessment, framework="nationella-2016", goal="innovation", level=3):
        with database.write() as session:
            targets.choose(
                session, LOCAL, assessment, framework_id=framework, goal_id=goal, level=level
            )

    with pytest.raises(NotFound):
        choose(assessment_id, goal="pahittat")
    with pytest.raises(NotFound):
        choose(assessment_id, framework="pahittad")
    with pytest.raises(Invalid):
        choose(assessment_id, level=6)
    with pytest.raises(Locked):
        choose(example.ID)
