"""Answers as fast as it can and says so after each commit: ``python -m tests.system.writer ID N``.

Run in a process that somebody kills. A line is printed only when the service has returned, which
is when the screen would say "Sparat".
"""

from __future__ import annotations

import os
import sys
import threading

from questionnaires.loader import shipped
from services.actor import LOCAL
from services.assessments import answers, assessments
from services.assessments.answers import Choice
from services.installation import storage


def write(assessment_id: str, questions: list[str]) -> None:
    """Click through the questions for ever."""
    with storage.reading() as session:
        found = assessments.read(session, LOCAL, assessment_id).answers
    revisions = {q: found[q].revision if q in found else 0 for q in questions}
    while True:
        for question in questions:
            level = revisions[question] % 5 + 1
            with storage.writing() as session:
                view = answers.choose(
                    session,
                    LOCAL,
                    assessment_id,
                    question,
                    Choice("level", level),
                    base_revision=revisions[question],
                )
            revisions[question] = view.revision
            line = f"{question} {view.revision} {level}\n"
            os.write(1, line.encode())


def main(assessment_id: str, threads: int) -> None:
    """Write from some threads at once, each with questions of its own."""
    storage.ready()
    questions = [q.id for q in shipped().questionnaire("strategisk-upphandling").questions]
    for i in range(threads):
        threading.Thread(
            target=write, args=(assessment_id, questions[i::threads]), daemon=True
        ).start()
    threading.Event().wait()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
