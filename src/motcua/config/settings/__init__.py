"""Settings: `base` for every deployment, `test` for the suite, one module per integration."""
