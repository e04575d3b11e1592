"""Forms: what a procedure asks, as data."""
