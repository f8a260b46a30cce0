"""How much YAML is read, and which words mean that there is no value."""

MAX_CHARACTERS = 20_000_000
MAX_SCALAR = 5_000_000
MAX_DEPTH = 64
MAX_NODES = 100_000
MAX_ALIASES = 1_000
MAX_MERGES = 32
# aliases count as the nodes that they repeat; their characters may be so many times those of the document
MAX_EXPANSION = 10
# a short document may repeat more: this many characters harm nobody
FREE_EXPANSION = 100_000
# libyaml compares each %TAG directive with all before it
MAX_DIRECTIVES = 32

NULLS = frozenset(("", "~", "null"))
