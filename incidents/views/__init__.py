"""Pages of the facts: the report form, details, answers, customers."""
