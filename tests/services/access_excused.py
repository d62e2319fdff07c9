"""What nobody at a screen asks for with a session and an actor first, and why: decision 0014.

A whole module, as ``emails.*``, may be excused only where nothing in it takes an actor.
"""

from __future__ import annotations

from collections.abc import Callable
from inspect import signature
from typing import Any

AFTER_ASKING = "called by services that have asked"
BEFORE_ANYONE = "comes before there is an actor: a cookie, a link or a password says who it is"
DECIDES = "is what decides"
OF_A_VIEW = "computes from what has been read already, and was asked for there"
OF_A_FILE = "reads or writes a file's bytes; what is done with them is asked for where it is done"
OF_THE_INSTALLATION = "tells how the installation is set up or runs, with nobody in it"
OF_THE_MACHINE = "acts on the machine or on files that the operator names"
OWN_SESSIONS = "asks in sessions of its own, since a password must not be looked at inside one"
PLAIN = "knows no organisation and no person"

WITHOUT_ACTOR: dict[str, str] = {
    "about_data.*": OF_THE_INSTALLATION,
    "access.may": DECIDES,
    "access.may_invite_first_owner": DECIDES,
    "access.require": DECIDES,
    "access.role": DECIDES,
    "access.sight": DECIDES,
    "access.signed_in": DECIDES,
    "access.unlimited": DECIDES,
    "across.of_assessment": OF_A_VIEW,
    "api_keys.due_to_note": AFTER_ASKING,
    "api_keys.note_use": AFTER_ASKING,
    "api_keys.opened_by": BEFORE_ANYONE,
    "ambitions.carry_over": AFTER_ASKING,
    "answers.view": AFTER_ASKING,
    "assignments.address": OF_THE_INSTALLATION,
    "assignments.carry_over": AFTER_ASKING,
    "audit.record": AFTER_ASKING,
    "circulation.file_name": OF_A_VIEW,
    "circulation.of_assessment": OF_A_VIEW,
    "circulation.render": OF_A_VIEW,
    "composing.compose": AFTER_ASKING,
    "composing.refuse_altered": AFTER_ASKING,
    "composing.refuse_other": AFTER_ASKING,
    "composing.reread": AFTER_ASKING,
    "composing.with_frameworks": AFTER_ASKING,
    "comparison_beside.about": OF_A_VIEW,
    "comparison_sources.*": AFTER_ASKING,
    "content.this_year": PLAIN,
    "groups.*": PLAIN,
    "contributions.keep": AFTER_ASKING,
    "contributions.layout_of": PLAIN,
    "contributions.packed": PLAIN,
    "contributions.unpacked": PLAIN,
    "drafts.*": PLAIN,
    "earlier.*": AFTER_ASKING,
    "emails.*": PLAIN,
    "evidence.authors": AFTER_ASKING,
    "evidence.checkable": AFTER_ASKING,
    "evidence.evidence_status": PLAIN,
    "evidence.may_check": AFTER_ASKING,
    "example.assessment": "is the same invented one for everyone",
    "example_content.*": PLAIN,
    "example_koncern.*": OF_THE_MACHINE,
    "example_levels.*": PLAIN,
    "example_others.*": OF_THE_MACHINE,
    "example_plan.*": OF_THE_MACHINE,
    "example_rows.*": OF_THE_MACHINE,
    "example_world.*": OF_THE_MACHINE,
    "exchange_checks.*": OF_A_FILE,
    "exchange_file.*": OF_A_FILE,
    "exchange_key.*": OF_THE_MACHINE,
    "federated.*": BEFORE_ANYONE,
    "forgotten.*": BEFORE_ANYONE,
    "forms.*": OF_A_FILE,
    "health.*": OF_THE_INSTALLATION,
    "installation.*": OF_THE_INSTALLATION,
    "invitations.email_address": PLAIN,
    "invitations.whole": OF_THE_INSTALLATION,
    "joining.administrator": OF_THE_MACHINE,
    "joining.administrator_with_password": OF_THE_MACHINE,
    "joining.admit": AFTER_ASKING,
    "joining.choose_password": BEFORE_ANYONE,
    "joining.look": BEFORE_ANYONE,
    "joining.may_choose_password": BEFORE_ANYONE,
    "joining.new_person": AFTER_ASKING,
    "joining.password_link": OF_THE_MACHINE,
    "joining.take_up": AFTER_ASKING,
    "joining.with_new_account": BEFORE_ANYONE,
    "keys.*": OF_THE_INSTALLATION,
    "koncern.of_organisation": AFTER_ASKING,
    "koncern_matrix.of_rows": AFTER_ASKING,
    "limits.api": "counts a program's calls before anything is read",
    "limits.api_caller": BEFORE_ANYONE,
    "limits.api_wrong_key": BEFORE_ANYONE,
    "limits.export": "counts an actor's files before anything is read",
    "links.known": BEFORE_ANYONE,
    "links.open_link": BEFORE_ANYONE,
    "links.use": AFTER_ASKING,
    "local.*": BEFORE_ANYONE,
    "logo.*": OF_A_FILE,
    "look.contrast_with_white": PLAIN,
    "look.readable": PLAIN,
    "mail.*": AFTER_ASKING,
    "metrics.*": OF_THE_INSTALLATION,
    "names.*": AFTER_ASKING,
    "operation.*": OF_THE_INSTALLATION,
    "organisations.view": AFTER_ASKING,
    "own_content.as_file": AFTER_ASKING,
    "own_content.view": AFTER_ASKING,
    "own_use.is_key": PLAIN,
    "own_use.weight_of": PLAIN,
    "passwords.*": PLAIN,
    "perspective.*": PLAIN,
    "perspectives.compare": OF_A_VIEW,
    "plan_days.*": PLAIN,
    "plan_views.*": AFTER_ASKING,
    "report_beside.*": OF_A_VIEW,
    "report_earlier.tables": AFTER_ASKING,
    "report_perspectives.*": OF_A_VIEW,
    "report_plan.actions": AFTER_ASKING,
    "report_files.*": OF_A_VIEW,
    "report_look.cover": OF_A_VIEW,
    "report_look.look": OF_A_VIEW,
    "results.of_assessment": OF_A_VIEW,
    "retention.later": PLAIN,
    "room.*": OF_THE_INSTALLATION,
    "round_answers.deviations": AFTER_ASKING,
    "round_answers.for_group": PLAIN,
    "round_answers.handed_in_at": AFTER_ASKING,
    "round_answers.of_round": AFTER_ASKING,
    "round_answers.open_deviations": AFTER_ASKING,
    "round_answers.refuse_unexplained": AFTER_ASKING,
    "round_answers.standing": AFTER_ASKING,
    "scoring.*": OF_THE_MACHINE,
    "second_factor.clear": AFTER_ASKING,
    "second_factor.pass_with": BEFORE_ANYONE,
    "second_factor.turn_off": OWN_SESSIONS,
    "signing.actor_of": BEFORE_ANYONE,
    "signing.awaiting_code": BEFORE_ANYONE,
    "signing.begin": BEFORE_ANYONE,
    "signing.change_password": OWN_SESSIONS,
    "signing.sign_in": BEFORE_ANYONE,
    "signing.sign_out": BEFORE_ANYONE,
    "signing.touch": AFTER_ASKING,
    "signing.used": AFTER_ASKING,
    "pool.known_by_name": AFTER_ASKING,
    "pool.participation": AFTER_ASKING,
    "snapshot_read.*": AFTER_ASKING,
    "snapshot_rows.*": OF_A_VIEW,
    "storage.*": OF_THE_MACHINE,
    "submissions.*": AFTER_ASKING,
    "what_if.*": OF_A_VIEW,
    "takein.examine": OF_A_FILE,
    "takein_checks.*": OF_A_FILE,
    "takein_faults.*": OF_A_FILE,
    "takein_plan_checks.*": OF_A_FILE,
    "takein_read.*": OF_A_FILE,
    "takein_words.*": OF_A_FILE,
    "takeout.file_name": PLAIN,
    "takeout_workshop.*": OF_A_FILE,
    "takeout_zip.*": OF_A_FILE,
    "text.*": PLAIN,
    "throttle.*": BEFORE_ANYONE,
    "validation.*": OF_THE_MACHINE,
    "versions.*": OF_THE_MACHINE,
    "warmup.warm_up": OF_THE_MACHINE,
    "workshop_codes.*": PLAIN,
    "workshop_course.*": PLAIN,
    "workshop_decide.needs_rationale": OF_A_VIEW,
    "workshop_lead.may_decide": AFTER_ASKING,
    "workshop_lead.move": AFTER_ASKING,
    "workshop_lead.seconds_until": PLAIN,
    "workshop_files.render": OF_A_VIEW,
    "workshop_votes.of_items": AFTER_ASKING,
    "workshop_votes.suggested": OF_A_VIEW,
    "workshop_voting.*": "a participant without an account: the code, or what the phone was given, says who",
    "workshops.existing": AFTER_ASKING,
    "workshops.standing": AFTER_ASKING,
}


def excused(name: str, function: Callable[..., Any]) -> bool:
    """Whether a function is on the list of those that ask for no permission."""
    return excuse(name, function) is not None


def excuse(name: str, function: Callable[..., Any]) -> str | None:
    """The entry that excuses a function; None when there is none."""
    if name in WITHOUT_ACTOR:
        return name
    whole = f"{name.split('.', maxsplit=1)[0]}.*"
    return (
        whole if whole in WITHOUT_ACTOR and "actor" not in signature(function).parameters else None
    )


def takes_an_actor(function: Callable[..., Any]) -> bool:
    """Whether the session and the actor come first, as they do in every service."""
    return list(signature(function).parameters)[:2] == ["session", "actor"]
