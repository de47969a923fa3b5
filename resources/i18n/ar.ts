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
        <source>Done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refused</source>
        <translation type="unfinished"></translation>
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
    <message>
        <source>Filter by name, reference or number…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Service</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All services</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Late only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%n application(s)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the first %n application(s)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%n selected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{from_state} ← {to_state}</source>
        <comment>from the first state to the second</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}, on behalf of {absent}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SMS: {title}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Applicant</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Due</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Submitted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Identity number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Telephone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Department</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Came by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Portal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Counter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The application in short</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What happened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next: {action}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the application</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{judged} of {many} judged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attachments</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%n day(s) late</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tomorrow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in %n day(s)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>today</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>for %n day(s)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waits for us</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waits for the applicant</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waits for its date</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Closed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Diwan itself</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Citizen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resident</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Government body</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Business</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>National number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Registration number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name of the body</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Full name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not judged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting to be sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not delivered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number being issued</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for payment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Too little</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Too much</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Too late</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unknown number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Counted by a clerk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To be returned</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To be proposed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for approval</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Approved, to be paid out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Declined</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paid out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In force</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replaced by a newer one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Withdrawn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Application submitted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Applications</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter the list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose columns</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export to a spreadsheet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Claim</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Release</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New application</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spreadsheet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%n application(s) exported to {path}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New applications appear here by themselves. F5 asks again at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No application matches the filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search in all applications with Ctrl+K, or clear the filter.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose an application first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
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
        <source>Demo data on this computer</source>
        <translation>بيانات تجريبية على هذا الجهاز</translation>
    </message>
    <message>
        <source>Database of this computer</source>
        <translation>قاعدة بيانات هذا الجهاز</translation>
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
</context>
</TS>
