"""One module per subcommand of `motcua`; each offers `command`, a click command or group."""
