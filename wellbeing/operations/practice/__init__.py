"""Practising together: consent, drafts, publication and sessions."""

from wellbeing.operations.practice.library import stock_library

__all__ = ["stock_library"]
