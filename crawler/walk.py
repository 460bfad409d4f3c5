"""The walk over one site: which address next, and what an answer means for the rest.

It knows neither Scrapy nor the network. Entries go out by `next`, answers come in by `answered` and `failed`, and
everything is stored before anything follows from it.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Sequence
from time import monotonic

from crawler import ending, hops
from crawler.answers import Answer, is_challenge, kept, now_text, retry_after, wall, witness_of
from crawler.breaker import Breakers, is_failure
from crawler.ending import Ending, same_site, start_ending
from crawler.failures import is_passing, outcome_of
from crawler.finder import Finder
from crawler.frontier import Entry, Frontier
from crawler.gates import Gates
from crawler.guard import Guard
from crawler.ledger import Ledger
from crawler.links import Page, read_page
from crawler.names import Names
from crawler.novelty import Novelty
from crawler.plan import CrawlPlan, StartError
from crawler.progress import Progress
from crawler.reach import RANK_LAST, Reach, Territory, looks_like_file
from crawler.robots import Rules, rules_of
from crawler.sitemaps import read_sitemap
from evidence.address import canonical, path_of, server
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
        self.guard = Guard(plan.start_urls)
        self.error: BaseException | None = None
        """What ended the walk from inside: a wrong start address or a store that fails."""
        self._store = store
        self._progress = progress
        self._ledger = Ledger(plan, store)
        self._frontier = Frontier(plan.delay, plan.concurrency)
        self._territory = Territory(plan.scope, plan.file_prefixes)
        self._finder = Finder(plan, self._frontier, self._ledger.note)
        self._names = Names(plan, proxied)
        self._breakers = Breakers(plan.rest_seconds)
        self._novelty = Novelty()
        self._gates = Gates(self.guard, self._breakers, self._finder.traps, self._frontier)
        self._proxied = proxied
        self._starts: dict[str, Ending | None] = {}
        self._ending: Ending | None = None
        self._news = asyncio.Event()
        self._under_way: dict[str, Entry] = {}
        self._closed = False

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
                if self._gates.waits(entry):
                    self._frontier.put_back(entry, RANK_LAST)
                elif self._allowed(entry):
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
            self._settle(entry, self._capture(entry, Outcome.ERROR, witness=witness))
        finally:
            self._news.set()

    def _allowed(self, entry: Entry) -> bool:
        """Whether an address may be requested; if not, the reason is its capture."""
        closed = self._gates.closed(entry)
        if closed is None:
            return True
        self._frontier.server(entry.url).spared()
        outcome, witness = closed
        if outcome is Outcome.LIMIT and not (
            self._ledger.awaits(entry.url) or self._finder.traps.noteworthy(entry.url)
        ):
            self._frontier.left(entry)  # of an endless row enough are noted
        else:
            self._guarded(entry, lambda: self._settle(entry, self._capture(entry, outcome, witness=witness)))
        return False

    def _answered(self, entry: Entry, answer: Answer) -> None:
        self._names.resolved(entry.url)
        self._frontier.server(entry.url).answered(answer.latency, answer.status == 200)
        self._weigh_server(entry, Outcome.ANSWERED, witness_of(answer), answer)
        if self._is_retried(entry, answer) or (answer.location and self._sent_on(entry, answer)):
            return
        page = None
        if entry.role is Role.PAGE and answer.is_html:
            page = read_page(entry.url, answer.body, answer.content_type)
        capture = self._capture(entry, Outcome.ANSWERED, answer)
        links = page.links if page and answer.status < 300 else []
        self._weigh(entry, answer, links)
        self._settle(entry, capture, answer, page, links)

    def _failed(self, entry: Entry, failure: BaseException) -> None:
        outcome, witness = outcome_of(failure)
        if outcome is Outcome.DNS and (away := self.guard.turned_away(entry.url)):
            outcome, witness = Outcome.REFUSED, away
        self._weigh_server(entry, outcome, witness)
        if outcome in (Outcome.CONNECT, Outcome.TLS):
            self._names.resolved(entry.url)
        if entry.role is Role.ROBOTS:
            self._frontier.set_rules(
                server(entry.url), Rules()
            )  # the pages themselves will say what is wrong
        elif is_passing(outcome) and self._again(entry):
            return
        self._weigh(entry)
        capture = self._capture(entry, outcome, witness=witness)
        if self._names.must_wait(capture):
            self._names.unresolved(entry, capture)
        else:
            self._settle(entry, capture)

    def _weigh_server(
        self, entry: Entry, outcome: Outcome, witness: str, answer: Answer | None = None
    ) -> None:
        """Let a server that fails again and again rest."""
        breaker = self._breakers.of(server(entry.url))
        if is_failure(outcome, answer, answer is not None and bool(wall(answer))):
            now = monotonic()
            if pause := breaker.failed(entry.url, witness, now):
                self._frontier.server(entry.url).rest(now, pause)
        elif outcome is Outcome.ANSWERED:
            breaker.answered()

    def _weigh(self, entry: Entry, answer: Answer | None = None, links: Sequence[Link] = ()) -> None:
        """Count what an address of ours brought, so that an endless row of such addresses comes to its end."""
        if entry.role not in (Role.PAGE, Role.FILE):
            return
        new = worth = False
        if answer is not None and answer.status < 300:
            if answer.is_html:
                new, worth = self._novelty.of(answer.body)
                new = new or any(
                    k.target and looks_like_file(k.target) and not self._frontier.knows(k.target)
                    for k in links
                )
            else:
                worth = self._novelty.of_file(answer.body)
        self._finder.traps.brought(entry.url, new, worth)

    def _is_retried(self, entry: Entry, answer: Answer) -> bool:
        if answer.status in _HOLD:
            pause = retry_after(answer, dt.datetime.now(dt.UTC))
            self._frontier.server(entry.url).hold(monotonic(), pause)
        shaky = answer.status in _AGAIN or answer.is_short
        return shaky and not is_challenge(answer) and self._again(entry)

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
        if entry.role in (Role.PAGE, Role.FILE):
            self._finder.traps.brought(entry.url, new=not self._frontier.knows(target))
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
        bare = page is not None and not page.letters and not any(link.target for link in page.links)
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
