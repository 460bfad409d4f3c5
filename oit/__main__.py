"""The program: `oit`, or `python -m oit`."""

from __future__ import annotations

import sys

from oit.selfcheck import foreign_packages


def main() -> None:
    """Run the command line; ends the process with its exit code."""
    faults = foreign_packages()
    if faults:
        sys.stderr.write(f"oit: {faults[0]}\n")
        sys.exit(2)
    from oit.cli.app import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
