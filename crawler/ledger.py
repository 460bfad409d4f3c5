"""What the crawl has seen, written down: captures, those of addresses that were sent on, and the run's figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from crawler import hops
from crawler.answers import Answer, now_text
from crawler.ending import Ending, Tally
from crawler.frontier import Entry
from crawler.hops import Hop, Hops
from crawler.plan import CrawlPlan
from evidence.address import server
from evidence.records import Capture, Link, Outcome, Role
from evidence.store import Store


class Ledger:
    """The one place of the crawl that writes into the store."""

    def __init__(self, plan: CrawlPlan, store: Store) -> None:
        self._plan = plan
        self._store = store
        self._hops = Hops()
        self._counts: Counter[str] = Counter()
        self._soft_404: dict[str, str] = {}
        self.tally = Tally()

    @property
    def pages(self) -> int:
        """Pages of the site that were fetched."""
        return self._counts["pages"]

    def record(
        self, entry: Entry, capture: Capture, body: bytes | None, links: Sequence[Link], is_wall: bool
    ) -> list[tuple[Entry, Capture]]:
        """Store what came of an address, and the same for those that were sent on to it; give all of them."""
        stored = self._store.add_capture(capture, body, links)
        pairs = [(entry, stored), *self._hops.settled(stored)]
        for _, derived in pairs[1:]:
            self._store.add_capture(derived, None)
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
            headers = {"content-type": "text/html; charset=utf-8"}
            self._store.add_capture(fetched.model_copy(update={**news, "headers": headers}), body, links)

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
        return self._hops.loops(hop)

    def waits(self, hop: Hop) -> Capture | None:
        """The capture of an address that was sent on; None where it must wait for its target."""
        done = self._store.capture(hop.target)
        if done is not None:
            return hops.sent_on(hop, done)
        self._hops.wait(hop)
        return None

    def answer_of(self, capture: Capture) -> Answer:
        """The answer that a stored capture came from, as far as it is kept."""
        body = self._store.body(capture.sha256) if capture.sha256 else b""
        return Answer(capture.status or 0, capture.headers, body)

    def close(self, end: Ending, left: Sequence[Entry]) -> None:
        """Note what was known and not requested, and what waited for it."""
        witness = f"the crawl ended first: {end.because}"
        for entry in left:
            if entry.in_browser:
                self.not_shown(entry, f"browser: {witness}")
            else:
                self.note(entry, witness)
        for target in self._hops.targets():
            self.note(Entry(target, Role.PAGE), witness)

    def figures(self) -> dict[str, object]:
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
        if capture.outcome in (Outcome.LIMIT, Outcome.ROBOTS) or capture.role not in _COUNTED:
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


_COUNTED = frozenset({Role.PAGE, Role.FILE, Role.OUTSIDE})
