"""Drills: processes are killed on purpose, and what people wrote is still there."""
