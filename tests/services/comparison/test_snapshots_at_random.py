"""Random submissions, withdrawals and moves: every snapshot equals a slow count by hand.

Ten thousand of them, and fewer where there is no time for that. Each making is first broken off
somewhere, which must leave the former as it was.
"""

from __future__ import annotations

import json
import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field

import pytest
from sqlalchemy import select as columns
from sqlmodel import select

from data.stores import snapshots as store
from data.tables import (
    Contribution,
    GoalHistogram,
    QuestionHistogram,
    Snapshot,
    SnapshotContribution,
)
from data.tables.organisations import Organisation
from scoring.contribution import layout
from scoring.disclosure.classes import Standing
from scoring.disclosure.decide import History, decide
from scoring.peergroups import Place, divisions, offered, step
from services.actor import OPERATOR
from services.comparison import snapshots
from services.comparison.contributions import unpacked
from tests.scoring.disclosure.worlds import after
from tests.support import small
from tests.support.peerworld import consent, hand_in, organisation

MANY, FEW = (10_000, 240, 12), (1_200, 70, 6)
TYPES = ("municipality", "municipality", "region", "state_agency", "unit", None)
SIZES = ("50_250", "250_1000", None)


@dataclass
class Model:
    """What has happened, kept as plainly as it can be."""

    layout: object
    type: dict[str, str | None] = field(default_factory=dict)
    size: dict[str, str | None] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    levels: dict[str, tuple[int | None, ...]] = field(default_factory=dict)
    history: History = field(default_factory=History)

    def place(self, root: str) -> Place:
        return Place(self.type[root], None, self.size[root], None)

    def numbers(self, levels: tuple[int | None, ...]) -> dict[str, int]:
        """Each part's figure, by the method's words: two goals of three questions on 1–4."""
        found = {}
        for part in self.layout.parts:
            if part.sort == "question":
                value = levels[int(part.of[1:])]
                if value is not None:
                    found[part.key] = value
                continue
            mine = levels[:3] if part.of.endswith("/ett") else levels[3:]
            given = [level for level in mine if level is not None]
            if len(given) < 3:
                continue
            if part.sort == "index":
                found[part.key] = int(10_000 * (sum(given) / 3 - 1) / 3 + 0.5)
            else:
                # All three must reach a level for four fifths of them to.
                found[part.key] = min(given)
        return found

    def wanted(self) -> dict[str, Standing]:
        found = {}
        for root, levels in self.levels.items():
            numbers = self.numbers(levels)
            takes_part = self.said.get(root) == "given" and self.type[root] != "unit"
            if takes_part and any(key.startswith("index:") for key in numbers):
                steps = [step(k, v) for k, v in numbers.items() if k.startswith("level:")]
                groups = (*self.place(root).groups(), *steps)
                found[root] = Standing(str(levels), groups)
        return found


