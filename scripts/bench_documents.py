"""Reading documents in two limited worker processes: pages per second by format, and the time and errors of OCR.

All files are made here from invented words. Prints a table; exits 1 where text PDFs fall below the rate asked for.
"""

from __future__ import annotations

import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from rapidfuzz.distance import Levenshtein

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from documents import tesseract  # noqa: E402
from documents.facts import Facts  # noqa: E402
from documents.worker import Job, extract_all  # noqa: E402
from scripts.bench_files import FILES, OCR_LINES, printed  # noqa: E402
from tests.documents.making_scans import scan  # noqa: E402
from thai.text import squeeze  # noqa: E402

LEAST_RATE = 200.0
"""Pages of text PDFs in a second, workers' start and limits included."""
WORKERS = 2
COPIES = 100
SCANNED = 6


def main() -> int:
    """Measure every format, then OCR, and print the table."""
    print(f"{'format':<28}{'files':>7}{'pages':>8}{'pages/s':>10}{'of 2 free cores':>18}")
    rates = {name: _measured(name, make) for name, make in FILES.items()}
    with tempfile.TemporaryDirectory() as folder:
        for name, tables in (("PDF of prose", False), ("PDF of tables", True)):
            body = printed(Path(folder), tables=tables)
            if body:
                rates[name] = _measured(name, lambda body=body: (body, 0))
            else:
                print(f"{name:<28} chromium is not installed")
    _ocr()
    slow = [name for name, rate in rates.items() if name.startswith("PDF of prose") and rate < LEAST_RATE]
    print(f"{'MISS' if slow else 'ok  '} text PDFs at {LEAST_RATE:.0f} pages/s or more")
    return 1 if slow else 0


def _measured(name: str, make: Callable[[], tuple[bytes, int]]) -> float:
    """Pages a second of many copies of one file; on a machine that is at other work too, those of the time it got."""
    body, pages = make()
    used = _processor_seconds()
    facts, seconds = _read([Job(str(number), body=body) for number in range(COPIES)])
    used = _processor_seconds() - used
    assert not any(one.corrupt for one in facts), facts[0].corrupt
    total = sum(one.pages or pages or 1 for one in facts)
    print(f"{name:<28}{COPIES:>7}{total:>8}{total / seconds:>10.0f}{WORKERS * total / used:>18.0f}")
    return max(total / seconds, WORKERS * total / used)


def _read(jobs: Sequence[Job]) -> tuple[list[Facts], float]:
    began = time.perf_counter()
    facts = [known for _, known in extract_all(jobs, workers=WORKERS)]
    return facts, time.perf_counter() - began


def _processor_seconds() -> float:
    """Processor time of the children that have ended, workers and their tools."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _ocr() -> None:
    if not tesseract.is_installed() or not shutil.which("pdftoppm"):
        print("OCR: tesseract with its Thai script model, or pdftoppm, is not installed")
        return
    body = scan([OCR_LINES] * SCANNED)
    used = _processor_seconds()
    facts, _ = _read([Job(str(number), body=body, ocr=600.0) for number in range(WORKERS)])
    used = _processor_seconds() - used
    meant = squeeze("".join(OCR_LINES))
    pages = [
        squeeze("".join(block.text for block in one.blocks if block.page == page))
        for one in facts
        for page in range(1, SCANNED + 1)
    ]
    errors = sum(Levenshtein.distance(meant, got) for got in pages) / (len(meant) * len(pages))
    each = used / len(pages)
    print(f"OCR: {each:.1f} s a page on one core, {errors:.1%} of the characters wrong ({len(pages)} pages)")


if __name__ == "__main__":
    sys.exit(main())
