"""Pages: fetch what is visible, ask a predicate, call one operation, answer."""
