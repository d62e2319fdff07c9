"""An installation where every name that people give is written to be taken for something else."""

from __future__ import annotations

from data.database.engine import Database
from questionnaires.loader import shipped
from services.actor import LOCAL
from services.assessments import answers, assessments
from services.assessments.answers import Choice
from services.organisations import organisations
from services.own import content as own_content
from services.own import in_use
from tests.support.small import question, spell

NATIONAL = "strategisk-upphandling"
IMAGE = "http://127.0.0.1:9/x.png"
NAME = (
    f"![x]({IMAGE}) **fet** :red[röd] $x$ <b>hej</b> :material/home: :smile: a@b.se www.b.se -> --"
)
MARK = "\N{WORD JOINER}"


def seed(database: Database) -> dict[str, str]:
    """An organisation with a framework and questions of its own in use, and answers to them.

    Gives the ids: assessment, framework, questions, content.
    """
    texts = {
        "text": f"{NAME} fråga?",
        "why": f"{NAME} Därför.",
        "evidence": NAME,
        "not_applicable": NAME,
        "goals": {},
    }
    asked = question("egen-fraga", **texts)
    for level in asked["levels"].values():
        level |= {"text": f"{NAME} {level['short']}", "short": f"**s** {level['short']}"}
    for step in asked["next_steps"].values():
        step |= {"do": f"{NAME} Gör.", "first_step": NAME, "lead": "**vem**", "effect": NAME}
    file = spell(
        {
            "id": "egen-fragor",
            "version": "1.0.0",
            "extends": NATIONAL,
            "name": NAME,
            "about": NAME,
            "minutes": {"standard": 5},
            "questions": [asked],
        }
    )
    with database.write() as session:
        own = organisations.save(session, LOCAL, None, name=NAME, type="municipality")
        uploaded = in_use.examine(
            session, LOCAL, own.id, file.encode(), "x.yaml", questionnaire_id=NATIONAL
        )
        questions = in_use.take_in(session, LOCAL, own.id, uploaded, questionnaire_id=NATIONAL)
        in_use.use(session, LOCAL, questions)
        framework = own_content.begin_framework(
            session, LOCAL, own.id, name=NAME, questionnaire_id=NATIONAL
        )
        for path, seen in (
            (("short",), NAME[:40].strip()),
            (("about",), None),
            (("source_text",), None),
        ):
            value = "**kort** :red[röd]" if path == ("short",) else NAME
            own_content.change(session, LOCAL, framework, path, value, seen=seen)
        for name in (NAME, f"{NAME} två"):
            goal = own_content.add_item(session, LOCAL, framework, name)
            own_content.change(session, LOCAL, framework, ("goals", goal, "about"), NAME, seen="")
            own_content.map_questions(
                session,
                LOCAL,
                framework,
                goal,
                wanted=["egen-fraga", "inkopsanalys", "inkopspolicy"],
                seen=[],
            )
        in_use.use(session, LOCAL, framework)
        made = assessments.begin(
            session, LOCAL, own.id, period=f"**p** ![x]({IMAGE})", mode="standard"
        )
        for name in ("egen-fraga", "inkopsanalys", "inkopspolicy"):
            answers.choose(session, LOCAL, made, name, Choice("level", 2), base_revision=0)
        base = shipped().questionnaire(NATIONAL).base.goals[0]
        for link in base.links:
            if link.question not in ("inkopsanalys", "inkopspolicy"):
                answers.choose(
                    session, LOCAL, made, link.question, Choice("level", 2), base_revision=0
                )
        # One more that is asked anew, so that its text stands beside a box to tick.
        own_content.change(
            session,
            LOCAL,
            questions,
            ("questions", "egen-fraga", "text"),
            f"{NAME} Något helt annat än förut, så att den ställs om?",
            seen=texts["text"],
        )
        content = own_content.read(session, LOCAL, framework).content_id
    return {
        "assessment": made,
        "framework": framework,
        "questions": questions,
        "content": content,
        "organisation": own.id,
    }
