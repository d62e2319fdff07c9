"""Networks: by name between those who have joined, from two on, and nothing of it in the pool."""

from __future__ import annotations

import pytest

from data.stores import networks as store
from services.actor import OPERATOR
from services.comparison import comparison, matrix, networks, snapshots
from services.comparison import consent as comparison_consent
from services.errors import Invalid, NotAllowed, NotFound, Refused
from services.organisations import erasure
from services.people.links import UsedLink
from tests.support import people
from tests.support.peerworld import POOL, consent, hand_in, organisation, publish, spread


@pytest.fixture(autouse=True)
def with_sign_in(monkeypatch):
    with people.sign_in_by(monkeypatch):
        yield


@pytest.fixture
def three(database, questionnaire):
    """Three organisations that have handed in, with an owner each."""
    with database.write() as session:
        ids = [organisation(session, name) for name in ("Ett", "Två", "Tre")]
        for i, name in enumerate(ids):
            hand_in(session, name, questionnaire, spread(questionnaire, i))
        owners = [people.person(session, f"Ä{i}", **{name: "owner"}) for i, name in enumerate(ids)]
    return ids, owners


def invite(database, owner, own, network) -> str:
    with database.write() as session:
        return networks.make_link(session, owner, own, network).rsplit("/", 1)[-1]


def together(database, ids, owners, **more) -> str:
    """The first makes a network and the others join."""
    with database.write() as session:
        network = networks.create(session, owners[0], ids[0], "Grannarna", **more)
    for own, owner in zip(ids[1:], owners[1:], strict=True):
        link = invite(database, owners[0], ids[0], network)
        with database.write() as session:
            networks.join(session, owner, own, link, **more)
    return network


def read(database, owner, own, network, **more):
    with database.read() as session:
        return networks.read(session, owner, own, network, **more)


def test_two_are_enough(database, three):
    ids, owners = three
    network = together(database, ids[:2], owners[:2])
    for own, owner in zip(ids[:2], owners[:2], strict=True):
        found = read(database, owner, own, network)
        assert [member.name for member in found.network.members] == ["Ett", "Två"]
        assert [r.organisation.name for r in found.matrix.results] == ["Ett", "Två"]
        assert found.network.me.id == own
    with database.read() as session:
        rows = [session.get_one(people.Organisation, name) for name in ids[:2]]
        own_results = matrix.of_rows(session, rows)
    assert found.matrix.results == own_results.results


def test_the_link_works_once_and_says_first_who_is_there(database, three):
    ids, owners = three
    with database.write() as session:
        network = networks.create(session, owners[0], ids[0], "Grannarna")
    link = invite(database, owners[0], ids[0], network)
    with database.read() as session:
        offer = networks.preview(session, owners[1], ids[1], link)
    assert (offer.name, offer.members) == ("Grannarna", ("Ett",))
    with database.write() as session:
        networks.join(session, owners[1], ids[1], link)
    with database.write() as session, pytest.raises(UsedLink):
        networks.join(session, owners[2], ids[2], link)
    again = invite(database, owners[1], ids[1], network)
    with database.write() as session, pytest.raises(Invalid, match="redan med"):
        networks.join(session, owners[0], ids[0], again)
    with database.write() as session, pytest.raises(Refused):
        networks.join(session, owners[2], ids[2], link[:-3])


def test_only_members_read_and_only_while_they_are(database, three):
    ids, owners = three
    network = together(database, ids[:2], owners[:2])
    with pytest.raises(NotFound):
        read(database, owners[2], ids[2], network)
    with pytest.raises(NotAllowed):
        read(database, owners[2], ids[0], network)
    with database.write() as session:
        networks.leave(session, owners[1], ids[1], network)
    with pytest.raises(NotFound):
        read(database, owners[1], ids[1], network)
    left = read(database, owners[0], ids[0], network)
    assert [member.name for member in left.network.members] == ["Ett"]
    assert [r.organisation.name for r in left.matrix.results] == ["Ett"]


def test_questions_are_seen_by_those_who_share_their_own(database, questionnaire, three):
    ids, owners = three
    network = together(database, ids, owners)
    assert read(database, owners[0], ids[0], network).questions == ()
    for i in (0, 1):
        with database.write() as session:
            networks.share(session, owners[i], ids[i], network, questions=True)
    found = read(database, owners[0], ids[0], network)
    assert [member.name for member in found.sharing] == ["Ett", "Två"]
    for row in found.questions:
        assert dict(row.levels) == {
            ids[i]: spread(questionnaire, i)[row.question.id] for i in (0, 1)
        }
    assert read(database, owners[2], ids[2], network).questions == ()
    assert read(database, owners[2], ids[2], network).sharing == ()


def test_drafts_are_never_seen(database, three):
    ids, owners = three
    with database.write() as session:
        fresh = organisation(session, "Nybörjaren")
        owner = people.person(session, "Ny", **{fresh: "owner"})
    network = together(database, [ids[0], fresh], [owners[0], owner])
    found = read(database, owners[0], ids[0], network)
    assert [row.name for row in found.matrix.missing] == ["Nybörjaren"]


def test_bad_input(database, three):
    ids, owners = three
    with database.write() as session, pytest.raises(Invalid):
        networks.create(session, owners[0], ids[0], " \n ")
    with database.write() as session, pytest.raises(NotAllowed):
        networks.create(session, owners[1], ids[0], "Ett nätverk")
    network = together(database, ids[:2], owners[:2])
    with database.write() as session, pytest.raises(NotFound):
        networks.make_link(session, owners[2], ids[2], network)


def test_a_network_goes_with_its_last_organisation(database, three):
    ids, owners = three
    network = together(database, ids[:2], owners[:2])
    with database.write() as session:
        erasure.erase(session, owners[0], ids[0], "Ett")
    assert [m.name for m in read(database, owners[1], ids[1], network).network.members] == ["Två"]
    with database.write() as session:
        erasure.erase(session, owners[1], ids[1], "Två")
    with database.read() as session:
        assert store.get(session, network) is None


def test_a_network_changes_nothing_in_the_pool_and_hides_figures_from_its_members(
    database, questionnaire
):
    with database.write() as session:
        ids = [organisation(session, f"Org {i}", county=None, size=None) for i in range(30)]
        for i, name in enumerate(ids):
            consent(session, name)
            hand_in(session, name, questionnaire, spread(questionnaire, i))
        owners = [people.person(session, f"Ä{i}", **{n: "owner"}) for i, n in enumerate(ids)]
    publish(database)

    def seen(i):
        with database.read() as session:
            return comparison.read(session, owners[i], ids[i])

    before = seen(29)
    assert seen(0).missing is None
    with database.read() as session:
        plan = snapshots.prepare(session, OPERATOR, POOL)
    assert plan.unchanged
    network = together(database, ids[:26], owners[:26])
    with database.read() as session:
        assert snapshots.prepare(session, OPERATOR, POOL).unchanged
        known = comparison_consent.known_by_name(session, owners[3])
    assert known == set(ids[:26])
    # 26 of 30 by name: what is left of them can be worked out from a sum of all.
    assert all(seen(i).missing == "reads_others" for i in (0, 3, 25))
    assert seen(29) == before
    # What has been read is known also after one leaves, or the others do.
    for i in range(26):
        with database.write() as session:
            networks.leave(session, owners[i], ids[i], network)
    assert all(seen(i).missing == "reads_others" for i in (0, 3, 25))
