<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Diwan</name>
    <message numerus="yes">
        <source>%n application(s)</source>
        <translation>
            <numerusform>%n application</numerusform>
            <numerusform>%n applications</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>the first %n application(s)</source>
        <translation>
            <numerusform>the first %n application</numerusform>
            <numerusform>the first %n applications</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n selected</numerusform>
            <numerusform>%n selected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>printed %n time(s)</source>
        <translation>
            <numerusform>printed %n time</numerusform>
            <numerusform>printed %n times</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n character(s)</source>
        <translation>
            <numerusform>%n character</numerusform>
            <numerusform>%n characters</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n part(s)</source>
        <translation>
            <numerusform>%n part</numerusform>
            <numerusform>%n parts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n attempt(s)</source>
        <translation>
            <numerusform>%n attempt</numerusform>
            <numerusform>%n attempts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n day(s)</source>
        <translation>
            <numerusform>in %n day</numerusform>
            <numerusform>in %n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>for %n day(s)</source>
        <translation>
            <numerusform>for %n day</numerusform>
            <numerusform>for %n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) late</source>
        <translation>
            <numerusform>%n day late</numerusform>
            <numerusform>%n days late</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n field(s) to put right; nothing typed is lost.</source>
        <translation>
            <numerusform>%n field to put right; nothing typed is lost.</numerusform>
            <numerusform>%n fields to put right; nothing typed is lost.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n refund(s) waiting for approval</source>
        <translation>
            <numerusform>in %n refund waiting for approval</numerusform>
            <numerusform>in %n refunds waiting for approval</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n report(s) of the payment gateway cannot be read.</source>
        <translation>
            <numerusform>%n report of the payment gateway cannot be read.</numerusform>
            <numerusform>%n reports of the payment gateway cannot be read.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n application(s) claimed</source>
        <translation>
            <numerusform>%n application claimed</numerusform>
            <numerusform>%n applications claimed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n application(s) released</source>
        <translation>
            <numerusform>%n application released</numerusform>
            <numerusform>%n applications released</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>On %n application(s), each by itself: what one refuses holds up no other.</source>
        <translation>
            <numerusform>On %n application.</numerusform>
            <numerusform>On %n applications, each by itself: what one refuses holds up no other.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n refused</source>
        <translation>
            <numerusform>%n refused</numerusform>
            <numerusform>%n refused</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not tried</source>
        <translation>
            <numerusform>%n not tried</numerusform>
            <numerusform>%n not tried</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n done</source>
        <translation>
            <numerusform>%n done</numerusform>
            <numerusform>%n done</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n letter(s) sent to the printer.</source>
        <translation>
            <numerusform>%n letter sent to the printer.</numerusform>
            <numerusform>%n letters sent to the printer.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) written to {folder}.</source>
        <translation>
            <numerusform>%n file written to {folder}.</numerusform>
            <numerusform>%n files written to {folder}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n letter(s) chosen</source>
        <translation>
            <numerusform>%n letter chosen</numerusform>
            <numerusform>%n letters chosen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Reminded %n time(s), last {day}</source>
        <translation>
            <numerusform>Reminded once, {day}</numerusform>
            <numerusform>Reminded %n times, last {day}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n application(s) end and are told why; what was paid goes to the refund path.</source>
        <translation>
            <numerusform>%n application ends and is told why; what was paid goes to the refund path.</numerusform>
            <numerusform>%n applications end and are told why; what was paid goes to the refund path.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Send the new date to %n applicant(s)?</source>
        <translation>
            <numerusform>Send the new date to %n applicant?</numerusform>
            <numerusform>Send the new date to %n applicants?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) to look at.</source>
        <translation>
            <numerusform>%n thing to look at.</numerusform>
            <numerusform>%n things to look at.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n on the waiting list</source>
        <translation>
            <numerusform>%n on the waiting list</numerusform>
            <numerusform>%n on the waiting list</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Cancelled: %n letter(s) left.</source>
        <translation>
            <numerusform>Cancelled: %n letter left.</numerusform>
            <numerusform>Cancelled: %n letters left.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n application(s) exported to {path}</source>
        <translation>
            <numerusform>%n application exported to {path}</numerusform>
            <numerusform>%n applications exported to {path}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The first %n application(s) were chosen; no more at once.</source>
        <translation>
            <numerusform>The first %n application was chosen; no more at once.</numerusform>
            <numerusform>The first %n applications were chosen; no more at once.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n deadline(s) moved</source>
        <translation>
            <numerusform>%n deadline moved</numerusform>
            <numerusform>%n deadlines moved</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n month(s)</source>
        <translation>
            <numerusform>%n month</numerusform>
            <numerusform>%n months</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s)</source>
        <translation>
            <numerusform>%n change</numerusform>
            <numerusform>%n changes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n SMS part(s)</source>
        <translation>
            <numerusform>%n SMS part</numerusform>
            <numerusform>%n SMS parts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Take over %n row(s)</source>
        <translation>
            <numerusform>Take over %n row</numerusform>
            <numerusform>Take over %n rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n candidate(s)</source>
        <translation>
            <numerusform>%n candidate</numerusform>
            <numerusform>%n candidates</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Your password expires in %n day(s).</source>
        <translation>
            <numerusform>Your password expires in %n day.</numerusform>
            <numerusform>Your password expires in %n days.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n candidate(s) get a message; the results can no longer be changed.</source>
        <translation>
            <numerusform>%n candidate gets a message; the results can no longer be changed.</numerusform>
            <numerusform>%n candidates get a message; the results can no longer be changed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) will be sent.</source>
        <translation>
            <numerusform>One message will be sent.</numerusform>
            <numerusform>%n messages will be sent.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n applicant(s) will be told, and wait for another date.</source>
        <translation>
            <numerusform>One applicant will be told, and waits for another date.</numerusform>
            <numerusform>%n applicants will be told, and wait for another date.</numerusform>
        </translation>
    </message>
</context>
</TS>
