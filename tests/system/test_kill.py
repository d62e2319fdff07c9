"""Processes killed in the middle of their writes: what was acknowledged is there."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from sqlmodel import select

from data.tables.assessments import Answer, AnswerEvent
from services.actor import LOCAL
from services.assessments import assessments
from services.installation import storage
from services.organisations import organisations
from tests.support.running import ROOT

pytestmark = pytest.mark.system

ROUNDS, PROCESSES, THREADS = 12, 3, 4


def begin() -> str:
    with storage.writing() as session:
        own = organisations.own(session, LOCAL) or organisations.save(
            session, LOCAL, None, name="Provet", type="municipality"
        )
        return assessments.begin(session, LOCAL, own.id, period="2026", mode="standard")


def killed_in_the_act(url: str, assessment_ids: list[str], rng: random.Random) -> dict[str, str]:
    """Let writers run until they are killed. Gives what each was told, by its assessment."""
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.system.writer", name, str(THREADS)],
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": url},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        for name in assessment_ids
    ]
    told = dict.fromkeys(assessment_ids, b"")

    def listen(name: str, process: subprocess.Popen[bytes]) -> None:
        while block := process.stdout.read1(65536):
            told[name] += block

    listeners = [
        threading.Thread(target=listen, args=pair)
        for pair in zip(assessment_ids, running, strict=True)
    ]
    for listener in listeners:
        listener.start()
    deadline = time.monotonic() + 60
    while not all(told.values()) and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(rng.uniform(0.3, 1.5))
    for process in running:
        process.send_signal(signal.SIGKILL)
    for process, listener in zip(running, listeners, strict=True):
        process.wait()
        listener.join()
        process.stdout.close()
    return {name: text.decode() for name, text in told.items()}


def test_no_acknowledged_answer_is_lost(database, backend):
    url = database.engine.url.render_as_string(hide_password=False)
    rng = random.Random(20261121)
    acknowledged = 0
    names = [begin() for _ in range(PROCESSES)]
    for _ in range(ROUNDS):
        told = killed_in_the_act(url, names, rng)
        with storage.reading() as session:
            for name, text in told.items():
                lines = [
                    line.split() for line in text.splitlines(keepends=True) if line[-1] == "\n"
                ]
                assert lines, "a writer never wrote"
                rows = {
                    row.question_id: row
                    for row in session.exec(select(Answer).where(Answer.assessment_id == name))
                }
                events = {
                    (event.question_id, event.revision): event.after["level"]
                    for event in session.exec(
                        select(AnswerEvent).where(AnswerEvent.assessment_id == name)
                    )
                }
                for question, revision, level in lines:
                    acknowledged += 1
                    assert events[question, int(revision)] == int(level)
                    assert rows[question].revision >= int(revision)
                # Nothing half-written either: the newest line of the history is the answer.
                for question, row in rows.items():
                    assert events[question, row.revision] == row.level
    print(f"{backend}: {acknowledged} acknowledged answers, {ROUNDS} x {PROCESSES} kills, 0 lost")
    assert acknowledged > 500
    if backend == "sqlite":
        path = Path(database.engine.url.database)
        with sqlite3.connect(path) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
