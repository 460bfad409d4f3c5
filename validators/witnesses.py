"""What a source, the words that lead to it and its address say of time, gathered place by place.

What these witnesses come to is said in `validators.recency`, who disagrees with whom in `validators.testimony`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import unquote

from documents.facts import Block, Shape
from thai.calendar import MONTH, fiscal_year, month_number
from thai.paths import file_name, file_years, folder_years
from thai.periods import Period, PeriodKind
from validators.days import day_of
from validators.frame import Timely, sure_caption
from validators.leads import levels
from validators.matching import Match
from validators.spoken import periods_in, periods_in_words
from validators.testimony import Witness, WitnessKind
from validators.view import Source

_SIGNED = re.compile(
    r"(?:ประกาศ|สั่ง|ให้ไว้|อนุมัติ|ลง(?:วันที่|นาม))?\s*(?:ณ\s*)?วันที่\s*$|ลงวันที่\s*$|ณ\s*$|[Gg]iven on\s*(?:the\s*)?$|[Aa]nnounced on\s*$|[Dd]ated?:?\s*$"
)
_ANNOUNCED = re.compile(r"(?:ประกาศ|สั่ง|ให้ไว้)\s*ณ\s*วันที่\s*$|[Gg]iven on\s*(?:the\s*)?$|[Aa]nnounced on\s*$")
"""What stands in front of the day of signing and of no other day."""

_UPDATED = re.compile(
    r"(?:แก้ไข|ปรับปรุง|อัปเดต|อัพเดท|อัพเดต|เปลี่ยนแปลง)(?:ข้อมูล)?(?:ล่าสุด|เมื่อ|(?= ?:? ?$))[^\n]{0,20}$"
    r"|(?:[Uu]pdated?|modified)[^\n]{0,12}$|เข้าชม[^\n]{0,20}$|วันนี้[^\n]{0,12}$"
)
_NAMING_BLOCKS = 60
_NAMING_LETTERS = 200
_ABOUT_REACH = 80
"""Letters between the words for what a content is about and their year."""

_WORDS = 120
"""Letters of a witness's words that are kept."""

_PLAIN = (PeriodKind.FISCAL, PeriodKind.HALF, PeriodKind.QUARTER)
"""Forms in which a text says what year it is of."""

_SINGLE = (
    PeriodKind.FISCAL,
    PeriodKind.YEAR,
    PeriodKind.HALF,
    PeriodKind.QUARTER,
    PeriodKind.RANGE,
    PeriodKind.MONTH,
)


@dataclass(frozen=True)
class Witnesses:
    """Every period that speaks for one match, by where it stands."""

    caption: tuple[Period, ...]
    lead: tuple[Period, ...]
    """Of the nearest words around a link that name any."""
    body: tuple[Period, ...]
    file: tuple[int, ...]
    folder: tuple[int, ...]
    heading: tuple[Period, ...] = ()
    """Of the heading or page around a section."""
    named: tuple[Period, ...] = ()
    """Of the first block that calls the element by its name and gives a time."""
    updated: tuple[Period, ...] = ()
    """Marks of the last change of the page: they speak of the page, not of what it reports."""
    announced: tuple[Period, ...] = ()
    """Days behind "ประกาศ ณ วันที่": of the paper's own signing, and not of one that it cites."""
    rows: tuple[Period, ...] = ()
    """Those periods of the text that stand in rows of tables."""
    doubtful: tuple[Period, ...] = ()
    """Read by OCR too unsurely to decide anything."""
    about: tuple[int, ...] = ()
    """The years behind the words that a rule gives for what the content is about, in running text."""
    running: tuple[Period, ...] = ()
    """The periods of the text that do not stand in its caption."""
    around: bool = False
    """Whether `lead` comes from the heading or column above the link and not from its own words or row."""
    lead_words: str = ""
    url: str = ""
    hints: tuple[Witness, ...] = ()
    """What says no year by itself: the file's own dates, the server's."""
    seen: dt.date | None = None
    """The earliest day on which we know this very body to have existed."""

    @cached_property
    def signed(self) -> tuple[Period, ...]:
        """Days on which a paper was signed."""
        return tuple(p for p in self.body if p.kind is PeriodKind.DAY and p.law)

    @property
    def all(self) -> tuple[Period, ...]:
        """Everything that was said in words."""
        return (*self.caption, *self.named, *self.heading, *self.lead, *self.body)

    def own_title_years(self) -> tuple[int, ...]:
        """The fiscal years that title, else the naming block, else the heading around it give; single years before spans."""
        found = (years_of(periods) for periods in (self.caption, self.named, self.heading))
        return next((years for years in found if years), ())

    def title_years(self) -> tuple[int, ...]:
        """The same, else those of the words that lead to the source."""
        return self.own_title_years() or years_of(self.lead)

    def body_years(self, signatures: bool = True) -> Counter[int]:
        """How often the text names each fiscal year; a fiscal year counts thrice, a law's year not at all.

        Without `signatures` days of signing do not count: a report is signed in another year than its own.
        """
        return _counted(p for p in self.body if signatures or p.kind is not PeriodKind.DAY or not p.law)

    def signing_years(self) -> tuple[int, ...]:
        """The fiscal years of the days on which the paper was signed."""
        return tuple(dict.fromkeys(y for p in self.signed for y in p.fiscal_years))

    def plainly(self) -> int:
        """How often the text names a fiscal year, a round or a quarter with its year."""
        return sum(1 for p in self.running if p.kind in _PLAIN and p.fiscal_years)

    def insists_on_others(self, years: Iterable[int], times: int) -> bool:
        """Whether running text names fiscal years so many times, and none of these."""
        named = {year for p in self.running for year in p.fiscal_years}
        return not named & set(years) and self.plainly() >= times

    def text_years(self) -> tuple[int, ...]:
        """The years that the text says it is of: those named at least half as often as the most frequent one.

        Empty where it names no fiscal year, round or quarter: a bare year in passing says nothing.
        """
        count = _counted(self.running)
        if not self.plainly() or not count:
            return ()
        top = max(count.values())
        return tuple(sorted((y for y, n in count.items() if n * 2 >= top), reverse=True))


