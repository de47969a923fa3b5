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
        <source>Try again</source>
        <translation>أعد المحاولة</translation>
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
        <source>Close</source>
        <translation>إغلاق</translation>
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
        <source>Larger</source>
        <translation>تكبير</translation>
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
        <source>Documents and pictures</source>
        <translation>مستندات وصور</translation>
    </message>
    <message>
        <source>Choose a file</source>
        <translation>اختيار ملف</translation>
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
</context>
</TS>
