"""Measures all that docs/performance.md shows and puts the tables there; an hour on a quiet machine.

python benchmarks/write_docs.py --folder /dev/shm/bench
python benchmarks/write_docs.py --folder /dev/shm/bench --only builds,preview
"""

import argparse
import subprocess
import sys
from pathlib import Path

from compare import names

HERE = Path(__file__).parent
DOCUMENT = HERE.parent / "docs" / "performance.md"
TABLES = {
    "builds": ("compare.py", "1000", "10000", "--verify", "--memory"),
    "largest": (
        *("compare.py", "100000", "--verify", "--memory"),
        *("--peers", "hugo,shopgen", "--builds", "cold,nothing,edit", "--runs", "1"),
    ),
    "preview": ("preview.py", "1000", "10000"),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", required=True, help="for shops and pages; a tmpfs with 10 GB free is best")
    parser.add_argument("--only", type=names(TABLES), default=list(TABLES), metavar=",".join(TABLES))
    parser.add_argument("--hugo", default="hugo", metavar="PROGRAM")
    given = parser.parse_args()
    for name in given.only:
        script, *options = TABLES[name]
        options += ["--folder", given.folder, "--hugo", given.hugo, "--write", str(DOCUMENT), "--table", name]
        done = subprocess.run([sys.executable, str(HERE / script), *options])
        if done.returncode:
            sys.exit(done.returncode)


if __name__ == "__main__":
    main()
