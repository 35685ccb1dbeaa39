"""Pages of what HR reads."""