def _counted(periods: Iterable[Period]) -> Counter[int]:
    """How often periods name each fiscal year; a fiscal year counts thrice, a law's year not at all."""
    count: Counter[int] = Counter()
    for period in periods:
        if period.kind in (PeriodKind.YEARS, PeriodKind.ACADEMIC) or (
            period.law and period.kind is PeriodKind.YEAR
        ):
            continue
        for year in period.fiscal_years:
            count[year] += 3 if period.kind in (PeriodKind.FISCAL, PeriodKind.HALF, PeriodKind.QUARTER) else 1
    return count


def years_of(periods: Iterable[Period]) -> tuple[int, ...]:
    """The fiscal years of some periods; single years count before spans of years and days."""
    known = [p for p in periods if not p.law or p.kind is PeriodKind.DAY]
    for kinds in (_SINGLE, (PeriodKind.YEARS,), (PeriodKind.DAY,), (PeriodKind.ACADEMIC,)):
        years = [year for period in known if period.kind in kinds for year in period.fiscal_years]
        if years:
            return tuple(dict.fromkeys(years))
    return ()


def witnesses_of(
    match: Match, names: Callable[[str], bool], words: Timely, about: Sequence[str] = ()
) -> Witnesses:
    """All witnesses of the time that a match speaks of.

    `names` tells whether a block calls the element by name; `words` are the passage's, sorted by `validators.frame`;
    `about` are a rule's words for what the content is about.
    """
    passage, source = match.passage, match.source
    body, updated = _sorted_out(words.text, periods_in(words.text))
    lead, level, lead_words = _lead_periods(match)
    running = _running(words.text, body, passage.caption)
    return Witnesses(
        caption=tuple(periods_in(sure_caption(passage))),
        lead=lead,
        body=body,
        file=file_years(source.url),
        folder=folder_years(source.url),
        heading=() if passage.whole else tuple(periods_in(sure_caption(source.passages[0]))),
        named=_naming_block(words.blocks, names),
        updated=(*updated, *periods_in(words.frame)),
        announced=tuple(p for p in body if p.law and _ANNOUNCED.search(words.text[max(0, p.at - 40) : p.at])),
        rows=periods_in(words.rows),
        doubtful=periods_in(words.doubtful),
        about=_about_years(words.text, running, about),
        running=running,
        around=level == "heading",
        lead_words=lead_words,
        url=source.url,
        hints=_hints(source),
        seen=day_of(source.capture.first_seen or source.capture.fetched_at),
    )


def _running(text: str, body: Sequence[Period], caption: str) -> tuple[Period, ...]:
    """The periods of running text: those in lines that are no part of the caption."""
    titles = set(caption.split("\n"))
    return tuple(p for p in body if not p.law and _line(text, p.at) not in titles)


def _line(text: str, at: int) -> str:
    return text[text.rfind("\n", 0, at) + 1 :].split("\n", 1)[0]


