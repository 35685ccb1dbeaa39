"""Counting reports: our roll-ups beside DuckDB and the ORM as one writes it first."""
