"""What a schema cannot see: rules that contradict, repeat or do not reach each other."""

from __future__ import annotations

from collections import Counter

from checklist.loader import Checklist
from checklist.models import Element, Item, Profile
from thai.text import normalise, skeleton, squeeze


def lint(checklist: Checklist) -> list[str]:
    """Every fault of a checklist, a line each; an empty list where it is sound."""
    profile = checklist.profile
    genres = {genre.id for genre in checklist.words.genres}
    faults = _repeated([item.code for item in profile.items], "item")
    for item in profile.items:
        faults += _item_faults(item, profile)
        for element in item.elements:
            faults += [
                f"{item.code}/{element.id}: {fault}" for fault in _element_faults(element, profile, genres)
            ]
    return faults + _names_shared(profile)


def _repeated(values: list[str], what: str) -> list[str]:
    return [f"{what} {value} is there {count} times" for value, count in Counter(values).items() if count > 1]


def _item_faults(item: Item, profile: Profile) -> list[str]:
    units = {unit.id for unit in profile.units}
    indicators = {indicator.id for indicator in profile.indicators}
    faults = _repeated([element.id for element in item.elements], f"{item.code}: element")
    faults += [f"{item.code}: no unit {unit}" for unit in item.units if unit not in units]
    if item.indicator not in indicators:
        faults.append(f"{item.code}: no indicator {item.indicator}")
    if not any(element.required for element in item.elements):
        faults.append(f"{item.code}: no required element")
    return faults


def _element_faults(element: Element, profile: Profile, genres: set[str]) -> list[str]:
    faults = [f"no unit {unit}" for unit in element.units if unit not in {u.id for u in profile.units}]
    if isinstance(element.parts, str) and element.parts not in profile.sets:
        faults.append(f"no set {element.parts}")
    faults += [f"no genre {genre}" for genre in element.accepts if genre not in genres]
    if element.content.need > len(element.content.groups):
        faults.append(f"content needs {element.content.need} of {len(element.content.groups)} groups")
    for number, group in enumerate(element.content.groups, 1):
        if bool(group.any) == (group.measure is not None):
            faults.append(f"content group {number} wants either phrases or a measure")
        if group.any and group.least > len(group.any):
            faults.append(f"content group {number} wants {group.least} of {len(group.any)} phrases")
    names = {squeeze(name) for name in element.names}
    faults += [f"{phrase!r} is a name and rejected" for phrase in element.reject if squeeze(phrase) in names]
    spoken = (*element.names, *element.hints, *element.needs, *element.reject)
    faults += [f"phrase {phrase!r} is not in normal form" for phrase in spoken if normalise(phrase) != phrase]
    faults += [f"name {name!r} is too short" for name in element.names if len(skeleton(name)) < 4]
    return faults


def _names_shared(profile: Profile) -> list[str]:
    """Names that two elements of different items claim: a caption would then speak for both."""
    owners: dict[str, set[str]] = {}
    for item in profile.items:
        for element in item.elements:
            for name in element.names:
                owners.setdefault(squeeze(name), set()).add(f"{item.code}/{element.id}")
    return [
        f"name {name!r} belongs to {', '.join(sorted(who))}"
        for name, who in sorted(owners.items())
        if len({w.split("/")[0] for w in who}) > 1
    ]
