"""Makes what shopgen needs and runs it: two commands on a machine that has only Python and pip.

    python build.py                     builds the demo shop in this folder into public/
    python build.py serve               any other shopgen command goes the same way
    python build.py test [--all] ...    runs the whole suite, --all the nightly tests too; the rest goes to pytest

What is needed comes from the locks beside this file into `.venv`, which belongs to this script: it is made anew when
a lock or Python changed, and the installed package is replaced when its sources changed.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

OLDEST_PYTHON = (3, 11)
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "shopgen-stamp.json"
RUN_LOCK = ROOT / "requirements.lock"
TEST_LOCK = ROOT / "requirements-test.lock"
PACKAGE = (ROOT / "pyproject.toml", ROOT / "src", ROOT / "themes")
BROWSERS = ("chromium", "google-chrome")
STRANGERS = ("PYTHONPATH", "PYTHONHOME", "PIP_TARGET", "PIP_USER")  # would let other packages than the locked ones in
NO_ENVIRONMENT = 3
INTERRUPTED = 130


def say(message: str) -> None:
    print("build.py: " + message, file=sys.stderr, flush=True)


def stop(message: str) -> NoReturn:
    say(message)
    sys.exit(NO_ENVIRONMENT)


def environment(**extra: str) -> dict[str, str]:
    return {**{name: value for name, value in os.environ.items() if name not in STRANGERS}, **extra}


def step(what: str, *command: str) -> bool:
    """Run one quiet command; its output is shown only when it fails."""
    say(what)
    done = subprocess.run(
        command, env=environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if done.returncode:
        sys.stderr.write(done.stdout.decode(errors="replace"))
    return done.returncode == 0


def digest(*paths: Path) -> str:
    total = hashlib.sha256()
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and "__pycache__" not in file.parts:
                content = file.read_bytes()
                total.update(f"{file.relative_to(ROOT).as_posix()}\0{len(content)}\0".encode() + content)
    return total.hexdigest()


def read_stamp() -> dict[str, str]:
    try:
        return dict(json.loads(STAMP.read_text("utf-8")))
    except (OSError, TypeError, ValueError):
        return {}


def prepare(lock: Path) -> None:
    """Bring `.venv` to what the lock and the sources say; does nothing when it is there already."""
    wanted = {
        "made by": f"{sys.implementation.cache_tag} and {'uv' if shutil.which('uv') else 'pip'}",
        RUN_LOCK.name: digest(RUN_LOCK),
        TEST_LOCK.name: digest(TEST_LOCK),
        "package": digest(*PACKAGE),
    }
    stamp = read_stamp()
    settled = {name: value for name, value in stamp.items() if name != "package"}
    if not (PYTHON.exists() and settled and settled.items() <= wanted.items()):
        make_venv()
        stamp = {}
    if lock.name not in stamp:
        install_locked(lock)
        stamp = {name: wanted[name] for name in ("made by", RUN_LOCK.name, lock.name)}
        STAMP.write_text(json.dumps(stamp), "utf-8")
    if stamp.get("package") != wanted["package"]:
        install_package()
        STAMP.write_text(json.dumps({**stamp, "package": wanted["package"]}), "utf-8")


def make_venv() -> None:
    if VENV.exists():
        shutil.rmtree(VENV)
    uv = shutil.which("uv")
    python = str(getattr(sys, "_base_executable", None) or sys.executable)  # inside .venv, the one that made it
    if uv:
        made = step("making .venv with uv", uv, "venv", "--quiet", "--python", python, str(VENV))
    elif importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        package = "python{}.{}-venv".format(*sys.version_info)
        stop(f"this Python cannot make a virtual environment (no ensurepip). Install it: apt install {package}")
    else:
        made = step("making .venv", python, "-m", "venv", str(VENV))
    if not made:
        stop(f"{VENV} could not be made")


def install_locked(lock: Path) -> None:
    strict = ("--require-hashes", "--only-binary", ":all:")
    uv = shutil.which("uv")
    if uv:
        command = [uv, "pip", "sync", "--quiet", "--python", str(PYTHON), *strict, str(lock)]
    else:
        command = [*pip_install(), "--no-deps", *strict, "-r", str(lock)]
    if not step(f"installing {lock.name}", *command):
        stop(f"the packages in {lock.name} could not be installed")


def install_package() -> None:
    uv = shutil.which("uv")
    alone = ("--no-deps", "--no-build-isolation", str(ROOT))
    if uv:
        command = [uv, "pip", "install", "--quiet", "--python", str(PYTHON), "--reinstall", *alone]
    else:
        command = [*pip_install(), "--force-reinstall", *alone]
    if not step("installing shopgen", *command):
        stop("shopgen itself could not be installed")


def pip_install() -> list[str]:
    return [str(PYTHON), "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]


def find_browser() -> str | None:
    named = os.environ.get("SHOPGEN_CHROMIUM")
    return named or next(filter(None, map(shutil.which, BROWSERS)), None)


def may_use_apt() -> bool:
    return shutil.which("apt-get") is not None and os.geteuid() == 0


def get_browser() -> str | None:
    if may_use_apt():
        step("looking for chromium in apt", "apt-get", "-qq", "update")
        step("installing chromium with apt", "apt-get", "-qq", "-y", "--no-install-recommends", "install", "chromium")
    return find_browser() or download_browser()


def download_browser() -> str | None:
    install = [str(PYTHON), "-m", "playwright", "install", "chromium", *(["--with-deps"] if may_use_apt() else [])]
    if not step("downloading a browser with Playwright", *install):
        return None
    ask = (
        "from playwright.sync_api import sync_playwright\n"
        "with sync_playwright() as playwright: print(playwright.chromium.executable_path)"
    )
    answer = subprocess.run([str(PYTHON), "-c", ask], env=environment(), stdout=subprocess.PIPE, text=True)
    return answer.stdout.strip() or None


def run_tests(arguments: list[str]) -> int:
    browser = find_browser() or get_browser()
    extra = {
        "SHOPGEN_EXPECT_INSTALLED": "1",
        "PATH": os.pathsep.join([str(PYTHON.parent), os.environ.get("PATH", os.defpath)]),
    }
    if browser:
        extra["SHOPGEN_CHROMIUM"] = browser
    else:
        outcome = "fail" if os.environ.get("CI") == "true" else "are skipped"
        say(f"tests that need a browser {outcome}: install Chromium or Chrome, or name one in SHOPGEN_CHROMIUM")
    parallel = ("-n", "auto", "--maxprocesses", "8", "--dist", "worksteal")
    return hand_over([str(PYTHON), "-m", "pytest", *parallel, *arguments], environment(**extra))


def hand_over(command: list[str], variables: dict[str, str]) -> int:
    """Become the command where the system can, so that signals and exit codes are its own."""
    if os.name == "posix":
        os.chdir(ROOT)
        os.execve(command[0], command, variables)
    child = subprocess.Popen(command, cwd=ROOT, env=variables)
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            continue  # the child got it too and ends in its own way


def main(arguments: list[str]) -> int:
    if sys.version_info[:2] < OLDEST_PYTHON:
        stop("shopgen needs Python 3.11 or newer, this is {}.{}".format(*sys.version_info))
    if arguments[:1] == ["test"]:
        prepare(TEST_LOCK)
        return run_tests(arguments[1:])
    prepare(RUN_LOCK)
    return hand_over([str(PYTHON), "-P", "-m", "shopgen", *(arguments or ["build"])], environment())


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except OSError as error:
        stop(str(error))
