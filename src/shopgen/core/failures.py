"""Why a run stops, and with which exit code.

    Failure
    ├── FindingsFailure   1  the shop has errors; they are in the findings
    ├── UsageFailure      2  the command line asks for something that cannot be
    ├── EnvironmentFailure 3 disk, permission, a missing extra
    ├── NetworkFailure    4  another machine does not answer as it should
    └── BusyFailure      75  another run holds the lock

An exception outside this tree is a bug in shopgen (exit code 70); Ctrl-C is 130.
"""


class Failure(Exception):
    """Ends a run with a message for a person. `hint` says what to do next."""

    exit_code = 70

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class FindingsFailure(Failure):
    exit_code = 1


class UsageFailure(Failure):
    exit_code = 2


class EnvironmentFailure(Failure):
    exit_code = 3


class NetworkFailure(Failure):
    exit_code = 4


class BusyFailure(Failure):
    exit_code = 75
