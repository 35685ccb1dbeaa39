"""The shape of the house, held by tests: sizes, access words, templates, names and tools."""
