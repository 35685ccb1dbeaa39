"""Measurements of Luwte; nothing here is part of what runs."""
