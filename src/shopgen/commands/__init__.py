"""One module a command, each with a click command named `command`; and what they share: options, screen, mishaps."""
