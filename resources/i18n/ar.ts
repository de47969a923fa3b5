<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ar" sourcelanguage="en">
<context>
    <name>Diwan</name>
    <message>
        <source>File</source>
        <translation>ملف</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>الطلب</translation>
    </message>
    <message>
        <source>Go</source>
        <translation>انتقال</translation>
    </message>
    <message>
        <source>View</source>
        <translation>عرض</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>مساعدة</translation>
    </message>
    <message>
        <source>Nothing to do here</source>
        <translation>لا إجراء متاحًا هنا</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>رجوع</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>التالي</translation>
    </message>
    <message>
        <source>Light theme</source>
        <translation>المظهر الفاتح</translation>
    </message>
    <message>
        <source>Dark theme</source>
        <translation>المظهر الداكن</translation>
    </message>
    <message>
        <source>Find anything</source>
        <translation>ابحث عن أي شيء</translation>
    </message>
    <message>
        <source>Refresh</source>
        <translation>تحديث</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>اختصارات لوحة المفاتيح</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>تسجيل الخروج</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>إنهاء البرنامج</translation>
    </message>
    <message>
        <source>Diwan</source>
        <translation>ديوان</translation>
    </message>
    <message>
        <source>The message to the applicant shows here once the fields are filled in.</source>
        <translation>تظهر هنا الرسالة التي ستصل مقدم الطلب بعد تعبئة الحقول.</translation>
    </message>
    <message>
        <source>Leads to</source>
        <translation>ينتقل إلى</translation>
    </message>
    <message>
        <source>Nothing was done yet: the database does not answer. What you typed is kept.</source>
        <translation>لم يُنفَّذ شيء بعد: قاعدة البيانات لا تجيب. ما كتبته محفوظ.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>أعد المحاولة</translation>
    </message>
    <message>
        <source>What you typed is kept; look at the new state, then confirm again.</source>
        <translation>ما كتبته محفوظ؛ اطّلع على الحالة الجديدة ثم أكّد من جديد.</translation>
    </message>
    <message>
        <source>This can no longer be done; what you typed can still be copied.</source>
        <translation>لم يعد هذا الإجراء ممكنًا؛ ما كتبته باقٍ ويمكن نسخه.</translation>
    </message>
    <message>
        <source>{name} was first: {action}, {when}. It is now: {state}.</source>
        <translation>سبقك {name}: {action}، {when}. حالة الطلب الآن: {state}.</translation>
    </message>
    <message>
        <source>A letter is issued: {title}.</source>
        <translation>يصدر كتاب: {title}.</translation>
    </message>
    <message>
        <source>The applicant is asked to pay {amount}.</source>
        <translation>يُطلب من مقدم الطلب دفع {amount}.</translation>
    </message>
    <message>
        <source>A date is watched: {title}.</source>
        <translation>يبدأ احتساب موعد: {title}.</translation>
    </message>
    <message>
        <source>A refund is opened: {title}.</source>
        <translation>يُفتح استرداد: {title}.</translation>
    </message>
    <message>
        <source>The connection is back.</source>
        <translation>عاد الاتصال بقاعدة البيانات.</translation>
    </message>
    <message>
        <source>Work</source>
        <translation>العمل</translation>
    </message>
    <message>
        <source>Supervision</source>
        <translation>الإشراف</translation>
    </message>
    <message>
        <source>Administration</source>
        <translation>الإدارة</translation>
    </message>
    <message>
        <source>Something went wrong in the program</source>
        <translation>حدث خلل في البرنامج</translation>
    </message>
    <message>
        <source>Details for support</source>
        <translation>تفاصيل للدعم الفني</translation>
    </message>
    <message>
        <source>What you typed is kept. Copy the details below for the IT officer, then carry on.</source>
        <translation>ما كتبته محفوظ. انسخ التفاصيل أدناه لموظف تقنية المعلومات، ثم تابع عملك.</translation>
    </message>
    <message>
        <source>Copy the details</source>
        <translation>انسخ التفاصيل</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>تمّ</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>لم يُقبل</translation>
    </message>
    <message>
        <source>No letter yet</source>
        <translation>لا كتب بعد</translation>
    </message>
    <message>
        <source>A letter is issued by the step that grants it, and can be printed here.</source>
        <translation>يصدر الكتاب مع الإجراء الذي يمنحه، ويُطبع من هنا.</translation>
    </message>
    <message>
        <source>Print the letter</source>
        <translation>طباعة الكتاب</translation>
    </message>
    <message>
        <source>The letter was sent to the printer.</source>
        <translation>أُرسل الكتاب إلى الطابعة.</translation>
    </message>
    <message>
        <source>Save as PDF</source>
        <translation>حفظ بصيغة PDF</translation>
    </message>
    <message>
        <source>Saved: {path}</source>
        <translation>حُفظ في: {path}</translation>
    </message>
    <message>
        <source>Being prepared</source>
        <translation>قيد الإعداد</translation>
    </message>
    <message>
        <source>not printed yet</source>
        <translation>لم يُطبع بعد</translation>
    </message>
    <message>
        <source>Withdrawn: {reason}</source>
        <translation>سُحب: {reason}</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>قراءة</translation>
    </message>
    <message>
        <source>Text messages go to it</source>
        <translation>تصل إليه الرسائل النصية</translation>
    </message>
    <message>
        <source>Mobile number</source>
        <translation>رقم الهاتف المحمول</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>طباعة</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>إغلاق</translation>
    </message>
    <message>
        <source>Audit</source>
        <translation>التدقيق</translation>
    </message>
    <message>
        <source>Check everything</source>
        <translation>افحص كل شيء</translation>
    </message>
    <message>
        <source>{reference}: the chain breaks at event {number}</source>
        <translation>{reference}: تنقطع السلسلة عند الحدث {number}</translation>
    </message>
    <message>
        <source>{reference}: the sums do not agree</source>
        <translation>{reference}: المبالغ غير متطابقة</translation>
    </message>
    <message>
        <source>What was checked</source>
        <translation>ما فُحص</translation>
    </message>
    <message>
        <source>Is the record whole?</source>
        <translation>هل السجل سليم؟</translation>
    </message>
    <message>
        <source>Every step of every application is chained to the one before; a change behind the program&apos;s back breaks the chain. The books must add up to the last fils.</source>
        <translation>كل خطوة في كل طلب مرتبطة بما قبلها؛ وأي تغيير من خارج البرنامج يقطع السلسلة. ويجب أن يتوازن الحساب حتى آخر فلس.</translation>
    </message>
    <message>
        <source>Checking every event…</source>
        <translation>يُفحص كل حدث…</translation>
    </message>
    <message>
        <source>intact</source>
        <translation>سليمة</translation>
    </message>
    <message>
        <source>broken</source>
        <translation>مقطوعة</translation>
    </message>
    <message>
        <source>The check did not finish.</source>
        <translation>لم يكتمل الفحص.</translation>
    </message>
    <message>
        <source>The record is whole and the books balance.</source>
        <translation>السجل سليم والحساب متوازن.</translation>
    </message>
    <message>
        <source>Something is wrong; see below.</source>
        <translation>هناك خلل؛ انظر أدناه.</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>الأحداث</translation>
    </message>
    <message>
        <source>Chains of the applications</source>
        <translation>سلاسل الطلبات</translation>
    </message>
    <message>
        <source>Chain of the office</source>
        <translation>سلسلة الإدارة</translation>
    </message>
    <message>
        <source>Checked at</source>
        <translation>وقت الفحص</translation>
    </message>
    <message>
        <source>Counter application</source>
        <translation>طلب من الشباك</translation>
    </message>
    <message>
        <source>Submit the application</source>
        <translation>إرسال الطلب</translation>
    </message>
    <message>
        <source>Delete the draft</source>
        <translation>حذف المسودة</translation>
    </message>
    <message>
        <source>Draft kept on this workstation, {when}</source>
        <translation>المسودة محفوظة على هذا الجهاز، {when}</translation>
    </message>
    <message>
        <source>Who applies</source>
        <translation>مقدم الطلب</translation>
    </message>
    <message>
        <source>Fee</source>
        <translation>الرسم</translation>
    </message>
    <message>
        <source>none</source>
        <translation>بلا رسم</translation>
    </message>
    <message>
        <source>The application was submitted</source>
        <translation>أُرسل الطلب</translation>
    </message>
    <message>
        <source>The applicant gets an SMS with this reference.</source>
        <translation>تصل مقدم الطلب رسالة نصية بهذا الرقم.</translation>
    </message>
    <message>
        <source>Every attachment has its file; remove one first.</source>
        <translation>لكل مرفق ملفه؛ أزل ملفًا أولًا.</translation>
    </message>
    <message>
        <source>This draft was kept here before it was submitted; carry on.</source>
        <translation>هذه مسودة محفوظة لم تُرسل بعد؛ تابع من حيث توقفت.</translation>
    </message>
    <message>
        <source>Not submitted yet: the database does not answer. What you typed is kept.</source>
        <translation>لم يُرسل الطلب بعد: قاعدة البيانات لا تجيب. ما كتبته محفوظ.</translation>
    </message>
    <message numerus="yes">
        <source>%n field(s) to put right; nothing typed is lost.</source>
        <translation>
            <numerusform>لا حقول تحتاج تصويبًا.</numerusform>
            <numerusform>حقل واحد يحتاج تصويبًا؛ ما كتبته محفوظ.</numerusform>
            <numerusform>حقلان يحتاجان تصويبًا؛ ما كتبته محفوظ.</numerusform>
            <numerusform>%n حقول تحتاج تصويبًا؛ ما كتبته محفوظ.</numerusform>
            <numerusform>%n حقلًا تحتاج تصويبًا؛ ما كتبته محفوظ.</numerusform>
            <numerusform>%n حقل تحتاج تصويبًا؛ ما كتبته محفوظ.</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete the draft?</source>
        <translation>حذف المسودة؟</translation>
    </message>
    <message>
        <source>What was typed and the chosen files are forgotten; nothing was submitted.</source>
        <translation>يُحذف ما كُتب والملفات المختارة؛ لم يُرسل شيء.</translation>
    </message>
    <message numerus="yes">
        <source>in %n refund(s) waiting for approval</source>
        <translation>
            <numerusform>لا استردادات تنتظر الاعتماد</numerusform>
            <numerusform>في استرداد واحد ينتظر الاعتماد</numerusform>
            <numerusform>في استردادين ينتظران الاعتماد</numerusform>
            <numerusform>في %n استردادات تنتظر الاعتماد</numerusform>
            <numerusform>في %n استردادًا تنتظر الاعتماد</numerusform>
            <numerusform>في %n استرداد تنتظر الاعتماد</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n application(s) claimed</source>
        <translation>
            <numerusform>لم يُستلم أي طلب</numerusform>
            <numerusform>استلمت طلبًا</numerusform>
            <numerusform>استلمت طلبين</numerusform>
            <numerusform>استلمت %n طلبات</numerusform>
            <numerusform>استلمت %n طلبًا</numerusform>
            <numerusform>استلمت %n طلب</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n application(s) released</source>
        <translation>
            <numerusform>لم يُعد أي طلب</numerusform>
            <numerusform>أعدت طلبًا إلى القائمة</numerusform>
            <numerusform>أعدت طلبين إلى القائمة</numerusform>
            <numerusform>أعدت %n طلبات إلى القائمة</numerusform>
            <numerusform>أعدت %n طلبًا إلى القائمة</numerusform>
            <numerusform>أعدت %n طلب إلى القائمة</numerusform>
        </translation>
    </message>
    <message>
        <source>Letter {done} of {count}</source>
        <translation>الكتاب {done} من {count}</translation>
    </message>
    <message>
        <source>Page {done} of {count} at the printer</source>
        <translation>أُرسلت إلى الطابعة الصفحة {done} من {count}</translation>
    </message>
    <message>
        <source>{field}: {value}</source>
        <translation>{field}: {value}</translation>
    </message>
    <message>
        <source>Course</source>
        <translation>الدورة</translation>
    </message>
    <message>
        <source>Holiday</source>
        <translation>العطلة</translation>
    </message>
    <message>
        <source>Ready reason</source>
        <translation>سبب جاهز</translation>
    </message>
    <message>
        <source>Wording</source>
        <translation>النص</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>الإعداد</translation>
    </message>
    <message>
        <source>Delegation</source>
        <translation>تفويض</translation>
    </message>
    <message>
        <source>Delegation ended</source>
        <translation>إنهاء تفويض</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>حساب</translation>
    </message>
    <message>
        <source>Account locked or opened</source>
        <translation>إيقاف الحساب أو تفعيله</translation>
    </message>
    <message>
        <source>Job</source>
        <translation>الوظيفة</translation>
    </message>
    <message>
        <source>Authority</source>
        <translation>الصلاحية</translation>
    </message>
    <message>
        <source>Password changed</source>
        <translation>تغيير كلمة السر</translation>
    </message>
    <message>
        <source>amount</source>
        <translation>المبلغ</translation>
    </message>
    <message>
        <source>valid from</source>
        <translation>يسري من</translation>
    </message>
    <message>
        <source>valid until</source>
        <translation>يسري حتى</translation>
    </message>
    <message>
        <source>department</source>
        <translation>الدائرة</translation>
    </message>
    <message>
        <source>name in Arabic</source>
        <translation>الاسم بالعربية</translation>
    </message>
    <message>
        <source>name in English</source>
        <translation>الاسم بالإنجليزية</translation>
    </message>
    <message>
        <source>text in Arabic</source>
        <translation>النص بالعربية</translation>
    </message>
    <message>
        <source>text in English</source>
        <translation>النص بالإنجليزية</translation>
    </message>
    <message>
        <source>hours</source>
        <translation>الساعات</translation>
    </message>
    <message>
        <source>fee</source>
        <translation>الرسم</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>مستعمل</translation>
    </message>
    <message>
        <source>circular</source>
        <translation>البلاغ</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>سُحبت</translation>
    </message>
    <message>
        <source>reason</source>
        <translation>السبب</translation>
    </message>
    <message>
        <source>used for</source>
        <translation>يُستعمل في</translation>
    </message>
    <message>
        <source>text</source>
        <translation>النص</translation>
    </message>
    <message>
        <source>value</source>
        <translation>القيمة</translation>
    </message>
    <message>
        <source>letters&apos; prefix</source>
        <translation>رمز الكتب</translation>
    </message>
    <message>
        <source>hosts trainees</source>
        <translation>تستضيف متدربين</translation>
    </message>
    <message>
        <source>decides on hosting itself</source>
        <translation>تقرر الاستضافة بنفسها</translation>
    </message>
    <message>
        <source>contact</source>
        <translation>جهة الاستفسار</translation>
    </message>
    <message>
        <source>contact&apos;s telephone</source>
        <translation>هاتف الاستفسار</translation>
    </message>
    <message>
        <source>contact&apos;s hours</source>
        <translation>ساعات الاستفسار</translation>
    </message>
    <message>
        <source>signatory</source>
        <translation>الموقِّع</translation>
    </message>
    <message>
        <source>signatory&apos;s title</source>
        <translation>صفة الموقِّع</translation>
    </message>
    <message>
        <source>job</source>
        <translation>الوظيفة</translation>
    </message>
    <message>
        <source>authority</source>
        <translation>الصلاحية</translation>
    </message>
    <message>
        <source>first day</source>
        <translation>أول يوم</translation>
    </message>
    <message>
        <source>last day</source>
        <translation>آخر يوم</translation>
    </message>
    <message>
        <source>{field}: {value}, before: {old}</source>
        <translation>{field}: {value}، وكان: {old}</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>نعم</translation>
    </message>
    <message>
        <source>no</source>
        <translation>لا</translation>
    </message>
    <message>
        <source>Holidays</source>
        <translation>العطل</translation>
    </message>
    <message>
        <source>Add a holiday</source>
        <translation>إضافة عطلة</translation>
    </message>
    <message>
        <source>The number of the circular that announced it</source>
        <translation>رقم البلاغ الذي أعلنها</translation>
    </message>
    <message>
        <source>Take back…</source>
        <translation>سحب العطلة…</translation>
    </message>
    <message numerus="yes">
        <source>%n deadline(s) moved</source>
        <translation>
            <numerusform>لم تتحرك أي مهلة</numerusform>
            <numerusform>تحركت مهلة واحدة</numerusform>
            <numerusform>تحركت مهلتان</numerusform>
            <numerusform>تحركت %n مهل</numerusform>
            <numerusform>تحركت %n مهلة</numerusform>
            <numerusform>تحركت %n مهلة</numerusform>
        </translation>
    </message>
    <message>
        <source>New holiday</source>
        <translation>عطلة جديدة</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>اليوم</translation>
    </message>
    <message>
        <source>Circular</source>
        <translation>البلاغ</translation>
    </message>
    <message>
        <source>Was due</source>
        <translation>كان</translation>
    </message>
    <message>
        <source>Is due</source>
        <translation>أصبح</translation>
    </message>
    <message>
        <source>Open deadlines that it moved go back to where they were.</source>
        <translation>تعود المهل المفتوحة التي حرّكتها إلى ما كانت عليه.</translation>
    </message>
    <message>
        <source>Take it back</source>
        <translation>اسحبها</translation>
    </message>
    <message>
        <source>Saved. No open deadline had to move.</source>
        <translation>حُفظ. لم تتحرك أي مهلة مفتوحة.</translation>
    </message>
    <message>
        <source>Take back the holiday of {day}?</source>
        <translation>سحب عطلة {day}؟</translation>
    </message>
    <message>
        <source>Departments</source>
        <translation>الدوائر</translation>
    </message>
    <message>
        <source>Ready reasons</source>
        <translation>الأسباب الجاهزة</translation>
    </message>
    <message>
        <source>Stands in the message to the applicant as it is here.</source>
        <translation>يرد في رسالة مقدم الطلب كما هو هنا.</translation>
    </message>
    <message>
        <source>New department</source>
        <translation>دائرة جديدة</translation>
    </message>
    <message>
        <source>New reason</source>
        <translation>سبب جديد</translation>
    </message>
    <message>
        <source>rejecting an attachment</source>
        <translation>رفض مرفق</translation>
    </message>
    <message>
        <source>refusing an application</source>
        <translation>رفض طلب</translation>
    </message>
    <message>
        <source>Contact for enquiries</source>
        <translation>جهة الاستفسار</translation>
    </message>
    <message>
        <source>Signs letters</source>
        <translation>يوقّع الكتب</translation>
    </message>
    <message>
        <source>Code of the department</source>
        <translation>رمز الدائرة</translation>
    </message>
    <message>
        <source>Prefix of its letters&apos; numbers</source>
        <translation>رمز أرقام كتبها</translation>
    </message>
    <message>
        <source>Contact&apos;s telephone</source>
        <translation>هاتف الاستفسار</translation>
    </message>
    <message>
        <source>Contact&apos;s hours</source>
        <translation>ساعات الاستفسار</translation>
    </message>
    <message>
        <source>Name of the official who signs</source>
        <translation>اسم الموقِّع</translation>
    </message>
    <message>
        <source>Title of the official who signs</source>
        <translation>صفة الموقِّع</translation>
    </message>
    <message>
        <source>Hosts trainees</source>
        <translation>تستضيف متدربين</translation>
    </message>
    <message>
        <source>Decides on hosting itself</source>
        <translation>تقرر الاستضافة بنفسها</translation>
    </message>
    <message>
        <source>Used for</source>
        <translation>يُستعمل في</translation>
    </message>
    <message>
        <source>Code of the reason</source>
        <translation>رمز السبب</translation>
    </message>
    <message>
        <source>Text in Arabic</source>
        <translation>النص بالعربية</translation>
    </message>
    <message>
        <source>Text in English</source>
        <translation>النص بالإنجليزية</translation>
    </message>
    <message>
        <source>Offered to clerks</source>
        <translation>يُعرض على الكتّاب</translation>
    </message>
    <message>
        <source>One to ten capital Latin letters, such as HR</source>
        <translation>من حرف إلى عشرة أحرف لاتينية كبيرة، مثل HR</translation>
    </message>
    <message>
        <source>Reference data</source>
        <translation>البيانات المرجعية</translation>
    </message>
    <message>
        <source>Subjects</source>
        <translation>المواضيع</translation>
    </message>
    <message>
        <source>Next subject</source>
        <translation>الموضوع التالي</translation>
    </message>
    <message>
        <source>Previous subject</source>
        <translation>الموضوع السابق</translation>
    </message>
    <message>
        <source>Fees</source>
        <translation>الرسوم</translation>
    </message>
    <message>
        <source>Applications submitted from this day on owe the new amount.</source>
        <translation>الطلبات المقدمة من هذا اليوم فصاعدًا تستحق المبلغ الجديد.</translation>
    </message>
    <message>
        <source>Courses</source>
        <translation>الدورات</translation>
    </message>
    <message>
        <source>Windows and percentages</source>
        <translation>المهل والنسب</translation>
    </message>
    <message>
        <source>Windows that run already keep their length.</source>
        <translation>تحتفظ المهل الجارية بطولها.</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>لا أيام</numerusform>
            <numerusform>يوم واحد</numerusform>
            <numerusform>يومان</numerusform>
            <numerusform>%n أيام</numerusform>
            <numerusform>%n يومًا</numerusform>
            <numerusform>%n يوم</numerusform>
        </translation>
    </message>
    <message>
        <source>New fee</source>
        <translation>رسم جديد</translation>
    </message>
    <message>
        <source>New course</source>
        <translation>دورة جديدة</translation>
    </message>
    <message>
        <source>Change a setting</source>
        <translation>تغيير إعداد</translation>
    </message>
    <message>
        <source>Valid from</source>
        <translation>يسري من</translation>
    </message>
    <message>
        <source>Code of the fee</source>
        <translation>رمز الرسم</translation>
    </message>
    <message>
        <source>New amount in dinars</source>
        <translation>المبلغ الجديد بالدينار</translation>
    </message>
    <message>
        <source>From the day</source>
        <translation>من تاريخ</translation>
    </message>
    <message>
        <source>Change {name} from a day on</source>
        <translation>تغيير {name} ابتداءً من تاريخ</translation>
    </message>
    <message>
        <source>Hours</source>
        <translation>الساعات</translation>
    </message>
    <message>
        <source>Code of the course</source>
        <translation>رمز الدورة</translation>
    </message>
    <message>
        <source>Applicants can choose it</source>
        <translation>متاحة لمقدمي الطلبات</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>القيمة</translation>
    </message>
    <message>
        <source>New value</source>
        <translation>القيمة الجديدة</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>إضافة</translation>
    </message>
    <message>
        <source>No longer used</source>
        <translation>لم يعد مستعملًا</translation>
    </message>
    <message>
        <source>Nothing here yet</source>
        <translation>لا شيء هنا بعد</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>حفظ</translation>
    </message>
    <message>
        <source>Who changed what</source>
        <translation>من غيّر ماذا</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>حُفظ.</translation>
    </message>
    <message>
        <source>Ask the register</source>
        <translation>استعلام من السجل</translation>
    </message>
    <message>
        <source>Fill in what the register is asked with first.</source>
        <translation>املأ أولاً ما يُستعلم به من السجل.</translation>
    </message>
    <message>
        <source>Print letters</source>
        <translation>طباعة الكتب</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>طباعة…</translation>
    </message>
    <message>
        <source>All</source>
        <translation>الكل</translation>
    </message>
    <message>
        <source>Issued on</source>
        <translation>تاريخ الإصدار</translation>
    </message>
    <message>
        <source>Kind of letter</source>
        <translation>نوع الكتاب</translation>
    </message>
    <message>
        <source>Every letter was printed</source>
        <translation>طُبعت جميع الكتب</translation>
    </message>
    <message>
        <source>Save as PDF, one file each…</source>
        <translation>حفظ PDF، ملف لكل كتاب…</translation>
    </message>
    <message>
        <source>Choose all</source>
        <translation>تحديد الكل</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>التقدم</translation>
    </message>
    <message>
        <source>Something else is under way; wait or cancel it.</source>
        <translation>هناك عملية جارية؛ انتظر انتهاءها أو ألغها.</translation>
    </message>
    <message>
        <source>{done} of {many}</source>
        <translation>{done} من {many}</translation>
    </message>
    <message>
        <source>Choose all that match</source>
        <translation>تحديد كل ما يطابق</translation>
    </message>
    <message>
        <source>Do with them</source>
        <translation>إجراء على المحدد</translation>
    </message>
    <message>
        <source>Hand over…</source>
        <translation>تحويل…</translation>
    </message>
    <message>
        <source>Print their letters…</source>
        <translation>طباعة كتبها…</translation>
    </message>
    <message>
        <source>Export them…</source>
        <translation>تصدير المحدد…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>إلغاء الأمر</translation>
    </message>
    <message>
        <source>Nothing that fits all of them</source>
        <translation>لا إجراء يناسبها جميعًا</translation>
    </message>
    <message numerus="yes">
        <source>On %n application(s), each by itself: what one refuses holds up no other.</source>
        <translation>
            <numerusform>على لا شيء.</numerusform>
            <numerusform>على طلب واحد.</numerusform>
            <numerusform>على طلبين، كل منهما على حدة؛ رفض أحدهما لا يعطّل الآخر.</numerusform>
            <numerusform>على %n طلبات، كل منها على حدة؛ رفض أحدها لا يعطّل غيره.</numerusform>
            <numerusform>على %n طلبًا، كل منها على حدة؛ رفض أحدها لا يعطّل غيره.</numerusform>
            <numerusform>على %n طلب، كل منها على حدة؛ رفض أحدها لا يعطّل غيره.</numerusform>
        </translation>
    </message>
    <message>
        <source>The first one, {who}, would refuse it: {why}</source>
        <translation>الأول منها، {who}، لن يقبل هذا الإجراء: {why}</translation>
    </message>
    <message>
        <source>The first one as an example: {who}</source>
        <translation>الأول منها مثالًا: {who}</translation>
    </message>
    <message>
        <source>All states</source>
        <translation>كل الحالات</translation>
    </message>
    <message>
        <source>With anybody</source>
        <translation>بعهدة أي كان</translation>
    </message>
    <message>
        <source>With me</source>
        <translation>بعهدتي</translation>
    </message>
    <message numerus="yes">
        <source>%n refused</source>
        <translation>
            <numerusform>لم يُرفض شيء</numerusform>
            <numerusform>رُفض طلب واحد</numerusform>
            <numerusform>رُفض طلبان</numerusform>
            <numerusform>رُفضت %n طلبات</numerusform>
            <numerusform>رُفض %n طلبًا</numerusform>
            <numerusform>رُفض %n طلب</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not tried</source>
        <translation>
            <numerusform>لم يبقَ شيء</numerusform>
            <numerusform>طلب لم يُجرَّب</numerusform>
            <numerusform>طلبان لم يُجرَّبا</numerusform>
            <numerusform>%n طلبات لم تُجرَّب</numerusform>
            <numerusform>%n طلبًا لم يُجرَّب</numerusform>
            <numerusform>%n طلب لم يُجرَّب</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n done</source>
        <translation>
            <numerusform>لم يتم شيء</numerusform>
            <numerusform>تم طلب واحد</numerusform>
            <numerusform>تم طلبان</numerusform>
            <numerusform>تمت %n طلبات</numerusform>
            <numerusform>تم %n طلبًا</numerusform>
            <numerusform>تم %n طلب</numerusform>
        </translation>
    </message>
    <message>
        <source>Not tried</source>
        <translation>لم يُجرَّب</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>النتيجة</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>السبب</translation>
    </message>
    <message>
        <source>Until its date</source>
        <translation>حتى موعده</translation>
    </message>
    <message>
        <source>Name of the service</source>
        <translation>اسم الخدمة</translation>
    </message>
    <message>
        <source>Due date</source>
        <translation>تاريخ الاستحقاق</translation>
    </message>
    <message>
        <source>In this state since</source>
        <translation>في هذه الحالة منذ</translation>
    </message>
    <message>
        <source>With them</source>
        <translation>بعهدته</translation>
    </message>
    <message>
        <source>Hour</source>
        <translation>الساعة</translation>
    </message>
    <message>
        <source>Nobody loses an application by it.</source>
        <translation>لا يُحذف أي طلب.</translation>
    </message>
    <message>
        <source>Save the filter</source>
        <translation>حفظ التصفية</translation>
    </message>
    <message>
        <source>It stands in the sidebar, for you or for everybody of a department.</source>
        <translation>تظهر في القائمة الجانبية، لك وحدك أو لكل موظفي الدائرة.</translation>
    </message>
    <message>
        <source>It goes for everybody of the department too. Nobody loses an application by it.</source>
        <translation>ستختفي لدى موظفي الدائرة جميعًا. لا يُحذف أي طلب.</translation>
    </message>
    <message>
        <source>Delete the filter</source>
        <translation>حذف التصفية</translation>
    </message>
    <message>
        <source>Only me</source>
        <translation>أنا فقط</translation>
    </message>
    <message>
        <source>Name of the filter</source>
        <translation>اسم التصفية</translation>
    </message>
    <message>
        <source>Who sees it</source>
        <translation>من يراها</translation>
    </message>
    <message>
        <source>The filter stands in the sidebar.</source>
        <translation>أُضيفت التصفية إلى القائمة الجانبية.</translation>
    </message>
    <message>
        <source>Delete the filter “{name}”?</source>
        <translation>أتريد حذف التصفية «{name}»؟</translation>
    </message>
    <message>
        <source>Enter opens: {name} · {heading}. ← and → choose another number.</source>
        <translation>يفتح Enter: {name} · {heading}. وتختار رقمًا آخر ← و→.</translation>
    </message>
    <message>
        <source>Nothing to count</source>
        <translation>لا شيء يُعدّ</translation>
    </message>
    <message>
        <source>All is done.</source>
        <translation>أُنجز كل شيء.</translation>
    </message>
    <message>
        <source>Received on one day</source>
        <translation>وردت في يوم واحد</translation>
    </message>
    <message>
        <source>Monthly report</source>
        <translation>التقرير الشهري</translation>
    </message>
    <message>
        <source>Previous month</source>
        <translation>الشهر السابق</translation>
    </message>
    <message>
        <source>Next month</source>
        <translation>الشهر التالي</translation>
    </message>
    <message>
        <source>Table of the report</source>
        <translation>جدول التقرير</translation>
    </message>
    <message>
        <source>Received and closed, day by day</source>
        <translation>ما ورد وما أُغلق يومًا بيوم</translation>
    </message>
    <message>
        <source>Save the report as PDF…</source>
        <translation>احفظ التقرير PDF…</translation>
    </message>
    <message>
        <source>PDF document</source>
        <translation>مستند PDF</translation>
    </message>
    <message>
        <source>Save the report as a spreadsheet…</source>
        <translation>احفظ التقرير جدول بيانات…</translation>
    </message>
    <message>
        <source>Open it</source>
        <translation>افتحه</translation>
    </message>
    <message>
        <source>came in</source>
        <translation>وردت</translation>
    </message>
    <message>
        <source>were closed</source>
        <translation>أُغلقت</translation>
    </message>
    <message>
        <source>The report is saved: {path}</source>
        <translation>حُفظ التقرير: {path}</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>نظرة عامة</translation>
    </message>
    <message>
        <source>{number} · {amount}</source>
        <translation>{number} · {amount}</translation>
    </message>
    <message>
        <source>What to look at</source>
        <translation>ما الذي يُعرض</translation>
    </message>
    <message>
        <source>Next view</source>
        <translation>العرض التالي</translation>
    </message>
    <message>
        <source>Previous view</source>
        <translation>العرض السابق</translation>
    </message>
    <message>
        <source>Delegate an absence…</source>
        <translation>فوّض من ينوب عن غائب…</translation>
    </message>
    <message>
        <source>Workload</source>
        <translation>عبء العمل</translation>
    </message>
    <message>
        <source>Where late ones stand</source>
        <translation>أين تقف المتأخرة</translation>
    </message>
    <message>
        <source>The month</source>
        <translation>الشهر</translation>
    </message>
    <message>
        <source>open applications</source>
        <translation>طلبات مفتوحة</translation>
    </message>
    <message>
        <source>wait for us</source>
        <translation>بانتظارنا</translation>
    </message>
    <message>
        <source>late</source>
        <translation>متأخرة</translation>
    </message>
    <message>
        <source>claimed by nobody</source>
        <translation>لم يستلمها أحد</translation>
    </message>
    <message>
        <source>wait for the applicant</source>
        <translation>بانتظار مقدم الطلب</translation>
    </message>
    <message>
        <source>refunds to approve</source>
        <translation>استردادات بانتظار الموافقة</translation>
    </message>
    <message>
        <source>in time</source>
        <translation>ضمن المدة</translation>
    </message>
    <message>
        <source>Where the files go</source>
        <translation>مكان حفظ الملفات</translation>
    </message>
    <message numerus="yes">
        <source>%n letter(s) sent to the printer.</source>
        <translation>
            <numerusform>لم يُرسَل إلى الطابعة كتاب.</numerusform>
            <numerusform>أُرسل كتاب واحد إلى الطابعة.</numerusform>
            <numerusform>أُرسل كتابان إلى الطابعة.</numerusform>
            <numerusform>أُرسلت %n كتب إلى الطابعة.</numerusform>
            <numerusform>أُرسل %n كتاباً إلى الطابعة.</numerusform>
            <numerusform>أُرسل %n كتاب إلى الطابعة.</numerusform>
        </translation>
    </message>
    <message>
        <source>That does not fit all that are chosen.</source>
        <translation>هذا الإجراء لا يناسب كل المحدد.</translation>
    </message>
    <message>
        <source>Save the filter…</source>
        <translation>حفظ التصفية…</translation>
    </message>
    <message>
        <source>Saved filters</source>
        <translation>تصفيات محفوظة</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) written to {folder}.</source>
        <translation>
            <numerusform>لم يُحفظ ملف في {folder}.</numerusform>
            <numerusform>حُفظ ملف واحد في {folder}.</numerusform>
            <numerusform>حُفظ ملفان في {folder}.</numerusform>
            <numerusform>حُفظت %n ملفات في {folder}.</numerusform>
            <numerusform>حُفظ %n ملفاً في {folder}.</numerusform>
            <numerusform>حُفظ %n ملف في {folder}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n letter(s) chosen</source>
        <translation>
            <numerusform>لم يُحدَّد كتاب</numerusform>
            <numerusform>حُدِّد كتاب واحد</numerusform>
            <numerusform>حُدِّد كتابان</numerusform>
            <numerusform>حُدِّدت %n كتب</numerusform>
            <numerusform>حُدِّد %n كتاباً</numerusform>
            <numerusform>حُدِّد %n كتاب</numerusform>
        </translation>
    </message>
    <message>
        <source>Waits for bodies outside</source>
        <translation>بانتظار جهات خارجية</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>معاينة</translation>
    </message>
    <message>
        <source>Letter</source>
        <translation>الكتاب</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>الرقم</translation>
    </message>
    <message numerus="yes">
        <source>Cancelled: %n letter(s) left.</source>
        <translation>
            <numerusform>أُلغي الأمر ولم يبقَ كتاب.</numerusform>
            <numerusform>أُلغي الأمر وبقي كتاب واحد.</numerusform>
            <numerusform>أُلغي الأمر وبقي كتابان.</numerusform>
            <numerusform>أُلغي الأمر وبقيت %n كتب.</numerusform>
            <numerusform>أُلغي الأمر وبقي %n كتاباً.</numerusform>
            <numerusform>أُلغي الأمر وبقي %n كتاب.</numerusform>
        </translation>
    </message>
    <message>
        <source>This list cannot be kept as a filter.</source>
        <translation>لا يمكن حفظ هذه القائمة تصفيةً.</translation>
    </message>
    <message numerus="yes">
        <source>The first %n application(s) were chosen; no more at once.</source>
        <translation>
            <numerusform>لم يُحدد شيء.</numerusform>
            <numerusform>حُدد طلب واحد؛ لا أكثر دفعة واحدة.</numerusform>
            <numerusform>حُدد أول طلبين؛ لا أكثر دفعة واحدة.</numerusform>
            <numerusform>حُددت أول %n طلبات؛ لا أكثر دفعة واحدة.</numerusform>
            <numerusform>حُدد أول %n طلبًا؛ لا أكثر دفعة واحدة.</numerusform>
            <numerusform>حُدد أول %n طلب؛ لا أكثر دفعة واحدة.</numerusform>
        </translation>
    </message>
    <message>
        <source>Letter template</source>
        <translation>قالب كتاب</translation>
    </message>
    <message>
        <source>In force now</source>
        <translation>ساري الآن</translation>
    </message>
    <message>
        <source>To come</source>
        <translation>قادم</translation>
    </message>
    <message>
        <source>Over</source>
        <translation>انتهى</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>مستعمل</translation>
    </message>
    <message>
        <source>Give up what you typed?</source>
        <translation>التخلي عما كتبته؟</translation>
    </message>
    <message>
        <source>It was not saved yet.</source>
        <translation>لم يُحفظ بعد.</translation>
    </message>
    <message>
        <source>Give it up</source>
        <translation>تخلَّ عنه</translation>
    </message>
    <message>
        <source>Go on editing</source>
        <translation>متابعة التحرير</translation>
    </message>
    <message>
        <source>Message wordings</source>
        <translation>نصوص الرسائل</translation>
    </message>
    <message numerus="yes">
        <source>%n SMS part(s)</source>
        <translation>
            <numerusform>لا رسائل</numerusform>
            <numerusform>رسالة واحدة</numerusform>
            <numerusform>رسالتان</numerusform>
            <numerusform>%n رسائل</numerusform>
            <numerusform>%n رسالة</numerusform>
            <numerusform>%n رسالة</numerusform>
        </translation>
    </message>
    <message>
        <source>reference</source>
        <translation>المرجع</translation>
    </message>
    <message>
        <source>applicant&apos;s name</source>
        <translation>اسم مقدم الطلب</translation>
    </message>
    <message>
        <source>e-payment number</source>
        <translation>رقم الدفع</translation>
    </message>
    <message>
        <source>days allowed</source>
        <translation>المهلة بالأيام</translation>
    </message>
    <message>
        <source>percentage kept</source>
        <translation>نسبة الخصم</translation>
    </message>
    <message>
        <source>service</source>
        <translation>الخدمة</translation>
    </message>
    <message>
        <source>rejected documents</source>
        <translation>الوثائق المرفوضة</translation>
    </message>
    <message>
        <source>reasons</source>
        <translation>الأسباب</translation>
    </message>
    <message>
        <source>Wording of the message</source>
        <translation>نص الرسالة</translation>
    </message>
    <message>
        <source>As delivered</source>
        <translation>النص الأصلي</translation>
    </message>
    <message>
        <source>Cannot be sent so</source>
        <translation>لا تُرسل هكذا</translation>
    </message>
    <message>
        <source>The new wording holds from now on.</source>
        <translation>يسري النص الجديد من الآن.</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>الرسالة</translation>
    </message>
    <message>
        <source>SMS parts</source>
        <translation>عدد الرسائل</translation>
    </message>
    <message>
        <source>The municipality&apos;s</source>
        <translation>نص الأمانة</translation>
    </message>
    <message>
        <source>As the applicant will read it, with sample values</source>
        <translation>كما سيقرؤها مقدم الطلب، بقيم للمثال</translation>
    </message>
    <message>
        <source>Insert a value</source>
        <translation>أدرج قيمة</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>الإعدادات</translation>
    </message>
    <message>
        <source>Change my password…</source>
        <translation>تغيير كلمة السر…</translation>
    </message>
    <message>
        <source>Change my password</source>
        <translation>تغيير كلمة السر</translation>
    </message>
    <message>
        <source>Months carry their Levantine names: Kanun, Shubat, Adhar…</source>
        <translation>تُسمّى الشهور بأسمائها المشرقية: كانون الثاني، شباط، آذار…</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>اللغة</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>المظهر</translation>
    </message>
    <message>
        <source>Digits</source>
        <translation>الأرقام</translation>
    </message>
    <message>
        <source>Change the password</source>
        <translation>غيّر كلمة السر</translation>
    </message>
    <message>
        <source>Language and look</source>
        <translation>اللغة والمظهر</translation>
    </message>
    <message>
        <source>Numbers and dates</source>
        <translation>الأرقام والتواريخ</translation>
    </message>
    <message>
        <source>My account</source>
        <translation>حسابي</translation>
    </message>
    <message>
        <source>About Diwan</source>
        <translation>عن ديوان</translation>
    </message>
    <message>
        <source>Present password</source>
        <translation>كلمة السر الحالية</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>كلمة السر الجديدة</translation>
    </message>
    <message>
        <source>New password again</source>
        <translation>كلمة السر الجديدة مرة أخرى</translation>
    </message>
    <message>
        <source>Your password is changed.</source>
        <translation>تغيّرت كلمة السر.</translation>
    </message>
    <message>
        <source>Shown as</source>
        <translation>كما يظهر</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>فاتح</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>داكن</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>الاسم</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>قاعدة البيانات</translation>
    </message>
    <message>
        <source>What you typed here before is back; it was never sent.</source>
        <translation>أُعيد ما كتبته هنا من قبل؛ لم يُرسل بعد.</translation>
    </message>
    <message>
        <source>Begin anew</source>
        <translation>البدء من جديد</translation>
    </message>
    <message>
        <source>Compare documents</source>
        <translation>مقارنة الوثائق</translation>
    </message>
    <message>
        <source>You have it already.</source>
        <translation>هو بعهدتك أصلاً.</translation>
    </message>
    <message>
        <source>Compare with</source>
        <translation>قارن مع</translation>
    </message>
    <message>
        <source>Stop comparing</source>
        <translation>إنهاء المقارنة</translation>
    </message>
    <message>
        <source>{title} · version {number} · {verdict}</source>
        <translation>{title} · النسخة {number} · {verdict}</translation>
    </message>
    <message>
        <source>Compare…</source>
        <translation>مقارنة…</translation>
    </message>
    <message>
        <source>There is no other document to compare with.</source>
        <translation>لا توجد وثيقة أخرى للمقارنة.</translation>
    </message>
    <message>
        <source>Nobody yet</source>
        <translation>لا أحد بعد</translation>
    </message>
    <message>
        <source>There is no verdict of yours to take back.</source>
        <translation>لا توجد نتيجة سجّلتها يمكن التراجع عنها.</translation>
    </message>
    <message>
        <source>The verdict was taken back.</source>
        <translation>أُلغيت النتيجة؛ المرفق بلا نتيجة.</translation>
    </message>
    <message>
        <source>The check digit does not fit: ask for the number once more</source>
        <translation>رقم التحقق لا يطابق؛ اطلب قراءة الرقم مرة أخرى</translation>
    </message>
    <message>
        <source>Verdict taken back</source>
        <translation>التراجع عن نتيجة مرفق</translation>
    </message>
    <message>
        <source>What you type cannot be kept on this workstation; the folder is {folder}.</source>
        <translation>يتعذّر حفظ ما تكتبه على هذا الجهاز؛ المجلد: {folder}.</translation>
    </message>
    <message>
        <source>The applications lie in a file on this computer, and only this computer sees them. For one person, or to try the program; it can be moved to a server later.</source>
        <translation>تُحفظ الطلبات في ملف على هذا الجهاز ولا يراها سواه. يناسب ذلك موظفًا واحدًا أو تجربة البرنامج، ويمكن نقلها إلى خادم لاحقًا.</translation>
    </message>
    <message>
        <source>The municipality&apos;s server</source>
        <translation>خادم الأمانة</translation>
    </message>
    <message>
        <source>This computer alone</source>
        <translation>هذا الجهاز وحده</translation>
    </message>
    <message>
        <source>This workstation has no open keyring: the password is kept nowhere and asked for at each sign-in.</source>
        <translation>لا حافظة كلمات سر مفتوحة على هذا الجهاز: لا تُحفظ كلمة السر في أي مكان، وتُطلب عند كل دخول.</translation>
    </message>
    <message>
        <source>Test the connection and go on</source>
        <translation>اختبر الاتصال وتابع</translation>
    </message>
    <message>
        <source>Go on alone</source>
        <translation>تابع على هذا الجهاز وحده</translation>
    </message>
    <message>
        <source>Choose the certificate…</source>
        <translation>اختر الشهادة…</translation>
    </message>
    <message>
        <source>Where does this desk work?</source>
        <translation>أين يعمل هذا المكتب؟</translation>
    </message>
    <message>
        <source>Back to the sign-in</source>
        <translation>عودة إلى تسجيل الدخول</translation>
    </message>
    <message>
        <source>Certificates</source>
        <translation>شهادات</translation>
    </message>
    <message>
        <source>Choose the root certificate</source>
        <translation>اختر شهادة الجذر</translation>
    </message>
    <message>
        <source>holds</source>
        <translation>تحقق</translation>
    </message>
    <message>
        <source>does not hold</source>
        <translation>لم يتحقق</translation>
    </message>
    <message>
        <source>not tried yet</source>
        <translation>لم يُجرَّب بعد</translation>
    </message>
    <message>
        <source>Server&apos;s address</source>
        <translation>عنوان الخادم</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>المنفذ</translation>
    </message>
    <message>
        <source>Root certificate</source>
        <translation>شهادة الجذر</translation>
    </message>
    <message>
        <source>As its certificate has it, such as db.amman.example</source>
        <translation>كما في شهادته، مثل db.amman.example</translation>
    </message>
    <message>
        <source>The file from the server&apos;s administrator; empty: the system&apos;s own</source>
        <translation>الملف الذي أصدره مدير الخادم؛ فارغ: شهادات النظام</translation>
    </message>
    <message>
        <source>The manual at this page</source>
        <translation>الدليل عند هذه الصفحة</translation>
    </message>
    <message>
        <source>Tour of the desk</source>
        <translation>جولة في البرنامج</translation>
    </message>
    <message>
        <source>What&apos;s new</source>
        <translation>الجديد</translation>
    </message>
    <message>
        <source>Your work, in the sidebar</source>
        <translation>عملك في القائمة الجانبية</translation>
    </message>
    <message>
        <source>Each line is a page or a queue, with how many applications are in it now. F6 goes between the sidebar and the page.</source>
        <translation>كل سطر صفحة أو قائمة، وبجانبه عدد ما فيها الآن. وينقلك F6 بين القائمة الجانبية والصفحة.</translation>
    </message>
    <message>
        <source>Ctrl+K finds an application by reference, name in any spelling, national number or telephone, and pages and commands too.</source>
        <translation>اضغط Ctrl+K لتجد طلبًا برقمه المرجعي أو باسم صاحبه بأي رسم أو برقمه الوطني أو هاتفه، وتجد الصفحات والأوامر أيضًا.</translation>
    </message>
    <message>
        <source>The page you are on</source>
        <translation>الصفحة التي أنت فيها</translation>
    </message>
    <message>
        <source>The arrows move in a list, Enter opens. What can be done stands above the page and in the menu; each command has its key.</source>
        <translation>تتحرك في القائمة بالأسهم، وتفتح بالمفتاح Enter. وما يمكن فعله في أعلى الصفحة وفي القوائم، ولكل أمر اختصاره.</translation>
    </message>
    <message>
        <source>Keys and help</source>
        <translation>الاختصارات والمساعدة</translation>
    </message>
    <message>
        <source>F1 shows the keys of the page you are on, Shift+F1 opens the manual there. This tour is in the Help menu.</source>
        <translation>يعرض F1 اختصارات الصفحة التي أنت فيها، ويفتح Shift+F1 الدليل عندها. وتجد هذه الجولة في قائمة «مساعدة».</translation>
    </message>
    <message>
        <source>Nothing you type is lost</source>
        <translation>ما تكتبه لا يضيع</translation>
    </message>
    <message>
        <source>It is kept as you type. Down here you see whether the connection stands; without it you can go on, and are told.</source>
        <translation>يُحفظ وأنت تكتب. وترى هنا حال الاتصال؛ فإن انقطع قيل لك، وبقي ما كتبته.</translation>
    </message>
    <message>
        <source>Diwan is new in {version}.</source>
        <translation>وصل ديوان {version}.</translation>
    </message>
    <message>
        <source>The manual</source>
        <translation>دليل الاستخدام</translation>
    </message>
    <message>
        <source>Search in the manual</source>
        <translation>ابحث في الدليل</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>المحتويات</translation>
    </message>
    <message>
        <source>Text of the section</source>
        <translation>نص القسم</translation>
    </message>
    <message>
        <source>{number} of {all}</source>
        <translation>{number} من {all}</translation>
    </message>
    <message>
        <source>Leave the tour</source>
        <translation>أنهِ الجولة</translation>
    </message>
    <message>
        <source>Begin work</source>
        <translation>ابدأ العمل</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>التالي</translation>
    </message>
    <message>
        <source>Next part of the window</source>
        <translation>الجزء التالي من النافذة</translation>
    </message>
    <message>
        <source>Previous part of the window</source>
        <translation>الجزء السابق من النافذة</translation>
    </message>
    <message>
        <source>Show or hide the sidebar</source>
        <translation>أظهر القائمة الجانبية أو أخفها</translation>
    </message>
    <message>
        <source>Search in the record</source>
        <translation>البحث في السجل</translation>
    </message>
    <message>
        <source>The record</source>
        <translation>السجل</translation>
    </message>
    <message>
        <source>The check</source>
        <translation>الفحص</translation>
    </message>
    <message>
        <source>Take the last verdict back</source>
        <translation>التراجع عن آخر نتيجة</translation>
    </message>
    <message>
        <source>never</source>
        <translation>لم يحدث</translation>
    </message>
    <message>
        <source>{count}, since {moment}</source>
        <translation>{count}، منذ {moment}</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>سلامة النظام</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>انظر مجددًا</translation>
    </message>
    <message>
        <source>Messages to send</source>
        <translation>رسائل للإرسال</translation>
    </message>
    <message>
        <source>Messages given up</source>
        <translation>رسائل تعذّر إرسالها</translation>
    </message>
    <message>
        <source>Items from the portal</source>
        <translation>ما ورد من البوابة</translation>
    </message>
    <message>
        <source>Payment numbers to ask for</source>
        <translation>أرقام دفع مطلوبة</translation>
    </message>
    <message>
        <source>Letters to seal</source>
        <translation>كتب تنتظر الختم</translation>
    </message>
    <message>
        <source>Windows that passed</source>
        <translation>مهل انقضت</translation>
    </message>
    <message>
        <source>Late applications</source>
        <translation>طلبات متأخرة</translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) to look at.</source>
        <translation>
            <numerusform>لا شيء يحتاج نظرًا.</numerusform>
            <numerusform>أمر واحد يحتاج نظرًا.</numerusform>
            <numerusform>أمران يحتاجان نظرًا.</numerusform>
            <numerusform>%n أمور تحتاج نظرًا.</numerusform>
            <numerusform>%n أمرًا يحتاج نظرًا.</numerusform>
            <numerusform>%n أمر يحتاج نظرًا.</numerusform>
        </translation>
    </message>
    <message>
        <source>Last good backup</source>
        <translation>آخر نسخة احتياطية صالحة</translation>
    </message>
    <message>
        <source>The worker was last seen</source>
        <translation>آخر إشارة من الخدمة الخلفية</translation>
    </message>
    <message>
        <source>Chains of the newest applications</source>
        <translation>سلاسل أحدث الطلبات</translation>
    </message>
    <message>
        <source>Version of the tables</source>
        <translation>إصدار الجداول</translation>
    </message>
    <message>
        <source>Clocks differ by (seconds)</source>
        <translation>فرق الساعتين (ثوانٍ)</translation>
    </message>
    <message>
        <source>Looked at</source>
        <translation>وقت النظر</translation>
    </message>
    <message>
        <source>The machinery</source>
        <translation>النظام</translation>
    </message>
    <message>
        <source>What waits</source>
        <translation>ما ينتظر</translation>
    </message>
    <message>
        <source>All is well.</source>
        <translation>كل شيء على ما يرام.</translation>
    </message>
    <message>
        <source>{count} GB</source>
        <translation>{count} غيغابايت</translation>
    </message>
    <message>
        <source>Free on the disk</source>
        <translation>المتاح على القرص</translation>
    </message>
    <message>
        <source>The applicant&apos;s window</source>
        <translation>مهلة مقدم الطلب</translation>
    </message>
    <message>
        <source>Our due date</source>
        <translation>موعدنا</translation>
    </message>
    <message>
        <source>What moved</source>
        <translation>ما تحرّك</translation>
    </message>
    <message numerus="yes">
        <source>%n month(s)</source>
        <translation>
            <numerusform>أقل من شهر</numerusform>
            <numerusform>شهر واحد</numerusform>
            <numerusform>شهران</numerusform>
            <numerusform>%n أشهر</numerusform>
            <numerusform>%n شهرًا</numerusform>
            <numerusform>%n شهر</numerusform>
        </translation>
    </message>
    <message>
        <source>for ever</source>
        <translation>حفظ دائم</translation>
    </message>
    <message>
        <source>Name, code or value</source>
        <translation>اسم أو رمز أو قيمة</translation>
    </message>
    <message>
        <source>What was changed</source>
        <translation>ما الذي تغيّر</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>كل شيء</translation>
    </message>
    <message>
        <source>No such change</source>
        <translation>لا تغيير كهذا</translation>
    </message>
    <message>
        <source>Choose everything again.</source>
        <translation>اختر «كل شيء» من جديد.</translation>
    </message>
    <message>
        <source>Record of the office</source>
        <translation>سجل الإدارة</translation>
    </message>
    <message>
        <source>The change</source>
        <translation>التغيير</translation>
    </message>
    <message>
        <source>The record was changed behind the program&apos;s back, from entry {number} on.</source>
        <translation>عُدّل السجل من خارج البرنامج، بدءًا من القيد {number}.</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s)</source>
        <translation>
            <numerusform>لا تغييرات</numerusform>
            <numerusform>تغيير واحد</numerusform>
            <numerusform>تغييران</numerusform>
            <numerusform>%n تغييرات</numerusform>
            <numerusform>%n تغييرًا</numerusform>
            <numerusform>%n تغيير</numerusform>
        </translation>
    </message>
    <message>
        <source>No.</source>
        <translation>الرقم</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>من</translation>
    </message>
    <message>
        <source>What</source>
        <translation>ماذا</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>القيم</translation>
    </message>
    <message>
        <source>Workstation</source>
        <translation>الجهاز</translation>
    </message>
    <message>
        <source>Hash</source>
        <translation>البصمة</translation>
    </message>
    <message>
        <source>{passed} passed, {failed} failed. Each is told at once.</source>
        <translation>الناجحون: {passed}، الراسبون: {failed}. تصل كلاً منهم رسالته فوراً.</translation>
    </message>
    <message>
        <source>Enter the level exam&apos;s results?</source>
        <translation>إدخال نتائج امتحان المستوى؟</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>مستوى</translation>
    </message>
    <message>
        <source>for {course}</source>
        <translation>لدورة «{course}»</translation>
    </message>
    <message>
        <source>Enter the results…</source>
        <translation>إدخال النتائج…</translation>
    </message>
    <message>
        <source>{typed} of {all} typed; {doubts} to be corrected</source>
        <translation>أُدخلت {typed} من {all}؛ بحاجة إلى تصحيح: {doubts}</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>الإصدار</translation>
    </message>
    <message>
        <source>Built on</source>
        <translation>بُني على</translation>
    </message>
    <message>
        <source>Fonts</source>
        <translation>الخطوط</translation>
    </message>
    <message>
        <source>Icons</source>
        <translation>الأيقونات</translation>
    </message>
    <message>
        <source>The account can do nothing until it is given a job.</source>
        <translation>لا يفعل الحساب شيئًا قبل منحه وظيفة.</translation>
    </message>
    <message>
        <source>The account is made.</source>
        <translation>أُنشئ الحساب.</translation>
    </message>
    <message>
        <source>The password is changed.</source>
        <translation>تغيّرت كلمة السر.</translation>
    </message>
    <message>
        <source>The job is given.</source>
        <translation>مُنحت الوظيفة.</translation>
    </message>
    <message>
        <source>The authority is given.</source>
        <translation>مُنحت الصلاحية.</translation>
    </message>
    <message>
        <source>Give the authority</source>
        <translation>امنح الصلاحية</translation>
    </message>
    <message>
        <source>Yesterday ends it at once.</source>
        <translation>تاريخ أمس ينهيه فورًا.</translation>
    </message>
    <message>
        <source>It ends on that day.</source>
        <translation>ينتهي في ذلك اليوم.</translation>
    </message>
    <message>
        <source>It can sign in again with its own password.</source>
        <translation>يمكنه الدخول من جديد بكلمة سره.</translation>
    </message>
    <message>
        <source>The record keeps both names. Nobody approves what they proposed.</source>
        <translation>يحفظ السجل الاسمين. ولا يعتمد أحد ما اقترحه.</translation>
    </message>
    <message>
        <source>The delegation is set.</source>
        <translation>سُجّل التفويض.</translation>
    </message>
    <message>
        <source>Clerk</source>
        <translation>كاتب</translation>
    </message>
    <message>
        <source>Supervisor</source>
        <translation>مشرف</translation>
    </message>
    <message>
        <source>Administrator</source>
        <translation>مدير النظام</translation>
    </message>
    <message>
        <source>The program itself</source>
        <translation>البرنامج نفسه</translation>
    </message>
    <message>
        <source>Senior management&apos;s authority</source>
        <translation>صلاحية الإدارة العليا</translation>
    </message>
    <message>
        <source>Auditor of who saw what</source>
        <translation>مدقق اطلاع الموظفين</translation>
    </message>
    <message>
        <source>New account</source>
        <translation>حساب جديد</translation>
    </message>
    <message>
        <source>Make the account</source>
        <translation>أنشئ الحساب</translation>
    </message>
    <message>
        <source>Set the password</source>
        <translation>غيّر كلمة السر</translation>
    </message>
    <message>
        <source>Give the job</source>
        <translation>امنح الوظيفة</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>آخر يوم</translation>
    </message>
    <message>
        <source>Set the last day</source>
        <translation>حدد آخر يوم</translation>
    </message>
    <message>
        <source>Open the account</source>
        <translation>فعّل الحساب</translation>
    </message>
    <message>
        <source>Lock the account</source>
        <translation>أوقف الحساب</translation>
    </message>
    <message>
        <source>Open the account of {name}?</source>
        <translation>تفعيل حساب {name}؟</translation>
    </message>
    <message>
        <source>Lock the account of {name}?</source>
        <translation>إيقاف حساب {name}؟</translation>
    </message>
    <message>
        <source>Nobody can sign in with it; what it did stays in the record.</source>
        <translation>لا يدخل به أحد؛ ويبقى ما فعله في السجل.</translation>
    </message>
    <message>
        <source>New delegation</source>
        <translation>تفويض جديد</translation>
    </message>
    <message>
        <source>Set the delegation</source>
        <translation>سجّل التفويض</translation>
    </message>
    <message>
        <source>The delegation has ended.</source>
        <translation>انتهى التفويض.</translation>
    </message>
    <message>
        <source>Until the day</source>
        <translation>حتى تاريخ</translation>
    </message>
    <message>
        <source>New password for {name}</source>
        <translation>كلمة سر جديدة لحساب {name}</translation>
    </message>
    <message>
        <source>Give {name} a job</source>
        <translation>منح {name} وظيفة</translation>
    </message>
    <message>
        <source>End: {what}</source>
        <translation>إنهاء: {what}</translation>
    </message>
    <message>
        <source>The account is open.</source>
        <translation>فُعّل الحساب.</translation>
    </message>
    <message>
        <source>The account is locked.</source>
        <translation>أُوقف الحساب.</translation>
    </message>
    <message>
        <source>Who is away</source>
        <translation>الغائب</translation>
    </message>
    <message>
        <source>Who stands in</source>
        <translation>النائب عنه</translation>
    </message>
    <message>
        <source>In the work of</source>
        <translation>في عمل</translation>
    </message>
    <message>
        <source>First day</source>
        <translation>أول يوم</translation>
    </message>
    <message>
        <source>None for an administrator</source>
        <translation>لا دائرة لمدير النظام</translation>
    </message>
    <message>
        <source>End this delegation now?</source>
        <translation>إنهاء هذا التفويض الآن؟</translation>
    </message>
    <message>
        <source>What was done under it stays as it was recorded.</source>
        <translation>يبقى ما أُنجز بموجبه كما سُجّل.</translation>
    </message>
    <message>
        <source>End the delegation</source>
        <translation>أنهِ التفويض</translation>
    </message>
    <message>
        <source>Staff</source>
        <translation>الموظفون</translation>
    </message>
    <message>
        <source>End the delegation…</source>
        <translation>إنهاء التفويض…</translation>
    </message>
    <message>
        <source>New account…</source>
        <translation>حساب جديد…</translation>
    </message>
    <message>
        <source>Locked</source>
        <translation>موقوف</translation>
    </message>
    <message>
        <source>Nobody stands in for anybody</source>
        <translation>لا ينوب أحد عن أحد</translation>
    </message>
    <message>
        <source>Set a delegation before an absence, with its first and last day.</source>
        <translation>سجّل التفويض قبل الغياب، بأول يوم فيه وآخر يوم.</translation>
    </message>
    <message>
        <source>Accounts</source>
        <translation>الحسابات</translation>
    </message>
    <message>
        <source>Delegations</source>
        <translation>التفويضات</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>الوظائف</translation>
    </message>
    <message>
        <source>Authorities</source>
        <translation>الصلاحيات</translation>
    </message>
    <message>
        <source>Give a job…</source>
        <translation>منح وظيفة…</translation>
    </message>
    <message>
        <source>Give the authority…</source>
        <translation>منح الصلاحية…</translation>
    </message>
    <message>
        <source>New password…</source>
        <translation>كلمة سر جديدة…</translation>
    </message>
    <message>
        <source>Lock the account…</source>
        <translation>إيقاف الحساب…</translation>
    </message>
    <message>
        <source>Open the account…</source>
        <translation>تفعيل الحساب…</translation>
    </message>
    <message>
        <source>Open</source>
        <comment>account</comment>
        <translation>فعّال</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>الأيام</translation>
    </message>
    <message>
        <source>Ended early</source>
        <translation>أُنهي مبكرًا</translation>
    </message>
    <message>
        <source>from {day} on</source>
        <translation>من {day} فصاعدًا</translation>
    </message>
    <message>
        <source>New delegation…</source>
        <translation>تفويض جديد…</translation>
    </message>
    <message>
        <source>Choose a delegation that runs or is to come.</source>
        <translation>اختر تفويضًا ساريًا أو قادمًا.</translation>
    </message>
    <message>
        <source>None</source>
        <translation>لا شيء</translation>
    </message>
    <message>
        <source>End…</source>
        <translation>إنهاء…</translation>
    </message>
    <message>
        <source>Letter templates</source>
        <translation>قوالب الكتب</translation>
    </message>
    <message>
        <source>Saved as version {number}; letters are worded so from now on.</source>
        <translation>حُفظ القالب نسخة رقم {number}، وتصدر به الكتب من الآن.</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>النسخ</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>العنوان</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>الموضوع</translation>
    </message>
    <message>
        <source>Addressee</source>
        <translation>المخاطَب</translation>
    </message>
    <message>
        <source>Paragraphs</source>
        <translation>الفقرات</translation>
    </message>
    <message>
        <source>Add a paragraph</source>
        <translation>إضافة فقرة</translation>
    </message>
    <message>
        <source>Enclosures</source>
        <translation>المرفقات</translation>
    </message>
    <message>
        <source>Add an enclosure</source>
        <translation>إضافة مرفق</translation>
    </message>
    <message>
        <source>Facts</source>
        <translation>البيانات</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>الجدول</translation>
    </message>
    <message>
        <source>Save as a new version</source>
        <translation>حفظ نسخة جديدة</translation>
    </message>
    <message>
        <source>Undo the changes</source>
        <translation>تراجع عن التعديل</translation>
    </message>
    <message>
        <source>Version {number}</source>
        <translation>نسخة {number}</translation>
    </message>
    <message>
        <source>As it will be printed, with sample values</source>
        <translation>كما سيُطبع، بقيم مثال</translation>
    </message>
    <message>
        <source>Paragraph</source>
        <translation>فقرة</translation>
    </message>
    <message>
        <source>Printed only if</source>
        <translation>تُطبع فقط إذا</translation>
    </message>
    <message>
        <source>Remove the paragraph</source>
        <translation>حذف الفقرة</translation>
    </message>
    <message>
        <source>The letter as it will be printed</source>
        <translation>الكتاب كما سيُطبع</translation>
    </message>
    <message>
        <source>the code only: compare these with the paper</source>
        <translation>الرمز وحده: قارن هذه البيانات بالورقة</translation>
    </message>
    <message>
        <source>Verify a letter</source>
        <translation>التحقق من كتاب</translation>
    </message>
    <message>
        <source>Open a PDF or a picture…</source>
        <translation>افتح ملف PDF أو صورة…</translation>
    </message>
    <message>
        <source>the whole letter</source>
        <translation>الكتاب كله</translation>
    </message>
    <message>
        <source>The letter to verify</source>
        <translation>الكتاب المراد التحقق منه</translation>
    </message>
    <message>
        <source>Scan the code, or paste its text</source>
        <translation>امسح الرمز أو ألصق نصه</translation>
    </message>
    <message>
        <source>Verify the code</source>
        <translation>تحقق من الرمز</translation>
    </message>
    <message>
        <source>Or drop the file anywhere on this page.</source>
        <translation>أو أفلت الملف في أي مكان من هذه الصفحة.</translation>
    </message>
    <message>
        <source>Nothing was judged</source>
        <translation>لم يُحكم على شيء</translation>
    </message>
    <message>
        <source>Genuine</source>
        <translation>صحيح</translation>
    </message>
    <message>
        <source>Altered</source>
        <translation>مُغيَّر</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>غير معروف</translation>
    </message>
    <message>
        <source>Withdrawn</source>
        <comment>letter</comment>
        <translation>مسحوب</translation>
    </message>
    <message>
        <source>Replaced by a newer letter</source>
        <translation>حلّ محله كتاب أحدث</translation>
    </message>
    <message>
        <source>From the code</source>
        <translation>من الرمز</translation>
    </message>
    <message>
        <source>Letter number</source>
        <translation>رقم الكتاب</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>التاريخ</translation>
    </message>
    <message>
        <source>To</source>
        <translation>إلى</translation>
    </message>
    <message>
        <source>Compared</source>
        <translation>ما قورن</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>المفتاح</translation>
    </message>
    <message>
        <source>Search by reference, name or number…</source>
        <translation>ابحث بالمرجع أو الاسم أو أي رقم…</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>النتائج</translation>
    </message>
    <message>
        <source>Look by reference, name, national number, telephone, payment number or serial.</source>
        <translation>ابحث بالرقم المرجعي أو الاسم أو الرقم الوطني أو الهاتف أو رقم الدفع أو رقم الكتاب.</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>متصل</translation>
    </message>
    <message>
        <source>No connection</source>
        <translation>لا يوجد اتصال</translation>
    </message>
    <message>
        <source>Working…</source>
        <translation>جارٍ التنفيذ…</translation>
    </message>
    <message>
        <source>{amount} JOD</source>
        <translation>{amount} د.أ</translation>
    </message>
    <message>
        <source>from {first} to {last}</source>
        <translation>من {first} إلى {last}</translation>
    </message>
    <message>
        <source>Connection…</source>
        <translation>الاتصال…</translation>
    </message>
    <message>
        <source>Nothing here</source>
        <translation>لا شيء هنا</translation>
    </message>
    <message>
        <source>Reset the columns</source>
        <translation>إعادة الأعمدة إلى أصلها</translation>
    </message>
    <message>
        <source>The list could not be brought up to date.</source>
        <translation>تعذّر تحديث القائمة.</translation>
    </message>
    <message>
        <source>Who signs</source>
        <translation>الموقّعون</translation>
    </message>
    <message>
        <source>Table: a row on each line, | between the cells, ⏎ within one</source>
        <translation>الجدول: سطر لكل صف، و| بين الخانات، و⏎ لسطر جديد داخل الخانة</translation>
    </message>
    <message>
        <source>Facts: one on each line, | between label and value</source>
        <translation>البيانات: سطر لكل بيان، و| بين الاسم والقيمة</translation>
    </message>
    <message>
        <source>Who signs: one box for each line</source>
        <translation>الموقّعون: خانة توقيع لكل سطر</translation>
    </message>
    <message>
        <source>Only the first rows are shown; narrow the list with a filter to see the others.</source>
        <translation>تظهر الصفوف الأولى فقط؛ ضيّق القائمة بتصفية لترى غيرها.</translation>
    </message>
    <message>
        <source>Column headings</source>
        <translation>عناوين الأعمدة</translation>
    </message>
    <message>
        <source>List</source>
        <translation>القائمة</translation>
    </message>
    <message>
        <source>No attachment chosen</source>
        <translation>لم يُختر مرفق</translation>
    </message>
    <message>
        <source>Choose one from the list to read it here.</source>
        <translation>اختر مرفقًا من القائمة لتقرأه هنا.</translation>
    </message>
    <message>
        <source>This attachment cannot be shown</source>
        <translation>لا يمكن عرض هذا المرفق</translation>
    </message>
    <message>
        <source>It is damaged, protected by a password, or not a PDF, JPEG or PNG.</source>
        <translation>الملف تالف، أو محمي بكلمة سر، أو ليس PDF أو JPEG أو PNG.</translation>
    </message>
    <message>
        <source>Turn left</source>
        <translation>أدِر إلى اليسار</translation>
    </message>
    <message>
        <source>Turn right</source>
        <translation>أدِر إلى اليمين</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>تصغير</translation>
    </message>
    <message>
        <source>Parts of the application</source>
        <translation>أقسام الطلب</translation>
    </message>
    <message>
        <source>No such application in your departments</source>
        <translation>لا يوجد طلب بهذا الرقم ضمن دوائرك</translation>
    </message>
    <message>
        <source>Search for it with Ctrl+K, or go back with Alt+←.</source>
        <translation>ابحث عنه بـ ⁦Ctrl+K⁩ أو ارجع بـ ⁦Alt+←⁩.</translation>
    </message>
    <message>
        <source>Next application</source>
        <translation>الطلب التالي</translation>
    </message>
    <message>
        <source>Previous application</source>
        <translation>الطلب السابق</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>تكبير</translation>
    </message>
    <message>
        <source>That was the last application of the list.</source>
        <translation>كان هذا آخر طلب في القائمة.</translation>
    </message>
    <message>
        <source>This is the first application of the list.</source>
        <translation>هذا أول طلب في القائمة.</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>السجل</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>الرسائل</translation>
    </message>
    <message>
        <source>Letters</source>
        <translation>الكتب</translation>
    </message>
    <message>
        <source>Show: {part}</source>
        <translation>عرض: {part}</translation>
    </message>
    <message>
        <source>Accept the attachment</source>
        <translation>قبول المرفق</translation>
    </message>
    <message>
        <source>Reject the attachment</source>
        <translation>رفض المرفق</translation>
    </message>
    <message>
        <source>{action}, then the next</source>
        <translation>{action}، ثم التالي</translation>
    </message>
    <message>
        <source>Done: {action}</source>
        <translation>تمّ: {action}</translation>
    </message>
    <message>
        <source>There is no letter to print.</source>
        <translation>لا يوجد كتاب للطباعة.</translation>
    </message>
    <message>
        <source>Fit to the window</source>
        <translation>ملاءمة النافذة</translation>
    </message>
    <message>
        <source>page {page} of {pages}</source>
        <translation>صفحة {page} من {pages}</translation>
    </message>
    <message>
        <source>Pages of the attachment</source>
        <translation>صفحات المرفق</translation>
    </message>
    <message>
        <source>Picture of the attachment</source>
        <translation>صورة المرفق</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>إخفاء</translation>
    </message>
    <message>
        <source>Go back</source>
        <translation>رجوع</translation>
    </message>
    <message>
        <source>dd/mm/yyyy</source>
        <translation>يوم/شهر/سنة</translation>
    </message>
    <message>
        <source>Choose from the calendar</source>
        <translation>اختر من التقويم</translation>
    </message>
    <message>
        <source>Calendar</source>
        <translation>التقويم</translation>
    </message>
    <message>
        <source>The document was sent to the printer.</source>
        <translation>أُرسل المستند إلى الطابعة.</translation>
    </message>
    <message>
        <source>10 digits</source>
        <translation>10 أرقام</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>اختر ملفًا…</translation>
    </message>
    <message>
        <source>PDF, JPEG or PNG, up to 10 MB; or drop it here</source>
        <translation>ملف PDF أو JPEG أو PNG، حتى 10 ميغابايت؛ أو أفلته هنا</translation>
    </message>
    <message>
        <source>Remove the file</source>
        <translation>إزالة الملف</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>قبول</translation>
    </message>
    <message>
        <source>Reject…</source>
        <translation>رفض…</translation>
    </message>
    <message>
        <source>Add a new version…</source>
        <translation>إضافة نسخة جديدة…</translation>
    </message>
    <message>
        <source>Documents and pictures</source>
        <translation>مستندات وصور</translation>
    </message>
    <message>
        <source>Choose a file</source>
        <translation>اختيار ملف</translation>
    </message>
    <message>
        <source>The new version was added.</source>
        <translation>أُضيفت النسخة الجديدة.</translation>
    </message>
    <message>
        <source>accept</source>
        <translation>قبول</translation>
    </message>
    <message>
        <source>reject</source>
        <translation>رفض</translation>
    </message>
    <message>
        <source>No attachments</source>
        <translation>لا مرفقات</translation>
    </message>
    <message>
        <source>Accepted: {file}</source>
        <translation>قُبل المرفق: {file}</translation>
    </message>
    <message>
        <source>Rejected: {file}</source>
        <translation>رُفض المرفق: {file}</translation>
    </message>
    <message>
        <source>(optional)</source>
        <translation>(اختياري)</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>اختر…</translation>
    </message>
    <message>
        <source>Nothing was found</source>
        <translation>لا نتائج</translation>
    </message>
    <message numerus="yes">
        <source>Your password expires in %n day(s).</source>
        <translation>
            <numerusform>تنتهي صلاحية كلمة سرك اليوم.</numerusform>
            <numerusform>تنتهي صلاحية كلمة سرك خلال يوم واحد.</numerusform>
            <numerusform>تنتهي صلاحية كلمة سرك خلال يومين.</numerusform>
            <numerusform>تنتهي صلاحية كلمة سرك خلال %n أيام.</numerusform>
            <numerusform>تنتهي صلاحية كلمة سرك خلال %n يومًا.</numerusform>
            <numerusform>تنتهي صلاحية كلمة سرك خلال %n يوم.</numerusform>
        </translation>
    </message>
    <message>
        <source>Look at it</source>
        <translation>انظر فيه</translation>
    </message>
    <message>
        <source>This document cannot be turned.</source>
        <translation>لا يمكن تدوير هذه الوثيقة.</translation>
    </message>
    <message>
        <source>Chosen by the printer</source>
        <translation>تختاره الطابعة</translation>
    </message>
    <message>
        <source>Upper tray</source>
        <translation>الدرج العلوي</translation>
    </message>
    <message>
        <source>Middle tray</source>
        <translation>الدرج الأوسط</translation>
    </message>
    <message>
        <source>Lower tray</source>
        <translation>الدرج السفلي</translation>
    </message>
    <message>
        <source>By hand</source>
        <translation>تغذية يدوية</translation>
    </message>
    <message>
        <source>Envelopes</source>
        <translation>المغلفات</translation>
    </message>
    <message>
        <source>Large tray</source>
        <translation>الدرج الكبير</translation>
    </message>
    <message>
        <source>Printer</source>
        <translation>الطابعة</translation>
    </message>
    <message>
        <source>Paper tray</source>
        <translation>درج الورق</translation>
    </message>
    <message>
        <source>Sides</source>
        <translation>أوجه الورقة</translation>
    </message>
    <message>
        <source>Looking for printers…</source>
        <translation>جارٍ البحث عن الطابعات…</translation>
    </message>
    <message>
        <source>No printer is set up on this workstation. Letters can be saved as PDF instead.</source>
        <translation>لا طابعة معرّفة على هذا الجهاز. يمكن حفظ الكتب بصيغة PDF بدلًا من ذلك.</translation>
    </message>
    <message>
        <source>As the printer is set</source>
        <translation>حسب إعداد الطابعة</translation>
    </message>
    <message>
        <source>One side</source>
        <translation>وجه واحد</translation>
    </message>
    <message>
        <source>Both sides</source>
        <translation>وجهان</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>مسح</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>جارٍ التحميل…</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>لا شيء</translation>
    </message>
    <message>
        <source>Filter by name, reference or number…</source>
        <translation>صفّ بالاسم أو الرقم…</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>الخدمة</translation>
    </message>
    <message>
        <source>All services</source>
        <translation>كل الخدمات</translation>
    </message>
    <message>
        <source>Late only</source>
        <translation>المتأخرة فقط</translation>
    </message>
    <message numerus="yes">
        <source>%n application(s)</source>
        <translation>
            <numerusform>لا طلبات</numerusform>
            <numerusform>طلب واحد</numerusform>
            <numerusform>طلبان</numerusform>
            <numerusform>%n طلبات</numerusform>
            <numerusform>%n طلبًا</numerusform>
            <numerusform>%n طلب</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>the first %n application(s)</source>
        <translation>
            <numerusform>لا طلبات</numerusform>
            <numerusform>أول طلب</numerusform>
            <numerusform>أول طلبين</numerusform>
            <numerusform>أول %n طلبات</numerusform>
            <numerusform>أول %n طلبًا</numerusform>
            <numerusform>أول %n طلب</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>لا شيء محدد</numerusform>
            <numerusform>طلب محدد</numerusform>
            <numerusform>طلبان محددان</numerusform>
            <numerusform>%n طلبات محددة</numerusform>
            <numerusform>%n طلبًا محددًا</numerusform>
            <numerusform>%n طلب محدد</numerusform>
        </translation>
    </message>
    <message>
        <source>{from_state} → {to_state}</source>
        <translation>{from_state} ← {to_state}</translation>
    </message>
    <message>
        <source>{name}, on behalf of {absent}</source>
        <translation>{name}، نيابةً عن {absent}</translation>
    </message>
    <message>
        <source>SMS: {title}</source>
        <translation>رسالة نصية: {title}</translation>
    </message>
    <message>
        <source>Applicant</source>
        <translation>مقدم الطلب</translation>
    </message>
    <message>
        <source>State</source>
        <translation>الحالة</translation>
    </message>
    <message>
        <source>Due</source>
        <translation>الاستحقاق</translation>
    </message>
    <message>
        <source>With</source>
        <translation>بعهدة</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>الانتظار</translation>
    </message>
    <message>
        <source>Submitted</source>
        <translation>تاريخ التقديم</translation>
    </message>
    <message>
        <source>Identity number</source>
        <translation>رقم الإثبات</translation>
    </message>
    <message>
        <source>Telephone</source>
        <translation>الهاتف</translation>
    </message>
    <message>
        <source>Department</source>
        <translation>الدائرة</translation>
    </message>
    <message>
        <source>Came by</source>
        <translation>ورد عبر</translation>
    </message>
    <message>
        <source>Portal</source>
        <translation>البوابة</translation>
    </message>
    <message>
        <source>Counter</source>
        <translation>الشباك</translation>
    </message>
    <message>
        <source>The application in short</source>
        <translation>ملخص الطلب</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>ما جرى</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>رقم الطلب</translation>
    </message>
    <message>
        <source>Copy the reference</source>
        <translation>نسخ رقم الطلب</translation>
    </message>
    <message>
        <source>Due {day}</source>
        <translation>الاستحقاق: {day}</translation>
    </message>
    <message>
        <source>{place} of {many}</source>
        <translation>{place} من {many}</translation>
    </message>
    <message>
        <source>With {name}</source>
        <translation>بعهدة {name}</translation>
    </message>
    <message>
        <source>With you</source>
        <translation>بعهدتك</translation>
    </message>
    <message>
        <source>With nobody yet</source>
        <translation>لم يستلمه أحد بعد</translation>
    </message>
    <message>
        <source>More</source>
        <translation>المزيد</translation>
    </message>
    <message>
        <source>{least} to {most} working days</source>
        <translation>من {least} إلى {most} أيام عمل</translation>
    </message>
    <message>
        <source>Service target: {promise}</source>
        <translation>مدة إنجاز الخدمة: {promise}</translation>
    </message>
    <message>
        <source>The reference was copied.</source>
        <translation>نُسخ رقم الطلب.</translation>
    </message>
    <message>
        <source>Next: {action}</source>
        <translation>التالي: {action}</translation>
    </message>
    <message>
        <source>Open the application</source>
        <translation>افتح الطلب</translation>
    </message>
    <message>
        <source>{judged} of {many} judged</source>
        <translation>دُقّق {judged} من {many}</translation>
    </message>
    <message>
        <source>Attachments</source>
        <translation>المرفقات</translation>
    </message>
    <message>
        <source>version {number}</source>
        <translation>النسخة {number}</translation>
    </message>
    <message>
        <source>earlier</source>
        <translation>نسخة سابقة</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) late</source>
        <translation>
            <numerusform>متأخر</numerusform>
            <numerusform>متأخر يومًا</numerusform>
            <numerusform>متأخر يومين</numerusform>
            <numerusform>متأخر %n أيام</numerusform>
            <numerusform>متأخر %n يومًا</numerusform>
            <numerusform>متأخر %n يوم</numerusform>
        </translation>
    </message>
    <message>
        <source>Today</source>
        <translation>اليوم</translation>
    </message>
    <message>
        <source>Tomorrow</source>
        <translation>غدًا</translation>
    </message>
    <message numerus="yes">
        <source>in %n day(s)</source>
        <translation>
            <numerusform>اليوم</numerusform>
            <numerusform>غدًا</numerusform>
            <numerusform>بعد يومين</numerusform>
            <numerusform>بعد %n أيام</numerusform>
            <numerusform>بعد %n يومًا</numerusform>
            <numerusform>بعد %n يوم</numerusform>
        </translation>
    </message>
    <message>
        <source>today</source>
        <translation>اليوم</translation>
    </message>
    <message numerus="yes">
        <source>for %n day(s)</source>
        <translation>
            <numerusform>اليوم</numerusform>
            <numerusform>منذ يوم</numerusform>
            <numerusform>منذ يومين</numerusform>
            <numerusform>منذ %n أيام</numerusform>
            <numerusform>منذ %n يومًا</numerusform>
            <numerusform>منذ %n يوم</numerusform>
        </translation>
    </message>
    <message>
        <source>Waits for us</source>
        <translation>بانتظار إجرائنا</translation>
    </message>
    <message>
        <source>Waits for the applicant</source>
        <translation>بانتظار مقدم الطلب</translation>
    </message>
    <message>
        <source>Waits for its date</source>
        <translation>بانتظار موعده</translation>
    </message>
    <message>
        <source>Identity paper</source>
        <translation>نوع الإثبات</translation>
    </message>
    <message>
        <source>The applicant</source>
        <translation>مقدم الطلب</translation>
    </message>
    <message>
        <source>The application</source>
        <translation>الطلب</translation>
    </message>
    <message>
        <source>Dates</source>
        <translation>المواعيد</translation>
    </message>
    <message>
        <source>Service target</source>
        <translation>الموعد المستهدف</translation>
    </message>
    <message>
        <source>To be done by us by</source>
        <translation>آخر موعد لإجرائنا</translation>
    </message>
    <message>
        <source>starts when the SMS is accepted</source>
        <translation>تبدأ عند قبول الرسالة النصية</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>منتهٍ</translation>
    </message>
    <message>
        <source>Enquiries</source>
        <translation>للاستفسار</translation>
    </message>
    <message>
        <source>Show messages too</source>
        <translation>إظهار الرسائل أيضًا</translation>
    </message>
    <message>
        <source>No message was sent yet</source>
        <translation>لم تُرسل أي رسالة بعد</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>إعادة الإرسال</translation>
    </message>
    <message>
        <source>Diwan itself</source>
        <translation>ديوان تلقائيًا</translation>
    </message>
    <message>
        <source>Citizen</source>
        <translation>مواطن</translation>
    </message>
    <message>
        <source>Resident</source>
        <translation>مقيم</translation>
    </message>
    <message>
        <source>Government body</source>
        <translation>جهة حكومية</translation>
    </message>
    <message>
        <source>Business</source>
        <translation>منشأة</translation>
    </message>
    <message>
        <source>National number</source>
        <translation>الرقم الوطني</translation>
    </message>
    <message>
        <source>Registration number</source>
        <translation>رقم التسجيل</translation>
    </message>
    <message>
        <source>Name of the body</source>
        <translation>اسم الجهة</translation>
    </message>
    <message>
        <source>Full name</source>
        <translation>الاسم الكامل</translation>
    </message>
    <message>
        <source>Not judged</source>
        <translation>لم يُدقّق</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>مقبول</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>مرفوض</translation>
    </message>
    <message>
        <source>Waiting to be sent</source>
        <translation>بانتظار الإرسال</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>أُرسلت</translation>
    </message>
    <message>
        <source>Not delivered</source>
        <translation>لم تصل</translation>
    </message>
    <message>
        <source>Number being issued</source>
        <translation>يصدر رقم الدفع</translation>
    </message>
    <message>
        <source>Waiting for payment</source>
        <translation>بانتظار الدفع</translation>
    </message>
    <message>
        <source>No money here</source>
        <translation>لا معاملات مالية</translation>
    </message>
    <message>
        <source>A payment request appears here when a step asks for a fee.</source>
        <translation>يظهر هنا طلب الدفع عندما يستوجب الإجراء رسمًا.</translation>
    </message>
    <message>
        <source>Refund</source>
        <translation>استرداد</translation>
    </message>
    <message>
        <source>Proposed by {name}, {when}</source>
        <translation>اقترحه {name}، {when}</translation>
    </message>
    <message>
        <source>Decided by {name}, {when}</source>
        <translation>بتّ فيه {name}، {when}</translation>
    </message>
    <message>
        <source>Paid out by {name}, {when}</source>
        <translation>صرفه {name}، {when}</translation>
    </message>
    <message>
        <source>You proposed it; another person with the authority approves it.</source>
        <translation>أنت من اقترحه؛ يعتمده شخص آخر مخوّل.</translation>
    </message>
    <message>
        <source>It waits for a supervisor with senior management&apos;s authority.</source>
        <translation>بانتظار مشرف مخوّل من الإدارة العليا.</translation>
    </message>
    <message>
        <source>Payment</source>
        <translation>دفعة</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>المبلغ</translation>
    </message>
    <message>
        <source>Payment number</source>
        <translation>رقم الدفع</translation>
    </message>
    <message>
        <source>Paid at</source>
        <translation>وقت الدفع</translation>
    </message>
    <message>
        <source>Gateway&apos;s number</source>
        <translation>رقم البوابة</translation>
    </message>
    <message>
        <source>Settled by a clerk</source>
        <translation>سوّاها</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>السبب</translation>
    </message>
    <message>
        <source>Paid</source>
        <translation>المدفوع</translation>
    </message>
    <message>
        <source>Kept ({percent})</source>
        <translation>المقتطع ({percent})</translation>
    </message>
    <message>
        <source>Goes back</source>
        <translation>يُعاد</translation>
    </message>
    <message numerus="yes">
        <source>printed %n time(s)</source>
        <translation>
            <numerusform>لم يُطبع</numerusform>
            <numerusform>طُبع مرة</numerusform>
            <numerusform>طُبع مرتين</numerusform>
            <numerusform>طُبع %n مرات</numerusform>
            <numerusform>طُبع %n مرة</numerusform>
            <numerusform>طُبع %n مرة</numerusform>
        </translation>
    </message>
    <message>
        <source>Payment request</source>
        <translation>طلب دفع</translation>
    </message>
    <message>
        <source>Asked for</source>
        <translation>المطلوب</translation>
    </message>
    <message>
        <source>To be paid by</source>
        <translation>آخر موعد للدفع</translation>
    </message>
    <message numerus="yes">
        <source>%n character(s)</source>
        <translation>
            <numerusform>بلا أحرف</numerusform>
            <numerusform>حرف واحد</numerusform>
            <numerusform>حرفان</numerusform>
            <numerusform>%n أحرف</numerusform>
            <numerusform>%n حرفًا</numerusform>
            <numerusform>%n حرف</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n part(s)</source>
        <translation>
            <numerusform>بلا أجزاء</numerusform>
            <numerusform>جزء واحد</numerusform>
            <numerusform>جزءان</numerusform>
            <numerusform>%n أجزاء</numerusform>
            <numerusform>%n جزءًا</numerusform>
            <numerusform>%n جزء</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n attempt(s)</source>
        <translation>
            <numerusform>بلا محاولات</numerusform>
            <numerusform>محاولة واحدة</numerusform>
            <numerusform>محاولتان</numerusform>
            <numerusform>%n محاولات</numerusform>
            <numerusform>%n محاولة</numerusform>
            <numerusform>%n محاولة</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>ملغى</translation>
    </message>
    <message>
        <source>Too little</source>
        <translation>أقل من المطلوب</translation>
    </message>
    <message>
        <source>Too much</source>
        <translation>أكثر من المطلوب</translation>
    </message>
    <message>
        <source>Too late</source>
        <translation>متأخرة</translation>
    </message>
    <message>
        <source>Unknown number</source>
        <translation>رقم دفع غير معروف</translation>
    </message>
    <message>
        <source>Settled</source>
        <translation>مسوّاة</translation>
    </message>
    <message>
        <source>Counted by a clerk</source>
        <translation>احتسبها موظف</translation>
    </message>
    <message>
        <source>To be returned</source>
        <translation>تُعاد لدافعها</translation>
    </message>
    <message>
        <source>To be proposed</source>
        <translation>لم يُقترح بعد</translation>
    </message>
    <message>
        <source>Waiting for approval</source>
        <translation>بانتظار الاعتماد</translation>
    </message>
    <message>
        <source>Approved, to be paid out</source>
        <translation>معتمد، بانتظار الصرف</translation>
    </message>
    <message>
        <source>Declined</source>
        <translation>مرفوض</translation>
    </message>
    <message>
        <source>Paid out</source>
        <translation>صُرف</translation>
    </message>
    <message>
        <source>In force</source>
        <translation>ساري</translation>
    </message>
    <message>
        <source>Replaced by a newer one</source>
        <translation>حلّ محله كتاب أحدث</translation>
    </message>
    <message>
        <source>Withdrawn</source>
        <translation>مسحوب</translation>
    </message>
    <message>
        <source>Application submitted</source>
        <translation>تقديم الطلب</translation>
    </message>
    <message>
        <source>Applications</source>
        <translation>الطلبات</translation>
    </message>
    <message>
        <source>Filter the list</source>
        <translation>تصفية القائمة</translation>
    </message>
    <message>
        <source>Choose columns</source>
        <translation>اختيار الأعمدة</translation>
    </message>
    <message>
        <source>Export to a spreadsheet</source>
        <translation>تصدير إلى جدول</translation>
    </message>
    <message>
        <source>Claim</source>
        <translation>استلام</translation>
    </message>
    <message>
        <source>Release</source>
        <translation>إعادة إلى القائمة</translation>
    </message>
    <message>
        <source>New application</source>
        <translation>طلب جديد</translation>
    </message>
    <message>
        <source>Spreadsheet</source>
        <translation>جدول</translation>
    </message>
    <message numerus="yes">
        <source>%n application(s) exported to {path}</source>
        <translation>
            <numerusform>لا طلبات للتصدير إلى {path}</numerusform>
            <numerusform>صُدّر طلب واحد إلى {path}</numerusform>
            <numerusform>صُدّر طلبان إلى {path}</numerusform>
            <numerusform>صُدّرت %n طلبات إلى {path}</numerusform>
            <numerusform>صُدّر %n طلبًا إلى {path}</numerusform>
            <numerusform>صُدّر %n طلب إلى {path}</numerusform>
        </translation>
    </message>
    <message>
        <source>New applications appear here by themselves. F5 asks again at once.</source>
        <translation>تظهر الطلبات الجديدة هنا من تلقاء نفسها. يُحدّث F5 القائمة فورًا.</translation>
    </message>
    <message>
        <source>No application matches the filter</source>
        <translation>لا طلب يطابق التصفية</translation>
    </message>
    <message>
        <source>Search in all applications with Ctrl+K, or clear the filter.</source>
        <translation>ابحث في كل الطلبات بـ ⁦Ctrl+K⁩ أو امسح التصفية.</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>مسح التصفية</translation>
    </message>
    <message>
        <source>Choose an application first.</source>
        <translation>اختر طلبًا أولًا.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>تراجع</translation>
    </message>
    <message>
        <source>Remember my password on this workstation</source>
        <translation>تذكّر كلمة السر على هذا الجهاز</translation>
    </message>
    <message>
        <source>This workstation has no open keyring, so the password cannot be kept.</source>
        <translation>لا توجد على هذا الجهاز حافظة كلمات سر مفتوحة، فلا يمكن حفظ كلمة السر.</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>تسجيل الدخول</translation>
    </message>
    <message>
        <source>Create the account and sign in</source>
        <translation>إنشاء الحساب والدخول</translation>
    </message>
    <message>
        <source>Making the demo: five weeks of applications. Half a minute, this once.</source>
        <translation>يُجهَّز العرض التجريبي: خمسة أسابيع من الطلبات. نصف دقيقة، لهذه المرة فقط.</translation>
    </message>
    <message>
        <source>Login</source>
        <translation>اسم الدخول</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>كلمة السر</translation>
    </message>
    <message>
        <source>Choose one to fill the form; the data is made up and yours to try.</source>
        <translation>اختر حسابًا ليُملأ النموذج؛ البيانات كلها مختلقة للتجربة.</translation>
    </message>
    <message>
        <source>Demo accounts</source>
        <translation>حسابات تجريبية</translation>
    </message>
    <message>
        <source>This database is new. Create the account that administers it; it makes all other accounts.</source>
        <translation>قاعدة البيانات هذه جديدة. أنشئ حساب مدير النظام، وهو الذي ينشئ بقية الحسابات.</translation>
    </message>
    <message>
        <source>Type the login and the password.</source>
        <translation>اكتب اسم الدخول وكلمة السر.</translation>
    </message>
    <message>
        <source>Name in Arabic</source>
        <translation>الاسم بالعربية</translation>
    </message>
    <message>
        <source>Name in English</source>
        <translation>الاسم بالإنجليزية</translation>
    </message>
    <message>
        <source>Small Latin letters, digits and dots</source>
        <translation>أحرف لاتينية صغيرة وأرقام ونقاط</translation>
    </message>
    <message>
        <source>At least eight characters</source>
        <translation>ثمانية أحرف على الأقل</translation>
    </message>
    <message>
        <source>Greater Amman Municipality</source>
        <translation>أمانة عمّان الكبرى</translation>
    </message>
    <message>
        <source>From the application to the letter in hand.</source>
        <translation>من الطلب إلى الكتاب في اليد.</translation>
    </message>
    <message>
        <source>The keyboard is not on Latin letters.</source>
        <translation>لوحة المفاتيح ليست على الأحرف اللاتينية.</translation>
    </message>
    <message>
        <source>Caps Lock is on.</source>
        <translation>مفتاح الأحرف الكبيرة (Caps Lock) مفعَّل.</translation>
    </message>
    <message>
        <source>This cannot be done in the application&apos;s present state.</source>
        <translation>هذا الإجراء غير متاح في حالة الطلب الحالية.</translation>
    </message>
    <message>
        <source>SMS to {number}</source>
        <translation>رسالة نصية إلى {number}</translation>
    </message>
    <message>
        <source>SMS to {number}, once the payment number is issued</source>
        <translation>رسالة نصية إلى {number} بعد صدور رقم الدفع</translation>
    </message>
    <message>
        <source>Nothing waits for your approval</source>
        <translation>لا شيء ينتظر اعتمادك</translation>
    </message>
    <message>
        <source>A refund that a clerk proposes appears here.</source>
        <translation>يظهر هنا كل استرداد يقترحه كاتب.</translation>
    </message>
    <message>
        <source>Approvals waiting</source>
        <translation>بانتظار الاعتماد</translation>
    </message>
    <message>
        <source>Approve the refund…</source>
        <translation>اعتمد الاسترداد…</translation>
    </message>
    <message>
        <source>Decline the refund…</source>
        <translation>ارفض الاسترداد…</translation>
    </message>
    <message>
        <source>Money</source>
        <translation>المال</translation>
    </message>
    <message>
        <source>Refunds</source>
        <translation>الاستردادات</translation>
    </message>
    <message>
        <source>Payments to settle</source>
        <translation>دفعات تنتظر التسوية</translation>
    </message>
    <message>
        <source>Settle the payment…</source>
        <translation>سوِّ الدفعة…</translation>
    </message>
    <message numerus="yes">
        <source>%n report(s) of the payment gateway cannot be read.</source>
        <translation>
            <numerusform>لا إشعارات غير مقروءة من بوابة الدفع.</numerusform>
            <numerusform>إشعار واحد من بوابة الدفع غير مقروء.</numerusform>
            <numerusform>إشعاران من بوابة الدفع غير مقروءين.</numerusform>
            <numerusform>%n إشعارات من بوابة الدفع غير مقروءة.</numerusform>
            <numerusform>%n إشعارًا من بوابة الدفع غير مقروء.</numerusform>
            <numerusform>%n إشعار من بوابة الدفع غير مقروء.</numerusform>
        </translation>
    </message>
    <message>
        <source>No refund waits</source>
        <translation>لا استردادات تنتظر</translation>
    </message>
    <message>
        <source>One appears here when money is due back to an applicant.</source>
        <translation>يظهر هنا كل مبلغ مستحق الإعادة لمقدم طلب.</translation>
    </message>
    <message>
        <source>Every payment is settled</source>
        <translation>كل الدفعات مسوّاة</translation>
    </message>
    <message>
        <source>One that is short, late, too much or of an unknown number appears here.</source>
        <translation>تظهر هنا كل دفعة ناقصة أو زائدة أو متأخرة أو برقم غير معروف.</translation>
    </message>
    <message>
        <source>Settlement</source>
        <translation>التسوية</translation>
    </message>
    <message>
        <source>Count it towards the application</source>
        <translation>احتسابها على الطلب</translation>
    </message>
    <message>
        <source>Return it to the payer</source>
        <translation>إعادتها لدافعها</translation>
    </message>
    <message>
        <source>{amount} came under the number {number}. The reason stays in the record.</source>
        <translation>ورد {amount} برقم الدفع {number}. يبقى السبب في السجل.</translation>
    </message>
    <message>
        <source>Settle the payment</source>
        <translation>سوِّ الدفعة</translation>
    </message>
    <message>
        <source>The payment is settled.</source>
        <translation>سُوّيت الدفعة.</translation>
    </message>
    <message>
        <source>Approve returning {amount} to {name}?</source>
        <translation>اعتماد إعادة {amount} إلى {name}؟</translation>
    </message>
    <message>
        <source>Paid in {paid}, kept {kept}. The finance department pays it out afterwards.</source>
        <translation>المدفوع {paid} والمحتفظ به {kept}. تصرفه الدائرة المالية بعد ذلك.</translation>
    </message>
    <message>
        <source>Approve the refund</source>
        <translation>اعتمد الاسترداد</translation>
    </message>
    <message>
        <source>The refund is approved.</source>
        <translation>اعتُمد الاسترداد.</translation>
    </message>
    <message>
        <source>Decline returning {amount}?</source>
        <translation>رفض إعادة {amount}؟</translation>
    </message>
    <message>
        <source>The amount stays with the municipality. The reason stays in the record.</source>
        <translation>يبقى المبلغ لدى الأمانة، ويبقى السبب في السجل.</translation>
    </message>
    <message>
        <source>Decline the refund</source>
        <translation>ارفض الاسترداد</translation>
    </message>
    <message>
        <source>The refund is declined.</source>
        <translation>رُفض الاسترداد.</translation>
    </message>
    <message>
        <source>Grounds</source>
        <translation>المبررات</translation>
    </message>
    <message>
        <source>Propose returning {amount} to {name}</source>
        <translation>اقتراح إعادة {amount} إلى {name}</translation>
    </message>
    <message>
        <source>Somebody else, with senior management&apos;s authority, approves it.</source>
        <translation>يعتمده شخص آخر يحمل صلاحية الإدارة العليا.</translation>
    </message>
    <message>
        <source>The refund is proposed.</source>
        <translation>اقتُرح الاسترداد.</translation>
    </message>
    <message>
        <source>Propose the refund</source>
        <translation>اقترح الاسترداد</translation>
    </message>
    <message>
        <source>Number of the payout voucher</source>
        <translation>رقم سند الصرف</translation>
    </message>
    <message>
        <source>Record the payout of {amount} to {name}</source>
        <translation>تسجيل صرف {amount} إلى {name}</translation>
    </message>
    <message>
        <source>The payout is recorded.</source>
        <translation>سُجّل الصرف.</translation>
    </message>
    <message>
        <source>Record the payout</source>
        <translation>سجّل الصرف</translation>
    </message>
    <message>
        <source>Reference of the application</source>
        <translation>مرجع الطلب</translation>
    </message>
    <message>
        <source>The application that the payer meant, as it stands on their message</source>
        <translation>الطلب الذي قصده الدافع، كما يرد في رسالته</translation>
    </message>
    <message>
        <source>The books</source>
        <translation>الحساب</translation>
    </message>
    <message>
        <source>earned</source>
        <translation>إيراد</translation>
    </message>
    <message>
        <source>returned</source>
        <translation>أُعيد</translation>
    </message>
    <message>
        <source>to be returned</source>
        <translation>قيد الإعادة</translation>
    </message>
    <message>
        <source>unsettled</source>
        <translation>غير مسوّى</translation>
    </message>
    <message>
        <source>received</source>
        <translation>مقبوض</translation>
    </message>
    <message>
        <source>The books balance</source>
        <translation>الحساب متوازن</translation>
    </message>
    <message>
        <source>The books do not balance</source>
        <translation>الحساب غير متوازن</translation>
    </message>
    <message>
        <source>No refund chosen</source>
        <translation>لم تختر استردادًا</translation>
    </message>
    <message>
        <source>Choose one to see how it was computed.</source>
        <translation>اختر واحدًا لترى كيف حُسب.</translation>
    </message>
    <message>
        <source>You proposed this refund: somebody else approves it.</source>
        <translation>أنت من اقترح هذا الاسترداد؛ يعتمده شخص آخر.</translation>
    </message>
    <message>
        <source>No payment chosen</source>
        <translation>لم تختر دفعة</translation>
    </message>
    <message>
        <source>Choose one to see why it waits.</source>
        <translation>اختر واحدة لترى لماذا تنتظر.</translation>
    </message>
    <message>
        <source>E-payment number</source>
        <translation>رقم الدفع الإلكتروني</translation>
    </message>
    <message>
        <source>Paid in</source>
        <translation>المدفوع</translation>
    </message>
    <message>
        <source>Paid on</source>
        <translation>تاريخ الدفع</translation>
    </message>
    <message>
        <source>kept, {percent}</source>
        <translation>يُحتفظ به، {percent}</translation>
    </message>
    <message>
        <source>paid in</source>
        <translation>المدفوع</translation>
    </message>
    <message>
        <source>to return</source>
        <translation>يُعاد</translation>
    </message>
    <message>
        <source>The refund is due</source>
        <translation>استُحق الاسترداد</translation>
    </message>
    <message>
        <source>Proposed</source>
        <translation>اقتُرح</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>اعتُمد</translation>
    </message>
    <message>
        <source>Propose the refund…</source>
        <translation>اقترح الاسترداد…</translation>
    </message>
    <message>
        <source>Record the payout…</source>
        <translation>سجّل الصرف…</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>المحتفظ به</translation>
    </message>
    <message>
        <source>To return</source>
        <translation>المُعاد</translation>
    </message>
    <message>
        <source>No application has this number</source>
        <translation>لا طلب بهذا الرقم</translation>
    </message>
    <message>
        <source>proposed by {name}</source>
        <translation>اقتراح {name}</translation>
    </message>
    <message>
        <source>Reason for rejection</source>
        <translation>سبب الرفض</translation>
    </message>
    <message>
        <source>Note to the applicant</source>
        <translation>ملاحظة لمقدم الطلب</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>رفض</translation>
    </message>
    <message>
        <source>Why is it rejected?</source>
        <translation>ما سبب الرفض؟</translation>
    </message>
    <message>
        <source>{taken} of {maximum}</source>
        <translation>{taken} من {maximum}</translation>
    </message>
    <message>
        <source>Waiting for a round</source>
        <translation>بانتظار جولة كشف</translation>
    </message>
    <message>
        <source>No application waits for an inspection.</source>
        <translation>لا طلب بانتظار كشف.</translation>
    </message>
    <message>
        <source>The round</source>
        <translation>الجولة</translation>
    </message>
    <message>
        <source>Applications on the round</source>
        <translation>طلبات الجولة</translation>
    </message>
    <message>
        <source>Choose a round to see its applications, print its sheet or move it.</source>
        <translation>اختر جولة لعرض طلباتها أو طباعة كشفها أو نقلها.</translation>
    </message>
    <message>
        <source>Round sheet</source>
        <translation>كشف الجولة</translation>
    </message>
    <message>
        <source>Move…</source>
        <translation>نقل…</translation>
    </message>
    <message>
        <source>Capacity…</source>
        <translation>السعة…</translation>
    </message>
    <message>
        <source>Round made</source>
        <translation>أُجريت الجولة</translation>
    </message>
    <message>
        <source>Call off…</source>
        <translation>إلغاء الجولة…</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>المفتش</translation>
    </message>
    <message>
        <source>Older claim</source>
        <translation>مطالبة سابقة</translation>
    </message>
    <message>
        <source>Outside approvals</source>
        <translation>الموافقات الخارجية</translation>
    </message>
    <message>
        <source>Late</source>
        <translation>متأخرة</translation>
    </message>
    <message>
        <source>Asked</source>
        <translation>بانتظار الجواب</translation>
    </message>
    <message>
        <source>Approved it</source>
        <translation>موافقة</translation>
    </message>
    <message>
        <source>Refused it</source>
        <translation>عدم موافقة</translation>
    </message>
    <message>
        <source>No longer needed</source>
        <translation>لم تعد لازمة</translation>
    </message>
    <message>
        <source>Asked {asked}, answer expected by {due}</source>
        <translation>طُلبت في {asked}، والجواب متوقع حتى {due}</translation>
    </message>
    <message>
        <source>Answered {day}, recorded by {name}</source>
        <translation>وصل الجواب في {day}، سجّله {name}</translation>
    </message>
    <message>
        <source>Record the answer…</source>
        <translation>تسجيل الجواب…</translation>
    </message>
    <message numerus="yes">
        <source>Reminded %n time(s), last {day}</source>
        <translation>
            <numerusform>لم تُذكَّر منذ {day}</numerusform>
            <numerusform>ذُكّرت مرة واحدة في {day}</numerusform>
            <numerusform>ذُكّرت مرتين، آخرها {day}</numerusform>
            <numerusform>ذُكّرت %n مرات، آخرها {day}</numerusform>
            <numerusform>ذُكّرت %n مرة، آخرها {day}</numerusform>
            <numerusform>ذُكّرت %n مرة، آخرها {day}</numerusform>
        </translation>
    </message>
    <message>
        <source>Inspection</source>
        <translation>الكشف</translation>
    </message>
    <message>
        <source>District</source>
        <translation>المنطقة</translation>
    </message>
    <message>
        <source>When</source>
        <translation>الموعد</translation>
    </message>
    <message>
        <source>Places taken</source>
        <translation>الأماكن المشغولة</translation>
    </message>
    <message>
        <source>Letterhead</source>
        <translation>ترويسة</translation>
    </message>
    <message>
        <source>address</source>
        <translation>العنوان</translation>
    </message>
    <message>
        <source>logo</source>
        <translation>الشعار</translation>
    </message>
    <message>
        <source>{field}: another one</source>
        <translation>{field}: تغيّر</translation>
    </message>
    <message>
        <source>Letterheads</source>
        <translation>ترويسة الكتب</translation>
    </message>
    <message>
        <source>Plain emblem</source>
        <translation>علامة محايدة</translation>
    </message>
    <message>
        <source>Its own logo</source>
        <translation>شعار خاص</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>العنوان</translation>
    </message>
    <message>
        <source>Logo</source>
        <translation>الشعار</translation>
    </message>
    <message>
        <source>New logo</source>
        <translation>شعار جديد</translation>
    </message>
    <message>
        <source>Take the logo away: the plain emblem is printed</source>
        <translation>إزالة الشعار: تُطبع العلامة المحايدة</translation>
    </message>
    <message>
        <source>Stands at the foot of each page.</source>
        <translation>يُطبع في أسفل كل صفحة.</translation>
    </message>
    <message>
        <source>PNG or JPEG; without one the present logo stays.</source>
        <translation>PNG أو JPEG؛ وإن لم يُختر ملف بقي الشعار الحالي.</translation>
    </message>
    <message>
        <source>What a new date of it has; 0 where there are none.</source>
        <translation>ما يُعطى لكل موعد جديد منها؛ 0 إن لم تكن لها مواعيد.</translation>
    </message>
    <message>
        <source>Course with dates</source>
        <translation>دورة لها مواعيد</translation>
    </message>
    <message>
        <source>Level exam</source>
        <translation>امتحان مستوى</translation>
    </message>
    <message>
        <source>Official exam</source>
        <translation>امتحان رسمي</translation>
    </message>
    <message>
        <source>Trial exam</source>
        <translation>امتحان تجريبي</translation>
    </message>
    <message>
        <source>Training course</source>
        <translation>دورة تدريب</translation>
    </message>
    <message>
        <source>Link to the level exam</source>
        <translation>رابط امتحان المستوى</translation>
    </message>
    <message>
        <source>Pass mark</source>
        <translation>علامة النجاح</translation>
    </message>
    <message>
        <source>Maximum score</source>
        <translation>العلامة القصوى</translation>
    </message>
    <message>
        <source>Days that a pass is valid</source>
        <translation>مدة صلاحية النجاح بالأيام</translation>
    </message>
    <message>
        <source>Days before it may be sat again</source>
        <translation>أيام قبل إعادة الامتحان</translation>
    </message>
    <message>
        <source>Link to the evaluation</source>
        <translation>رابط التقييم</translation>
    </message>
    <message>
        <source>Awarding body</source>
        <translation>الجهة المانحة</translation>
    </message>
    <message>
        <source>Contact at the awarding body</source>
        <translation>ضابط ارتباط الجهة المانحة</translation>
    </message>
    <message>
        <source>Identity papers to bring</source>
        <translation>الإثباتات الشخصية المطلوبة</translation>
    </message>
    <message>
        <source>Hours for trials</source>
        <translation>أوقات الامتحان التجريبي</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>النوع</translation>
    </message>
    <message>
        <source>Level exam that it asks for</source>
        <translation>امتحان المستوى المطلوب</translation>
    </message>
    <message>
        <source>Minimum</source>
        <translation>الحد الأدنى</translation>
    </message>
    <message>
        <source>Maximum</source>
        <translation>الحد الأقصى</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>مجانية</translation>
    </message>
    <message>
        <source>Save and send</source>
        <translation>حفظ وإرسال</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>غير محفوظ</translation>
    </message>
    <message>
        <source>Conflict</source>
        <translation>تعارض</translation>
    </message>
    <message>
        <source>Week before</source>
        <translation>الأسبوع السابق</translation>
    </message>
    <message>
        <source>Week after</source>
        <translation>الأسبوع التالي</translation>
    </message>
    <message>
        <source>Nobody inspects yet</source>
        <translation>لا مفتشين بعد</translation>
    </message>
    <message>
        <source>An administrator gives the inspector&apos;s authority to accounts on the staff page.</source>
        <translation>يمنح مدير النظام صلاحية التفتيش للحسابات من صفحة الموظفين.</translation>
    </message>
    <message>
        <source>Inspections</source>
        <translation>جولات الكشف</translation>
    </message>
    <message>
        <source>New round…</source>
        <translation>جولة جديدة…</translation>
    </message>
    <message>
        <source>This week</source>
        <translation>هذا الأسبوع</translation>
    </message>
    <message>
        <source>Print the round sheet</source>
        <translation>طباعة كشف الجولة</translation>
    </message>
    <message>
        <source>Put the application on the round</source>
        <translation>وضع الطلب على الجولة</translation>
    </message>
    <message>
        <source>Move the round…</source>
        <translation>نقل الجولة…</translation>
    </message>
    <message>
        <source>Save what is proposed</source>
        <translation>حفظ المقترح</translation>
    </message>
    <message>
        <source>All inspectors</source>
        <translation>جميع المفتشين</translation>
    </message>
    <message>
        <source>All districts</source>
        <translation>جميع المناطق</translation>
    </message>
    <message>
        <source>Now choose a round and press Enter on it, or drag the application there.</source>
        <translation>اختر جولة الآن واضغط Enter عليها، أو اسحب الطلب إليها.</translation>
    </message>
    <message>
        <source>Choose an application and a round first.</source>
        <translation>اختر طلباً وجولة أولاً.</translation>
    </message>
    <message>
        <source>Move the round of {who}, {was}, to {whom}, {becomes}</source>
        <translation>نقل جولة {who}، {was}، إلى {whom}، {becomes}</translation>
    </message>
    <message>
        <source>Put the application {who} on the round of {whom}, {when}</source>
        <translation>وضع الطلب {who} على جولة {whom}، {when}</translation>
    </message>
    <message>
        <source>Saved; the new date is on its way.</source>
        <translation>حُفظ، والموعد الجديد في طريقه.</translation>
    </message>
    <message>
        <source>Choose a round first.</source>
        <translation>اختر جولة أولاً.</translation>
    </message>
    <message>
        <source>Round sheet {day}</source>
        <translation>كشف جولة {day}</translation>
    </message>
    <message>
        <source>New round</source>
        <translation>جولة جديدة</translation>
    </message>
    <message>
        <source>Plan the round</source>
        <translation>تخطيط الجولة</translation>
    </message>
    <message>
        <source>Move the round</source>
        <translation>نقل الجولة</translation>
    </message>
    <message>
        <source>What it would do is shown before it is saved.</source>
        <translation>يُعرض أثره قبل الحفظ.</translation>
    </message>
    <message>
        <source>Show what it does</source>
        <translation>عرض الأثر</translation>
    </message>
    <message>
        <source>From (hour)</source>
        <translation>من الساعة</translation>
    </message>
    <message>
        <source>Until (hour)</source>
        <translation>حتى الساعة</translation>
    </message>
    <message>
        <source>How many premises</source>
        <translation>عدد المواقع</translation>
    </message>
    <message>
        <source>The round is planned.</source>
        <translation>خُطّطت الجولة.</translation>
    </message>
    <message>
        <source>The capacity was changed.</source>
        <translation>عُدّلت السعة.</translation>
    </message>
    <message>
        <source>Capacity of the round</source>
        <translation>سعة الجولة</translation>
    </message>
    <message>
        <source>Change it</source>
        <translation>تعديل</translation>
    </message>
    <message>
        <source>The round is recorded as made.</source>
        <translation>سُجّل إجراء الجولة.</translation>
    </message>
    <message>
        <source>The round is called off.</source>
        <translation>أُلغيت الجولة.</translation>
    </message>
    <message>
        <source>Call the round off?</source>
        <translation>إلغاء الجولة؟</translation>
    </message>
    <message>
        <source>Call it off</source>
        <translation>إلغاء الجولة</translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) will be sent.</source>
        <translation>
            <numerusform>لن تُرسل رسائل.</numerusform>
            <numerusform>ستُرسل رسالة واحدة.</numerusform>
            <numerusform>ستُرسل رسالتان.</numerusform>
            <numerusform>ستُرسل %n رسائل.</numerusform>
            <numerusform>ستُرسل %n رسالة.</numerusform>
            <numerusform>ستُرسل %n رسالة.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n applicant(s) will be told, and wait for another date.</source>
        <translation>
            <numerusform>لا أحد على هذه الجولة.</numerusform>
            <numerusform>يُبلَّغ مقدم طلب واحد وينتظر موعداً آخر.</numerusform>
            <numerusform>يُبلَّغ مقدما طلبين وينتظران موعداً آخر.</numerusform>
            <numerusform>يُبلَّغ %n مقدمي طلبات وينتظرون موعداً آخر.</numerusform>
            <numerusform>يُبلَّغ %n مقدم طلب وينتظرون موعداً آخر.</numerusform>
            <numerusform>يُبلَّغ %n مقدم طلب وينتظرون موعداً آخر.</numerusform>
        </translation>
    </message>
    <message>
        <source>{when} until {until}</source>
        <translation>{when} حتى {until}</translation>
    </message>
    <message>
        <source>Messages that will be sent</source>
        <translation>الرسائل التي ستُرسل</translation>
    </message>
    <message>
        <source>Left empty: as the reference data have it.</source>
        <translation>إن تُرك فارغاً فكما في البيانات المرجعية.</translation>
    </message>
    <message>
        <source>A larger maximum gives seats to those who wait, in their order.</source>
        <translation>رفع الحد الأقصى يمنح مقاعد لمن ينتظر، بترتيب وصولهم.</translation>
    </message>
    <message>
        <source>Everybody who has a place gets the new date; the SMS is shown first.</source>
        <translation>يصل الموعد الجديد لكل صاحب مكان، وتُعرض الرسائل أولاً.</translation>
    </message>
    <message numerus="yes">
        <source>%n application(s) end and are told why; what was paid goes to the refund path.</source>
        <translation>
            <numerusform>لا طلبات على هذا الموعد.</numerusform>
            <numerusform>ينتهي طلب واحد ويُبلَّغ صاحبه بالسبب، ويحال ما دُفع إلى الاسترداد.</numerusform>
            <numerusform>ينتهي طلبان ويُبلَّغ صاحباهما بالسبب، ويحال ما دُفع إلى الاسترداد.</numerusform>
            <numerusform>تنتهي %n طلبات ويُبلَّغ أصحابها بالسبب، ويحال ما دُفع إلى الاسترداد.</numerusform>
            <numerusform>ينتهي %n طلباً ويُبلَّغ أصحابها بالسبب، ويحال ما دُفع إلى الاسترداد.</numerusform>
            <numerusform>ينتهي %n طلب ويُبلَّغ أصحابها بالسبب، ويحال ما دُفع إلى الاسترداد.</numerusform>
        </translation>
    </message>
    <message>
        <source>Tick those who were absent</source>
        <translation>علّم على من غاب</translation>
    </message>
    <message>
        <source>Everybody else with a seat was there.</source>
        <translation>وحضر كل من سواهم ممن له مقعد.</translation>
    </message>
    <message>
        <source>Record it as held</source>
        <translation>تسجيل الانعقاد</translation>
    </message>
    <message>
        <source>Nobody has a place, so nobody is told.</source>
        <translation>لا مكان لأحد فيه، فلا تُرسل رسائل.</translation>
    </message>
    <message>
        <source>New date</source>
        <translation>موعد جديد</translation>
    </message>
    <message>
        <source>Plan it</source>
        <translation>إضافة الموعد</translation>
    </message>
    <message>
        <source>Another date</source>
        <translation>موعد آخر</translation>
    </message>
    <message>
        <source>Set the date</source>
        <translation>تحديد الموعد</translation>
    </message>
    <message>
        <source>Show the messages</source>
        <translation>عرض الرسائل</translation>
    </message>
    <message numerus="yes">
        <source>Send the new date to %n applicant(s)?</source>
        <translation>
            <numerusform>تحديد الموعد؟</numerusform>
            <numerusform>إرسال الموعد الجديد إلى مقدم طلب واحد؟</numerusform>
            <numerusform>إرسال الموعد الجديد إلى مقدمَي طلبين؟</numerusform>
            <numerusform>إرسال الموعد الجديد إلى %n من مقدمي الطلبات؟</numerusform>
            <numerusform>إرسال الموعد الجديد إلى %n من مقدمي الطلبات؟</numerusform>
            <numerusform>إرسال الموعد الجديد إلى %n من مقدمي الطلبات؟</numerusform>
        </translation>
    </message>
    <message>
        <source>Call it off?</source>
        <translation>إلغاء هذا الموعد؟</translation>
    </message>
    <message>
        <source>Record it</source>
        <translation>تسجيل</translation>
    </message>
    <message>
        <source>Enter the results</source>
        <translation>إدخال النتائج</translation>
    </message>
    <message>
        <source>Course or exam</source>
        <translation>الدورة أو الامتحان</translation>
    </message>
    <message>
        <source>Room</source>
        <translation>القاعة</translation>
    </message>
    <message>
        <source>It is planned.</source>
        <translation>أُضيف الموعد.</translation>
    </message>
    <message>
        <source>It is changed.</source>
        <translation>حُفظ التعديل.</translation>
    </message>
    <message>
        <source>Set the date and send</source>
        <translation>تحديد الموعد والإرسال</translation>
    </message>
    <message>
        <source>It is called off.</source>
        <translation>أُلغي الموعد.</translation>
    </message>
    <message>
        <source>It is recorded as held.</source>
        <translation>سُجّل انعقادها.</translation>
    </message>
    <message>
        <source>Nobody waits for the level exam here.</source>
        <translation>لا أحد هنا ينتظر امتحان المستوى.</translation>
    </message>
    <message>
        <source>The date is set, and its messages are on their way.</source>
        <translation>حُدد الموعد، ورسائله في طريقها.</translation>
    </message>
    <message>
        <source>Courses and sessions</source>
        <translation>الدورات والجلسات</translation>
    </message>
    <message>
        <source>Which dates</source>
        <translation>أي المواعيد</translation>
    </message>
    <message>
        <source>Ahead</source>
        <translation>القادمة</translation>
    </message>
    <message>
        <source>Held and called off</source>
        <translation>المنعقدة والملغاة</translation>
    </message>
    <message>
        <source>New date…</source>
        <translation>موعد جديد…</translation>
    </message>
    <message>
        <source>Another date…</source>
        <translation>موعد آخر…</translation>
    </message>
    <message>
        <source>Record as held…</source>
        <translation>تسجيل الانعقاد…</translation>
    </message>
    <message>
        <source>Level results…</source>
        <translation>نتائج المستوى…</translation>
    </message>
    <message>
        <source>It had its minimum and is under it again: hold it, or give it another date.</source>
        <translation>اكتمل عددها ثم نقص عن الحد الأدنى: اعقدها أو حدد لها موعداً آخر.</translation>
    </message>
    <message>
        <source>No dates</source>
        <translation>لا مواعيد</translation>
    </message>
    <message>
        <source>Plan one with Ctrl+N; applicants choose among those that are ahead.</source>
        <translation>أضف موعداً بـ Ctrl+N؛ يختار مقدمو الطلبات من المواعيد القادمة.</translation>
    </message>
    <message>
        <source>Nobody has applied yet</source>
        <translation>لم يتقدم أحد بعد</translation>
    </message>
    <message>
        <source>Applications stand here in the order of their arrival.</source>
        <translation>تظهر الطلبات هنا بترتيب وصولها.</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>تعديل…</translation>
    </message>
    <message>
        <source>No date is chosen</source>
        <translation>لم يُختر موعد</translation>
    </message>
    <message>
        <source>No date yet</source>
        <translation>لم يحدد موعد</translation>
    </message>
    <message>
        <source>Gathering</source>
        <translation>قيد الاكتمال</translation>
    </message>
    <message>
        <source>Passed</source>
        <translation>ناجح</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>راسب</translation>
    </message>
    <message>
        <source>Called off</source>
        <translation>ملغاة</translation>
    </message>
    <message>
        <source>Results passed on</source>
        <translation>اعتُمدت النتائج</translation>
    </message>
    <message>
        <source>Held</source>
        <translation>انعقدت</translation>
    </message>
    <message>
        <source>Under the minimum again</source>
        <translation>دون الحد الأدنى</translation>
    </message>
    <message>
        <source>Its day has come</source>
        <translation>حان موعدها</translation>
    </message>
    <message>
        <source>Minimum reached</source>
        <translation>اكتمل الحد الأدنى</translation>
    </message>
    <message>
        <source>Waiting list</source>
        <translation>قائمة الانتظار</translation>
    </message>
    <message>
        <source>, </source>
        <translation>، </translation>
    </message>
    <message>
        <source>Call it off…</source>
        <translation>إلغاء الموعد…</translation>
    </message>
    <message numerus="yes">
        <source>%n on the waiting list</source>
        <translation>
            <numerusform>لا أحد على قائمة الانتظار</numerusform>
            <numerusform>واحد على قائمة الانتظار</numerusform>
            <numerusform>اثنان على قائمة الانتظار</numerusform>
            <numerusform>%n على قائمة الانتظار</numerusform>
            <numerusform>%n على قائمة الانتظار</numerusform>
            <numerusform>%n على قائمة الانتظار</numerusform>
        </translation>
    </message>
    <message>
        <source>Seats taken</source>
        <translation>المقاعد</translation>
    </message>
    <message>
        <source>Arrival</source>
        <translation>الوصول</translation>
    </message>
    <message>
        <source>Seat</source>
        <translation>المقعد</translation>
    </message>
    <message>
        <source>Mobile</source>
        <translation>الهاتف</translation>
    </message>
    <message>
        <source>Attendance</source>
        <translation>الحضور</translation>
    </message>
    <message>
        <source>Given back</source>
        <translation>معادة</translation>
    </message>
    <message>
        <source>Present</source>
        <translation>حاضر</translation>
    </message>
    <message>
        <source>Absent</source>
        <translation>غائب</translation>
    </message>
    <message>
        <source>at least {number}</source>
        <translation>الأدنى {number}</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>العلامة</translation>
    </message>
    <message>
        <source>absent</source>
        <translation>غائب</translation>
    </message>
    <message>
        <source>passed</source>
        <translation>ناجح</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>راسب</translation>
    </message>
    <message>
        <source>Results of the sitting</source>
        <translation>نتائج الجلسة</translation>
    </message>
    <message>
        <source>Candidate</source>
        <translation>المرشح</translation>
    </message>
    <message>
        <source>present</source>
        <translation>حاضر</translation>
    </message>
    <message>
        <source>not a result</source>
        <translation>ليست نتيجة</translation>
    </message>
    <message>
        <source>Not in the list</source>
        <translation>غير موجود في القائمة</translation>
    </message>
    <message>
        <source>{good} rows are good; {bad} are doubtful; {missing} candidates are not in the list.</source>
        <translation>الأسطر السليمة: {good}، المشكوك فيها: {bad}، المرشحون غير الواردين في القائمة: {missing}.</translation>
    </message>
    <message>
        <source>not read</source>
        <translation>لا يُقرأ</translation>
    </message>
    <message>
        <source>Take a list over</source>
        <translation>استيراد قائمة نتائج</translation>
    </message>
    <message numerus="yes">
        <source>Take over %n row(s)</source>
        <translation>
            <numerusform>لا أسطر للاستيراد</numerusform>
            <numerusform>استيراد سطر واحد</numerusform>
            <numerusform>استيراد سطرين</numerusform>
            <numerusform>استيراد %n أسطر</numerusform>
            <numerusform>استيراد %n سطراً</numerusform>
            <numerusform>استيراد %n سطر</numerusform>
        </translation>
    </message>
    <message>
        <source>Row</source>
        <translation>السطر</translation>
    </message>
    <message>
        <source>In the list</source>
        <translation>في القائمة</translation>
    </message>
    <message>
        <source>Doubt</source>
        <translation>الملاحظة</translation>
    </message>
    <message>
        <source>What stands in each column:</source>
        <translation>محتوى كل عمود:</translation>
    </message>
    <message>
        <source>Column {number}</source>
        <translation>العمود {number}</translation>
    </message>
    <message numerus="yes">
        <source>%n candidate(s)</source>
        <translation>
            <numerusform>لا مرشحين</numerusform>
            <numerusform>مرشح واحد</numerusform>
            <numerusform>مرشحان</numerusform>
            <numerusform>%n مرشحين</numerusform>
            <numerusform>%n مرشحاً</numerusform>
            <numerusform>%n مرشح</numerusform>
        </translation>
    </message>
    <message>
        <source>Attendance and results</source>
        <translation>الحضور والنتائج</translation>
    </message>
    <message>
        <source>The attendance was recorded.</source>
        <translation>سُجّل الحضور.</translation>
    </message>
    <message>
        <source>The results went back to whoever entered them.</source>
        <translation>أُعيدت النتائج إلى من أدخلها.</translation>
    </message>
    <message>
        <source>The results were passed on.</source>
        <translation>اعتُمدت النتائج.</translation>
    </message>
    <message>
        <source>No sitting waits for attendance or results</source>
        <translation>لا توجد جلسة بانتظار الحضور أو النتائج</translation>
    </message>
    <message>
        <source>Spreadsheets</source>
        <translation>جداول</translation>
    </message>
    <message>
        <source>Record attendance…</source>
        <translation>تسجيل الحضور…</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>لصق</translation>
    </message>
    <message>
        <source>Take a list over…</source>
        <translation>استيراد قائمة…</translation>
    </message>
    <message>
        <source>Save the results</source>
        <translation>حفظ النتائج</translation>
    </message>
    <message>
        <source>Give back…</source>
        <translation>إعادة…</translation>
    </message>
    <message>
        <source>Check and pass on…</source>
        <translation>تدقيق واعتماد…</translation>
    </message>
    <message>
        <source>Attendance sheet</source>
        <translation>كشف الحضور</translation>
    </message>
    <message>
        <source>Result list</source>
        <translation>كشف النتائج</translation>
    </message>
    <message>
        <source>Choose a sitting</source>
        <translation>اختر جلسة</translation>
    </message>
    <message>
        <source>Space marks who did not come.</source>
        <translation>مفتاح المسافة يسجّل من لم يحضر.</translation>
    </message>
    <message>
        <source>Sitting</source>
        <translation>الجلسة</translation>
    </message>
    <message>
        <source>Undo the last entry</source>
        <translation>التراجع عن آخر إدخال</translation>
    </message>
    <message>
        <source>The results were saved.</source>
        <translation>حُفظت النتائج.</translation>
    </message>
    <message>
        <source>{present} present, {absent} absent.</source>
        <translation>الحاضرون: {present}، الغائبون: {absent}.</translation>
    </message>
    <message>
        <source>There was room for {room} of {all} scores.</source>
        <translation>اتسع الجدول لعدد {room} من أصل {all} علامة.</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>النتائج</translation>
    </message>
    <message>
        <source>Passed on</source>
        <translation>معتمدة</translation>
    </message>
    <message>
        <source>pass mark {pass_mark} of {maximum}</source>
        <translation>علامة النجاح {pass_mark} من {maximum}</translation>
    </message>
    <message>
        <source>Record the sitting as held?</source>
        <translation>تسجيل انعقاد الجلسة؟</translation>
    </message>
    <message>
        <source>Give the results back?</source>
        <translation>إعادة النتائج؟</translation>
    </message>
    <message>
        <source>Nobody is told anything; they are corrected and checked again.</source>
        <translation>لا تُرسل أي رسالة؛ تُصحح النتائج ثم تُدقق من جديد.</translation>
    </message>
    <message>
        <source>Give back</source>
        <translation>إعادة</translation>
    </message>
    <message>
        <source>Pass the results on?</source>
        <translation>اعتماد النتائج؟</translation>
    </message>
    <message numerus="yes">
        <source>%n candidate(s) get a message; the results can no longer be changed.</source>
        <translation>
            <numerusform>لا تُرسل أي رسالة، ولا يمكن تغيير النتائج بعد ذلك.</numerusform>
            <numerusform>تُرسل رسالة إلى مرشح واحد، ولا يمكن تغيير النتائج بعد ذلك.</numerusform>
            <numerusform>تُرسل رسالة إلى مرشحين اثنين، ولا يمكن تغيير النتائج بعد ذلك.</numerusform>
            <numerusform>تُرسل رسالة إلى %n مرشحين، ولا يمكن تغيير النتائج بعد ذلك.</numerusform>
            <numerusform>تُرسل رسالة إلى %n مرشحاً، ولا يمكن تغيير النتائج بعد ذلك.</numerusform>
            <numerusform>تُرسل رسالة إلى %n مرشح، ولا يمكن تغيير النتائج بعد ذلك.</numerusform>
        </translation>
    </message>
    <message>
        <source>Pass on</source>
        <translation>اعتماد</translation>
    </message>
    <message>
        <source>Given back: {reason}</source>
        <translation>أُعيدت: {reason}</translation>
    </message>
    <message>
        <source>What you typed and did not save is here again.</source>
        <translation>استُعيد ما كتبته ولم تحفظه.</translation>
    </message>
    <message>
        <source>Complete. A colleague who entered none of it checks it and passes it on.</source>
        <translation>اكتمل الإدخال؛ يدققه ويعتمده زميل لم يُدخل أياً منه.</translation>
    </message>
    <message>
        <source>{saved} of {all} saved; {unsaved} not saved; {doubts} to be corrected</source>
        <translation>المحفوظ: {saved} من {all}، غير المحفوظ: {unsaved}، ما يلزم تصحيحه: {doubts}</translation>
    </message>
    <message>
        <source>What is wrong</source>
        <translation>ما الخطأ</translation>
    </message>
    <message>
        <source>Passed on; everybody was told.</source>
        <translation>معتمدة، وأُبلغ الجميع.</translation>
    </message>
    <message>
        <source>Professions</source>
        <translation>المهن</translation>
    </message>
    <message>
        <source>Profession</source>
        <translation>المهنة</translation>
    </message>
    <message>
        <source>Building permit</source>
        <translation>الترخيص الإنشائي</translation>
    </message>
    <message>
        <source>needed</source>
        <translation>مطلوب</translation>
    </message>
    <message>
        <source>not needed</source>
        <translation>غير مطلوب</translation>
    </message>
    <message>
        <source>One line for each thing that is looked at: Arabic | English</source>
        <translation>سطر لكل بند يُفحص: عربي | English</translation>
    </message>
    <message>
        <source>Code of the profession</source>
        <translation>رمز المهنة</translation>
    </message>
    <message>
        <source>A building permit is needed</source>
        <translation>يلزم ترخيص إنشائي</translation>
    </message>
    <message>
        <source>Bodies that must approve</source>
        <translation>الجهات الواجب موافقتها</translation>
    </message>
    <message>
        <source>Checklist</source>
        <translation>قائمة الفحص</translation>
    </message>
    <message>
        <source>New profession</source>
        <translation>مهنة جديدة</translation>
    </message>
    <message>
        <source>Bodies outside</source>
        <translation>الجهات الخارجية</translation>
    </message>
    <message>
        <source>Body</source>
        <translation>الجهة</translation>
    </message>
    <message>
        <source>Working days to answer</source>
        <translation>أيام العمل للجواب</translation>
    </message>
    <message>
        <source>It is reminded when they are over, and again each time after.</source>
        <translation>تُذكَّر عند انقضائها، ثم كلما انقضت مجدداً.</translation>
    </message>
    <message>
        <source>Code of the body</source>
        <translation>رمز الجهة</translation>
    </message>
    <message>
        <source>It is asked</source>
        <translation>تُطلب موافقتها</translation>
    </message>
    <message>
        <source>New body</source>
        <translation>جهة جديدة</translation>
    </message>
    <message>
        <source>before the inspection</source>
        <translation>قبل الكشف</translation>
    </message>
    <message>
        <source>after the inspection</source>
        <translation>بعد الكشف</translation>
    </message>
    <message>
        <source>Give {name} an authority</source>
        <translation>منح {name} صلاحية</translation>
    </message>
    <message>
        <source>Senior management approves refunds in the departments they supervise; inspectors have rounds.</source>
        <translation>الإدارة العليا تعتمد الاستردادات في الدوائر التي تشرف عليها، وللمفتشين جولات كشف.</translation>
    </message>
    <message>
        <source>Inspector&apos;s authority</source>
        <translation>صلاحية التفتيش</translation>
    </message>
    <message>
        <source>Gateways</source>
        <translation>بوابات الربط</translation>
    </message>
    <message>
        <source>Gateway</source>
        <translation>بوابة الربط</translation>
    </message>
    <message>
        <source>Web address</source>
        <translation>عنوان الشبكة</translation>
    </message>
    <message>
        <source>Over the network</source>
        <translation>عبر الشبكة</translation>
    </message>
    <message>
        <source>Writes files</source>
        <translation>تكتب ملفات</translation>
    </message>
    <message>
        <source>Name of the secret</source>
        <translation>اسم السر</translation>
    </message>
    <message>
        <source>Without one the worker writes files in its folder.</source>
        <translation>بلا عنوان تكتب الخدمة الخلفية ملفات في مجلدها.</translation>
    </message>
    <message>
        <source>The secret itself stays on the server, in a file of this name; never write it here.</source>
        <translation>السر نفسه على الخادم في ملف بهذا الاسم، فلا تكتبه هنا أبدًا.</translation>
    </message>
    <message>
        <source>Further settings (TOML)</source>
        <translation>إعدادات أخرى (TOML)</translation>
    </message>
    <message>
        <source>Holds from the worker&apos;s next round on, without a restart.</source>
        <translation>تسري من دورة الخدمة الخلفية التالية دون إعادة تشغيل.</translation>
    </message>
    <message>
        <source>Saved. It holds from the worker&apos;s next round on.</source>
        <translation>حُفظت الإعدادات وتسري من دورة الخدمة الخلفية التالية.</translation>
    </message>
    <message>
        <source>settings</source>
        <translation>الإعدادات</translation>
    </message>
    <message>
        <source>never ends</source>
        <translation>بلا انتهاء</translation>
    </message>
    <message>
        <source>What you typed is kept; leave the window open.</source>
        <translation>ما كتبته محفوظ؛ أبقِ النافذة مفتوحة.</translation>
    </message>
    <message>
        <source>Type the password…</source>
        <translation>اكتب كلمة السر…</translation>
    </message>
    <message>
        <source>Your password again</source>
        <translation>كلمة السر من جديد</translation>
    </message>
    <message>
        <source>It has expired or was changed. With the new one the desk goes on; what you typed is kept.</source>
        <translation>انتهت صلاحيتها أو غُيّرت. بكلمة السر الجديدة يتابع المكتب عمله؛ وما كتبته محفوظ.</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>متابعة</translation>
    </message>
    <message>
        <source>Gateways that write files</source>
        <translation>بوابات تكتب ملفات</translation>
    </message>
    <message>
        <source>none of them</source>
        <translation>لا شيء منها</translation>
    </message>
</context>
</TS>
