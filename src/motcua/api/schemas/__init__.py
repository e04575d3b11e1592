"""What goes in and out; input is strict, unknown fields are refused."""
