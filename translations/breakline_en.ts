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
<context>
    <name>breakline::NearMissModel</name>
    <message numerus="yes">
        <source>%n signal(s)</source>
        <translation>
            <numerusform>%n signal</numerusform>
            <numerusform>%n signals</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Half-way to the median of what it refused: %1 admits %2 more; stands on %n case(s)</source>
        <translation>
            <numerusform>Half-way to the median of what it refused: %1 admits %2 more; stands on %n case</numerusform>
            <numerusform>Half-way to the median of what it refused: %1 admits %2 more; stands on %n cases</numerusform>
        </translation>
    </message>
</context>
</TS>
