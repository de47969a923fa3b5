"""The letters that the tests draw: invented people, real shapes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from desktop.base.text import Text
from desktop.letters.content import MUNICIPALITY, LetterContent, Letterhead, LetterTable, Signatory
from desktop.letters.template import LetterTemplate, bundled, fill, to_body

HEAD = Letterhead(
    MUNICIPALITY,
    Text("دائرة الموارد البشرية", "Human Resources Department"),
    "ص.ب 132 عمّان 11118 الأردن | www.amman.jo",
)
VALUES = {
    "addressee": to_body("الجامعة الأردنية / عمادة شؤون الطلبة"),
    "applicant_name": "أحمد عبدالله الخطيب",
    "trainee_name": "لمى محمد عبدالرحمن العبّادي",
    "reference": "TRN-2026-000123-7",
    "hosting_department": "دائرة نظم المعلومات الجغرافية",
    "nominating_body": "الجامعة الأردنية رقم 318/ف/2026 تاريخ 05/10/2026",
    "course_title": "ضبط الجودة QA/QC for GIS Data",
    "hours": "24",
    "period_from": "22/11/2026",
    "period_to": "31/12/2026",
    "fee": "200.000",
    "contractor_name": "شركة الأفق للمقاولات العامة",
    "contractor_number": "C-4471",
    "permit_number": "2025/318",
    "permit_year": "2025",
    "renewed_until": "31/12/2027",
    "specialty": "نظم المعلومات الجغرافية (GIS)",
    "kind": "تدريب",
    "submitted_on": "15/11/2026",
    "service": "تدريب وتسهيل مهمة الطلاب والموفدين",
    "reasons": "عدم توفر شاغر، لا مشرف في الفترة المطلوبة",
    "percent_kept": "25",
    "received_by": "هدى أحمد العبّادي",
    "identity_paper": "جواز سفر",
    "identity_number": "N1234567",
    "done_by": "رنا خليل",
    "done_on": "21/11/2026",
    "done_at": "10:45",
    "refund_approved": "yes",
    "refund_reason": "عدم الحضور للتدريب المدفوع",
    "refund_paid": "200.000",
    "refund_kept": "50.000",
    "refund_percent": "25",
    "refund_amount": "150.000",
    "decision_note": "عدم كفاية المبررات",
    "occasion_subject": "نظم المعلومات الجغرافية – المستوى المتقدم",
    "occasion_date": "22/11/2026",
    "occasion_time": "09:00",
    "occasion_place": "المحطة المعرفية - رأس العين",
    "occasion_hours": "30",
    "occasion_papers": "الهوية الشخصية أو جواز السفر",
    "profession": "مطعم شعبي",
    "purpose": "تجزئة رخصة",
    "trade_name": "مطعم بيت الشام",
    "address": "شارع الملك حسين، بناية 12/أ",
    "district": "منطقة العبدلي",
    "licence_number": "L-2024-00318",
    "deed_reference": "2024/5518",
    "valid_to": "31/12/2027",
    "asked_bodies": "مديرية الدفاع المدني، وزارة الصحة",
    "late_bodies": "مديرية الدفاع المدني",
    "certificate_number": "C-2026-0771",
    "exam_score": "85",
    "exam_passed": "yes",
    "exam_failed": "",
}
TABLE = LetterTable(
    ("الرقم", "البيان", "رقم القطعة", "الحوض", "المساحة (م²)", "الرسوم (دينار)"),
    (
        ("1", "تدقيق طبقة الأبنية Buildings", "1024", "الصبيحي (7)", "1,250.50", "50.000"),
        ("2", "تدقيق طبقة الطرق Roads", "318", "وسط البلد (2)", "840.00", "40.000"),
        ("3", "مطابقة المخططات التنظيمية", "77/أ", "زي (11)", "3,410.75", "35.000"),
        ("4", "تحديث بيانات الخدمات ARC-PRO", "512", "عين الباشا (4)", "675.25", "75.000"),
        ("", "المجموع", "", "", "6,176.50", "200.000"),
    ),
    total=True,
)


def values_for(template: LetterTemplate) -> dict[str, str]:
    """A value for each placeholder of ``template``, also for those that only one service has."""
    return {**dict.fromkeys(template.placeholders(), "قيمة من الطلب"), **VALUES}


def approval(**changes: Any) -> LetterContent:
    """A training approval on one page, not signed yet."""
    filled = fill(bundled()["training_approval"], VALUES)
    content = LetterContent(
        kind=filled.kind,
        serial="م ب/2026/001457",
        reference=VALUES["reference"],
        issued_on=date(2026, 11, 21),
        title=filled.title,
        addressee=filled.addressee,
        subject=filled.subject,
        paragraphs=filled.paragraphs,
        letterhead=HEAD,
        signatory=Signatory("المهندسة رُلى سليمان الحديدي", "مدير دائرة الموارد البشرية"),
        enclosures=("نموذج تقييم المتدرب/ة", "تعليمات الدوام"),
        contact="للاستفسار: قسم التدريب، هاتف 06-4636111 فرعي 2210، من 8:30 إلى 15:30 | hr@ammancity.gov.jo",
    )
    return replace(content, **changes)


def plain(*paragraphs: str, **changes: Any) -> LetterContent:
    """A letter with just these paragraphs."""
    return approval(paragraphs=paragraphs, enclosures=(), **changes)
