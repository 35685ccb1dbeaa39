"""How days and times are written, per language; Django looks here first."""
