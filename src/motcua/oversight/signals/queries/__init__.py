"""What others may ask about signals."""
