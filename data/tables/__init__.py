"""The tables. Columns only; what they mean to a person is decided in services/."""

from __future__ import annotations

from data.tables.assessments import Answer, AnswerEvent, Assessment, QuestionnaireBundle, Target
from data.tables.comparison import (
    Consent,
    Contribution,
    ContributionLayout,
    GoalHistogram,
    QuestionHistogram,
    Snapshot,
    SnapshotContribution,
)
from data.tables.exchange import ForeignHistogram, ForeignSnapshot, TrustedInstallation
from data.tables.installation import InstallationMark
from data.tables.managers import ManagersView
from data.tables.networks import Network, NetworkInvitation, NetworkMember
from data.tables.organisations import Organisation
from data.tables.own import OwnContent, OwnContentVersion
from data.tables.people import Attempt, AuditEvent, Invitation, Membership, SignIn, User
from data.tables.plan import Action, ActionEvent, Milestone, QuestionTarget, TargetEvent
from data.tables.reports import ApiKey, OrganisationLook, ReportCover
from data.tables.teamwork import Assignment, Presence, StatusEvent, Submission
from data.tables.units import Round, RoundAnswer, RoundDeviation, RoundUnit
from data.tables.workshop import Decision, ParkedIssue, Participant, Vote, Workshop, WorkshopItem

__all__ = [
    "Action",
    "ActionEvent",
    "Answer",
    "AnswerEvent",
    "ApiKey",
    "Assessment",
    "Assignment",
    "Attempt",
    "AuditEvent",
    "Consent",
    "Contribution",
    "ContributionLayout",
    "Decision",
    "ForeignHistogram",
    "ForeignSnapshot",
    "GoalHistogram",
    "InstallationMark",
    "Invitation",
    "ManagersView",
    "Membership",
    "Milestone",
    "Network",
    "NetworkInvitation",
    "NetworkMember",
    "Organisation",
    "OrganisationLook",
    "OwnContent",
    "OwnContentVersion",
    "ParkedIssue",
    "Participant",
    "Presence",
    "QuestionHistogram",
    "QuestionTarget",
    "QuestionnaireBundle",
    "ReportCover",
    "Round",
    "RoundAnswer",
    "RoundDeviation",
    "RoundUnit",
    "SignIn",
    "Snapshot",
    "SnapshotContribution",
    "StatusEvent",
    "Submission",
    "Target",
    "TargetEvent",
    "TrustedInstallation",
    "User",
    "Vote",
    "Workshop",
    "WorkshopItem",
]
