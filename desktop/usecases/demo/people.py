"""The demo's accounts and applicants; every one of them is made up."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.base.text import Text
from desktop.models.records.people import INSPECTOR, SENIOR_MANAGEMENT, Job

PASSWORD = "diwan-demo"  # noqa: S105 - shown on the sign-in page, of made-up accounts
ADMINISTRATOR = "majed"


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account of the demo, as its sign-in page shows it; the password is ``PASSWORD`` for all."""

    login: str
    name: Text
    role: Text
    department: str = ""
    job: Job = Job.CLERK
    authorities: tuple[str, ...] = ()


ACCOUNTS = (
    DemoAccount(
        "rana",
        Text("رنا خليل الحديدي", "Rana Al-Hadidi"),
        Text("كاتبة، الموارد البشرية", "Clerk, Human Resources"),
        "hr",
    ),
    DemoAccount(
        "omar",
        Text("عمر سعيد الطراونة", "Omar Al-Tarawneh"),
        Text("كاتب، الموارد البشرية", "Clerk, Human Resources"),
        "hr",
    ),
    DemoAccount(
        "lina",
        Text("لينا جمال النابلسي", "Lina Al-Nabulsi"),
        Text("كاتبة، نظم المعلومات الجغرافية", "Clerk, GIS"),
        "gis",
    ),
    DemoAccount(
        "huda",
        Text("هدى فارس الروابدة", "Huda Al-Rawabdeh"),
        Text("مشرفة، الموارد البشرية، الإدارة العليا", "Supervisor, Human Resources, senior management"),
        "hr",
        Job.SUPERVISOR,
        (SENIOR_MANAGEMENT,),
    ),
    DemoAccount(
        "samir",
        Text("سمير عادل خريس", "Samir Khrais"),
        Text("مشرف، الموارد البشرية", "Supervisor, Human Resources"),
        "hr",
        Job.SUPERVISOR,
    ),
    DemoAccount(
        "basel",
        Text("باسل نادر العجلوني", "Basel Al-Ajlouni"),
        Text("مشرف، نظم المعلومات الجغرافية", "Supervisor, GIS"),
        "gis",
        Job.SUPERVISOR,
    ),
    DemoAccount(
        "nisreen",
        Text("نسرين محمود الخوالدة", "Nisreen Al-Khawaldeh"),
        Text("كاتبة، المقاولين والعطاءات", "Clerk, Contractors and Tenders"),
        "ctr",
    ),
    DemoAccount(
        "khaled",
        Text("خالد عوض الزيود", "Khaled Al-Zyoud"),
        Text("مشرف، المقاولين والعطاءات", "Supervisor, Contractors and Tenders"),
        "ctr",
        Job.SUPERVISOR,
    ),
    DemoAccount(
        "yasmin",
        Text("ياسمين أنور الحنيطي", "Yasmin Al-Hunaiti"),
        Text("كاتبة، رخص المهن", "Clerk, Professional Licences"),
        "pl",
    ),
    DemoAccount(
        "tareq",
        Text("طارق زهير المبيضين", "Tareq Al-Mubaideen"),
        Text("مشرف، رخص المهن", "Supervisor, Professional Licences"),
        "pl",
        Job.SUPERVISOR,
    ),
    *(
        DemoAccount(
            login,
            name,
            Text("مفتش، رخص المهن", "Inspector, Professional Licences"),
            "pl",
            authorities=(INSPECTOR,),
        )
        for login, name in (
            ("samer", Text("سامر نايف الفاعوري", "Samer Al-Faouri")),
            ("rula", Text("رلى حنا قعوار", "Rula Qawar")),
            ("bilal", Text("بلال عصام الزعبي", "Bilal Al-Zoubi")),
        )
    ),
    DemoAccount(
        "maysa",
        Text("ميساء رياض العموش", "Maysa Al-Amoush"),
        Text("كاتبة، المحطة المعرفية", "Clerk, Knowledge Station"),
        "ks",
    ),
    DemoAccount(
        "munther",
        Text("منذر حكمت القيسي", "Munther Al-Qaisi"),
        Text("كاتب، المحطة المعرفية", "Clerk, Knowledge Station"),
        "ks",
    ),
    DemoAccount(
        "rawan",
        Text("روان عوض الحجايا", "Rawan Al-Hajaya"),
        Text("مشرفة، المحطة المعرفية", "Supervisor, Knowledge Station"),
        "ks",
        Job.SUPERVISOR,
    ),
    DemoAccount(
        ADMINISTRATOR,
        Text("ماجد وليد الشريدة", "Majed Al-Shraideh"),
        Text("مدير النظام", "Administrator"),
        "",
        Job.ADMIN,
    ),
)

SIGNATORIES = {
    "hr": "م. نادر خلف العبداللات",
    "gis": "د. سوسن إبراهيم الزعبي",
    "ctr": "م. يوسف سليم العدوان",
    "pl": "م. رائدة جميل الصباغ",
    "ks": "د. عمر فهد الشوابكة",
}

