"""What the pages of an invented district office say, at the length and in the words of real ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tests.validators.sites import OFFICE

MONTHS = {
    10: "ตุลาคม", 11: "พฤศจิกายน", 12: "ธันวาคม", 1: "มกราคม", 2: "กุมภาพันธ์", 3: "มีนาคม",
}  # fmt: skip
DIVISIONS = (
    "ฝ่ายปกครอง", "ฝ่ายทะเบียน", "ฝ่ายโยธา", "ฝ่ายสิ่งแวดล้อมและสุขาภิบาล", "ฝ่ายรายได้",
    "ฝ่ายรักษาความสะอาดและสวนสาธารณะ", "ฝ่ายการศึกษา", "ฝ่ายการคลัง", "ฝ่ายเทศกิจ", "ฝ่ายพัฒนาชุมชนและสวัสดิการสังคม",
)  # fmt: skip
LICENCE = ("ฝ่ายโยธา", "ฝ่ายสิ่งแวดล้อมและสุขาภิบาล", "ฝ่ายรายได้", "ฝ่ายเทศกิจ", "ฝ่ายรักษาความสะอาดและสวนสาธารณะ")
CRITERIA = {
    "recruitment": "หลักเกณฑ์การสรรหาและคัดเลือกบุคลากร",
    "appointment": "หลักเกณฑ์การบรรจุ แต่งตั้ง และโยกย้าย",
    "development": "หลักเกณฑ์การพัฒนาบุคลากร",
    "appraisal": "หลักเกณฑ์การประเมินผลการปฏิบัติงาน",
    "reward": "หลักเกณฑ์การให้คุณให้โทษและการสร้างขวัญกำลังใจ",
}


def table(rows: Iterable[Sequence[object]]) -> str:
    """An HTML table."""
    lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table>{lines}</table>"


def plan(year: int | str, office: str = OFFICE) -> str:
    """An annual action plan."""
    said = f" ประจำปีงบประมาณ พ.ศ. {year}" if year else ""
    return (
        f"<p>แผนปฏิบัติราชการของ{office}{said} จัดทำขึ้นเพื่อเป็นกรอบการทำงานของทุกฝ่าย มีวัตถุประสงค์ให้การใช้งบประมาณ"
        "เกิดประโยชน์แก่ประชาชนในพื้นที่มากที่สุด แต่ละโครงการมีผู้รับผิดชอบ ตัวชี้วัด และระยะเวลาดำเนินการดังนี้</p>"
        + table([
            ("โครงการ", "ตัวชี้วัด", "ผู้รับผิดชอบ", "ระยะเวลา", "งบประมาณ (บาท)"),
            ("โครงการลอกท่อระบายน้ำซอยตาลเดี่ยว", "ร้อยละความสำเร็จ 100", "ฝ่ายโยธา", "ไตรมาสที่ 1-2", "1,250,000"),
            ("โครงการชุมชนแยกขยะก่อนทิ้ง", "จำนวนครัวเรือน 450", "ฝ่ายรักษาความสะอาดฯ", "ตลอดปี", "385,000"),
            ("โครงการตรวจร้านอาหารริมทาง", "จำนวนร้าน 120", "ฝ่ายสิ่งแวดล้อมฯ", "ไตรมาสที่ 2-4", "96,500"),
            ("กิจกรรมลานกีฬาเยาวชนตาลสูง", "ผู้เข้าร่วม 800 คน", "ฝ่ายพัฒนาชุมชนฯ", "ไตรมาสที่ 3", "240,000"),
        ])
    )  # fmt: skip


def report(year: int | str, office: str = OFFICE) -> str:
    """An annual performance report."""
    said = f" ประจำปีงบประมาณ พ.ศ. {year}" if year else ""
    return (
        f"<p>รายงานผลการปฏิบัติราชการของ{office}{said} สรุปผลการดำเนินงานตามตัวชี้วัดและงบประมาณที่ใช้จริง "
        "พร้อมปัญหา อุปสรรค และข้อเสนอแนะเพื่อปรับปรุงในปีถัดไป</p>"
        + table([
            ("โครงการ", "เป้าหมาย", "ผลการดำเนินงาน", "งบประมาณที่ใช้ (บาท)", "ปัญหาและข้อเสนอแนะ"),
            ("ลอกท่อระบายน้ำ", "12 สาย", "แล้วเสร็จ 12 สาย ร้อยละ 100", "1,198,400", "ฝนตกชุก ควรเริ่มเร็วขึ้น"),
            ("แยกขยะก่อนทิ้ง", "450 ครัวเรือน", "บรรลุ 472 ครัวเรือน", "361,250", "ไม่มีอุปสรรค"),
            ("ตรวจร้านอาหาร", "120 ร้าน", "ผลสำเร็จ 118 ร้าน", "90,100", "ร้านปิดกิจการ 2 ร้าน"),
        ])
    )  # fmt: skip


def summary(month: str, empty: bool = False) -> str:
    """A monthly procurement summary; `month` with its year."""
    head = f"<p>สรุปผลการดำเนินการจัดซื้อจัดจ้างในรอบเดือน{month} {OFFICE} (แบบ สขร.1)</p>"
    if empty:
        return head + f"<p>เดือน{month} ไม่มีการจัดซื้อจัดจ้าง</p>"
    return head + table([
        ("ลำดับ", "งานที่จัดซื้อหรือจัดจ้าง", "วงเงิน", "ราคากลาง", "วิธีซื้อหรือจ้าง", "ผู้เสนอราคา", "ผู้ได้รับการคัดเลือก", "เหตุผลที่คัดเลือก"),
        ("1", "ซื้อวัสดุสำนักงาน 12 รายการ", "48,500.00", "48,500.00", "เฉพาะเจาะจง", "ร้านตาลพาณิชย์", "ร้านตาลพาณิชย์ 47,900.00", "ราคาต่ำสุด"),
        ("2", "จ้างซ่อมรถยนต์ตรวจการณ์", "23,750.00", "23,750.00", "เฉพาะเจาะจง", "อู่สูงยนต์", "อู่สูงยนต์ 23,100.00", "ราคาต่ำสุด"),
    ])  # fmt: skip


def half_year_months(year: int = 2568) -> list[str]:
    """October to March of a fiscal year in Thai words."""
    return [f"{name} {year - 1 if number > 9 else year}" for number, name in MONTHS.items()]


def criteria(fields: Iterable[str] = CRITERIA) -> str:
    """HR criteria, one section for each field."""
    intro = "<p>หลักเกณฑ์การบริหารและพัฒนาทรัพยากรบุคคลของข้าราชการและลูกจ้างกรุงเทพมหานครในสังกัด ใช้ในปีงบประมาณ พ.ศ. 2568</p>"
    return intro + "".join(
        f"<h2>{CRITERIA[one]}</h2><p>ให้เป็นไปตามมติ ก.ก. และหนังสือสำนักงาน ก.ก. ที่เวียนแจ้งทุกหน่วยงาน เจ้าหน้าที่ผู้เกี่ยวข้องถือปฏิบัติโดยเคร่งครัด</p>"
        for one in fields
    )


def manuals(divisions: Iterable[str] = DIVISIONS) -> str:
    """Staff manuals: a section for each division."""
    intro = (
        "<p>คู่มือการปฏิบัติงานของเจ้าหน้าที่ ฉบับปัจจุบัน ปรับปรุง ณ มกราคม 2568 ใช้เป็นมาตรฐานการปฏิบัติงานของข้าราชการทุกคน</p>"
    )
    return intro + "".join(
        f"<h2>คู่มือการปฏิบัติงาน {one}</h2><p>ขั้นตอนการรับเรื่อง ระยะเวลา ผู้รับผิดชอบ และระเบียบที่เกี่ยวข้องของเจ้าหน้าที่ เป็นไปตามผังงานท้ายคู่มือนี้</p>"
        for one in divisions
    )


SERVICE_ROWS = {
    "steps": "ขั้นตอน: ยื่นคำขอ ตรวจสอบ และรับผล",
    "time": "ระยะเวลา: 30 นาที",
    "channel": "ช่องทาง: สำนักงานเขต ชั้น 1",
    "fee": "ค่าธรรมเนียม: ไม่มีค่าธรรมเนียม",
    "documents": "เอกสาร: บัตรประจำตัวประชาชนและสำเนาทะเบียนบ้าน",
}


def services(parts: Iterable[str] = SERVICE_ROWS) -> str:
    """A service manual: each service with the given parts."""
    names = ("แจ้งเกิด", "แจ้งย้ายที่อยู่", "ขอเลขที่บ้าน")
    return "".join(
        f"<h2>ชื่อบริการ {name}</h2><ul>{''.join(f'<li>{SERVICE_ROWS[one]}</li>' for one in parts)}</ul>"
        for name in names
    )


def policy(
    year: int | str,
    office: str = OFFICE,
    signed: str = "4 พฤศจิกายน 2567",
    name: str = "นางสาวรุ่งทิวา ตาลเรืองศรี",
) -> str:
    """The announcement of the policy against bribery."""
    said = f" ประจำปีงบประมาณ พ.ศ. {year}" if year else ""
    place = office.removeprefix("สำนักงานเขต")
    return (
        f"<p>ประกาศ{office}</p><p>เรื่อง นโยบายต่อต้านการรับสินบน (Anti-Bribery Policy){said}</p>"
        f"<p>ข้าพเจ้าในฐานะผู้อำนวยการเขต มีวัตถุประสงค์ให้เจ้าหน้าที่ทุกระดับปฏิบัติหน้าที่ด้วยความสุจริต ขอบเขตของนโยบายนี้"
        "ใช้แก่ข้าราชการและลูกจ้างทุกคน นิยามของสินบนรวมถึงของขวัญและของกำนัลทุกชนิด เจ้าหน้าที่ต้องไม่เรียก ไม่รับ และไม่ยอมจะรับ"
        "ทรัพย์สินหรือประโยชน์อื่นใดจากผู้มาติดต่อราชการ</p>"
        f"<p>ประกาศ ณ วันที่ {signed}</p><p>({name})</p><p>ผู้อำนวยการเขต{place}</p>"
    )


def policy_in_english(year: int = 2025) -> str:
    """The same in English."""
    return (
        f"<p>Announcement of Bang Tan Sung District Office on the Anti-Bribery Policy, fiscal year {year}</p>"
        "<p>The Director of the District hereby announces this policy. Objective: every official of the district shall serve "
        "the public with honesty. Scope: this policy covers all officials and employees of the office. Definition: a bribe "
        "means any money, gift, entertainment or other benefit that is given for the use of office. No official shall ask for, "
        "accept or agree to accept any gift from a person who has business with the office, and every offer of a bribe shall "
        "be reported to the director without delay.</p>"
    )


def policy_report(words: str = "รอบ 12 เดือน ปีงบประมาณ พ.ศ. 2567") -> str:
    """The report on putting the policy against bribery into practice."""
    return (
        f"<p>รายงานผลการดำเนินการตามนโยบายต่อต้านการรับสินบน {words} {OFFICE}</p>"
        "<p>ผลการดำเนินงาน: ได้ดำเนินการประชาสัมพันธ์นโยบายงดรับของขวัญแก่ผู้รับบริการ 3 ครั้ง ติดป้ายประชาสัมพันธ์ 14 จุด "
        "และประชุมชี้แจงเจ้าหน้าที่ 226 คน ผลการรายงานการรับของขวัญ จำนวน 0 ราย</p>"
    )


def tax_figures(*periods: str) -> str:
    """Tax figures, a table for each period."""
    return "".join(
        f"<h2>สถิติการจัดเก็บภาษี {period}</h2>"
        + table([
            ("ประเภทภาษี", "ประมาณการ (บาท)", "จัดเก็บได้ (บาท)", "ร้อยละ"),
            ("ภาษีที่ดินและสิ่งปลูกสร้าง", "52,400,000", "49,812,330", "95.06"),
            ("ภาษีป้าย", "8,150,000", "8,420,115", "103.31"),
            ("รวม", "60,550,000", "58,232,445", "96.17"),
        ])
        for period in periods
    )  # fmt: skip


def complaint_figures(period: str = "ตั้งแต่วันที่ 1 ตุลาคม 2567 ถึงวันที่ 31 มีนาคม 2568") -> str:
    """Statistics of corruption complaints."""
    return f"<p>ข้อมูลเชิงสถิติเรื่องร้องเรียนการทุจริตและประพฤติมิชอบ {period} {OFFICE}</p>" + table([
        ("ประเภทเรื่อง", "จำนวนเรื่องที่รับ", "ดำเนินการแล้วเสร็จ", "อยู่ระหว่างดำเนินการ"),
        ("การทุจริตในหน้าที่", "2", "1", "1"),
        ("ประพฤติมิชอบ", "1", "1", "0"),
        ("รวม", "3", "2", "1"),
    ])  # fmt: skip


def complaint_channel(form: bool = True, link: str = "") -> str:
    """The separate online channel for complaints about corruption."""
    box = (
        "<form action='/send' method='post'><input type='text' name='who'><textarea name='what'></textarea>"
        "<input type='submit' value='ส่ง'></form>"
    )
    return (
        "<p>ช่องทางร้องเรียนการทุจริตและประพฤติมิชอบของเจ้าหน้าที่ แยกจากเรื่องร้องทุกข์ทั่วไป ผู้แจ้งเบาะแสไม่ต้องระบุชื่อ "
        "ข้อมูลถือเป็นความลับและได้รับความคุ้มครอง กรอกแบบฟอร์มออนไลน์พร้อมแนบหลักฐานและชื่อผู้ถูกกล่าวหา</p>"
        + (box if form else "")
        + (f"<p><a href='{link}'>แบบฟอร์มแจ้งเบาะแสการทุจริต</a></p>" if link else "")
    )


def discretion(units: Iterable[str] = LICENCE, approved: bool = True) -> str:
    """The guideline on discretion: a section for each unit, and the approval."""
    said = "<p>อนุมัติให้ใช้แนวทางนี้ ประกาศ ณ วันที่ 2 ธันวาคม 2567</p><p>(นางสาวรุ่งทิวา ตาลเรืองศรี)</p><p>ผู้อำนวยการเขตบางตาลสูง</p>"
    return (
        "<p>แนวทางการปฏิบัติในการใช้ดุลยพินิจของเจ้าหน้าที่ในการพิจารณาคำขอใบอนุญาต ให้บันทึกเหตุผลเป็นลายลักษณ์อักษรและตรวจสอบได้</p>"
        + "".join(
            f"<h2>{one}</h2><p>ให้พิจารณาคำขอตามหลักเกณฑ์และขั้นตอน ภายในเวลาไม่เกินที่กำหนด พร้อมเหตุผล</p>"
            for one in units
        )
        + (said if approved else "")
    )


def online(*links: tuple[str, str]) -> str:
    """The page about online services."""
    listed = "".join(f"<li><a href='{url}'>{words}</a></li>" for url, words in links)
    return (
        "<p>บริการออนไลน์ (E-Service) ยื่นคำขอใบอนุญาตและชำระภาษีได้ตลอด 24 ชั่วโมง โดยไม่ต้องเดินทางมาสำนักงานเขต "
        f"ผ่านระบบ BMA OSS และ BMA Q เพื่อจองคิวล่วงหน้า</p><ul>{listed}</ul>"
    )


def bma_plan(span: str) -> str:
    """The development plan of the city."""
    return (
        f"<p>แผนพัฒนากรุงเทพมหานคร ระยะ 20 ปี ระยะที่ 3 ({span}) มีวิสัยทัศน์และยุทธศาสตร์ 7 ด้าน ได้แก่ มหานครปลอดภัย "
        "มหานครสีเขียว มหานครสำหรับทุกคน และมหานครประชาธิปไตย แต่ละด้านมีเป้าหมายและตัวชี้วัด</p>"
    )


def news(*days: str) -> str:
    """News of the office's own work."""
    acts = (
        "ลงพื้นที่ตรวจการระบายน้ำ",
        "จัดกิจกรรมจิตอาสาเก็บขยะ",
        "ทำพิธีเปิดสวนสาธารณะ 15 นาที",
        "ร่วมกิจกรรมวันเด็ก",
        "เปิดให้บริการนอกสถานที่",
    )
    lines = "".join(
        f"<li>{day} {OFFICE}{acts[n % len(acts)]} ประชาชนในแขวงตาลสูงเข้าร่วมจำนวนมาก</li>"
        for n, day in enumerate(days)
    )
    return f"<p>ข่าวประชาสัมพันธ์ผลการดำเนินงานของ{OFFICE}</p><ul>{lines}</ul>"
