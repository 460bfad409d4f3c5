"""`make eval`: prints the accuracy of the rules on both parts of the labelled corpus, beside the baseline."""

from __future__ import annotations

import sys

from tests.eval.harness import texts
from tests.eval.measure import baseline, measured, table


def main(arguments: list[str]) -> None:
    """Print the table; with `--faults` each text that is told wrongly; parts may be named."""
    parts = [a for a in arguments if not a.startswith("-")] or ["development", "heldout"]
    corpus = {part: texts(part) for part in parts}
    figures = {part: measured(found) for part, found in corpus.items()}
    print(table(figures, {part: baseline(found) for part, found in corpus.items()}))
    if "--faults" in arguments:
        for part, found in figures.items():
            print("\n".join(f"{part}: {fault}" for fault in found.faults))


main(sys.argv[1:])
