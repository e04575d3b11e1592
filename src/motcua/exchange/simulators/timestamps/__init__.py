"""A simulated time-stamp authority: speaks RFC 3161, and lies when told to."""
