"""Kernel: clock, errors, scope, events, outbox, jobs, audit. Knows no subject matter."""
