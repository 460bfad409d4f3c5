"""Names that a run's folder and record are read by, in one place."""

from __future__ import annotations

EVIDENCE = "evidence"
"""Folder of the store in a run's folder."""
PLAN = "plan"
"""Key of a run's options: the plan of its crawl as JSON, so that it can go on."""
PREVIOUS = "previous"
"""Key of a run's options: the folder of the earlier run that it is compared with."""
READER = "reader"
"""Key of a run's options: what read the links of its pages."""
