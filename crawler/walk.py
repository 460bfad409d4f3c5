"""The walk over one site: which address next, and what an answer means for the rest.

It knows neither Scrapy nor the network. Entries go out by `next`, answers come in by `answered` and `failed`, and
everything is stored before anything follows from it.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from time import monotonic, time

from crawler import ending, hops
from crawler.answers import Answer, is_challenge, now_text, retry_after, wall, witness_of
from crawler.captures import capture_of
from crawler.earlier import NOT_MODIFIED, Earlier
from crawler.ending import Ending, same_site, start_ending
from crawler.failures import is_passing, outcome_of
from crawler.finder import Finder
from crawler.frontier import Entry, Frontier
from crawler.gates import Gates
from crawler.guard import Guard
from crawler.keeping import Part
from crawler.ledger import Ledger
from crawler.links import Page, read_page
from crawler.memory import Memory
from crawler.names import Names
from crawler.plan import CrawlPlan, StartError
from crawler.progress import Progress
from crawler.questions import OWN_QUESTIONS, Questions
from crawler.reach import RANK_LAST, Reach, Territory
from crawler.stage import Stage
from crawler.weighing import Scales
from evidence.address import canonical, path_of, readable, server
from evidence.records import Capture, Link, Outcome, Redirect, Role, RunRecord
from evidence.store import Store, StoreError, StoreFullError

UNASKED = "304 to a request without a condition"
_AGAIN = frozenset({500, 502, 503, 504, 429, NOT_MODIFIED})
_HOLD = frozenset({429, 503})


class Walk:
    """One crawl from its start addresses to its end."""

    _capture = staticmethod(capture_of)

    def __init__(
        self,
        plan: CrawlPlan,
        store: Store,
        progress: Progress,
        proxied: Callable[[str], bool],
        earlier: Earlier | None = None,
    ) -> None:
        self.plan = plan
        self.guard = Guard(plan.start_urls)
        self.error: BaseException | None = None
        """What ended the walk from inside: a wrong start address or a store that fails."""
        self._store = store
        self._progress = progress
        self._earlier = earlier or Earlier(store)
        self._ledger = Ledger(plan, store, self._earlier)
        self._frontier = Frontier(plan.delay, plan.concurrency)
        self._territory = Territory(plan.scope, plan.file_prefixes)
        self._finder = Finder(plan, self._frontier, self._ledger.note)
        self._names = Names(plan, proxied)
        self._ending: Ending | None = None
        self._scales = Scales(plan.rest_seconds, self._frontier, self._finder.traps)
        self._gates = Gates(self.guard, self._scales.breakers, self._finder.traps, self._frontier)
        self.stage = Stage(plan, self._ledger, self._frontier, lambda: self._territory)
        parts: dict[str, Part] = {
            "ledger": self._ledger,
            "tally": self._ledger.tally,
            "hops": self._ledger.hops,
            "finder": self._finder,
            "traps": self._finder.traps,
            "breakers": self._scales.breakers,
            "stage": self.stage,
            "names": self._names,
        }
        self._memory = Memory(plan, store, self._frontier, parts)
        self._questions = Questions(self._ledger, self._frontier, self._finder, self._memory, proxied)
        self._news = asyncio.Event()
        self._under_way: dict[str, Entry] = {}
        self._closed = False

    def begin(self) -> None:
        """Take in the start addresses; or, where this crawl was begun before, go on where it was.

        Raises:
            StoreError: the store cannot be written.
        """
        if self._memory.is_new:
            self._ledger.add_links(self._finder.start_links())
            for url in self.plan.start_urls:
                self._frontier.add(Entry(url, Role.PAGE, start=True), 0)
        else:
            self._memory.take_up(self._pause)
            self._scales.reread(self._ledger)
            self._finder.traps.reread(self._frontier.ranks())
            for old, new in self._memory.moves.items():
                self._territory = self._territory.moved(old, new)
        self._memory.keep()
        self._progress.planned(self.plan)

    def conditions(self, entry: Entry) -> dict[str, str]:
        """Headers that ask for an address only if it changed since an earlier run."""
        return self._earlier.conditions(entry)

    async def next(self) -> Entry | None:
        """The next address to request, as soon as there is one; None when the walk is over."""
        while self._ending is None:
            now = monotonic()
            entry = self._frontier.next(now)
            if entry is not None:
                if self._gates.waits(entry):
                    self._frontier.put_back(entry, RANK_LAST)
                elif self._allowed(entry) and self._noted(entry):
                    return entry
            elif self._frontier.active or len(self._frontier):
                await self._wait(now)
            else:
                return None
        return None

    def _noted(self, entry: Entry) -> bool:
        """Write down that an address is asked for, so that one which ends this program does not do so for ever."""
        self._under_way[entry.url] = entry
        try:
            self._memory.keep()
        except StoreFullError as error:
            self._disk_is_full(error)
        except StoreError as error:
            self._fail(error)
        return self._ending is None

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

    def finish(self) -> RunRecord:
        """Store what is left, and how the crawl ended. Nothing may come in afterwards.

        Raises:
            StoreError: the store cannot be written any more.
        """
        self._closed = True
        if isinstance(self.error, StoreError):
            return self._left_open()
        try:
            end = self._note_the_rest()
        except StoreFullError as error:
            end = self._disk_is_full(error)
        run = self._ledger.ended(end, self._territory.scope)
        self._progress.finished(run)
        return run

    def _left_open(self) -> RunRecord:
        """The store failed, so nothing can be said of the site: the run stays as it was last written down, and can go on."""
        self._store.drop()
        run = self._store.run()
        self._progress.finished(run)
        return run

    def _note_the_rest(self) -> Ending:
        """Store what waited for the end and what was never requested; give the ending."""
        self._store.agenda.mark_end()
        for entry, capture in self._names.verdicts():
            self._settle(entry, capture)
        tally = self._ledger.tally
        end = self._ending or (tally.ending() if tally.closed else Ending("finished"))
        if end.because != "disk_full":
            self._ledger.close(end, [*self._under_way.values(), *self._frontier.drain()])
        self._memory.end(end.because)
        return end

    def _disk_is_full(self, error: StoreFullError) -> Ending:
        self._memory.disk_is_full()
        self.stop("disk_full", str(error))
        return Ending("disk_full", str(error))

    def _fail(self, error: BaseException) -> None:
        self.error = error
        self.stop("unreachable", str(error))

    def _guarded(self, entry: Entry, act: Callable[[], None]) -> None:
        """Act on what came, and end the walk in good order where that cannot be done."""
        if self._closed:
            return  # an answer that was under way when the crawl was cut off: it is noted as not requested
        self._under_way.pop(entry.url, None)
        self._frontier.left(entry)
        try:
            self._acted(entry, act)
            self._memory.keep()
        except StoreFullError as error:
            self._disk_is_full(error)
        except (StartError, StoreError) as error:
            self._fail(error)
        finally:
            self._news.set()

    def _acted(self, entry: Entry, act: Callable[[], None]) -> None:
        try:
            act()
        except (StartError, StoreError):
            raise
        except Exception as error:  # one odd page must not cost the rest of the site
            self._closed_to(entry, Outcome.ERROR, f"{type(error).__name__}: {error}"[:200])

    def _allowed(self, entry: Entry) -> bool:
        """Whether an address may be requested; if not, the reason is its capture."""
        closed = self._gates.closed(entry)
        if closed is None:
            return True
        self._frontier.server(entry.url).spared()
        outcome, witness = closed
        if self._ledger.awaits(entry.url) or self._gates.is_noted(entry, outcome):
            self._guarded(entry, lambda: self._closed_to(entry, outcome, witness))
        else:
            self._frontier.left(entry)
        return False

    def _closed_to(self, entry: Entry, outcome: Outcome, witness: str) -> None:
        """Note why nothing came of an address; of a page that was to be shown, what was fetched of it stays."""
        if entry.in_browser:
            self._ledger.not_shown(entry, f"browser: {witness}")
        else:
            self._settle(entry, self._capture(entry, outcome, witness=witness))

    def _answered(self, entry: Entry, answer: Answer) -> None:
        self._names.resolved(entry.url)
        self._frontier.server(entry.url).answered(answer.latency, answer.status in (200, NOT_MODIFIED))
        said = answer.status
        answer, same = self._earlier.compared(entry, answer)
        self._scales.server(entry, Outcome.ANSWERED, witness_of(answer), answer)
        if self._is_retried(entry, answer) or (answer.location and self._sent_on(entry, answer)):
            return
        if answer.status == NOT_MODIFIED:
            self._closed_to(entry, Outcome.ERROR, UNASKED)
            return
        page = None
        if entry.role is Role.PAGE and answer.is_html:
            known = self._earlier.page(entry, answer, same)
            page = known or read_page(entry.url, answer.body, answer.content_type)
        capture = self._capture(entry, Outcome.ANSWERED, answer)
        links = page.links if page and answer.status < 300 else []
        self._scales.address(entry, answer, links)
        capture = self._earlier.taken(capture, same, said == NOT_MODIFIED)
        self._settle(entry, capture, answer, page, links)
        if page is not None and self.stage.is_wanted(page, answer):
            self.stage.show_later(entry, self._ending)

    def _shown(self, entry: Entry, html: bytes, note: str) -> None:
        page = read_page(entry.url, html, "text/html; charset=utf-8")
        self._ledger.shown(entry, html, page.links, note)
        if entry.start and page.is_bare and len(self.plan.start_urls) == 1:
            self.stop("empty", f"{readable(entry.url)} holds neither text nor links, in a browser too")
        elif self._ending is None:
            self._finder.follow(page.links, entry, self._territory)

    def _failed(self, entry: Entry, failure: BaseException) -> None:
        outcome, witness = outcome_of(failure)
        if outcome is Outcome.DNS and (away := self.guard.turned_away(entry.url)):
            outcome, witness = Outcome.REFUSED, away
        self._scales.server(entry, outcome, witness)
        if outcome in (Outcome.CONNECT, Outcome.TLS):
            self._names.resolved(entry.url)
        if entry.role is Role.ROBOTS:
            self._questions.set_rules(server(entry.url))  # the pages themselves will say what is wrong
        elif is_passing(outcome) and self._again(entry):
            return
        self._scales.address(entry)
        capture = self._capture(entry, outcome, witness=witness)
        if self._names.must_wait(capture):
            self._names.unresolved(entry, capture)
        else:
            self._settle(entry, capture)

    def _is_retried(self, entry: Entry, answer: Answer) -> bool:
        if answer.status in _HOLD:
            pause = retry_after(answer, dt.datetime.now(dt.UTC))
            self._frontier.server(entry.url).hold(monotonic(), pause)
            self._memory.holds[server(entry.url)] = time() + pause
        shaky = answer.status in _AGAIN or answer.is_short
        return shaky and not is_challenge(answer) and self._again(entry)

    def _again(self, entry: Entry) -> bool:
        """Request an address once more a little later, if it has not had its tries."""
        tries = min(self.plan.retries, 1) if entry.role is Role.OUTSIDE else self.plan.retries
        if entry.tries >= tries or self._ending is not None:
            return False
        again = replace(entry, tries=entry.tries + 1)
        self._frontier.again(again, monotonic() + self._pause(again))
        return True

    def _pause(self, entry: Entry) -> float:
        return self.plan.retry_wait * 2.0 ** (entry.tries - 1)

    def _sent_on(self, entry: Entry, answer: Answer) -> bool:
        """Follow a redirect. False where it is not to be followed: then it is an answer like any other."""
        try:
            target = canonical(answer.location, entry.url)
        except ValueError:
            return False
        if not path_of(target).endswith(OWN_QUESTIONS.get(entry.role, "")):
            return False
        if target == entry.url and self._again(entry):
            return True  # such a server wants to see its cookie first
        self._scales.sent_on(entry, target)
        redirect = Redirect(url=entry.url, status=answer.status, location=answer.location)
        hop = hops.Hop(entry, redirect, target, now_text())
        self._settle(entry, hops.looped(hop)) if self._ledger.loops(hop) else self._follow(hop)
        return True

    def _follow(self, hop: hops.Hop) -> None:
        if hop.entry.start:
            self._follow_start(hop.entry, hop.target)
        if self._territory.reach(hop.target) is Reach.OTHER and hop.entry.role not in OWN_QUESTIONS:
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
        self._memory.moves[server(entry.url)] = server(target)
        self._territory = self._territory.moved(server(entry.url), server(target))

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
            if one.role in OWN_QUESTIONS:
                self._questions.answered(
                    one, result, answer or self._ledger.answer_of(result), self._territory
                )
            elif one.start and one.url in self.plan.start_urls:
                self._start_settled(result, answer or self._ledger.answer_of(result), page)
            self._progress.fetched(result, len(self._frontier))
        if self._ending is None:
            self._finder.follow(links, entry, self._territory)
            if over := self._ledger.over(len(self._frontier)):
                self.stop(over.because, over.reason)

    def _start_settled(self, capture: Capture, answer: Answer, page: Page | None) -> None:
        """Go on from a start page; if none of them is one to go on from, that is the end."""
        # What a browser has yet to show may still be empty, and is told so then.
        bare = page is not None and page.is_bare and not self.stage.waits_for(page)
        found = start_ending(capture, bool(wall(answer)), answer.is_html, bare)
        self._memory.starts[capture.url] = [found.because, found.reason] if found else None
        if found is None:
            self._questions.explore(capture.final_url, self._territory)
        elif len(self._memory.starts) == len(self.plan.start_urls) and all(self._memory.starts.values()):
            because, reason = next(iter(self._memory.starts.values()))
            self.stop(because, reason)
