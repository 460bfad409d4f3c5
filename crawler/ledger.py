"""What the crawl has seen, written down: captures, those of addresses that were sent on, and the run's figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from crawler import hops
from crawler.answers import Answer, now_text
from crawler.earlier import Earlier
from crawler.ending import Ending, Tally
from crawler.frontier import Entry
from crawler.hops import Hop, Hops
from crawler.plan import CrawlPlan
from evidence.address import server
from evidence.records import Capture, Link, Outcome, Role, RunRecord
from evidence.store import Store, StoreFullError


class Ledger:
    """The one place of the crawl that writes into the store."""

    def __init__(self, plan: CrawlPlan, store: Store, earlier: Earlier) -> None:
        self._plan = plan
        self._earlier = earlier
        self._store = store
        self.hops = Hops()
        self._counts: Counter[str] = Counter()
        self._soft_404: dict[str, str] = {}
        self.tally = Tally()

    def state(self) -> dict[str, Any]:
        """The figures, for `restore`."""
        return {"counts": dict(self._counts), "soft_404": dict(self._soft_404)}

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from the figures that `state` gave."""
        self._counts, self._soft_404 = Counter(state["counts"]), dict(state["soft_404"])

    @property
    def pages(self) -> int:
        """Pages of the site that were fetched."""
        return self._counts["pages"]

    def record(
        self, entry: Entry, capture: Capture, body: bytes | None, links: Sequence[Link], is_wall: bool
    ) -> list[tuple[Entry, Capture]]:
        """Store what came of an address, and the same for those that were sent on to it; give all of them."""
        stored = self._store.add_capture(capture, body, links)
        derived = [(one, self._earlier.first_seen(result)) for one, result in self.hops.settled(stored)]
        pairs = [(entry, stored), *derived]
        for _, result in derived:
            self._store.add_capture(result, None)
        self.tally.count(stored, is_wall)
        for one, result in pairs:
            self._count(one, result)
        return pairs

    def note(self, entry: Entry, witness: str) -> None:
        """An address that is known and was not requested."""
        capture = Capture(
            url=entry.url,
            final_url=entry.url,
            role=entry.role,
            outcome=Outcome.LIMIT,
            fetched_at=now_text(),
            witness=witness,
            depth=entry.depth,
        )
        self.record(entry, capture, None, (), is_wall=False)

    def shown(self, entry: Entry, body: bytes, links: Sequence[Link], note: str) -> None:
        """What a browser showed of a page that was fetched: a second capture of it, with the links that it has there."""
        fetched = self._store.capture(entry.url)
        if fetched is not None:
            news = {"browser": self._plan.browser_name, "fetched_at": now_text(), "witness": note}
            its = {"headers": {"content-type": "text/html; charset=utf-8"}, "sha256": None, "size": 0}
            self._store.add_capture(fetched.model_copy(update={**news, **its}), body, links)

    def not_shown(self, entry: Entry, witness: str) -> None:
        """A page that the browser could not show: what was fetched stays the last word, with the reason."""
        fetched = self._store.capture(entry.url)
        if fetched is not None:
            self._store.add_capture(
                fetched.model_copy(update={"witness": witness, "fetched_at": now_text()}), None
            )

    def add_links(self, links: Sequence[Link]) -> None:
        """Store links that no page carries."""
        self._store.add_links(links)

    def loops(self, hop: Hop) -> bool:
        """Whether a redirect leads in a circle."""
        return self.hops.loops(hop)

    def waits(self, hop: Hop) -> Capture | None:
        """The capture of an address that was sent on; None where it must wait for its target."""
        done = self._store.capture(hop.target)
        if done is not None:
            return self._earlier.first_seen(hops.sent_on(hop, done))
        self.hops.wait(hop)
        return None

    def captures(self) -> Iterator[Capture]:
        """All that is stored so far."""
        return self._store.captures()

    def capture(self, url: str) -> Capture | None:
        """The last one of an address."""
        return self._store.capture(url)

    def awaits(self, url: str) -> bool:
        """Whether an address that was sent on waits for what this one answers."""
        return self.hops.awaits(url)

    def answer_of(self, capture: Capture) -> Answer:
        """The answer that a stored capture came from, as far as it is kept."""
        return Answer(capture.status or 0, capture.headers, self.body(capture.sha256))

    def body(self, digest: str | None) -> bytes:
        """A stored body; nothing where there is no digest."""
        return self._store.body(digest) if digest else b""

    def over(self, waiting: int) -> Ending | None:
        """Why the crawl must end now, None where it goes on. `waiting`: addresses that are still to be requested."""
        most = self._plan.max_pages
        if most is not None and self.pages >= most and waiting:
            return Ending("max_pages", f"{most} pages were asked for")
        return self.tally.ending() if self.tally.hopeless else None

    def close(self, end: Ending, left: Sequence[Entry]) -> None:
        """Note what was known and not requested, and what waited for it."""
        witness = f"the crawl ended first: {end.because}"
        for entry in left:
            if entry.in_browser:
                self.not_shown(entry, f"browser: {witness}")
            else:
                self.note(entry, witness)
        for target in self.hops.targets():
            self.note(Entry(target, Role.PAGE), witness)

    def ended(self, end: Ending, scope: tuple[str, ...], **known: object) -> RunRecord:
        """Write how the crawl ended into the record of its run, and give that. `known`: fields that the ledger cannot tell.

        Raises:
            StoreError: the store cannot be written.
        """
        run = self._store.run()
        site = run.site.model_copy(update={"scope": scope})
        how = {"site": site, "stopped_because": end.because, "reason": end.reason, **self._figures(), **known}
        run = run.model_copy(update=how)
        try:
            self._store.set_run(run)
        except StoreFullError:
            if end.because != "disk_full":
                raise
        return run

    def _figures(self) -> dict[str, object]:
        """The figures of the run, as `RunRecord` names them."""
        return {
            "finished_at": now_text(),
            "user_agent": self._plan.user_agent,
            "pages": self._counts["pages"],
            "documents": self._counts["documents"],
            "outside_links": self._counts["outside"],
            "errors": self._counts["errors"],
            "soft_404": dict(sorted(self._soft_404.items())),
        }

    def _count(self, entry: Entry, capture: Capture) -> None:
        if entry.role is Role.PROBE and capture.status == 200 and capture.sha256:
            self._soft_404[server(entry.url)] = capture.sha256
        if capture.outcome in _NOT_ASKED or capture.role not in _COUNTED:
            return
        if capture.role is Role.OUTSIDE:
            self._counts["outside"] += 1
        elif capture.outcome is not Outcome.ANSWERED or (capture.status or 0) >= 400:
            self._counts["errors"] += 1
        elif not capture.redirects:
            picture = capture.headers.get("content-type", "").startswith("image/")
            self._counts[
                "pages" if capture.role is Role.PAGE else "pictures" if picture else "documents"
            ] += 1


_NOT_ASKED = frozenset({Outcome.LIMIT, Outcome.ROBOTS, Outcome.REFUSED, Outcome.SERVER_DOWN})
_COUNTED = frozenset({Role.PAGE, Role.FILE, Role.OUTSIDE})
