"""Forms of the care pages: they validate and hand over, operations keep."""
