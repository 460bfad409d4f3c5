"""A stored run as a WARC or WACZ file, whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from evidence.export.wacz import write_wacz
from evidence.export.warc import write_warc
from evidence.store import Store
from oit.errors import UsageError
from oit.places import EVIDENCE

_ENDINGS = {"warc": ".warc.gz", "wacz": ".wacz"}


def export_run(run: Path, form: str, out: Path | None) -> str:
    """Write the export and give its path.

    Args:
        run: the run's folder.
        form: "warc" or "wacz".
        out: the file; None: in the run's folder, named after the run. A `.warc` is not packed.

    Raises:
        UsageError: the file is there already, or cannot be written.
        StoreError: the run cannot be read, or a body is not what it was.
    """
    with Store.open(run / EVIDENCE) as store:
        record = store.run()
        path = out or run / f"{record.site.id}-{record.id}{_ENDINGS[form]}"
        if path.exists():
            raise UsageError(f"{path} is there already and is never overwritten: give another --out")
        part = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            with part.open("w+b") as file:
                if form == "wacz":
                    write_wacz(store, file)
                else:
                    for _ in write_warc(store, file, packed=not path.name.endswith(".warc")):
                        pass
            part.replace(path)
        except OSError as error:
            raise UsageError(f"{path}: cannot be written ({error.strerror or error})") from error
        finally:
            part.unlink(missing_ok=True)
    return str(path)
