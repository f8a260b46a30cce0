"""The command line: finds the command, and turns everything that can stop it into a message and an exit code."""

import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module
from types import FrameType
from typing import Any, NoReturn, TextIO

import click

from shopgen.commands.mishaps import explain
from shopgen.commands.whereabouts import Whereabouts
from shopgen.core.failures import Failure

COMMANDS = ("new", "build", "check", "why", "images", "serve", "schema", "clean", "version")
ALIASES = {"server": "serve"}

USAGE = 2
SYSTEM = 3
BUG = 70
INTERRUPTED = 130
READER_GONE = 141
TERMINATED = 143


class Verbs(click.Group):
    """Commands by name; a module of `shopgen.commands` is imported when its command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        name = ALIASES.get(cmd_name, cmd_name)
        if name not in COMMANDS:
            return None
        command: click.Command = import_module(f"shopgen.commands.{name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            raise click.UsageError(_no_such_command(args[0]), ctx)
        return super().resolve_command(ctx, args)


@click.group(
    cls=Verbs,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 fine, 1 errors in the shop, 2 wrong usage, 3 disk or permission, 4 network, 70 a bug in "
    "shopgen, 75 another run is at work, 130 interrupted.",
)
def shopgen() -> None:
    """Turns a folder of YAML products and Markdown news into a fast, correct, static shop."""


def main() -> NoReturn:
    """Runs the command line of this process and ends it."""
    signal.signal(signal.SIGTERM, _terminate)
    for stream in (sys.stdout, sys.stderr):
        _never_fail_on_a_character(stream)
    _end(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Runs one command and returns its exit code. Nothing but that comes out of it: every problem is a message."""
    whereabouts = Whereabouts()
    try:
        result = shopgen.main(list(arguments), prog_name="shopgen", standalone_mode=False, obj=whereabouts)
        sys.stdout.flush()
    except click.ClickException as problem:
        problem.show()
        return USAGE
    except (KeyboardInterrupt, click.Abort):
        return _say("interrupted", "", INTERRUPTED)
    except Failure as failure:
        return _say(failure.message, failure.hint, failure.exit_code)
    except BrokenPipeError:
        return _reader_is_gone()
    except SystemExit as end:
        # what click makes of a broken pipe; nothing else ends a run with 1 this way
        if end.code != 1:
            raise
        return _reader_is_gone()
    except Exception as problem:
        code = SYSTEM if isinstance(problem, OSError) else BUG
        return _say(*explain(problem, arguments, whereabouts), code)
    return result if isinstance(result, int) else 0


def _end(code: int) -> NoReturn:
    """Ends the process at once: Python would take a large shop apart piece by piece, and the person would wait."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


def _say(message: str, hint: str, code: int) -> int:
    from shopgen.report.safe import escaped

    click.echo(f"shopgen: {escaped(message)}", err=True)
    if hint:
        click.echo(f"    hint: {escaped(hint)}", err=True)
    return code


def _no_such_command(name: str) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name, (*COMMANDS, *ALIASES), 1)
    return f"there is no command `{name}`." + (f" Did you mean `{close[0]}`?" if close else "")


def _reader_is_gone() -> int:
    """Keeps Python from complaining about the closed pipe once more when it ends."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return READER_GONE


def _terminate(number: int, frame: FrameType | None) -> NoReturn:
    raise SystemExit(TERMINATED)


def _never_fail_on_a_character(stream: TextIO) -> None:
    """Characters that the stream's encoding lacks come out as escapes instead of ending the run."""
    reconfigure: Callable[..., Any] | None = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")
