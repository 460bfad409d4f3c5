"""How well the rules tell the labelled texts: precision and recall by item and by dimension, beside a plain baseline."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from checklist.models import Element
from documents.extract import extract
from documents.facts import Zone
from tests.eval.harness import Labelled, judge_text, rules
from thai.text import squeeze
from validators.matching import SURE
from validators.results import ElementResult, ItemResult

DIMENSIONS = ("presence", "recency", "readability", "access")
_FINE = frozenset({"current", "not_applicable", "readable", "found", "open"})


@dataclass
class Count:
    """Right, taken wrongly, and overlooked."""

    right: int = 0
    wrong: int = 0
    overlooked: int = 0

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.overlooked) if self.right + self.overlooked else 1.0

    def add(self, said: bool, true: bool) -> None:
        self.right += said and true
        self.wrong += said and not true
        self.overlooked += true and not said


@dataclass
class Figures:
    """All counts of one part of the corpus."""

    items: dict[str, Count] = field(default_factory=dict)
    elements: dict[str, Count] = field(default_factory=dict)
    dimensions: dict[str, Count] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    @property
    def all_items(self) -> Count:
        total = Count()
        for count in self.items.values():
            total.right += count.right
            total.wrong += count.wrong
            total.overlooked += count.overlooked
        return total


def taken(element: ElementResult) -> bool:
    """Whether an element was taken to be spoken for by the text, and surely."""
    return any(e.confidence >= SURE for e in element.evidence)


def said_items(items: Iterable[ItemResult]) -> dict[tuple[str, str], ElementResult]:
    """The elements that a judgement takes the text for; another office's paper is not taken."""
    found = {}
    for item in items:
        foreign = {f.element for f in item.findings if f.code == "presence.other_body"}
        for element in item.elements:
            if element.required and taken(element) and element.id not in foreign:
                found[item.code, element.id] = element
    return found


def measured(texts: Iterable[Labelled]) -> Figures:
    """The figures of the rules over some texts."""
    figures = Figures(
        {item.code: Count() for item in rules().profile.items}, {}, {name: Count() for name in DIMENSIONS}
    )
    for text in texts:
        _measure(text, figures)
    return figures


def _measure(text: Labelled, figures: Figures) -> None:
    judged = judge_text(text)
    said = said_items(judged.items)
    true = text.expected
    for code, count in figures.items.items():
        is_said, is_true = any(c == code for c, _ in said), any(c == code for c, _ in true)
        count.add(is_said, is_true)
        if is_said != is_true:
            figures.faults.append(
                f"{text.id} {code} {'taken' if is_said else 'overlooked'}: {text.label['why'][:150]}"
            )
    for key in sorted(set(said) | set(true)):
        figures.elements.setdefault("/".join(key), Count()).add(key in said, key in true)
    for key in sorted(set(said) & set(true)):
        _dimensions(text, key, said[key], figures)
    if text.label["door"] != "open":
        _door(text, judged.items, figures)


def _dimensions(text: Labelled, key: tuple[str, str], element: ElementResult, figures: Figures) -> None:
    """A dimension is right where it says a fault that the label has, wrong where it says another or one too many."""
    label = text.expected[key]
    for name in ("presence", "recency", "readability"):
        said, true = getattr(element, name).value, label[name]
        if name == "recency" and label["presence"] == "missing":
            continue
        ok = said == true or {said, true} <= _FINE
        count = figures.dimensions[name]
        if ok and true not in _FINE:
            count.right += 1
        if not ok:
            count.wrong += said not in _FINE
            count.overlooked += true not in _FINE
            figures.faults.append(
                f"{text.id} {'/'.join(key)} {name}: said {said}, labelled {true}: {text.label['why'][:130]}"
            )


def _door(text: Labelled, items: Iterable[ItemResult], figures: Figures) -> None:
    """A closed door is right where the findings of some item name it as it is."""
    wanted = {
        "dead": {"access.dead_link", "access.soft_404"},
        "login": {"access.login_required"},
        "placeholder": {"presence.placeholder"},
    }
    codes = {finding.code for item in items for finding in item.findings}
    right = bool(codes & wanted[text.label["door"]])
    figures.dimensions["access"].add(right, True)
    if not right:
        figures.faults.append(f"{text.id} door {text.label['door']} not said: {text.label['why'][:130]}")


def baseline(texts: Iterable[Labelled]) -> Figures:
    """What a search for the item's name and its long words in title, heading and link would take."""
    figures = Figures({item.code: Count() for item in rules().profile.items})
    keys = {item.code: [squeeze(w) for w in _words(item.title.th)] for item in rules().profile.items}
    for text in texts:
        facts = extract((text.folder / text.label["file"]).read_bytes(), declared_type="text/html")
        heads = [
            facts.title,
            *(b.text for b in facts.blocks if b.level and b.zone is Zone.MAIN),
            *text.label["arrival"].values(),
        ]
        title = squeeze(" ".join(map(str, heads)))
        for code, words in keys.items():
            hits = sum(word in title for word in words)
            figures.items[code].add(
                hits > 0 and hits * 2 >= len(words), any(c == code for c, _ in text.expected)
            )
    return figures


def _words(title: str) -> list[str]:
    return [part for part in re.split(r"[\s()]+|และ|ของ|การ", title) if len(part) >= 5]


def table(parts: dict[str, Figures], plain: dict[str, Figures]) -> str:
    """The figures as text: a line an item, then all items, the baseline and the dimensions."""
    lines = ["part         item   precision recall   right wrong overlooked"]
    for part, figures in parts.items():
        for code, c in figures.items.items():
            lines.append(
                f"{part:<12} {code:<6} {c.precision:9.3f} {c.recall:6.3f} {c.right:7} {c.wrong:5} {c.overlooked:10}"
            )
        for name, c in (
            ("all", figures.all_items),
            ("title words", plain[part].all_items),
            *figures.dimensions.items(),
        ):
            lines.append(
                f"{part:<12} {name:<11} {c.precision:4.3f} {c.recall:6.3f} {c.right:7} {c.wrong:5} {c.overlooked:10}"
            )
    return "\n".join(lines)


def rare(elements: Iterable[Element], texts: Iterable[Labelled]) -> Counter[str]:
    """How many texts speak of each element, as evidence or as a near miss."""
    count: Counter[str] = Counter({element.id: 0 for element in elements})
    for text in texts:
        count.update({f"{i}/{e}" for i, e in text.expected} | set(text.label["near"]))
    return count
