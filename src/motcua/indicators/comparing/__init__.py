"""Units beside each other: what is compared, among whom, and when a difference is named."""