@pytest.mark.parametrize(
    ("events", "number", "turns"), [FEW, pytest.param(*MANY, marks=pytest.mark.system)]
)
def test_every_snapshot_equals_a_count_from_scratch(
    database, tmp_path, monkeypatch, events, number, turns
):
    questions = [
        small.question(f"q{i}", 4, goals={f"mal/{'ett' if i < 3 else 'tva'}": 1}) for i in range(6)
    ]
    data = small.content(questions, ({"id": "ett"}, {"id": "tva"}), 4)
    questionnaire = small.load(tmp_path, data)
    chance = random.Random(20261121)
    model = Model(layout(questionnaire))
    with database.write() as session:
        roots = [organisation(session, f"Org {i}", county=None, size=None) for i in range(number)]
    model.type = dict.fromkeys(roots, "municipality")
    model.size = dict.fromkeys(roots)
    made = broken = 0
    for _ in range(turns):
        with database.write() as session:
            for _ in range(events // turns):
                _event(session, chance, model, questionnaire, roots)
        broken += _broken_off(database, monkeypatch, chance)
        made += _publish_and_compare(database, model)
    assert made > turns // 2
    assert broken >= made


def _broken_off(database, monkeypatch, chance) -> bool:
    """Stop a making somewhere in its writing. The former is left as it was."""
    before = _everything(database)
    place = chance.choice(("add", "end", "begin", "keep_histograms"))
    whole = getattr(store, place)

    def stop(*given):
        whole(*given)
        raise KeyboardInterrupt

    with database.read() as session:
        plan = snapshots.prepare(session, OPERATOR, "litet")
    with monkeypatch.context() as patched:
        patched.setattr(store, place, stop)
        try:
            with database.write() as session:
                assert snapshots.publish(session, OPERATOR, plan) is None
        except KeyboardInterrupt:
            assert _everything(database) == before
            return True
    return False


def _everything(database) -> list:
    tables = (Snapshot, SnapshotContribution, GoalHistogram, QuestionHistogram)
    with database.read() as session:
        return [
            sorted(map(tuple, session.connection().execute(columns(table)))) for table in tables
        ]


def _event(session, chance, model, questionnaire, roots) -> None:
    root = chance.choice(roots)
    what = chance.random()
    if what < 0.6:
        levels = tuple(chance.choice((1, 2, 3, 4, 4, None)) for _ in range(6))
        if chance.random() < 0.7:
            levels = tuple(level or 2 for level in levels)
        hand_in(session, root, questionnaire, {f"q{i}": n for i, n in enumerate(levels)})
        model.levels[root] = levels
    elif what < 0.85:
        word = "given" if chance.random() < 0.9 else "refused"
        if word == "given" and model.type[root] == "unit":
            return
        consent(session, root, word)
        model.said[root] = word
    else:
        row = session.get(Organisation, root)
        row.type, row.size = chance.choice(TYPES), chance.choice(SIZES)
        session.add(row)
        model.type[root], model.size[root] = row.type, row.size


def _publish_and_compare(database, model: Model) -> bool:
    before = model.history
    wanted = model.wanted()
    gone = {root for root in before.standings if model.said.get(root) != "given"}
    everyone = [*wanted.values(), *before.standings.values()]
    steps = {g for s in everyone for g in s.groups if g.startswith("step:")}
    places = [model.place(root) for root in wanted]
    places += [_place(s.groups) for s in before.standings.values()]
    expected = decide(
        before, wanted, gone, divisions(offered(places, steps)), urgent=_leavers(before, wanted)
    )
    model.history = after(before, expected)
    with database.read() as session:
        plan = snapshots.prepare(session, OPERATOR, "litet")
    with database.write() as session:
        number = snapshots.publish(session, OPERATOR, plan)
    if expected.unchanged or not (expected.groups or before.groups):
        assert number is None
        return False
    assert number == model.history.number
    with database.read() as session:
        _compare(session, model, expected, number)
    return True


def _leavers(before: History, wanted: dict[str, Standing]) -> set[str]:
    # Everything was handed in today, so nobody else has waited long.
    return set(before.standings) - set(wanted)


def _place(groups: tuple[str, ...]) -> Place:
    codes = dict(group.split(":") for group in groups if group.split(":")[0] in ("type", "size"))
    return Place(codes.get("type"), None, codes.get("size"), None)


def _compare(session, model: Model, expected, number: int) -> None:
    snapshot = session.exec(select(Snapshot).where(Snapshot.number == number)).one()
    assert tuple(snapshot.admitted) == expected.groups
    contents = {
        (c.organisation_id, c.version): unpacked(c.numbers)
        for c in session.exec(select(Contribution))
    }
    keys = [part.key for part in model.layout.parts]
    standing = [m for m in session.exec(select(SnapshotContribution)) if m.last is None]
    assert {m.root_id for m in standing} == set(expected.standings)
    values: dict[str, dict[str, int]] = {}
    groups: dict[str, set[str]] = {}
    for m in standing:
        numbers = dict(zip(keys, contents[m.root_id, m.version], strict=True))
        values[m.root_id] = {key: n for key, n in numbers.items() if n >= 0}
        levels = _levels(expected.standings[m.root_id].version)
        assert values[m.root_id] == model.numbers(levels)
        groups[m.root_id] = {"all", *expected.standings[m.root_id].groups}
    for group in expected.groups:
        assert snapshot.groups[group] == sum(group in mine for mine in groups.values())
    stored: dict[tuple[str, str], dict[int, int]] = {}
    for table in (GoalHistogram, QuestionHistogram):
        for row in session.exec(select(table).where(table.snapshot_id == snapshot.id)):
            counts = {int(value): n for value, n in json.loads(row.counts).items()}
            stored[row.part, row.peer_group] = counts
    again: dict[tuple[str, str], dict[int, int]] = {}
    for key in keys:
        if not key.startswith("level:"):
            for group in _shown(key, values, groups, expected.groups):
                inside = [values[r].get(key) for r, mine in groups.items() if group in mine]
                again[key, group] = dict(Counter(v for v in inside if v is not None))
    assert stored == again


def _levels(spelled: str) -> tuple[int | None, ...]:
    words = spelled.strip("()").split(", ")
    return tuple(None if word == "None" else int(word) for word in words)


def _shown(key, values, groups, admitted) -> list[str]:
    """The groups of an item, one organisation at a time."""
    kept: list[str] = []
    for group in admitted:
        classes = defaultdict(list)
        for root, mine in groups.items():
            classes[frozenset(mine & {*kept, group})].append(values[root].get(key))
        fine = True
        for members in classes.values():
            given = [v for v in members if v is not None]
            looks = Counter((v + 250) // 500 if key.startswith("index:") else v for v in given)
            if len(given) < 6 or max(looks.values()) >= len(given) - 2:
                fine = False
        if fine:
            kept.append(group)
        elif group == "all":
            return []
    return kept
