"""Ways to buy: one module a member, each with its `Options` and a function `offer`."""
