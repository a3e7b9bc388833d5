<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>CandidatesPanel</name>
    <message numerus="yes">
        <source>last scan: %n symbol(s)</source>
        <translation>
            <numerusform>last scan: %n symbol</numerusform>
            <numerusform>last scan: %n symbols</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LogPanel</name>
    <message numerus="yes">
        <source>%n line(s)</source>
        <translation>
            <numerusform>%n line</numerusform>
            <numerusform>%n lines</numerusform>
        </translation>
    </message>
</context>
</TS>
