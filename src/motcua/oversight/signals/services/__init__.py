"""What changes about signals: reading events, raising, saying."""