def _about_years(text: str, body: Sequence[Period], about: Sequence[str]) -> tuple[int, ...]:
    """The years of periods that stand close behind one of the words, with no other year between."""
    found: dict[int, None] = {}
    for number, period in enumerate(body):
        since = body[number - 1].stop if number else 0
        before = text[max(since, period.at - _ABOUT_REACH) : period.at].rpartition("\n")[2]
        if any(word in before for word in about):
            found.update(dict.fromkeys(period.fiscal_years))
    return tuple(found)


def _hints(source: Source) -> tuple[Witness, ...]:
    """The file's own dates, the server's, and the day of our first look, as far as they are known."""
    facts, capture = source.facts, source.capture
    told = (
        (WitnessKind.METADATA, facts.created if facts else ""),
        (WitnessKind.METADATA, facts.modified if facts else ""),
        (WitnessKind.LAST_MODIFIED, capture.headers.get("last-modified", "")),
        (WitnessKind.FIRST_SEEN, capture.first_seen),
    )
    found = ((kind, day_of(words)) for kind, words in told)
    return tuple(
        dict.fromkeys(Witness(kind, (fiscal_year(day),), day.isoformat()) for kind, day in found if day)
    )


def _naming_block(blocks: Sequence[Block], names: Callable[[str], bool]) -> tuple[Period, ...]:
    for block in blocks[:_NAMING_BLOCKS]:
        if len(block.text) <= _NAMING_LETTERS and names(block.text):
            found = tuple(p for p in periods_in(block.text) if p.fiscal_years)
            if found:
                return found
    return ()


def _sorted_out(text: str, periods: Sequence[Period]) -> tuple[tuple[Period, ...], tuple[Period, ...]]:
    """Periods of a text, and the marks of its last change; days of signing carry the mark of a law."""
    body, updated = [], []
    for period in periods:
        before = text[max(0, period.at - 40) : period.at]
        if period.kind is PeriodKind.DAY and _UPDATED.search(before):
            updated.append(period)
        elif period.kind is PeriodKind.DAY and _SIGNED.search(before):
            body.append(replace(period, law=True))
        else:
            body.append(period)
    return tuple(body), tuple(updated)


def _lead_periods(match: Match) -> tuple[tuple[Period, ...], str, str]:
    """The periods that the nearest words around a link name, where these words stand, and the words."""
    for wanted in ("link", "row", "heading"):
        for link in match.source.leads:
            for level, words in levels(link):
                if level == wanted and words:
                    found = tuple(periods_in_words(words))
                    if found:
                        return found, level, words
    return (), "", ""


def told(said: Witnesses) -> tuple[Witness, ...]:
    """Every witness that names a year, place by place, with its words."""
    address = (
        (WitnessKind.FILE_NAME, said.file, file_name(said.url)),
        (WitnessKind.FOLDER, said.folder, _folders(said.url)),
    )
    lead = WitnessKind.LINK_HEADING if said.around else WitnessKind.LINK
    places = (
        (WitnessKind.TITLE, said.caption),
        (WitnessKind.HEADING, (*said.named, *said.heading)),
        (WitnessKind.SIGNATURE, said.signed),
        (WitnessKind.TABLE, said.rows),
        (WitnessKind.PAGE_MARK, said.updated),
        (WitnessKind.OCR, said.doubtful),
        (lead, said.lead),
    )
    found = [
        Witness(kind, years, _words(periods)) for kind, periods in places if (years := years_of(periods))
    ]
    text = said.text_years()
    if text:
        found.append(Witness(WitnessKind.TEXT, text, _words(said.body)))
    if said.about:
        found.append(Witness(WitnessKind.ABOUT, said.about))
    found += [Witness(kind, years, words) for kind, years, words in address if years]
    return (*found, *said.hints)


def _words(periods: Sequence[Period]) -> str:
    """The first periods as read."""
    return ", ".join(dict.fromkeys(" ".join(p.text.split()) for p in periods if p.fiscal_years))[:_WORDS]


def _folders(url: str) -> str:
    return "/".join(unquote(url).split("/")[3:-1])[-_WORDS:]


def bare_months(text: str) -> tuple[int, ...]:
    """Months (1 to 12) that a text names, with a year or without, in order of appearance."""
    found = (month_number(match.group()) for match in MONTH.finditer(text))
    return tuple(dict.fromkeys(month for month in found if month is not None))


def month_rows(match: Match) -> list[tuple[str, tuple[int, ...]]]:
    """The blocks of a passage that name months, each with the months it names."""
    rows = []
    for block in match.passage.blocks:
        if block.shape is Shape.ALT:
            continue
        months = bare_months(block.text)
        if months:
            rows.append((block.text, months))
    return rows
