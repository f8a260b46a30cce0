"""What Jinja compiles of a theme's templates: loops and joins are counted, and pieces side by side leave as one text.

Jinja itself yields each piece alone, through the generators of all blocks, parents and includes around it. What is
written is the same: a property test holds both together.
"""

from collections.abc import Iterator
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame

PIECES = 64
"""So many values leave as one text at most: all of them are in memory before they are measured."""

_Constants = list[str]


class ThemeCodeGenerator(CodeGenerator):
    """Compiles for an environment with the methods `counted`, `joined`, `shown`, `kept` and `plain`."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        _count(node)
        super().visit_Template(node, frame)

    def write_commons(self) -> None:
        super().write_commons()
        self.writeline("shown = environment.shown")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        """Without the variables of the loop and block around it: nothing that a template can call takes a context."""
        if isinstance(node.node, nodes.EnvironmentAttribute):
            self.write(f"environment.{node.node.name}(")
            for argument in node.args:
                self.visit(argument, frame)
                self.write(", ")
        else:
            self.write("environment.call(context, ")
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
        shown = "shown" if frame.buffer is None else "environment.kept"
        if frame.eval_ctx.volatile:
            self.write(f"({shown} if context.eval_ctx.autoescape else environment.plain)(")
        else:
            self.write(f"{shown}(" if frame.eval_ctx.autoescape else "environment.plain(")


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
