"""Contacts as exposure, frozen reports of closed months, cards of patterns, and roll-ups."""

from reports.models.cards import CardMessage, CardStep, JoinedCard, PatternCard, PatternRun
from reports.models.contacts import (
    ContactFile,
    ContactIntake,
    ContactVolume,
    CustomerContacts,
)
from reports.models.monthly import MonthlyReport
from reports.models.rollups import (
    CustomerScore,
    DaySeverityChannel,
    MonthHour,
    MonthProduct,
    MonthProductBehaviour,
    MonthTeam,
    RollupState,
)
from reports.models.words import ReportWords, Subscription

__all__ = [
    "CardMessage",
    "CardStep",
    "ContactFile",
    "ContactIntake",
    "ContactVolume",
    "CustomerContacts",
    "CustomerScore",
    "DaySeverityChannel",
    "JoinedCard",
    "MonthHour",
    "MonthProduct",
    "MonthProductBehaviour",
    "MonthTeam",
    "MonthlyReport",
    "PatternCard",
    "PatternRun",
    "ReportWords",
    "RollupState",
    "Subscription",
]
