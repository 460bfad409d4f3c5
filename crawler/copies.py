"""A saved copy walked as a site is crawled: the same roles, links, depths and store, and no network at all.

An address that a page links to and that the copy does not hold is an address that nobody looked at: its outcome is
`LIMIT`, never a dead link. What the copy holds beside, and no link leads to, is kept too.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import replace

from crawler import ending
from crawler.answers import Answer, kept, now_text, wall, witness_of
from crawler.earlier import Earlier
from crawler.ending import Ending, same_site, start_ending
from crawler.frontier import Entry
from crawler.hops import Hop, left_alone, looped
from crawler.ledger import Ledger
from crawler.links import Page, read_page
from crawler.plan import CrawlPlan, StartError
from crawler.progress import Progress, Silent
from crawler.reach import Reach, Territory, looks_like_file
from crawler.sitemaps import read_sitemap
from crawler.traps import Traps
from evidence.address import canonical, path_of, readable, server
from evidence.records import Capture, Link, LinkKind, Outcome, Redirect, Role, RunRecord
from evidence.saved.shelf import Kept, Shelf
from evidence.store import Store, StoreFullError

ABSENT = "not in the saved copy"
"""Witness of an address that is linked and not in the copy."""
_AT_ONCE = 100
"""Addresses between two commits."""
_ROLE = {Reach.PAGE: Role.PAGE, Reach.FILE: Role.FILE, Reach.OUTSIDE: Role.OUTSIDE}
_CARRIED = frozenset({"finished", "max_pages", "max_minutes", "interrupted", "disk_full"})
"""Endings of an exported run that are its copy's too."""
_DOCUMENTS = ("application/pdf", "application/msword", "application/vnd.", "application/zip", "text/csv")
_SENDS_ON = frozenset({301, 302, 303, 307, 308})


def walk_copy(plan: CrawlPlan, shelf: Shelf, store: Store, progress: Progress | None = None) -> RunRecord:
    """Walk a saved copy into a store, as `crawler.run.crawl` walks a site.

    Args:
        plan: start addresses and scope; its limits and manners mean nothing here.
        shelf: what the copy holds.
        store: made by `Store.create`; stays open.
        progress: who listens, None for nobody. Nothing is planned: there is nothing to wait for.

    Returns:
        The record of the run, as stored. "max_pages" where the copy lacks more pages of the site than it holds,
        "interrupted" where it could not be read to its end: then nothing that is not found is missing.

    Raises:
        StartError: a start address is not in the copy, is a file, or sends its visitors to another site.
        StoreError: the store cannot be written.
    """
    walk = _CopyWalk(plan, shelf, store, progress or Silent())
    try:
        walk.run()
    except StoreFullError as error:
        return walk.finish(Ending("disk_full", str(error)))
    return walk.finish(walk.ending())


