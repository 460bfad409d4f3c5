"""The walk over one site: which address next, and what an answer means for the rest.

It knows neither Scrapy nor the network. Entries go out by `next`, answers come in by `answered` and `failed`, and
everything is stored before anything follows from it.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from time import monotonic

from crawler import ending, hops
from crawler.answers import Answer, kept, now_text, retry_after, wall, witness_of
from crawler.ending import Ending, same_site, start_ending
from crawler.failures import is_passing, outcome_of
from crawler.finder import Finder
from crawler.frontier import Entry, Frontier
from crawler.ledger import Ledger
from crawler.links import Page, read_page
from crawler.names import Names
from crawler.plan import CrawlPlan, StartError
from crawler.probes import asked_as
from crawler.progress import Progress
from crawler.reach import Reach, Territory
from crawler.robots import Rules, rules_of
from crawler.sitemaps import read_sitemap
from evidence.address import canonical, path_of, readable, server
from evidence.records import Capture, Link, Outcome, Redirect, Role, RunRecord
from evidence.store import Store, StoreError, StoreFullError

PROBE = "oit-probe-4f1d9c.html"
"""Last segment of an address that cannot exist."""
_AGAIN = frozenset({500, 502, 503, 504, 429})
_HOLD = frozenset({429, 503})
_OWN_QUESTIONS = {Role.ROBOTS: ("robots.txt",), Role.SITEMAP: (".xml", ".gz", ".txt")}
"""What an address must end in for a redirect of robots.txt or a sitemap to be followed as such."""


class Walk:
    """One crawl from its start addresses to its end."""

    def __init__(
        self, plan: CrawlPlan, store: Store, progress: Progress, proxied: Callable[[str], bool]
    ) -> None:
        self.plan = plan
        self.error: BaseException | None = None
        """What ended the walk from inside: a wrong start address or a store that fails."""
        self._store = store
        self._progress = progress
        self._ledger = Ledger(plan, store)
        self._frontier = Frontier(plan.delay, plan.concurrency)
        self._territory = Territory(plan.scope, plan.file_prefixes)
        self._finder = Finder(plan, self._frontier, self._ledger.note)
        self._names = Names(plan, proxied)
        self._proxied = proxied
        self._starts: dict[str, Ending | None] = {}
        self._ending: Ending | None = None
        self._news = asyncio.Event()
        self._under_way: dict[str, Entry] = {}
        self._closed = False
        self._to_show = 0

    def begin(self) -> None:
        """Take in the start addresses."""
        self._progress.planned(self.plan)
        self._ledger.add_links(self._finder.start_links())
        for url in self.plan.start_urls:
            self._frontier.add(Entry(url, Role.PAGE, start=True), 0)

    async def next(self) -> Entry | None:
        """The next address to request, as soon as there is one; None when the walk is over."""
        while self._ending is None:
            now = monotonic()
            entry = self._frontier.next(now)
            if entry is not None:
                if self._allowed(entry):
                    self._under_way[entry.url] = entry
                    return entry
            elif self._frontier.active or len(self._frontier):
                await self._wait(now)
            else:
                return None
        return None

    async def _wait(self, now: float) -> None:
        """Until an answer comes or the time of an address has come that was not yet due at `now`."""
        self._news.clear()
        wake = self._frontier.wake_at(now)
        try:
            await asyncio.wait_for(self._news.wait(), None if wake is None else max(0.0, wake - monotonic()))
        except TimeoutError:
            return

    def stop(self, because: str, reason: str = "") -> None:
        """End the walk: nothing new is requested; what is under way may still come in."""
        if self._ending is None:
            self._ending = Ending(because, reason)
        self._news.set()

    def answered(self, entry: Entry, answer: Answer) -> None:
        """A server answered."""
        self._guarded(entry, lambda: self._answered(entry, answer))

    def failed(self, entry: Entry, failure: BaseException) -> None:
        """There was no answer."""
        self._guarded(entry, lambda: self._failed(entry, failure))

    def shown(self, entry: Entry, html: bytes, note: str = "") -> None:
        """The browser showed a page that was fetched before; `note` says what it left out."""
        self._guarded(entry, lambda: self._shown(entry, html, note))

    def not_shown(self, entry: Entry, witness: str) -> None:
        """The browser could not show it."""
        self._guarded(entry, lambda: self._ledger.not_shown(entry, witness))

    def fetched(self, entry: Entry) -> tuple[Capture, bytes]:
        """What was fetched of a page that is to be shown.

        Raises:
            StoreError: it cannot be read.
        """
        capture = self._store.capture(entry.url)
        if capture is None or capture.sha256 is None:
            raise StoreError(f"{entry.url}: nothing was kept of it")
        return capture, self._store.body(capture.sha256)

    def may_load(self, url: str, is_data: bool) -> str:
        """Why a page in the browser may not load an address, "" where it may: only the site's servers, and for data robots.txt."""
        name = server(url)
        if name not in self._territory.servers:
            return "another host"
        rules = self._frontier.rules(name)
        return rules.forbids(url) if rules is not None and is_data else ""

    def not_before(self, url: str) -> float:
        """When the server of an address may be asked again, in seconds of the monotonic clock."""
        return self._frontier.server(url).not_before

    def asked(self, url: str) -> None:
        """A page in the browser asks for an address."""
        self._frontier.server(url).started(monotonic())

    def finish(self) -> RunRecord:
        """Store what is left, and how the crawl ended. Nothing may come in afterwards.

        Raises:
            StoreError: the store cannot be written any more.
        """
        self._closed = True
        try:
            end = self._note_the_rest()
        except StoreFullError as error:
            end = Ending("disk_full", str(error))
        run = self._store.run()
        how = {"stopped_because": end.because, "reason": end.reason, **self._ledger.figures()}
        site = run.site.model_copy(update={"scope": self._territory.scope})
        run = run.model_copy(update={"site": site, **how})
        try:
            self._store.set_run(run)
        except StoreFullError:
            if end.because != "disk_full":
                raise
        finally:
            self._progress.finished(run)
        return run

    def _note_the_rest(self) -> Ending:
        """Store what waited for the end and what was never requested; give the ending."""
        for entry, capture in self._names.verdicts():
            self._settle(entry, capture)
        tally = self._ledger.tally
        end = self._ending or (tally.ending() if tally.closed else Ending("finished"))
        if end.because != "disk_full":
            self._ledger.close(end, [*self._under_way.values(), *self._frontier.drain()])
        return end

    def _guarded(self, entry: Entry, act: Callable[[], None]) -> None:
        """Act on what came, and end the walk in good order where that cannot be done."""
        if self._closed:
            return  # an answer that was under way when the crawl was cut off: it is noted as not requested
        self._under_way.pop(entry.url, None)
        self._frontier.left(entry)
        try:
            act()
        except StoreFullError as error:
            self.stop("disk_full", str(error))
        except (StartError, StoreError) as error:
            self.error = error
            self.stop("unreachable", str(error))
        except Exception as error:  # one odd page must not cost the rest of the site
            witness = f"{type(error).__name__}: {error}"[:200]
            if entry.in_browser:
                self._ledger.not_shown(entry, f"browser: {witness}")
                return
            self._settle(entry, self._capture(entry, Outcome.ERROR, witness=witness))
        finally:
            self._news.set()

    def _allowed(self, entry: Entry) -> bool:
        """Whether robots.txt lets an address be requested; if not, that is its capture."""
        rules = self._frontier.rules(server(entry.url))
        asked = asked_as(entry.url) if entry.role is Role.OUTSIDE else entry.url
        witness = rules.forbids(asked) if rules is not None and entry.role is not Role.ROBOTS else ""
        if not witness:
            return True
        self._guarded(
            entry, lambda: self._settle(entry, self._capture(entry, Outcome.ROBOTS, witness=witness))
        )
        return False

    def _answered(self, entry: Entry, answer: Answer) -> None:
        self._names.resolved(entry.url)
        self._frontier.server(entry.url).answered(answer.latency, answer.status == 200)
        if self._is_retried(entry, answer) or (answer.location and self._sent_on(entry, answer)):
            return
        page = None
        if entry.role is Role.PAGE and answer.is_html:
            page = read_page(entry.url, answer.body, answer.content_type)
        capture = self._capture(entry, Outcome.ANSWERED, answer)
        self._settle(entry, capture, answer, page, page.links if page and answer.status < 300 else [])
        if page is not None and self._is_to_be_shown(page, answer):
            self._show_later(entry)

    def _is_to_be_shown(self, page: Page, answer: Answer) -> bool:
        wanted = page.hides or self.plan.browser_always
        return wanted and bool(self.plan.browser) and answer.status == 200 and not wall(answer)

    def _show_later(self, entry: Entry) -> None:
        """Have a page shown in the browser at its server's next turn."""
        self._to_show += 1
        again = replace(entry, tries=0, in_browser=True)
        if self._to_show > self.plan.max_shown:
            self._ledger.not_shown(again, f"browser: more than {self.plan.max_shown} pages")
        elif self._ending is None:
            self._frontier.again(again, monotonic())
        else:
            self._ledger.not_shown(again, f"browser: the crawl ended first: {self._ending.because}")

    def _shown(self, entry: Entry, html: bytes, note: str) -> None:
        page = read_page(entry.url, html, "text/html; charset=utf-8")
        self._ledger.shown(entry, html, page.links, note)
        if entry.start and page.is_bare and len(self.plan.start_urls) == 1:
            self.stop("empty", f"{readable(entry.url)} holds neither text nor links, in a browser too")
        elif self._ending is None:
            self._finder.follow(page.links, entry, self._territory)

    def _failed(self, entry: Entry, failure: BaseException) -> None:
        outcome, witness = outcome_of(failure)
        if outcome in (Outcome.CONNECT, Outcome.TLS):
            self._names.resolved(entry.url)
        if entry.role is Role.ROBOTS:
            self._frontier.set_rules(
                server(entry.url), Rules()
            )  # the pages themselves will say what is wrong
        elif is_passing(outcome) and self._again(entry):
            return
        capture = self._capture(entry, outcome, witness=witness)
        if self._names.must_wait(capture):
            self._names.unresolved(entry, capture)
        else:
            self._settle(entry, capture)

    def _is_retried(self, entry: Entry, answer: Answer) -> bool:
        if answer.status in _HOLD:
            pause = retry_after(answer, dt.datetime.now(dt.UTC))
            self._frontier.server(entry.url).hold(monotonic(), pause)
        shaky = answer.status in _AGAIN or answer.is_short
        return shaky and not wall(answer) and self._again(entry)

    def _again(self, entry: Entry) -> bool:
        """Request an address once more a little later, if it has not had its tries."""
        tries = min(self.plan.retries, 1) if entry.role is Role.OUTSIDE else self.plan.retries
        if entry.tries >= tries or self._ending is not None:
            return False
        pause = self.plan.retry_wait * 2**entry.tries
        again = Entry(entry.url, entry.role, entry.depth, entry.start, entry.tries + 1)
        self._frontier.again(again, monotonic() + pause)
        return True

    def _sent_on(self, entry: Entry, answer: Answer) -> bool:
        """Follow a redirect. False where it is not to be followed: then it is an answer like any other."""
        try:
            target = canonical(answer.location, entry.url)
        except ValueError:
            return False
        if not path_of(target).endswith(_OWN_QUESTIONS.get(entry.role, "")):
            return False
        if target == entry.url and self._again(entry):
            return True  # such a server wants to see its cookie first
        redirect = Redirect(url=entry.url, status=answer.status, location=answer.location)
        hop = hops.Hop(entry, redirect, target, now_text())
        self._settle(entry, hops.looped(hop)) if self._ledger.loops(hop) else self._follow(hop)
        return True

    def _follow(self, hop: hops.Hop) -> None:
        if hop.entry.start:
            self._follow_start(hop.entry, hop.target)
        if self._territory.reach(hop.target) is Reach.OTHER and hop.entry.role not in _OWN_QUESTIONS:
            self._settle(hop.entry, hops.left_alone(hop))
        elif done := self._ledger.waits(hop):
            self._settle(hop.entry, done)
        else:
            self._finder.redirected(hop.entry, hop.target, self._territory)

    def _follow_start(self, entry: Entry, target: str) -> None:
        """A start page may move between http and https, or to www and back, and takes the scope along."""
        if self._territory.reach(target) is Reach.PAGE:
            return
        if server(target) == server(entry.url) or not same_site(entry.url, target):
            raise ending.elsewhere(entry.url, target)
        self._territory = self._territory.moved(server(entry.url), server(target))

    def _capture(
        self, entry: Entry, outcome: Outcome, answer: Answer | None = None, witness: str = ""
    ) -> Capture:
        # An address of ours that answers with something else than a page is a file.
        is_file = (
            answer is not None and entry.role is Role.PAGE and not answer.is_html and answer.status < 300
        )
        return Capture(
            url=entry.url,
            final_url=entry.url,
            role=Role.FILE if is_file else entry.role,
            outcome=outcome,
            fetched_at=now_text(),
            status=answer.status if answer else None,
            witness=witness_of(answer) if answer else witness,
            headers=kept(answer.headers) if answer else {},
            depth=entry.depth,
        )

    def _settle(
        self,
        entry: Entry,
        capture: Capture,
        answer: Answer | None = None,
        page: Page | None = None,
        links: Sequence[Link] = (),
    ) -> None:
        """Store what came of an address and of those that were sent on to it; only then follow it up."""
        body = answer.body if answer else None
        pairs = self._ledger.record(
            entry, capture, body, links, is_wall=answer is not None and bool(wall(answer))
        )
        for one, result in pairs:
            if one.role in _OWN_QUESTIONS:
                self._own_question(one, result, answer or self._ledger.answer_of(result))
            elif one.start and one.url in self.plan.start_urls:
                self._start_settled(result, answer or self._ledger.answer_of(result), page)
            self._progress.fetched(result, len(self._frontier))
        if self._ending is None:
            self._finder.follow(links, entry, self._territory)
            self._check_limits()

    def _own_question(self, entry: Entry, capture: Capture, answer: Answer) -> None:
        """What robots.txt and sitemaps say."""
        if entry.role is Role.ROBOTS:
            by_proxy = capture.status in (502, 503, 504) and self._proxied(entry.url)
            status = capture.status if capture.outcome is Outcome.ANSWERED and not by_proxy else None
            rules = rules_of(status, b"" if answer.is_html else answer.body)
            self._frontier.set_rules(server(entry.url), rules)
        elif capture.status == 200:
            found = read_sitemap(answer.body)
            self._ledger.add_links(self._finder.listed(found.pages, self._territory))
            self._finder.sitemaps(found.sitemaps, self._territory)

    def _start_settled(self, capture: Capture, answer: Answer, page: Page | None) -> None:
        """Go on from a start page; if none of them is one to go on from, that is the end."""
        # What a browser has yet to show may still be empty, and is told so then.
        bare = page is not None and page.is_bare and not (page.hides and self.plan.browser)
        found = self._starts[capture.url] = start_ending(capture, bool(wall(answer)), answer.is_html, bare)
        if found is None:
            self._explore(capture.final_url)
        elif len(self._starts) == len(self.plan.start_urls) and all(self._starts.values()):
            first = next(end for end in self._starts.values() if end is not None)
            self.stop(first.because, first.reason)

    def _explore(self, start: str) -> None:
        """Once the site is known to answer: its sitemaps, and an address that cannot exist."""
        scheme, name = start.split("://", 1)[0], server(start)
        rules = self._frontier.rules(name) or Rules()
        self._finder.sitemaps([f"{scheme}://{name}/sitemap.xml", *rules.sitemaps], self._territory)
        for prefix in (p for p in self._territory.scope if p.split("/", 1)[0] == name):
            self._finder.sitemaps([f"{scheme}://{prefix}/sitemap.xml"], self._territory)
            self._frontier.add(Entry(f"{scheme}://{prefix}/{PROBE}", Role.PROBE), 4)

    def _check_limits(self) -> None:
        if (
            self.plan.max_pages is not None
            and self._ledger.pages >= self.plan.max_pages
            and len(self._frontier)
        ):
            self.stop("max_pages", f"{self.plan.max_pages} pages were asked for")
        elif self._ledger.tally.hopeless:
            found = self._ledger.tally.ending()
            self.stop(found.because, found.reason)
