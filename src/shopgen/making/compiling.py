"""What Jinja compiles of a theme's templates: loops and joins are counted, and pieces side by side leave as one text.

Jinja itself yields each piece alone, through the generators of all blocks, parents and includes around it, and asks the
sandbox about each attribute, where here a look at the type tells that a whole way of them is safe. What is written is
the same: a property test holds both together.
"""

from collections.abc import Iterable, Iterator
from itertools import chain
from keyword import iskeyword
from typing import cast

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.idtracking import VAR_LOAD_RESOLVE

from shopgen.making.access import READABLE
from shopgen.making.trees import PIECES, imports, prepare, scattered, weight

SHORT_TEXT = 200
"""A text as short as this need not be measured alone, however much of it is escaped, and its methods are no steps."""

_Constants = list[str]
_Piece = _Constants | nodes.Expr | nodes.If

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
text_in_script = environment.text_in_script
"""
"""What all functions of a template use, found once when it is loaded."""


class ThemeCodeGenerator(CodeGenerator):
    """Compiles for an environment with the members that are named here."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        self._ways: dict[tuple[str, ...], str] = {}
        self._resolved: set[str] = set()
        prepare(node)
        super().visit_Template(node, frame)
        for line in _COMMON.strip().split("\n"):
            self.writeline(line)
        for names, way in self._ways.items():
            self.writeline(f"{way} = environment.way{names}")
        imported = imports(node)
        self.writeline(f"needs = {None if imported is None else (tuple(sorted(self._resolved)), imported)}")

    def enter_frame(self, frame: Frame) -> None:
        super().enter_frame(frame)
        loads = frame.symbols.loads.values()
        self._resolved.update(str(name) for action, name in loads if action == VAR_LOAD_RESOLVE)

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
            self.write(")")
        elif isinstance(node.node, nodes.Getattr) and _is_of_a_text(node) and not forward_caller:
            self._write_method(node, node.node, frame)
        else:
            self.write("call(context, ")
            self.visit(node.node, frame)
            self.signature(node, frame, {"caller": "caller"} if forward_caller else None)
            self.write(")")

    def _write_method(self, node: nodes.Call, method: nodes.Getattr, frame: Frame) -> None:
        """A method of a short text at once; of any other value as ever."""
        self.write(f"(value.{method.attr}(")
        for argument in node.args:
            self.visit(argument, frame)
            self.write(", ")
        self.write(") if type(value := ")
        self.visit(method.node, frame)
        self.write(f") is str and len(value) <= {SHORT_TEXT} else call(context, read(value, ({method.attr!r},))")
        self.signature(node, frame)
        self.write("))")

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802
        if frame.buffer is None and not frame.require_output_check:
            self._write_output(node, frame)
            return
        for statement in scattered(node):
            if isinstance(statement, nodes.If):
                self.visit(statement, frame)
            elif frame.buffer is not None:  # a list that is joined and measured when it is whole
                super().visit_Output(statement, frame)
            elif not self.has_known_extends:
                self.writeline("if parent_template is None:")
                self.indent()
                self._write_output(statement, frame)
                self.outdent()

    def _write_output(self, node: nodes.Output, frame: Frame) -> None:
        """A `yield` for so many pieces as may leave as one text."""
        for pieces in _grouped(self._pieces(node.nodes, frame)):
            self.writeline("yield ", next((piece for piece in pieces if isinstance(piece, nodes.Node)), None))
            self._write_joined(pieces, frame)

    def _pieces(self, children: Iterable[nodes.Expr | nodes.If], frame: Frame) -> Iterator[_Piece]:
        """The values of an output with the constants between them, each as long as can be."""
        constants: _Constants = []
        for child in children:
            try:
                constants.append(self._output_child_to_const(child, frame, self._make_finalize()))  # type: ignore[arg-type]
            except Exception:  # no constant, or one whose error is to be told when the page is made
                if constants:
                    yield constants
                constants = []
                yield child
        if constants:
            yield constants

    def _write_joined(self, pieces: list[_Piece], frame: Frame) -> None:
        """Each value has a line of its own, by which an error in it finds the template's."""
        if len(pieces) == 1:
            self._write_piece(pieces[0], frame)
            return
        self.write('"".join((')
        for piece in pieces:
            self.newline(piece if isinstance(piece, nodes.Node) else None)
            self._write_piece(piece, frame)
            self.write(",")
        self.write("))")

    def _write_piece(self, piece: _Piece, frame: Frame) -> None:
        if isinstance(piece, list):
            self.write(self._output_const_repr(piece))
        elif isinstance(piece, nodes.If):
            self._write_condition(piece, frame.soft())
        else:
            self._write_shown(piece, frame)

    def _write_condition(self, node: nodes.If, frame: Frame) -> None:
        """What is written on a condition, as one value."""
        self.write("(")
        for branch in (node, *node.elif_):
            self._write_branch(cast(list[nodes.Output], branch.body), frame)
            self.newline(branch)
            self.write(" if ")
            self.visit(branch.test, frame)
            self.write(" else ")
        self._write_branch(cast(list[nodes.Output], node.else_), frame)
        self.write(")")

    def _write_branch(self, body: list[nodes.Output], frame: Frame) -> None:
        pieces = list(self._pieces(chain.from_iterable(output.nodes for output in body), frame))
        if len(pieces) == 1 and isinstance(pieces[0], nodes.Node):
            self.newline(pieces[0])
        self._write_joined(pieces or [[""]], frame)

    def _write_shown(self, node: nodes.Expr, frame: Frame) -> None:
        """What makes text of a value: at once of a short text, of any other value as ever."""
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            self._output_child_pre(node, frame, self._make_finalize())
            self.visit(node, frame)
            self._output_child_post(node, frame, self._make_finalize())
            return
        json = _given_to_json(node)
        self.write(f"({'escaped' if json is None else 'text_in_script'}(value) if type(value := ")
        self.visit(node if json is None else json, frame)
        other = "value" if json is None else f"{self.filters['tojson']}(value)"
        self.write(f") is str and len(value) <= {SHORT_TEXT} else shown({other}))")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        shown = "shown" if frame.buffer is None else "environment.kept"
        if frame.eval_ctx.volatile:
            self.write(f"({shown} if context.eval_ctx.autoescape else environment.plain)(")
        else:
            self.write(f"{shown}(" if frame.eval_ctx.autoescape else "environment.plain(")


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


def _given_to_json(node: nodes.Expr) -> nodes.Expr | None:
    """The value that the filter `tojson` gets alone; None where `node` is anything else."""
    if not isinstance(node, nodes.Filter) or node.name != "tojson":
        return None
    return None if node.args or node.kwargs or node.dyn_args or node.dyn_kwargs else node.node


def _is_of_a_text(call: nodes.Call) -> bool:
    """Whether a call takes no time and makes nothing large if it is a method of a short text."""
    if not isinstance(call.node, nodes.Getattr) or call.kwargs or call.dyn_args or call.dyn_kwargs:
        return False
    given = [argument.value if isinstance(argument, nodes.Const) else None for argument in call.args]
    return call.node.attr in READABLE[str] and all(type(one) is str and len(one) <= SHORT_TEXT for one in given)


def _grouped(pieces: Iterator[_Piece]) -> Iterator[list[_Piece]]:
    group: list[_Piece] = []
    for piece in pieces:
        if group and sum(map(weight, group)) + weight(piece) > PIECES:
            yield group
            group = []
        group.append(piece)
    if group:
        yield group
