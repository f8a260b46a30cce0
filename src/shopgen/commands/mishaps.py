"""What is said when something outside a shop stops a run: the system refused, or shopgen has a bug."""

from collections.abc import Sequence

from shopgen.commands.refusals import explain_system_error
from shopgen.commands.whereabouts import Whereabouts


def explain(problem: Exception, arguments: Sequence[str], whereabouts: Whereabouts) -> tuple[str, str]:
    """Message and hint for what is no Failure: something that the system refused, or else a bug."""
    if isinstance(problem, OSError):
        return explain_system_error(problem)
    from shopgen.commands.crashes import report_crash

    return report_crash(problem, arguments, whereabouts)
