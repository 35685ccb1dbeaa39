"""Contacts as exposure, the frozen report of each closed month, and the cards of patterns."""

from reports.models.cards import CardMessage, CardStep, PatternCard, PatternRun
from reports.models.contacts import (
    ContactFile,
    ContactIntake,
    ContactVolume,
    CustomerContacts,
)
from reports.models.monthly import MonthlyReport

__all__ = [
    "CardMessage",
    "CardStep",
    "ContactFile",
    "ContactIntake",
    "ContactVolume",
    "CustomerContacts",
    "MonthlyReport",
    "PatternCard",
    "PatternRun",
]
