"""Pages of the interface kit itself."""
