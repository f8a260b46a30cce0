"""What each kind of page is made of: one module a kind, each with a function that adds its jobs to the draft."""
