"""What is changed in the tree of a template before it is compiled.

Loops and joins are counted, and what is written on a condition becomes a piece of the text around it: an `If` among the
nodes of an `Output`.
"""

from collections.abc import Iterator
from typing import Any

from jinja2 import nodes

PIECES = 64
"""So many values leave as one text at most: all of them are in memory before they are measured."""


def prepare(node: nodes.Node) -> None:
    """Changes all that is below `node`."""
    for name, value in list(node.iter_fields()):
        if isinstance(value, nodes.Node):
            setattr(node, name, _counted(value))
        elif isinstance(value, list):
            items = [_counted(each) if isinstance(each, nodes.Node) else each for each in value]
            setattr(node, name, items if name == "elif_" else _gathered(items))


def imports(template: nodes.Template) -> tuple[str, ...] | None:
    """What is imported with the context; None when a template may see all of the context, or import anything."""
    names: list[str] = []
    for node in _below(template):
        if isinstance(node, nodes.Include | nodes.Extends | nodes.Block):
            return None
        if isinstance(node, nodes.Import | nodes.FromImport) and node.with_context:
            if not isinstance(node.template, nodes.Const) or not isinstance(node.template.value, str):
                return None
            names.append(node.template.value)
    return tuple(names)


def _below(node: nodes.Node) -> Iterator[nodes.Node]:
    for child in node.iter_child_nodes():
        yield child
        yield from _below(child)


def weight(piece: Any) -> int:
    """How many values a piece of a text may hold."""
    if isinstance(piece, nodes.Output):
        return sum(map(weight, piece.nodes))
    if isinstance(piece, nodes.If):
        return sum(map(weight, (*piece.body, *piece.elif_, *piece.else_)))
    return 1


def scattered(output: nodes.Output) -> Iterator[nodes.Output | nodes.If]:
    """What was gathered, as it stood in the template."""
    together: list[nodes.Expr] = []
    for piece in output.nodes:
        if not isinstance(piece, nodes.If):
            together.append(piece)
            continue
        if together:
            yield nodes.Output(together, lineno=together[0].lineno)
        yield piece
        together = []
    if together:
        yield nodes.Output(together, lineno=together[0].lineno)


def _gathered(items: list[Any]) -> list[Any]:
    """Statements, with those side by side together that do nothing but write."""
    gathered: list[Any] = []
    for item in items:
        if not _only_writes(item):
            gathered.append(item)
            continue
        if not gathered or not isinstance(gathered[-1], nodes.Output):
            gathered.append(nodes.Output([], lineno=item.lineno))
        gathered[-1].nodes.extend(item.nodes if isinstance(item, nodes.Output) else [item])
    return gathered


def _only_writes(statement: Any) -> bool:
    if isinstance(statement, nodes.If):
        inner = (*statement.body, *statement.elif_, *statement.else_)
        return all(map(_only_writes, inner)) and weight(statement) <= PIECES
    return isinstance(statement, nodes.Output)


def _counted(node: nodes.Node) -> nodes.Node:
    prepare(node)
    if isinstance(node, nodes.For):
        node.iter = _called("counted", [node.iter])
    return _called("joined", node.nodes) if isinstance(node, nodes.Concat) else node


def _called(name: str, arguments: list[Any]) -> nodes.Call:
    line = arguments[0].lineno
    method = nodes.EnvironmentAttribute(name, lineno=line)
    return nodes.Call(method, arguments, [], None, None, lineno=line)
