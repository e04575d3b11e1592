"""Exchange: messages to and from other systems."""
