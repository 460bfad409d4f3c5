"""Sentences of the contract that judging does not keep yet; each moves to its own file once it is kept."""

from __future__ import annotations

import pytest

from tests.validators.sites import Site, address, page
from tests.validators.texts import half_year_months

PLAN = "แผนปฏิบัติราชการประจำปีงบประมาณ พ.ศ. 2568"


SUMMARY = "สรุปผลการจัดซื้อจัดจ้างรายเดือน"


NOTHING = "<p>ไม่มีการจัดซื้อจัดจ้างในเดือนนี้</p>"


@pytest.mark.parametrize("others", [0, 5])
def test_six_months_without_purchases_are_there(others: int) -> None:
    """With five other pages the same sentence stands on half of the pages: yet it is no furniture."""
    site = Site()
    for number, month in enumerate(half_year_months()):
        site.show(f"/s{number}", f"{SUMMARY} {month}", NOTHING)
    for number in range(others):
        site.show(f"/h{number}", f"ประวัติแขวง {number}", f"<p>แขวงที่ {number} มีตลาดเก่าริมคลอง</p>")
    assert site.judged().element("O15", "monthly-summary").recency == "current"


def test_a_redirect_to_where_the_start_address_leads_is_a_soft_404() -> None:
    """The start address sends on to /th/index, and so does every address that is not there."""
    home = Site().link("/files/plan68.pdf", PLAN).home()
    site = Site().put("/", body=home, final_url=address("/th/index"))
    site.put("/files/plan68.pdf", body=home, final_url=address("/th/index"))
    judged = site.judged()
    assert judged.four("O5", "action-plan")[::3] == ("missing", "broken")
    assert "access.soft_404" in judged.codes("O5", "action-plan")


def test_a_file_on_the_home_page_that_was_too_large_speaks_of_none() -> None:
    """A poster shown in a frame is no main menu."""
    home = page("หน้าหลัก", "<h2>ปฏิทินวันหยุด</h2><iframe src='/files/calendar.pdf'></iframe>")
    judged = Site().add("/", home).put("/files/calendar.pdf", outcome="too_large").judged()
    assert judged.element("O5", "action-plan").presence == "missing"