class _CopyWalk:
    def __init__(self, plan: CrawlPlan, shelf: Shelf, store: Store, progress: Progress) -> None:
        self._plan = plan
        self._shelf = shelf
        self._store = store
        self._progress = progress
        self._ledger = Ledger(plan, store, Earlier(store))
        self._territory = Territory(plan.scope, plan.file_prefixes)
        self._queue: deque[Entry] = deque()
        self._known: set[str] = set()
        self._traps = Traps()
        self._started: list[Ending | None] = []
        self._held = self._lacking = self._done = 0
        self._probes = set(shelf.notes.run.soft_404.values()) if shelf.notes.run else set()

    def run(self) -> None:
        """Everything that links lead to, then what they do not lead to."""
        starts = [Link(source="", target=u, raw=u, kind=LinkKind.START) for u in self._plan.start_urls]
        self._ledger.add_links(starts)
        for url in self._plan.start_urls:
            if url not in self._shelf:
                raise StartError(f"{readable(url)} is not in the saved copy: give an address that is")
            self._enter(Entry(url, Role.PAGE, start=True))
        self._drain()
        self._add_sitemaps()
        for url in self._shelf.urls():
            if url not in self._known and (role := self._unlinked(url)) is not None:
                self._enter(Entry(url, role))
                self._drain()

    def ending(self) -> Ending:
        """How the walk ended."""
        if self._started and all(self._started):
            first = self._started[0]
            assert first is not None
            return first
        tally = self._ledger.tally
        if tally.closed:
            return tally.ending()
        notes = self._shelf.notes
        if notes.cut:
            return Ending("interrupted", notes.cut)
        if notes.run is not None and notes.run.stopped_because in _CARRIED:
            return Ending(notes.run.stopped_because, notes.run.reason)
        if self._lacking > self._held:
            whole = self._held + self._lacking
            return Ending(
                "max_pages", f"the saved copy holds {self._held} of {whole} pages that it speaks of"
            )
        return Ending("finished")

    def finish(self, end: Ending) -> RunRecord:
        """Store how the walk ended."""
        known: dict[str, object] = {"user_agent": self._store.run().user_agent}
        if self._shelf.notes.run:
            known["soft_404"] = dict(sorted(self._shelf.notes.run.soft_404.items()))
        run = self._ledger.ended(end, self._territory.scope, **known)
        self._progress.finished(run)
        return run

    def _enter(self, entry: Entry) -> None:
        self._known.add(entry.url)
        self._queue.append(entry)

    def _drain(self) -> None:
        while self._queue:
            self._settle(self._queue.popleft())
            self._done += 1
            if self._done % _AT_ONCE == 0:
                self._store.flush()

    def _settle(self, entry: Entry) -> None:
        """Store what the copy holds of an address and take in where its links lead."""
        found = self._shelf.get(entry.url)
        if found is None:
            trap = self._traps.caught(entry.url) if entry.role is Role.PAGE else ""
            self._ledger.note(entry, trap or ABSENT)
            self._lacking += not trap and entry.role is Role.PAGE and not looks_like_file(entry.url)
            return
        target = self._target(entry, found)
        if target:
            self._sent_on(entry, found, target)
            return
        body = self._shelf.body(found)
        answer = Answer(found.saved.status, kept(found.saved.headers), body)
        page = self._page(entry, found, answer)
        links = page.links if page and answer.status < 300 else []
        capture = self._capture(entry, found, answer)
        pairs = self._ledger.record(
            entry, capture, body if found.sha256 else None, links, is_wall=bool(found.sha256 and wall(answer))
        )
        for one, result in pairs:
            if one.start:
                self._begin(result, answer, page)
            self._progress.fetched(result, len(self._queue))
        self._held += entry.role is Role.PAGE and page is not None
        self._follow(links, entry)

    def _target(self, entry: Entry, found: Kept) -> str:
        """Where the answer sends its visitors, "" where it does not."""
        location = found.saved.headers.get("location", "")
        if found.saved.status not in _SENDS_ON or not location:
            return ""
        try:
            target = canonical(location, entry.url)
        except ValueError:
            return ""
        return "" if target == entry.url else target

    def _sent_on(self, entry: Entry, found: Kept, target: str) -> None:
        redirect = Redirect(
            url=entry.url, status=found.saved.status, location=found.saved.headers.get("location", "")
        )
        hop = Hop(entry, redirect, target, found.saved.saved_at or now_text())
        if self._ledger.loops(hop):
            self._record_alone(entry, looped(hop))
            return
        if entry.start:
            self._move(entry, target)
        reach = self._territory.reach(target)
        if reach is Reach.OTHER:
            self._record_alone(entry, left_alone(hop))
        elif done := self._ledger.waits(hop):
            self._record_alone(entry, done)
        elif target not in self._known:
            self._enter(Entry(target, _ROLE[reach], entry.depth, entry.start))

    def _move(self, entry: Entry, target: str) -> None:
        """A start page may move between http and https, or to www and back, and takes the scope along."""
        if self._territory.reach(target) is Reach.PAGE:
            return
        if server(target) == server(entry.url) or not same_site(entry.url, target):
            raise ending.elsewhere(entry.url, target)
        self._territory = self._territory.moved(server(entry.url), server(target))

    def _record_alone(self, entry: Entry, capture: Capture) -> None:
        for _, result in self._ledger.record(entry, capture, None, (), is_wall=False):
            self._progress.fetched(result, len(self._queue))

    def _page(self, entry: Entry, found: Kept, answer: Answer) -> Page | None:
        """The page with its links led back to the addresses that were meant."""
        if entry.role is not Role.PAGE or not found.sha256 or not answer.is_html:
            return None
        page = read_page(entry.url, answer.body, answer.content_type)
        return replace(page, links=[self._meant(entry.url, link) for link in page.links])

    def _meant(self, page: str, link: Link) -> Link:
        target = self._shelf.meant(page, link.raw)
        if not target and link.target and link.target not in self._shelf:
            found = self._shelf.get(link.target)
            target = found.saved.url if found else ""
        return link.model_copy(update={"target": target}) if target else link

    def _capture(self, entry: Entry, found: Kept, answer: Answer) -> Capture:
        saved = found.saved
        answered = saved.outcome is Outcome.ANSWERED
        is_file = entry.role is Role.PAGE and answered and not answer.is_html and answer.status < 300
        # An export of a run of ours tells word for word what its crawl showed.
        place = "" if self._shelf.notes.run else f"saved copy: {saved.place}"
        notes = [saved.witness, witness_of(answer) if answered else "", place]
        return Capture(
            url=entry.url,
            final_url=entry.url,
            role=Role.FILE if is_file else entry.role,
            outcome=saved.outcome,
            fetched_at=saved.saved_at or self._store.run().started_at,
            status=answer.status if answered else None,
            witness=", ".join(note for note in notes if note),
            headers=answer.headers if answered else {},
            depth=entry.depth,
            browser=saved.browser,
        )

    def _begin(self, capture: Capture, answer: Answer, page: Page | None) -> None:
        bare = page is not None and not page.letters and not any(link.target for link in page.links)
        is_page = answer.is_html
        self._started.append(start_ending(capture, bool(wall(answer)), is_page, bare))

    def _follow(self, links: Sequence[Link], source: Entry) -> None:
        for link in links:
            if not link.target or link.kind is LinkKind.FORM or link.target in self._known:
                continue
            reach = self._territory.reach(link.target, link.kind)
            foreign_picture = link.kind is LinkKind.IMAGE and reach is Reach.OUTSIDE
            if reach is not Reach.OTHER and not foreign_picture:
                self._enter(Entry(link.target, _ROLE[reach], source.depth + 1))

    def _unlinked(self, url: str) -> Role | None:
        """What an address is that the copy holds and no link leads to; None for what is no evidence."""
        found = self._shelf.get(url)
        if found is None or found.sha256 in self._probes:
            return None
        kind = found.saved.headers.get("content-type", "").lower()
        reach = self._territory.reach(url)
        if path_of(url) == "/robots.txt" or reach not in (Reach.PAGE, Reach.FILE):
            return None
        if (
            found.saved.outcome is not Outcome.ANSWERED
            or found.saved.status >= 300
            or kind.startswith("image/")
        ):
            return None
        is_document = looks_like_file(url) or kind.startswith(_DOCUMENTS)
        is_page = "html" in kind or found.saved.page
        is_data = not is_page and kind.startswith(("application/json", "text/plain"))
        return _ROLE[reach] if (is_page or is_document) and not is_data else None

    def _add_sitemaps(self) -> None:
        """Addresses that a sitemap of the copy lists, as links that no page carries."""
        for url in self._shelf.urls():
            found = self._shelf.get(url)
            if (
                found is None
                or url in self._known
                or "xml" not in found.saved.headers.get("content-type", "")
            ):
                continue
            listed = [page for raw in read_sitemap(self._shelf.body(found)).pages if (page := _web(raw))]
            if not listed or self._territory.reach(url) is Reach.OUTSIDE:
                continue
            self._known.add(url)
            answer = Answer(found.saved.status, kept(found.saved.headers), self._shelf.body(found))
            capture = self._capture(Entry(url, Role.SITEMAP), found, answer)
            self._ledger.record(Entry(url, Role.SITEMAP), capture, answer.body, (), is_wall=False)
            own = [page for page in listed if self._territory.reach(page) is Reach.PAGE]
            links = [
                Link(source="", target=p, raw=p, kind=LinkKind.SITEMAP, order=n) for n, p in enumerate(own)
            ]
            self._ledger.add_links(links)
            self._follow(links, Entry(url, Role.SITEMAP))
            self._drain()


def _web(raw: str) -> str:
    try:
        return canonical(raw)
    except ValueError:
        return ""
