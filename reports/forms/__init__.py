"""Forms of what HR and administrators bring in and decide."""
