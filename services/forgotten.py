"""A forgotten password: asked for by anyone, answered to the account's own address only."""

from __future__ import annotations

from data.stores import sign_in as store
from services import emails, links, mail, storage, throttle


def ask(email: str, address: str) -> None:
    """Send a link to the account with that address, if there is one; say the same if there is none.

    Raises Invalid (not an address), TooOften, StorageProblem.
    """
    to = emails.address(email)
    account, net = emails.key(to), throttle.network(address)
    with storage.writing() as session:
        throttle.count(session, forgot=account, forgot_address=net)
    with storage.writing() as session:
        user = store.by_email(session, account)
        if user is None or user.disabled_at is not None or not user.email:
            return
        path = links.make(session, None, "password", user_id=user.id)
    mail.send_password_link(user.email, path)
