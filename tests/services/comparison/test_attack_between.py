"""Files between installations add nothing to what each has published, however they are combined."""

from __future__ import annotations

import json
import random

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from data.tables.organisations import Organisation
from tests.support.attacker import Figure, by_part, exposed, figures
from tests.support.exchange import elsewhere, fill, published, take_in, trust
from tests.support.peerworld import consent, hand_in, publish, spread

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def steps(counts) -> dict[str, int]:
    """Indices in hundredths as the steps of five that they are nearest to."""
    found: dict[str, int] = {}
    for value, n in counts.items():
        at = str(int(value / 500 + 0.5) * 5)
        found[at] = found.get(at, 0) + n
    return found


def of_file(raw: bytes, known: list[Figure]) -> list[Figure]:
    """The figures of a file, each with the unknowns that it sums.

    It is held to be of the newest snapshot and of what that shows, nothing more and nothing less.
    """
    (pool,) = json.loads(raw)["pools"]
    newest = {(f.group, f.part): f for f in known if f.number == pool["number"]}
    assert pool["number"] == max(f.number for f in known)
    assert len(pool["figures"]) == len(newest)
    found = []
    for said in pool["figures"]:
        figure = newest[said["group"], said["part"]]
        index = figure.part.startswith("index:")
        whole = steps(figure.counts) if index else {str(v): n for v, n in figure.counts.items()}
        assert said["counts"] == whole
        assert said["reach"] == figure.reach
        found.append(figure)
    return found


def change(database, questionnaire, made, chance) -> None:
    """Many answer anew, one moves, one leaves and comes back."""
    with database.write() as session:
        for name in chance.sample(made, 14):
            hand_in(session, name, questionnaire, spread(questionnaire, chance.randrange(500)))
        row = session.get(Organisation, chance.choice(made))
        row.type = "region" if row.type == "municipality" else "municipality"
        session.add(row)
        consent(session, chance.choice(made), chance.choice(("refused", "given")))


def test_files_over_time_and_pools_together(database, questionnaire, sqlite_template, tmp_path):
    chance = random.Random(17)
    trust(database)
    here = fill(database, questionnaire, range(20))
    publish(database)
    files: list[Figure] = []
    with elsewhere(sqlite_template, tmp_path) as other:
        there = fill(other, questionnaire, range(300, 324))
        for _ in range(4):
            raw = published(other, KEY)
            take_in(database, raw)
            theirs = figures(other, "there ")
            files += of_file(raw, theirs)
            assert exposed(by_part(files)) == []
            ours = figures(database)
            # Whoever runs this installation knows every contribution in it.
            everything = by_part([*files, *theirs, *ours])
            assert exposed(by_part([*files, *theirs]), frozenset(here)) == []
            assert exposed(_with_sums(everything, files, ours)) == []
            change(other, questionnaire, there, chance)
            change(database, questionnaire, here, chance)
            publish(database)
    assert len({f.number for f in files}) > 1


def _with_sums(rows, files: list[Figure], ours: list[Figure]):
    """What a member here sees: each installation's figures, and their sums."""
    latest = max(f.number for f in ours)
    newest = max(f.number for f in files)
    now = {(f.group, f.part): f.row for f in ours if f.number == latest}
    for figure in files:
        mine = now.get((figure.group, figure.part))
        if figure.number == newest and mine:
            rows[figure.part].append({**figure.row, **mine})
    return rows


@pytest.mark.parametrize("backend", ["sqlite"])
def test_the_attack_finds_a_file_of_what_is_not_published(database, questionnaire):
    """As if each file counted those who take part now instead of the snapshot."""
    made = fill(database, questionnaire, range(20))
    publish(database)
    first = figures(database)
    with database.write() as session:
        hand_in(session, made[3], questionnaire, spread(questionnaire, 77))
    assert publish(database) is None
    now = []
    for figure in first:
        row = {u: n for u, n in figure.row.items() if u[0] != made[3]}
        if len(row) < len(figure.row):
            row[made[3], "the new version"] = 1
        now.append(Figure(2, figure.group, figure.part, figure.reach, {}, row))
    assert exposed(by_part(first)) == []
    assert exposed(by_part([*first, *now]))
