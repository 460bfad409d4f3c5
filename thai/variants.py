"""Spellings of the same word that offices use side by side, folded before phrases are compared.

Seen on district and sister websites (docs/thai.md). Keys and values are in squeezed form.
"""

from __future__ import annotations

SPELLINGS: dict[str, str] = {
    "ดุลยพินิจ": "ดุลพินิจ",
    "ลิงค์": "ลิงก์",
    "ลิ้งค์": "ลิงก์",
    "ลิ้งก์": "ลิงก์",
    "เว็ปไซต์": "เว็บไซต์",
    "เวบไซต์": "เว็บไซต์",
    "เว็บไซด์": "เว็บไซต์",
    "เว็ปไซด์": "เว็บไซต์",
    "เวปไซต์": "เว็บไซต์",
    "ประเมิณ": "ประเมิน",
    "website": "เว็บไซต์",
    "อีเซอร์วิส": "eservice",
    "อินโฟกราฟฟิก": "อินโฟกราฟิก",
    "infographic": "อินโฟกราฟิก",
    "เช็กลิสต์": "checklist",
    "เช็คลิสต์": "checklist",
    "เช็คลิสท์": "checklist",
    "คู่มือสำหรับประชาชน": "คู่มือประชาชน",
    "กทม": "กรุงเทพมหานคร",
    "นโนบาย": "นโยบาย",
    "พัมนา": "พัฒนา",
    "ผอเขต": "ผู้อำนวยการเขต",
    "ปีงปม": "ปีงบประมาณ",
}
