"""What is to be done, by unit: no gap and no unit is left out."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reports.rows import OPEN_VERDICTS, Tone, aspects, groups, tallies, tasks, tasks_of
from tests.reports.samples import (
    HOST,
    MIXED,
    RULES,
    element_result,
    evidence,
    finding,
    item_result,
    judged,
    report,
)
from validators.results import Access, Presence, Readability, Recency, Severity, Verdict

VERDICTS = st.dictionaries(
    st.sampled_from([item.code for item in RULES.profile.items]), st.sampled_from(list(Verdict))
)
FIRST = RULES.profile.items[0]


@given(VERDICTS)
def test_every_open_item_stands_once_and_reaches_every_owner(verdicts: dict[str, Verdict]) -> None:
    made = report(judged(verdicts))
    open_items = {item.code: item for item in made.items if item.verdict in OPEN_VERDICTS}
    found = groups(made)
    assert sorted(task.item.code for group in found for task in group.tasks) == sorted(open_items)
    for unit in made.units:
        own = [g for g in found if g.units == (unit,)]
        codes = {code for g in own for code in (*g.others, *(t.item.code for t in g.tasks))}
        assert codes == {code for code, item in open_items.items() if unit.id in item.units}


def test_a_gap_without_a_finding_is_still_named_for_its_unit() -> None:
    items = judged(MIXED)
    silent = tuple(i.model_copy(update={"findings": ()}) if i.code == "O15" else i for i in items)
    finance = next(g for g in groups(report(silent)) if [u.id for u in g.units] == ["finance"])
    assert "O15" in finance.others


def test_tallies_count_items_per_unit() -> None:
    by_unit = {tally.unit.id: tally for tally in tallies(report(judged(MIXED)))}
    assert by_unit["finance"].gap == ("O5", "O15")
    assert by_unit["administration"].review == ("O18",)
    assert by_unit["administration"].not_due == ("O17",)
    assert by_unit["schools"].gap == ()


def test_errors_come_before_warnings_and_infos_are_no_tasks() -> None:
    element = FIRST.elements[0].id
    made = [
        finding(element, code=f"c.{severity}", severity=severity)
        for severity in (Severity.INFO, Severity.WARNING, Severity.ERROR)
    ]
    item = item_result(FIRST, Verdict.GAP, findings=tuple(made))
    assert [task.finding.code for task in tasks_of(item)] == ["c.error", "c.warning"]


def test_advice_for_a_ready_item_is_no_task() -> None:
    advice = finding(FIRST.elements[0].id, severity=Severity.WARNING)
    assert tasks(report([item_result(FIRST, findings=(advice,))])) == ()


def test_what_stood_there_is_the_evidence_that_the_finding_names() -> None:
    other, meant = evidence(url=f"{HOST}/other.pdf"), evidence(url=f"{HOST}/meant.pdf", fiscal_years=(2567,))
    element = element_result("chart", "โครงสร้าง", evidence=(other, meant))
    named = finding("chart", urls=(f"{HOST}/meant.pdf",))
    unnamed = finding("chart", urls=(f"{HOST}/elsewhere",), details={"fiscal_years": [2566]})
    item = item_result(FIRST, Verdict.GAP, elements=(element,), findings=(named, unnamed))
    first, second = tasks_of(item)
    assert (first.stood, first.fiscal_years) == (meant, (2567,))
    assert (second.stood, second.fiscal_years) == (other, (2566,))


def test_a_missing_element_tells_where_it_was_looked_for() -> None:
    element = element_result("chart", "โครงสร้าง", presence=Presence.MISSING, evidence=())
    missing = finding(
        "chart", code="presence.missing", urls=(), details={"looked": [f"{HOST}/", f"{HOST}/ita"]}
    )
    (task,) = tasks_of(item_result(FIRST, Verdict.GAP, elements=(element,), findings=(missing,)))
    assert task.stood is None
    assert task.looked == (f"{HOST}/", f"{HOST}/ita")


def test_every_value_has_a_tone_and_only_the_best_are_good() -> None:
    best = {Presence.FOUND, Recency.CURRENT, Readability.READABLE, Access.OPEN}
    for presence in Presence:
        for recency, readability, access in zip(
            [*Recency], [*Readability, *Readability], [*Access], strict=False
        ):
            element = element_result(
                "e", "ส่วน", presence=presence, recency=recency, readability=readability, access=access
            )
            for aspect, value in zip(aspects(element), (presence, recency, readability, access), strict=True):
                assert aspect.value == value
                assert (aspect.tone is Tone.GOOD) == (value in best)
                assert (aspect.tone is Tone.NONE) == (value == "not_applicable")
