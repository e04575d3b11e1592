"""A mail server (SMTP) on a port of its own, and a page of what reached it."""
