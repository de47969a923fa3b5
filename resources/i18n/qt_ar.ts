<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<!-- What Qt's own Arabic catalogue lacks or says wrongly; written by hand, not by lupdate.
     Qt says "ارفض" (reject) for Discard: on a desk that rejects applications, a dangerous word. -->
<TS version="2.1" language="ar" sourcelanguage="en">
<context>
    <name>QPlatformTheme</name>
    <message><source>OK</source><translation>موافق</translation></message>
    <message><source>Save</source><translation>حفظ</translation></message>
    <message><source>Save All</source><translation>حفظ الكل</translation></message>
    <message><source>Open</source><translation>فتح</translation></message>
    <message><source>&amp;Yes</source><translation>نعم</translation></message>
    <message><source>Yes to &amp;All</source><translation>نعم للكل</translation></message>
    <message><source>&amp;No</source><translation>لا</translation></message>
    <message><source>N&amp;o to All</source><translation>لا للكل</translation></message>
    <message><source>Abort</source><translation>إيقاف</translation></message>
    <message><source>Retry</source><translation>إعادة المحاولة</translation></message>
    <message><source>Ignore</source><translation>تجاهل</translation></message>
    <message><source>Close</source><translation>إغلاق</translation></message>
    <message><source>Cancel</source><translation>إلغاء</translation></message>
    <message><source>Discard</source><translation>لا تحفظ</translation></message>
    <message><source>Don't Save</source><translation>لا تحفظ</translation></message>
    <message><source>Help</source><translation>مساعدة</translation></message>
    <message><source>Apply</source><translation>تطبيق</translation></message>
    <message><source>Reset</source><translation>إعادة الضبط</translation></message>
    <message><source>Restore Defaults</source><translation>استعادة الأصل</translation></message>
</context>
<context>
    <name>QFileDialog</name>
    <message><source>&amp;Look in:</source><translation>المجلد:</translation></message>
    <message><source>Look in:</source><translation>المجلد:</translation></message>
    <message><source>Files of &amp;type:</source><translation>نوع الملفات:</translation></message>
    <message><source>Files of type:</source><translation>نوع الملفات:</translation></message>
    <message><source>File &amp;name:</source><translation>اسم الملف:</translation></message>
    <message><source>&amp;File name:</source><translation>اسم الملف:</translation></message>
</context>
</TS>
