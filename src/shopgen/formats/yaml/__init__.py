"""YAML in which every scalar is text: `plain` is fast and refuses what is unusual, `compose` knows places and reasons.

What both accept they read alike. The words `true`, `12` or `2024-01-01` mean something only to the schema.
"""

from shopgen.formats.yaml.compose import compose
from shopgen.formats.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode, locate
from shopgen.formats.yaml.plain import plain
from shopgen.formats.yaml.values import NotPlain, Plain

__all__ = [
    "MappingNode",
    "Node",
    "NotPlain",
    "Plain",
    "ScalarNode",
    "SequenceNode",
    "compose",
    "locate",
    "plain",
]
