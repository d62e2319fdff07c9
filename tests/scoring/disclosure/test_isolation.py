"""Nobody can be singled out of what is published, whatever is added and subtracted."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.disclosure.classes import ALL, LEAST, Standing, admitted
from scoring.disclosure.decide import decide
from scoring.disclosure.isolation import Kind, Piece, loose
from tests.scoring.disclosure.worlds import OFFERED, World, isolating, rows

ACTS = ("join", "answer", "answer", "move", "age", "withdraw", "many", "many", "many")


def live(seed: int, people: int, snapshots: int) -> World:
    """A world that has gone through some snapshots, with all that can happen between them."""
    chance = random.Random(seed)
    world = World()
    roots = [f"r{i}" for i in range(people)]
    kinds, sizes = chance.choice([(1, 1), (2, 1), (2, 2), (3, 2)])
    rate = chance.choice([0.05, 0.2, 0.5])
    for root in roots:
        if chance.random() < 0.8:
            world.contribute(root, *_kind(chance, kinds, sizes))
    world.publish()
    for _ in range(snapshots - 1):
        for act in chance.sample(ACTS, chance.randint(1, 4)):
            some = [r for r in roots if chance.random() < rate] if act == "many" else []
            for root in some or [chance.choice(roots)]:
                if act == "age":
                    world.age(root)
                elif act == "withdraw":
                    world.withdraw(root)
                elif act == "move":
                    world.move(root, chance.randrange(kinds), chance.randrange(sizes))
                else:
                    world.contribute(root, *_kind(chance, kinds, sizes))
        # Some have waited long.
        world.urgent = {r for r in roots if chance.random() < chance.choice((0, 0.5))}
        world.publish()
    return world


def _kind(chance: random.Random, kinds: int, sizes: int) -> tuple[int, int, int]:
    return chance.randrange(kinds), chance.randrange(sizes), chance.randrange(2)


@given(st.integers(0, 2**32), st.integers(6, 30), st.integers(2, 6))
@settings(max_examples=150)
def test_no_combination_of_everything_published_isolates_anyone(seed, people, snapshots):
    world = live(seed, people, snapshots)
    # Whoever looks knows one organisation's answers, its own: five that are left with it are four.
    assert isolating(rows(world.published), most=5) is None


@given(st.integers(0, 2**32), st.integers(6, 30), st.integers(2, 6))
@settings(max_examples=100)
def test_every_snapshot_keeps_what_it_promises(seed, people, snapshots):
    world = live(seed, people, snapshots)
    for found, _ in world.published:
        if not found.groups:
            assert not found.standings
            continue
        assert found.groups[0] == ALL
        sizes: dict[str, int] = {}
        for klass in found.classes.values():
            sizes[klass] = sizes.get(klass, 0) + 1
        assert min(sizes.values()) >= LEAST
    last = world.published[-1][0]
    assert not set(last.standings) & world.gone


@given(st.integers(0, 2**32), st.integers(8, 26), st.integers(1, 3))
@settings(max_examples=60)
def test_as_many_stand_together_as_the_reach_says(seed, people, snapshots):
    world = live(seed, people, snapshots)
    found = world.published[-1][0]
    assert isolating(rows(world.published), most=min(found.reach, 13) - 1) is None


def test_the_attacker_finds_what_there_is_to_find():
    # Without any rule over time, one that changes alone stands between two snapshots.
    world = World()
    for i in range(12):
        world.contribute(f"r{i}", 0, 0, 0)
    world.publish(_without_time)
    world.contribute("r3", 0, 0, 0)
    world.publish(_without_time)
    found = isolating(rows(world.published))
    assert found is not None
    assert found[0] == {"r3"}


def _without_time(history, wanted, gone, divisions, urgent):
    from scoring.disclosure.decide import History

    return decide(History(), wanted, gone, divisions, urgent=urgent)


def test_one_that_answers_anew_waits_until_six_do():
    world = World()
    for i in range(20):
        world.contribute(f"r{i}", 0, 0, 0)
    world.publish()
    for i in range(5):
        world.contribute(f"r{i}", 0, 0, 0)
    found = world.publish()
    assert found.unchanged
    assert found.held == {f"r{i}" for i in range(5)}
    world.contribute("r5", 0, 0, 0)
    found = world.publish()
    assert not found.held
    assert not found.unchanged
    assert {s.version for s in found.standings.values()} >= {f"v{n}" for n in range(21, 27)}


def test_those_who_have_waited_long_come_in_by_coarser_groups():
    world = World()
    for i in range(24):
        world.contribute(f"r{i}", i % 2, 0, 0)
    assert set(world.publish().groups) >= {"type:a", "type:b"}
    changed = {f"r{i}" for i in range(8)}
    for root in changed:
        world.contribute(root, int(root[1:]) % 2, 0, 0)
    # Four of each type: too few in either, enough of all together.
    assert world.publish().held == changed
    world.urgent = changed
    found = world.publish()
    assert found.held == set()
    assert found.groups == (ALL,)


def test_whoever_withdraws_leaves_at_once_and_five_with_it():
    world = World()
    for i in range(20):
        world.contribute(f"r{i}", 0, 0, 0)
    world.publish()
    world.withdraw("r7")
    found = world.publish()
    assert "r7" not in found.standings
    assert len(found.companions) == 5
    assert len(found.standings) == 14


def test_the_last_six_withdraw_everything():
    world = World()
    for i in range(7):
        world.contribute(f"r{i}", 0, 0, 0)
    world.publish()
    world.withdraw("r0")
    found = world.publish()
    assert found.groups == ()
    assert not found.standings


def test_snapshots_that_differ_pairwise_by_six_may_still_isolate_and_are_refused():
    # Three snapshots of a class: each change holds seven, and the goal's seven less the question's six
    # would leave one. With whole contributions there is only one kind of row.
    kinds = [
        Kind((Piece("a", 1, 3),), [f"k{i}" for i in range(6)]),
        Kind((Piece("a", 1, 1),), ["x"]),
        Kind((Piece("a", 2, 3),), ["x"]),
    ]
    assert loose(kinds, 6)
    kinds[1] = Kind((Piece("a", 1, 1),), [f"x{i}" for i in range(6)])
    kinds[2] = Kind((Piece("a", 2, 3),), [f"x{i}" for i in range(6)])
    assert not loose(kinds, 6)


def test_a_group_that_leaves_five_outside_is_not_admitted():
    counts = {("type:a",): 6, ("type:b",): 5}
    assert admitted(counts, OFFERED) == (ALL,)
    assert admitted({("type:a",): 6, ("type:b",): 6}, OFFERED) == (ALL, "type:a", "type:b")
    assert admitted({("type:a",): 5}, OFFERED) == ()


def test_a_move_with_the_same_answers_is_the_same_unknown():
    world = World()
    for i in range(24):
        world.contribute(f"r{i}", i % 2, 0, 0)
    first = world.publish()
    assert "type:a" in first.groups
    world.move("r0", 1, 0)
    found = world.publish()
    assert found.held == {"r0"}
    assert isinstance(world.history.standings["r0"], Standing)
