"""The signals, one module each."""
