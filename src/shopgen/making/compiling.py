"""What Jinja compiles of a theme's templates: loops and joins are counted, and pieces side by side leave as one text.

Jinja itself yields each piece alone, through the generators of all blocks, parents and includes around it, and asks the
sandbox about each attribute, where here a look at the type tells that a whole way of them is safe. What is written is
the same: a property test holds both together.
"""

from collections.abc import Iterator
from keyword import iskeyword
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame

PIECES = 64
"""So many values leave as one text at most: all of them are in memory before they are measured."""
SHORT_TEXT = 200
"""A text as short as this need not be measured alone, however much of it is escaped."""

_Constants = list[str]

_COMMON = """
undefined = environment.undefined
cond_expr_undefined = Undefined
concat = environment.concat
call = environment.call
counted = environment.counted
joined = environment.joined
read = environment.read
shown = environment.shown
escaped = environment.escaped
"""
"""What all functions of a template use, found once when it is loaded."""


class ThemeCodeGenerator(CodeGenerator):
    """Compiles for an environment with the members that are named here."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        self._ways: dict[tuple[str, ...], str] = {}
        _count(node)
        super().visit_Template(node, frame)
        for line in _COMMON.strip().split("\n"):
            self.writeline(line)
        for names, way in self._ways.items():
            self.writeline(f"{way} = environment.way{names}")

    def write_commons(self) -> None:
        self.writeline("resolve = context.resolve_or_missing")
        self.writeline("if 0: yield None")  # makes a generator of what writes nothing

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        """All names side by side at once, where the type of the first value says that they may be read."""
        start, names = _way(node)
        if not all(map(_is_plain, names)):
            super().visit_Getattr(node, frame)
            return
        way = self._ways.setdefault(names, f"way_{len(self._ways)}")
        self.write(f"(value.{'.'.join(names)} if {way}[type(value := ")
        self.visit(start, frame)
        self.write(f")] else read(value, {names}))")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        """Without the variables of the loop and block around it: nothing that a template can call takes a context."""
        if isinstance(node.node, nodes.EnvironmentAttribute):
            self.write(f"{node.node.name}(")
            for argument in node.args:
                self.visit(argument, frame)
                self.write(", ")
        else:
            self.write("call(context, ")
            self.visit(node.node, frame)
            self.signature(node, frame, {"caller": "caller"} if forward_caller else None)
        self.write(")")

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802
        if frame.buffer is not None:  # a list that is joined and measured when it is whole
            super().visit_Output(node, frame)
            return
        if frame.require_output_check:
            if self.has_known_extends:
                return
            self.writeline("if parent_template is None:")
            self.indent()
        for pieces in _grouped(self._pieces(node, frame)):
            self._write_pieces(pieces, frame)
        if frame.require_output_check:
            self.outdent()

    def _pieces(self, node: nodes.Output, frame: Frame) -> Iterator[_Constants | nodes.Expr]:
        """The values of an output with the constants between them, each as long as can be."""
        constants: _Constants = []
        for child in node.nodes:
            try:
                constants.append(self._output_child_to_const(child, frame, self._make_finalize()))
            except Exception:  # no constant, or one whose error is to be told when the page is made
                if constants:
                    yield constants
                constants = []
                yield child
        if constants:
            yield constants

    def _write_pieces(self, pieces: list[_Constants | nodes.Expr], frame: Frame) -> None:
        """One `yield`. Each value has a line of its own, by which an error in it finds the template's."""
        first = next((piece for piece in pieces if isinstance(piece, nodes.Expr)), None)
        self.writeline("yield ", first)
        if len(pieces) == 1:
            self._write_piece(pieces[0], frame)
            return
        self.write('"".join((')
        for piece in pieces:
            self.newline(piece if isinstance(piece, nodes.Expr) else None)
            self._write_piece(piece, frame)
            self.write(",")
        self.write("))")

    def _write_piece(self, piece: _Constants | nodes.Expr, frame: Frame) -> None:
        if isinstance(piece, list):
            self.write(self._output_const_repr(piece))
            return
        self._output_child_pre(piece, frame, self._make_finalize())
        self.visit(piece, frame)
        self._output_child_post(piece, frame, self._make_finalize())

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        before, _ = _around(node, frame)
        self.write(before)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        _, after = _around(node, frame)
        self.write(after)


def _around(node: nodes.Expr, frame: Frame) -> tuple[str, str]:
    """The code before and after that of a value which makes text of it."""
    shown = "shown" if frame.buffer is None else "environment.kept"
    if frame.eval_ctx.volatile:
        return f"({shown} if context.eval_ctx.autoescape else environment.plain)(", ")"
    if not frame.eval_ctx.autoescape:
        return "environment.plain(", ")"
    if frame.buffer is not None or isinstance(node, nodes.Filter):
        return f"{shown}(", ")"
    return "(escaped(value) if type(value := ", f") is str and len(value) <= {SHORT_TEXT} else shown(value))"


def _way(node: nodes.Getattr) -> tuple[nodes.Expr, tuple[str, ...]]:
    """The value that attributes side by side begin with, and their names in the order in which they are read."""
    names: list[str] = []
    start: nodes.Expr = node
    while isinstance(start, nodes.Getattr):
        names.append(start.attr)
        start = start.node
    return start, tuple(reversed(names))


def _is_plain(name: str) -> bool:
    return not name.startswith("_") and not iskeyword(name)


def _grouped(pieces: Iterator[_Constants | nodes.Expr]) -> Iterator[list[_Constants | nodes.Expr]]:
    group: list[_Constants | nodes.Expr] = []
    for piece in pieces:
        group.append(piece)
        if len(group) == PIECES:
            yield group
            group = []
    if group:
        yield group


def _count(node: nodes.Node) -> None:
    """Puts the environment's own functions into all loops and joins below `node`."""
    for name, value in list(node.iter_fields()):
        if isinstance(value, nodes.Node):
            setattr(node, name, _counted(value))
        elif isinstance(value, list):
            setattr(node, name, [_counted(each) if isinstance(each, nodes.Node) else each for each in value])


def _counted(node: nodes.Node) -> nodes.Node:
    _count(node)
    if isinstance(node, nodes.For):
        node.iter = _called("counted", [node.iter])
    return _called("joined", node.nodes) if isinstance(node, nodes.Concat) else node


def _called(name: str, arguments: list[Any]) -> nodes.Call:
    line = arguments[0].lineno
    method = nodes.EnvironmentAttribute(name, lineno=line)
    return nodes.Call(method, arguments, [], None, None, lineno=line)
