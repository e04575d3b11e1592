"""Configuration: the only package that knows everything."""