CONTACTS = {
    "ctr": ("سناء فواز البطوش", "0795550142", "من الأحد إلى الخميس، 8:00-15:00"),
    "ks": ("منال سعد الفقهاء", "0795550191", "من الأحد إلى الخميس، 8:30-14:30"),
    "pl": ("هيثم عوض الله", "0795550176", "من الأحد إلى الخميس، 8:00-15:00"),
}
"""Whom applicants ask, where the municipality's own documents name nobody."""

NAMES = (
    "ليلى محمود العبادي", "رامي جورج خوري", "فاطمة علي المجالي", "هبة إبراهيم الخطيب",
    "Omar Haddad", "محمد أحمد القضاة", "دانا سمير النمري", "عبد الله خالد الزعبي",
    "نور الدين حسن عوض", "سلمى فارس الطراونة", "يزن ماهر الصمادي", "آية عبد الرحمن الشوابكة",
    "زيد طارق الفايز", "رهف ناصر العدوان", "مؤيد سالم البطاينة",
    "عبد الرحمن محمد نور الدين عبد الكريم أبو الهيجاء الحسيني", "تالا رائد حجازين",
    "إسراء يوسف أبو غوش", "حمزة عيسى الدباس", "جود مازن قموه", "Christine Haddadin",
    "أنس بلال الحوراني", "شهد وائل الخصاونة", "كرم إلياس مدانات", "لجين عماد البلبيسي",
    "صهيب جهاد الرواشدة", "ميس الريم غسان العمري", "ليث رياض الكردي", "بتول حسام النسور",
    "أسامة فؤاد الحمايدة", "رؤى محمود الشرمان", "معتصم بالله أيمن الغرايبة", "سيرين داود قاقيش",
    "براء مصطفى الجراح", "هيا عدنان المعشر", "عدي كمال السرحان", "نغم باسم الور", "قصي منذر العتوم",
    "لمى عصام الرفاعي", "غيث نضال الهنداوي", "رغد هاني الصرايرة", "يحيى زكريا الأحمد",
    "جنى أمجد العزام", "مهند شاكر الربابعة", "تسنيم راتب الجعافرة", "سامر ميشيل عازر",
    "وعد قاسم الذنيبات", "فراس حاتم الشيشاني", "آلاء منصور السعايدة", "Tareq Al-Masri",
    "عون بشار التل", "ملاك سليم الحياري", "إبراهيم خليل الددو", "سجى محمد علي الوحش",
    "ضياء الدين رمزي حتر", "ماريا سامي الفار", "عامر توفيق البخيت", "حلا يزيد العواملة",
    "نزار فيصل القسوس", "دعاء عبد المجيد الخلايلة", "وسام نقولا دبابنة", "أريج صلاح الدين المومني",
    "سلطان غازي الفايز", "بيان محمد الحلايقة", "مجد الدين خالد عبيدات", "ريناد أشرف النجار",
    "لؤي سميح الكيلاني", "نادين فادي حداد", "صخر مروان المبيضين", "أفنان جميل العقرباوي",
)  # fmt: skip

MINISTRY = "وزارة الأشغال العامة والإسكان"

BODIES = (
    ("university", "الجامعة الأردنية"),
    ("university", "جامعة البلقاء التطبيقية"),
    ("university", "جامعة العلوم والتكنولوجيا الأردنية"),
    ("university", "الجامعة الهاشمية"),
    ("university", "جامعة اليرموك"),
    ("university", "الجامعة الألمانية الأردنية"),
    ("university", "جامعة الأميرة سمية للتكنولوجيا"),
    ("union", "نقابة المهندسين الأردنيين"),
    ("vocational", "مؤسسة التدريب المهني / معهد ماركا"),
    ("institution", "مؤسسة ولي العهد"),
)

SUBJECTS = {
    "hr": ("إدارة الموارد البشرية", "إدارة الأعمال", "علم النفس الصناعي"),
    "gis": ("نظم المعلومات الجغرافية", "الجيوماتكس والمساحة"),
    "it": ("هندسة البرمجيات", "أمن المعلومات", "علم الحاسوب (Computer Science)"),
    "planning": ("التخطيط الحضري", "هندسة العمارة"),
    "finance": ("المحاسبة", "المالية العامة"),
    "engineering": ("الهندسة المدنية", "الهندسة الكهربائية"),
    "traffic": ("هندسة الطرق والنقل", "السلامة المرورية"),
    "environment": ("الهندسة البيئية", "إدارة النفايات الصلبة"),
    "libraries": ("علم المكتبات والمعلومات",),
}

STUDIES = (
    "أثر الباص سريع التردد على أنماط التنقل في عمّان",
    "إدارة النفايات الصلبة في أحياء شرق عمّان",
    "واقع المكتبات العامة وروادها من اليافعين",
)
