"""Simulator of the national sign-in: a real OpenID Connect provider with sample persons."""
