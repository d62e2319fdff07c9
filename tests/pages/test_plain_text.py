"""What people name is text on every page, in labels and titles that are read as Markdown too."""

from __future__ import annotations

import re

import pytest

from tests.pages.test_pages import PAGES, go
from tests.support import hostile

# Everything that reads Markdown. Lists to choose from, fields and tables of HTML do not.
KINDS = (
    "title",
    "header",
    "subheader",
    "markdown",
    "caption",
    "expander",
    "tabs",
    "button",
    "checkbox",
    "radio",
    "selectbox",
    "multiselect",
    "text_input",
    "text_area",
    "number_input",
)
READ_AS_MORE = re.compile(
    r"(?<!\\)!\[|(?<!\\)\*\*(fet|s\b|p\b|vem|kort)|(?<!\\):red|(?<!\\)\$x|(?<!\\)<b"
    r"|:material/|:smile:|a@b|www\.b|http://127"
)


def labels(app) -> list[str]:
    found = []
    for kind in KINDS:
        for element in getattr(app, kind):
            if kind in ("title", "header", "subheader", "markdown", "caption"):
                found.append(str(element.value))
            else:
                found.append(element.label)
            if kind == "radio":
                found += element.options
    return found


@pytest.fixture
def made(database):
    return hostile.seed(database)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("own", ["framework", "questions"])
def test_names_are_text(app, made, page, own):
    go(app, page, s=made["assessment"], uppsattning=made["content"], egen=made[own], grupp="egna")
    wrong = [label for label in labels(app) if READ_AS_MORE.search(label)]
    assert wrong == []


def test_a_file_s_name_is_text(app, made, database):
    from services.actor import LOCAL
    from services.installation import storage
    from services.own import in_use

    with storage.reading() as session:
        raw = in_use.download(session, LOCAL, made["framework"])[1]
    go(app, "own_goals")
    app.file_uploader[0].set_value((f"{hostile.NAME}.yaml", raw, "application/yaml")).run()
    assert not app.exception
    assert any("Filen har 2 mål" in str(element.value) for element in app.markdown)
    assert [label for label in labels(app) if READ_AS_MORE.search(label)] == []


def test_weights_of_a_file_stand_in_their_fields(app, made, database):
    from services.actor import LOCAL
    from services.own import in_use as own_in_use
    from tests.services.own.test_content import WEIGHTS

    with database.write() as session:
        uploaded = own_in_use.examine(
            session, LOCAL, made["organisation"], WEIGHTS, "x", questionnaire_id=hostile.NATIONAL
        )
        own = own_in_use.take_in(
            session,
            LOCAL,
            made["organisation"],
            uploaded,
            questionnaire_id=hostile.NATIONAL,
        )
    go(app, "own_framework", egen=own)
    shown = [f"{field.value:.3g}" for field in app.number_input]
    assert sorted(shown) == sorted(["2", "0.05", "200", "0.333", "1"])
