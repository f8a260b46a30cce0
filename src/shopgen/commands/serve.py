"""`shopgen serve`"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from shopgen.commands.options import screen_options, shop_options

if TYPE_CHECKING:
    from pathlib import Path

    from shopgen.commands.screen import Screen
    from shopgen.commands.whereabouts import Whereabouts
    from shopgen.options import Options
    from shopgen.preview.answers import Answers, Tell

PORT = 8421
ERRORS = 1
THIS_COMPUTER = frozenset(("", "localhost", "127.0.0.1", "::1"))


@dataclass(frozen=True)
class Listening:
    """What the command line says of the preview's own affairs."""

    host: str
    port: int
    browse: bool
    poll: float | None
    reload: bool
    editor: str


@click.command("serve")
@shop_options
@click.option("-p", "--port", type=click.IntRange(1, 65535), default=PORT, show_default=True, help="Port to listen on.")
@click.option("--host", default="", help="Address to listen on for other devices, as 0.0.0.0; else only this computer.")
@click.option("--open", "browse", is_flag=True, help="Open the shop in a browser.")
@click.option("--poll", type=click.FloatRange(0.05), metavar="SECONDS", help="Look for changes; for network drives.")
@click.option("--no-reload", is_flag=True, help="Pages stay as they are until they are loaded again.")
@click.option(
    "--editor",
    envvar="SHOPGEN_EDITOR",
    default="vscode",
    show_default=True,
    metavar="NAME",
    help="Which editor the links of the preview open: a name, a pattern of addresses, or none.",
)
@screen_options
@click.pass_obj
def command(
    whereabouts: "Whereabouts", /, options: "Options", screen: "Screen", no_reload: bool, **listening: Any
) -> int:
    """Show the shop while you change it.

    Drafts, what is to be published later and what has expired are there too, and marked. Pages are made when they are
    asked for, and a browser that shows one follows every change. Only this computer can see it, unless --host says
    otherwise.
    """
    from contextlib import suppress

    from msgspec.structs import replace

    from shopgen.commands.mishaps import explain
    from shopgen.commands.options import is_clock_set, now
    from shopgen.commands.screen import is_shop
    from shopgen.core.failures import BusyFailure
    from shopgen.preview.answers import Answers
    from shopgen.session import Session

    if not is_shop(options.root, screen):
        return ERRORS
    session = Session(replace(options, is_preview=True))
    tell = _teller(screen, options.root)
    words = lambda problem: ": ".join(explain(problem, (), whereabouts))  # noqa: E731
    answers = Answers(session, tell, words, None if is_clock_set() else now)
    try:
        _serve(answers, screen, options, Listening(reload=not no_reload, **listening))
    finally:
        with suppress(BusyFailure):  # it only remembers; a build that goes on for long is not to be waited for
            answers.save()
    return 0


def _serve(answers: "Answers", screen: "Screen", options: "Options", wanted: Listening) -> None:
    """Answers and follows changes until the process is told to end."""
    from shopgen.preview.app import application
    from shopgen.preview.changes import Changes
    from shopgen.preview.editor import editor
    from shopgen.preview.places import Places
    from shopgen.preview.reload import Browsers
    from shopgen.preview.serve import Server, listen
    from shopgen.preview.watch import Watch

    places, browsers = Places(options, editor(wanted.editor)), Browsers()
    changes = Changes(answers, browsers.tell)
    listening = listen(wanted.host, wanted.port, screen.say)
    port, prefix = listening[0].getsockname()[1], answers.prefix()  # planned before any thread: reading may fork
    app = application(answers, browsers, places, wanted.host, wanted.reload)
    watch = Watch(options.root, changes.put, wanted.poll)
    watch.start()
    changes.start()
    changes.put_all()
    try:
        Server(app, browsers, lambda: _welcome(screen, wanted, port, prefix)).run(listening)
    finally:
        watch.stop()
        changes.stop()


def _welcome(screen: "Screen", wanted: Listening, port: int, prefix: str) -> None:
    from shopgen.preview.serve import address, address_for_others

    shown = address(wanted.host, port, prefix)
    screen.say(f"The shop is at {shown} (Ctrl-C ends it)")
    if wanted.host not in THIS_COMPUTER:
        _invite(screen, address_for_others(wanted.host, port, prefix))
    if wanted.browse:
        import webbrowser

        webbrowser.open(shown)


def _invite(screen: "Screen", shown: str) -> None:
    """Warns that others can look, and shows the address to a phone."""
    from shopgen.preview import phone

    if not screen.talks:
        return
    warning = "everybody in this network can see the shop, and what is not published yet"
    screen.show([("warning: ", "bold yellow"), (warning, "")])
    if not shown:
        return
    screen.say(f"In this network it is at {shown}")
    if not screen.draws:
        return
    if not phone.can_draw():
        screen.say(f"For a code that the camera of a phone reads: {phone.INSTALL}")
        return
    for line in phone.code(shown):
        screen.show([(line, "bright_white on black")])


def _teller(screen: "Screen", root: "Path") -> "Tell":
    """Shows the findings of each plan that has others than the one before."""
    from shopgen.core.diagnostics import Diagnostic
    from shopgen.planned import Planned
    from shopgen.session import Session

    last: tuple[Diagnostic, ...] = ()

    def tell(planned: Planned, session: Session) -> None:
        nonlocal last
        if planned.findings == last:
            return
        had_errors = any(finding.is_error for finding in last)
        last = planned.findings
        screen.findings(last, session.source_text, root)
        if had_errors and not planned.has_errors:
            screen.say("The shop is in order again.")

    return tell
