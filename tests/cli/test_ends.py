"""Every way in which a run can end: a message, a hint, an exit code, never a traceback."""

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from shopgen.commands.crashes import without_secrets
from shopgen.commands.refusals import explain_system_error
from shopgen.core import failures
from shopgen.session import Session
from support.processes import Work, ended, start


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["biuld"], "Error: there is no command `biuld`. Did you mean `build`?\n"),
        (["frobnicate"], "Error: there is no command `frobnicate`.\n"),
        (["build", "--dratfs"], "Error: No such option '--dratfs'."),
        (["build", "--format", "xml"], "Error: Invalid value for '--format'"),
        (["build", "--jobs", "0"], "Error: Invalid value for '--jobs'"),
        (["build", "extra"], "Error: Got unexpected extra argument (extra)\n"),
        (
            ["build", "-s", "nowhere"],
            "shopgen: there is no folder `nowhere`\n    hint: name the shop's folder with --source\n",
        ),
        (["build", "-b", "glinka.example"], "shopgen: `glinka.example` is not the address of a shop\n"),
        (["check", "--clock", "tomorrow"], "shopgen: `tomorrow` is not a moment\n    hint: write it as 2026-12-01"),
        (["build", "-d", "."], "is or holds the shop itself\n"),
        (["new", "."], "shopgen: there is something in `.` already\n    hint: choose a new name or an empty folder\n"),
        (["new", "a", "--currency", "EURO"], "shopgen: `EURO` is not a currency\n"),
        (["new", "a", "--language", "English"], "shopgen: `English` is not a language tag\n"),
    ],
)
def test_wrong_usage_is_2(shop, shopgen, arguments: list[str], message: str) -> None:
    done = shopgen(*arguments)
    assert done.code == 2
    assert message in done.err
    assert done.out == ""


@pytest.mark.parametrize(
    ("failure", "code"),
    [
        (failures.FindingsFailure, 1),
        (failures.UsageFailure, 2),
        (failures.EnvironmentFailure, 3),
        (failures.NetworkFailure, 4),
        (failures.BusyFailure, 75),
    ],
)
def test_a_failure_is_its_message_and_its_code(shop, shopgen, monkeypatch, failure, code: int) -> None:
    def plan(session: Session) -> None:
        raise failure("it cannot be", "do\nthis")

    monkeypatch.setattr(Session, "plan", plan)
    done = shopgen("check")
    assert (done.code, done.out, done.err) == (code, "", "shopgen: it cannot be\n    hint: do\\x0athis\n")


@pytest.mark.parametrize(
    ("number", "advice"),
    [
        (errno.ENOSPC, "the disk is full: make room and run again"),
        (errno.EACCES, "check who owns it and whether you may read and write it"),
        (errno.EROFS, "it is on a read-only file system: choose another folder with --destination or --cache-dir"),
        (errno.EMFILE, "too many files are open: run with fewer --jobs, or raise the limit (`ulimit -n`)"),
        (errno.EBADF, "check the disk and the permissions, then run again"),
    ],
)
def test_what_the_system_refuses_is_3_with_the_path_and_what_to_do(
    shop, shopgen, monkeypatch, number: int, advice: str
) -> None:
    problem = OSError(number, os.strerror(number), "public/index.html")

    def plan(session: Session) -> None:
        raise problem

    monkeypatch.setattr(Session, "plan", plan)
    done = shopgen("check")
    reason = os.strerror(number).lower()
    assert (done.code, done.out, done.err) == (3, "", f"shopgen: public/index.html: {reason}\n    hint: {advice}\n")


def test_a_failing_rename_names_where_it_was_to_go() -> None:
    assert explain_system_error(OSError(errno.EACCES, "Denied", "a.tmp", None, b"b.html"))[0] == "b.html: denied"


def test_a_bug_is_70_with_its_details_in_a_file_without_secrets(shop, shopgen, monkeypatch) -> None:
    monkeypatch.setenv("STRIPE_SECRET_KEY", "a-very-secret-value")
    monkeypatch.setenv("HOME", str(shop.parent))

    def plan(session: Session) -> None:
        raise ZeroDivisionError(f"a-very-secret-value in {shop} with sk_live_51Habcdefghijk")

    monkeypatch.setattr(Session, "plan", plan)
    done = shopgen("check", "--base-url", "https://user:hunter2@shop.example/")
    assert (done.code, done.out) == (70, "")
    first, second = done.err.splitlines()
    assert first == "shopgen: this is a bug in shopgen (ZeroDivisionError)"
    file = Path(second.removeprefix("    hint: please report it with the details in "))
    assert file.parent == shop / ".shopgen"
    details = file.read_text("utf-8")
    assert "ZeroDivisionError: <STRIPE_SECRET_KEY> in ~/shop with <secret>\n" in details
    assert "check --base-url https://<secret>@shop.example/" in details
    assert str(shop.parent) not in details
    assert "hunter2" not in details


@pytest.mark.parametrize(
    "secret",
    [
        "sk_live_51Habcdefghijk",
        "rk_test_abcdefghijk",
        "whsec_abcdefghijkl",
        "AKIAIOSFODNN7EXAMPLE",
        "ghp_abcdefghijklmnopqrst",
        "-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----",
    ],
)
def test_what_looks_like_a_secret_is_cut_out(secret: str) -> None:
    assert without_secrets(f"before {secret} after") == "before <secret> after"


def test_a_reader_that_goes_away_is_no_error(shop) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-m", "shopgen", "schema"]
    writer = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert writer.stdout
    assert writer.stderr
    writer.stdout.close()
    assert writer.stderr.read() == b""
    writer.stderr.close()
    assert writer.wait(30) == 141


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="what processes work is looked up in /proc")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_preview_ends_after_two_seconds_of_work_at_most(shop, number: int, code: int) -> None:
    work = Work()
    preview = start("serve", "--port", "18421", variables={"PYTHONUNBUFFERED": "1"}, start_new_session=True)
    assert preview.stdout is not None
    while not preview.stdout.readline().startswith("The shop is at"):
        assert preview.poll() is None
    before = work.so_far(preview)
    preview.send_signal(number)
    ends, errors = ended(preview, 10)  # seconds: whoever follows a page is not waited for
    assert ends == code
    assert work.in_all() - before < 2
    assert errors.strip() in {"", "shopgen: interrupted"}


def test_an_encoding_that_lacks_a_character_shows_an_escape(shop, process) -> None:
    mug = shop / "catalog" / "mugs" / "blue.yaml"
    mug.write_text(mug.read_text("utf-8").replace("price: 24", "prise: 中文"), "utf-8")
    done = process("check", PYTHONIOENCODING="cp1252")
    assert done.code == 1
    assert "    3 | prise: \\u4e2d\\u6587\n" in done.out
