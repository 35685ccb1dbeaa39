"""Pages for practising: the library, drafts and consent, sessions."""
