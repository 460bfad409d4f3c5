"""The main job on the invented example office: serves it on loopback, audits it, leaves the report in var/demo."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from oit.exampleserver import serve

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "thungmakok"
OUT = ROOT / "var" / "demo"


def main() -> int:
    """Run the demo; the exit code is that of `oit audit`."""
    shutil.rmtree(OUT, ignore_errors=True)
    with serve(EXAMPLE, 0) as server:
        command = [sys.executable, "-m", "oit", "audit", server.start_url, "--out", str(OUT)]
        options = ["--delay", "0", "--fiscal-year", "2568", "--as-of", "2025-04-30"]
        return subprocess.run([*command, *options], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
