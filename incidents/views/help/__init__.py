"""Pages around a call for help."""
