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
    "installation.setup.*": OF_THE_INSTALLATION,
    "access.may": DECIDES,
    "access.may_invite_first_owner": DECIDES,
    "access.require": DECIDES,
    "access.role": DECIDES,
    "access.sight": DECIDES,
    "access.signed_in": DECIDES,
    "access.unlimited": DECIDES,
    "results.across.of_assessment": OF_A_VIEW,
    "api.keys.due_to_note": AFTER_ASKING,
    "api.keys.note_use": AFTER_ASKING,
    "api.keys.opened_by": BEFORE_ANYONE,
    "results.target_history.carry_over": AFTER_ASKING,
    "assessments.answers.view": AFTER_ASKING,
    "assessments.assessments.known_modules": PLAIN,
    "assessments.assignments.address": OF_THE_INSTALLATION,
    "assessments.assignments.carry_over": AFTER_ASKING,
    "audit.record": AFTER_ASKING,
    "forms.handing_out.file_name": OF_A_VIEW,
    "forms.handing_out.of_assessment": OF_A_VIEW,
    "forms.handing_out.only_documents": OF_A_VIEW,
    "forms.handing_out.render": OF_A_VIEW,
    "own.composing.compose": AFTER_ASKING,
    "own.composing.refuse_altered": AFTER_ASKING,
    "own.composing.refuse_other": AFTER_ASKING,
    "own.composing.reread": AFTER_ASKING,
    "own.composing.settle": AFTER_ASKING,
    "own.composing.whole_of": AFTER_ASKING,
    "own.composing.with_frameworks": AFTER_ASKING,
    "comparison.others.about": OF_A_VIEW,
    "comparison.others.view_of": "asks through comparison.read",
    "comparison.sources.*": AFTER_ASKING,
    "assessments.content.this_year": PLAIN,
    "comparison.contributions.keep": AFTER_ASKING,
    "comparison.contributions.layout_of": PLAIN,
    "comparison.contributions.packed": PLAIN,
    "comparison.contributions.unpacked": PLAIN,
    "own.drafts.*": PLAIN,
    "assessments.earlier.*": AFTER_ASKING,
    "people.emails.*": PLAIN,
    "assessments.evidence.authors": AFTER_ASKING,
    "assessments.evidence.checkable": AFTER_ASKING,
    "assessments.evidence.evidence_status": PLAIN,
    "assessments.evidence.may_check": AFTER_ASKING,
    "assessments.example.assessment": "is the same invented one for everyone",
    "example.told.*": PLAIN,
    "example.koncern.*": OF_THE_MACHINE,
    "example.levels.*": PLAIN,
    "example.others.*": OF_THE_MACHINE,
    "example.plan.*": OF_THE_MACHINE,
    "example.rows.*": OF_THE_MACHINE,
    "example.world.*": OF_THE_MACHINE,
    "exchange.checks.*": OF_A_FILE,
    "exchange.file.*": OF_A_FILE,
    "exchange.key.*": OF_THE_MACHINE,
    "people.provider.*": BEFORE_ANYONE,
    "people.password_links.*": BEFORE_ANYONE,
    "forms.read": OF_A_FILE,
    "forms.origin.*": OF_A_FILE,
    "forms.sheet.*": OF_A_FILE,
    "forms.text.*": OF_A_FILE,
    "forms.workbook.*": OF_A_FILE,
    "installation.health.*": OF_THE_INSTALLATION,
    "people.invitations.email_address": PLAIN,
    "people.invitations.whole": OF_THE_INSTALLATION,
    "people.accepting.administrator": OF_THE_MACHINE,
    "people.accepting.administrator_with_password": OF_THE_MACHINE,
    "people.accepting.admit": AFTER_ASKING,
    "people.password_links.choose_password": BEFORE_ANYONE,
    "people.accepting.look": BEFORE_ANYONE,
    "people.password_links.may_choose_password": BEFORE_ANYONE,
    "people.accepting.new_person": AFTER_ASKING,
    "people.password_links.password_link": OF_THE_MACHINE,
    "people.accepting.take_up": AFTER_ASKING,
    "people.accepting.with_new_account": BEFORE_ANYONE,
    "installation.keys.*": OF_THE_INSTALLATION,
    "units.tree.of_organisation": AFTER_ASKING,
    "units.tree.standing_of": PLAIN,
    "comparison.matrix.of_rows": AFTER_ASKING,
    "installation.limits.api": "counts a program's calls before anything is read",
    "installation.limits.api_caller": BEFORE_ANYONE,
    "installation.limits.api_wrong_key": BEFORE_ANYONE,
    "installation.limits.export": "counts an actor's files before anything is read",
    "people.links.known": BEFORE_ANYONE,
    "people.links.open_link": BEFORE_ANYONE,
    "people.links.use": AFTER_ASKING,
    "people.sign_in.*": BEFORE_ANYONE,
    "organisations.logo.*": OF_A_FILE,
    "organisations.branding.contrast_with_white": PLAIN,
    "organisations.branding.readable": PLAIN,
    "people.mail.*": AFTER_ASKING,
    "installation.metrics.*": OF_THE_INSTALLATION,
    "people.members.*": AFTER_ASKING,
    "organisations.organisations.view": AFTER_ASKING,
    "own.content.as_file": AFTER_ASKING,
    "own.content.view": AFTER_ASKING,
    "own.in_use.is_key": PLAIN,
    "own.in_use.weight_of": PLAIN,
    "people.passwords.*": PLAIN,
    "assessments.perspective.*": PLAIN,
    "results.perspectives.compare": OF_A_VIEW,
    "days.*": PLAIN,
    "plan.reading.*": AFTER_ASKING,
    "reports.published.*": OF_A_VIEW,
    "reports.sections.over_time.tables": AFTER_ASKING,
    "reports.sections.perspectives.*": OF_A_VIEW,
    "reports.sections.plan.actions": AFTER_ASKING,
    "reports.rendering.*": OF_A_VIEW,
    "reports.cover.cover": OF_A_VIEW,
    "reports.cover.look": OF_A_VIEW,
    "results.results.of_assessment": OF_A_VIEW,
    "organisations.retention.later": PLAIN,
    "workshop.room.*": OF_THE_INSTALLATION,
    "units.shared_answers.deviations": AFTER_ASKING,
    "units.shared_answers.for_group": PLAIN,
    "units.shared_answers.handed_in_at": AFTER_ASKING,
    "units.shared_answers.of_round": AFTER_ASKING,
    "units.shared_answers.open_deviations": AFTER_ASKING,
    "units.shared_answers.refuse_unexplained": AFTER_ASKING,
    "units.shared_answers.standing": AFTER_ASKING,
    "authoring.scoring.*": OF_THE_MACHINE,
    "people.second_factor.clear": AFTER_ASKING,
    "people.second_factor.pass_with": BEFORE_ANYONE,
    "people.second_factor.turn_off": OWN_SESSIONS,
    "people.sign_in.actor_of": BEFORE_ANYONE,
    "people.sign_in.awaiting_code": BEFORE_ANYONE,
    "people.sign_in.begin": BEFORE_ANYONE,
    "people.sign_in.change_password": OWN_SESSIONS,
    "people.sign_in.sign_in": BEFORE_ANYONE,
    "people.sign_in.sign_out": BEFORE_ANYONE,
    "people.sign_in.touch": AFTER_ASKING,
    "people.sign_in.used": AFTER_ASKING,
    "comparison.consent.known_by_name": AFTER_ASKING,
    "comparison.consent.participation": AFTER_ASKING,
    "comparison.snapshot_read.*": AFTER_ASKING,
    "comparison.snapshot_rows.*": OF_A_VIEW,
    "installation.storage.*": OF_THE_MACHINE,
    "assessments.making.*": AFTER_ASKING,
    "assessments.opening.passed": DECIDES,
    "assessments.opening.refuse_example": PLAIN,
    "assessments.submissions.*": AFTER_ASKING,
    "results.what_if.*": OF_A_VIEW,
    "archive.reading.examine": OF_A_FILE,
    "archive.checks.*": OF_A_FILE,
    "archive.faults.*": OF_A_FILE,
    "archive.checks_plan.*": OF_A_FILE,
    "archive.reading.*": OF_A_FILE,
    "shapes.*": OF_A_FILE,
    "archive.writing.file_name": PLAIN,
    "managers.managers.enough": PLAIN,
    "managers.managers.rated": PLAIN,
    "managers.managers.scale": PLAIN,
    "managers.answering.*": "a manager without an account: the code says what it opens",
    "archive.workshop.*": OF_A_FILE,
    "archive.zip.*": OF_A_FILE,
    "text.*": PLAIN,
    "installation.throttle.*": BEFORE_ANYONE,
    "authoring.validation.*": OF_THE_MACHINE,
    "authoring.versions.*": OF_THE_MACHINE,
    "upkeep.warm_up": OF_THE_MACHINE,
    "workshop.codes.*": PLAIN,
    "workshop.stages.*": PLAIN,
    "workshop.deciding.needs_rationale": OF_A_VIEW,
    "workshop.leading.may_decide": AFTER_ASKING,
    "workshop.leading.move": AFTER_ASKING,
    "workshop.leading.seconds_until": PLAIN,
    "workshop.minutes.render": OF_A_VIEW,
    "workshop.votes.of_items": AFTER_ASKING,
    "workshop.votes.suggested": OF_A_VIEW,
    "workshop.voting.*": "a participant without an account: the code, or what the phone was given, says who",
    "workshop.workshops.existing": AFTER_ASKING,
    "workshop.workshops.standing": AFTER_ASKING,
}


def excused(name: str, function: Callable[..., Any]) -> bool:
    """Whether a function is on the list of those that ask for no permission."""
    return excuse(name, function) is not None


def excuse(name: str, function: Callable[..., Any]) -> str | None:
    """The entry that excuses a function; None when there is none."""
    if name in WITHOUT_ACTOR:
        return name
    whole = f"{name.rpartition('.')[0]}.*"
    return (
        whole if whole in WITHOUT_ACTOR and "actor" not in signature(function).parameters else None
    )


def takes_an_actor(function: Callable[..., Any]) -> bool:
    """Whether the session and the actor come first, as they do in every service."""
    return list(signature(function).parameters)[:2] == ["session", "actor"]
