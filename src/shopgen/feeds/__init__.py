"""Documents that list the shop for machines: one module a format, each a function from entries to bytes."""
