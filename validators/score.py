"""From items that are ready to a score. Pure arithmetic on exact numbers, rounded half up once, at the very end.

Fractions hold what decimals cannot (a third of a sub-indicator), so that no digit is lost before the rounding.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from checklist.weights import Grades, IndicatorWeight, Sharing, YearWeights
from validators.results import ItemResult, Result, Verdict

FULL = Fraction(100)


class ScoreError(ValueError):
    """A score that cannot be worked out from what was given; the message is one line that says what lacks."""


class WeightsUsed(Result):
    """Whose weights a score was worked out with."""

    year: int
    assumed: bool
    """True where the year asked for has none of its own, and these are the newest known."""


class Score(Result):
    """A score in points, two places. Null where what is not known matters."""

    oit: float | None
    range: tuple[float, float]
    indicators: dict[str, float]
    """Every indicator and sub-indicator that is known, an indicator before its parts."""
    ita: float | None
    grade: str | None
    weights: WeightsUsed


@dataclass(frozen=True)
class Standing:
    """Which items count, and how.

    `items` maps each item's code to its sub-indicator, in the checklist's order. An item counts 100 when it is in
    `ready`, else 0; one in `unsure` may be either. `given` maps indicators or sub-indicators to points (0–100) that
    replace their items.
    """

    items: Mapping[str, str]
    ready: Collection[str]
    unsure: Collection[str] = ()
    given: Mapping[str, Decimal] | None = None


@dataclass(frozen=True)
class _Span:
    """The least and the greatest of what a value can be."""

    least: Fraction
    most: Fraction

    @property
    def known(self) -> float | None:
        """The value, rounded, where both ends are the same."""
        least, most = rounded(self.least), rounded(self.most)
        return float(least) if least == most else None


def score_of_items(
    rules: YearWeights, assumed: bool, indicator_of: Mapping[str, str], items: Iterable[ItemResult]
) -> Score:
    """The score of judged items: what a person must look at, or is not due, counts 0 and widens the range."""
    by_verdict = {item.code: item.verdict for item in items}
    ready = {code for code, verdict in by_verdict.items() if verdict is Verdict.READY}
    unsure = {code for code, verdict in by_verdict.items() if verdict in (Verdict.REVIEW, Verdict.NOT_DUE)}
    return score(rules, assumed, Standing(indicator_of, ready, unsure))


def score(
    rules: YearWeights,
    assumed: bool,
    standing: Standing,
    iit: Decimal | None = None,
    eit: Decimal | None = None,
) -> Score:
    """Work out OIT, its range over the weight sets and the unsure items, and ITA where all three tools are known.

    Args:
        rules: the weights of the year.
        assumed: whether they are another year's.
        standing: which items count.
        iit: points of the internal survey, None where not known.
        eit: points of the external survey.

    Raises:
        ScoreError: an indicator has neither items nor a given value, or an unknown one was given.
    """
    surely = _Tree(rules, standing, set(standing.ready))
    at_best = _Tree(rules, standing, set(standing.ready) | set(standing.unsure))
    oit = surely.oit()
    ita = _ita(rules, oit, iit, eit)
    return Score(
        oit=oit.known,
        range=(float(rounded(oit.least)), float(rounded(at_best.oit().most))),
        indicators=surely.known(),
        ita=None if ita is None else float(ita),
        grade=_grade(rules.grades, ita, (iit, eit, rounded(oit.least))),
        weights=WeightsUsed(year=rules.year, assumed=assumed),
    )


class _Tree:
    """Indicators over sub-indicators over items, for one set of items that count 100."""

    def __init__(self, rules: YearWeights, standing: Standing, ready: set[str]) -> None:
        self._rules = rules
        self._given = {key: Fraction(value) for key, value in (standing.given or {}).items()}
        self._members: dict[str, list[Fraction]] = {}
        for code, part in standing.items.items():
            self._members.setdefault(part, []).append(FULL if code in ready else Fraction(0))
        self._refuse_unknown()

    def oit(self) -> _Span:
        """The score itself."""
        spans = [(Fraction(i.weight), self._indicator(i)) for i in self._rules.indicators]
        return _Span(
            sum((weight * span.least for weight, span in spans), Fraction(0)),
            sum((weight * span.most for weight, span in spans), Fraction(0)),
        )

    def known(self) -> dict[str, float]:
        """Every indicator and sub-indicator whose value does not depend on the weight set."""
        found: dict[str, float] = {}
        for indicator in self._rules.indicators:
            value = self._indicator(indicator).known
            if value is not None:
                found[indicator.id] = value
            if indicator.id not in self._given:
                found |= {part: float(rounded(self._part(part))) for part in self._parts(indicator.id)}
        return found

    def _parts(self, indicator: str) -> list[str]:
        return [part for part in self._members if part.startswith(f"{indicator}.")]

    def _part(self, part: str) -> Fraction:
        members = self._members[part]
        return self._given.get(part, sum(members, Fraction(0)) / len(members))

    def _indicator(self, indicator: IndicatorWeight) -> _Span:
        if indicator.id in self._given:
            return _Span(self._given[indicator.id], self._given[indicator.id])
        parts = self._parts(indicator.id)
        if not parts or indicator.parts is None:
            raise ScoreError(
                f"indicator {indicator.id} of {self._rules.year} is not known: give its points, "
                f"as in --indicator {indicator.id}=100"
            )
        sizes = {part: len(self._members[part]) for part in parts}
        values = [
            sum((share * self._part(part) for part, share in shares.items()), Fraction(0))
            for shares in weight_sets(indicator, sizes)
        ]
        return _Span(min(values), max(values))

    def _refuse_unknown(self) -> None:
        known = {indicator.id for indicator in self._rules.indicators} | set(self._members)
        for key in self._given:
            if key not in known:
                raise ScoreError(f"no indicator {key} (there are: {', '.join(sorted(known))})")


def weight_sets(indicator: IndicatorWeight, sizes: Mapping[str, int]) -> Sequence[dict[str, Fraction]]:
    """Every way in which the parts of an indicator may share it: part to its share; each adds up to 1.

    `sizes` maps each sub-indicator to the number of its items.
    """
    assert indicator.parts is not None
    fixed = {part: Fraction(share) for part, share in indicator.parts.fixed.items() if part in sizes}
    left = 1 - sum(fixed.values(), Fraction(0))
    sets = []
    for sharing in indicator.parts.rest:
        units = {
            part: size if sharing is Sharing.ITEMS else 1 for part, size in sizes.items() if part not in fixed
        }
        whole = sum(units.values())
        sets.append(fixed | {part: left * Fraction(unit, whole) for part, unit in units.items()})
    return sets


def rounded(value: Fraction) -> Decimal:
    """Two places, half up. Exact: the value is first brought to a whole number of hundredths and a remainder."""
    hundredths, rest = divmod(value * 100, 1)
    up = 1 if rest >= Fraction(1, 2) else 0
    return (Decimal(hundredths + up) / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _ita(rules: YearWeights, oit: _Span, iit: Decimal | None, eit: Decimal | None) -> Decimal | None:
    if iit is None or eit is None or oit.known is None:
        return None
    tools = rules.tools
    parts = (
        Fraction(tools.iit) * Fraction(iit),
        Fraction(tools.eit) * Fraction(eit),
        Fraction(tools.oit) * oit.least,
    )
    return rounded(sum(parts, Fraction(0)))


def _grade(grades: Grades, ita: Decimal | None, tools: tuple[Decimal | None, ...]) -> str | None:
    """The first grade whose conditions are met; None without a total, or where the year has no grade so low."""
    if ita is None:
        return None
    for grade in grades.table:
        each = grade.each if grade.each is not None else Decimal(0)
        if ita >= grade.least and all(tool is not None and tool >= each for tool in tools):
            return grade.name
    return None
