"""Where a shop can be served from, and what each host needs: one module a member, each with a `HOST`."""
