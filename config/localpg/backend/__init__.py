"""Django's PostgreSQL backend, which starts the checkout's own server on first use."""
