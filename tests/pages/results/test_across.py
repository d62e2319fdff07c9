"""Läs tvärs in Streamlit's own test harness."""

from __future__ import annotations

import dataclasses

import pytest

from questionnaires.model import Questionnaire
from services.actor import LOCAL
from services.assessments import answers, assessments, example
from services.assessments.answers import Choice
from tests.pages.test_pages import go, texts
from tests.support.small import content, load, question


def chosen(app, key):
    return app.selectbox(key=key)


def test_the_question_in_the_address(app):
    go(app, "across", s="exempel", fraga="lcc")
    assert chosen(app, "choose-question").value == "lcc"
    said = texts(app)
    assert "Räknar ni på kostnaden under hela livslängden?" in said
    assert "Frågan håller tillbaka 4 mål i 4 måluppsättningar." in said
    # 1 of the 7 questions of Kostnadseffektivitet, all weighing alike.
    assert '<td class="num">14\xa0%</td>' in said
    assert "Haninge 2025" in said


def test_one_step_counts_in_several_goals(app):
    go(app, "across", s="exempel")
    assert "Ett steg i någon av de översta räknas i flera mål." in texts(app)


def test_an_unknown_question_gives_the_one_that_holds_most_back(app):
    go(app, "across", s="exempel", fraga="pahittad")
    assert chosen(app, "choose-question").value == "avtalsuppfoljning"
    assert app.query_params["fraga"] == "avtalsuppfoljning"


def test_choosing_a_question_shows_it_and_puts_it_in_the_address(app):
    go(app, "across", s="exempel")
    chosen(app, "choose-question").set_value("ideburna").run()
    assert "<h3>22. " in texts(app)
    assert app.query_params["fraga"] == "ideburna"


def test_how_two_frameworks_hang_together(app):
    go(app, "across", s="exempel")
    assert chosen(app, "choose-left").value == "stockholm-2020"
    assert chosen(app, "choose-right-stockholm-2020").value == "nationella-2016"
    # 4 of the 7 questions of Kostnadseffektivitet are among those of Effektiva inköp.
    assert "Kostnadseffektivitet vilar mest på Effektiva inköp (57\xa0%)." in texts(app)
    chosen(app, "choose-left").set_value("nationella-2016").run()
    assert not app.exception
    right = chosen(app, "choose-right-nationella-2016")
    assert "Nationella upphandlingsstrategin 2016" not in right.options
    right.set_value("stockholm-2020").run()
    assert "Miljöansvar vilar helt på Hållbart växande." in texts(app)
    assert app.query_params["fran"] == "nationella-2016"
    assert app.query_params["mot"] == "stockholm-2020"


def test_a_goal_without_questions_says_so(app):
    go(app, "across", s="exempel", fran="stockholm-omraden")
    assert "Formuläret har inga frågor om målet." in texts(app)
    assert "Formuläret har inga frågor om Äldreomsorg." in texts(app)


def test_nothing_answered(app, begun):
    go(app, "across", s=begun)
    assert "Ni har inte svarat än" in texts(app)
    assert "Börja svara" in [b.label for b in app.button]
    assert "Kostnadseffektivitet vilar mest på" in texts(app)


def test_a_question_that_does_not_apply(app, begun, database):
    with database.write() as session:
        answers.choose(
            session,
            LOCAL,
            begun,
            "lcc",
            Choice("not_applicable", reason="Vi köper inget."),
            base_revision=0,
        )
    go(app, "across", s=begun, fraga="lcc")
    assert "Frågan är markerad som ej aktuell och räknas inte i något mål." in texts(app)


def test_a_quick_check_says_what_it_does_not_ask(app, begun, database):
    with database.write() as session:
        assessments.change(session, LOCAL, begun, mode="quick")
        answers.choose(session, LOCAL, begun, "lcc", Choice("level", 2), base_revision=0)
    go(app, "across", s=begun, fraga="prova-i-liten-skala")
    assert "Nivåerna är snabbkollens." in texts(app)
    assert "Nivåerna visas i läget Snabbkoll. Där ingår inte frågan." in texts(app)


@pytest.fixture
def shown(monkeypatch):
    """Let the example be answered in another questionnaire."""

    def show(questionnaire: Questionnaire, **given: int):
        base = example.assessment()
        view = dataclasses.replace(
            base,
            questionnaire=questionnaire,
            answers={
                name: dataclasses.replace(
                    base.answer("lcc"), question=name, kind="level", level=level
                )
                for name, level in given.items()
            },
        )
        monkeypatch.setattr(example, "assessment", lambda: view)

    return show


@pytest.mark.parametrize("levels", [2, 3, 10])
def test_another_scale_and_a_single_framework(app, shown, tmp_path, levels):
    small = load(tmp_path, content([question("a", levels), question("b", levels)], levels=levels))
    shown(small, a=1, b=levels)
    go(app, "across", s="exempel")
    said = texts(app)
    assert "Formuläret har bara en måluppsättning" in said
    assert "1 Nivå 1" in said
    assert "Frågan håller tillbaka 1 mål i 1 måluppsättning." in said
    assert '<td class="num">50\xa0%</td>' in said
    # Nothing is said of one step counting in several goals where it counts in one.
    assert "Ett steg i någon av de översta" not in said


def test_everything_at_the_top(app, shown, tmp_path):
    shown(load(tmp_path, content([question("a", 3)], levels=3)), a=3)
    go(app, "across", s="exempel")
    assert "Ingen fråga håller tillbaka något mål." in texts(app)
    assert "Frågan håller inte tillbaka något mål." in texts(app)
    assert "Nästa steg" not in texts(app)


def test_an_organisations_own_goals_are_marked_in_the_choice(app, shown):
    shipped = example.assessment().questionnaire
    own = shipped.framework("haninge-2025").model_copy(update={"own": True, "name": "Våra mål"})
    frameworks = tuple(own if f.id == own.id else f for f in shipped.frameworks)
    shown(shipped.model_copy(update={"frameworks": frameworks}), lcc=2)
    go(app, "across", s="exempel")
    assert "Våra mål (egen)" in chosen(app, "choose-left").options
    chosen(app, "choose-left").set_value("haninge-2025").run()
    assert "God kvalitet vilar mest på" in texts(app)


def test_from_the_result_to_a_question(app):
    go(app, "result", s="exempel")
    app.button(key="to-across").click().run()
    assert not app.exception
    assert app.title[0].value == "Läs tvärs"
