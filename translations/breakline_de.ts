<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>BottomBar</name>
    <message>
        <source>Exchange: %1</source>
        <translation>Börse: %1</translation>
    </message>
    <message>
        <source>Session: %1</source>
        <translation>Sitzung: %1</translation>
    </message>
    <message>
        <source>Cycles: %1</source>
        <translation>Zyklen: %1</translation>
    </message>
    <message>
        <source>Scans: %1</source>
        <translation>Scans: %1</translation>
    </message>
    <message>
        <source>Signals: %1</source>
        <translation>Signale: %1</translation>
    </message>
    <message>
        <source>Inputs: %1</source>
        <translation>Eingaben: %1</translation>
    </message>
    <message>
        <source>Frames dropped: %1</source>
        <translation>Bilder übersprungen: %1</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>Write the session&apos;s tables as CSV files (Ctrl+E)</source>
        <translation>Tabellen der Sitzung als CSV-Dateien schreiben (Strg+E)</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Change between dark and light (Ctrl+T)</source>
        <translation>Zwischen dunkel und hell wechseln (Strg+T)</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Keyboard shortcuts (F1)</source>
        <translation>Tastenkürzel (F1)</translation>
    </message>
</context>
<context>
    <name>CandidatesPanel</name>
    <message>
        <source>Candidates</source>
        <translation>Kandidaten</translation>
    </message>
    <message numerus="yes">
        <source>last scan: %n symbol(s)</source>
        <translation>
            <numerusform>letzter Scan: %n Symbol</numerusform>
            <numerusform>letzter Scan: %n Symbole</numerusform>
        </translation>
    </message>
    <message>
        <source>No scan yet. The first one comes soon after Start.</source>
        <translation>Noch kein Scan. Der erste folgt kurz nach dem Start.</translation>
    </message>
    <message>
        <source>#</source>
        <translation>#</translation>
    </message>
    <message>
        <source>Symbol</source>
        <translation>Symbol</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Punkte</translation>
    </message>
    <message>
        <source>Filters</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Levels</source>
        <translation>Niveaus</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Ergebnis</translation>
    </message>
</context>
<context>
    <name>ChartPanel</name>
    <message>
        <source>Symbol</source>
        <translation>Symbol</translation>
    </message>
    <message>
        <source>5 min</source>
        <translation>5 min</translation>
    </message>
    <message>
        <source>Newest</source>
        <translation>Neueste</translation>
    </message>
    <message>
        <source>Follow the newest candle (Home)</source>
        <translation>Der neuesten Kerze folgen (Pos1)</translation>
    </message>
    <message>
        <source>No candles of this symbol yet.</source>
        <translation>Noch keine Kerzen zu diesem Symbol.</translation>
    </message>
</context>
<context>
    <name>EquityPanel</name>
    <message>
        <source>No equity curve yet.</source>
        <translation>Noch keine Kapitalkurve.</translation>
    </message>
    <message>
        <source>Equity, USDT</source>
        <translation>Kapital, USDT</translation>
    </message>
    <message>
        <source>Wallet, USDT</source>
        <translation>Guthaben, USDT</translation>
    </message>
    <message>
        <source>Today, USDT</source>
        <translation>Heute, USDT</translation>
    </message>
    <message>
        <source>Largest drawdown</source>
        <translation>Größter Rückgang</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Longest unprotected</source>
        <translation>Längste Zeit ohne Stop</translation>
    </message>
    <message>
        <source>Signals</source>
        <translation>Signale</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export the session</source>
        <translation>Sitzung exportieren</translation>
    </message>
    <message>
        <source>Writes trades, orders, equity and the other tables of this session as CSV files.</source>
        <translation>Schreibt Trades, Orders, Kapitalverlauf und die übrigen Tabellen dieser Sitzung als CSV-Dateien.</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>Durchsuchen…</translation>
    </message>
    <message>
        <source>Writing…</source>
        <translation>Wird geschrieben…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
</context>
<context>
    <name>FiltersPanel</name>
    <message>
        <source>Filters</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>At the last close: %1</source>
        <translation>Beim letzten Kerzenschluss: %1</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>Schwelle</translation>
    </message>
    <message>
        <source>The last scan has nothing on this symbol.</source>
        <translation>Der letzte Scan enthält dieses Symbol nicht.</translation>
    </message>
</context>
<context>
    <name>GateStrip</name>
    <message>
        <source>Waiting for the trading side</source>
        <translation>Warten auf die Handelsseite</translation>
    </message>
    <message>
        <source>Entries closed:</source>
        <translation>Einstiege gesperrt:</translation>
    </message>
    <message>
        <source>Entries open</source>
        <translation>Einstiege frei</translation>
    </message>
    <message>
        <source>Not trading</source>
        <translation>Kein Handel</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message numerus="yes">
        <source>%n part(s) of the preset not active</source>
        <translation>
            <numerusform>%n Teil der Voreinstellung nicht aktiv</numerusform>
            <numerusform>%n Teile der Voreinstellung nicht aktiv</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>InactiveDialog</name>
    <message>
        <source>Not active in this version</source>
        <translation>In dieser Version nicht aktiv</translation>
    </message>
    <message>
        <source>The preset asks for these, and this version does without them:</source>
        <translation>Die Voreinstellung verlangt dies; diese Version kommt ohne aus:</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>KeysDialog</name>
    <message>
        <source>Keyboard</source>
        <translation>Tastatur</translation>
    </message>
    <message>
        <source>Flatten: twice within 3 s</source>
        <translation>Glattstellen: zweimal innerhalb von 3 s</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Stop: twice within 3 s</source>
        <translation>Beenden: zweimal innerhalb von 3 s</translation>
    </message>
    <message>
        <source>Pause or resume</source>
        <translation>Pause oder fortsetzen</translation>
    </message>
    <message>
        <source>Positions, orders, equity, log</source>
        <translation>Positionen, Orders, Kapital, Protokoll</translation>
    </message>
    <message>
        <source>Search the log</source>
        <translation>Protokoll durchsuchen</translation>
    </message>
    <message>
        <source>Previous, next symbol</source>
        <translation>Voriges, nächstes Symbol</translation>
    </message>
    <message>
        <source>Zoom the chart</source>
        <translation>Chart vergrößern oder verkleinern</translation>
    </message>
    <message>
        <source>Move and zoom the chart that has the focus</source>
        <translation>Chart mit Fokus verschieben und zoomen</translation>
    </message>
    <message>
        <source>Chart: follow the newest candle</source>
        <translation>Chart: der neuesten Kerze folgen</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Dark or light</source>
        <translation>Dunkel oder hell</translation>
    </message>
    <message>
        <source>This list</source>
        <translation>Diese Liste</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>LogPanel</name>
    <message>
        <source>All levels</source>
        <translation>Alle Stufen</translation>
    </message>
    <message>
        <source>Info and above</source>
        <translation>Ab Info</translation>
    </message>
    <message>
        <source>Warnings and above</source>
        <translation>Ab Warnung</translation>
    </message>
    <message>
        <source>Errors only</source>
        <translation>Nur Fehler</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>Stufe</translation>
    </message>
    <message>
        <source>Search message, symbol or component (Ctrl+L)</source>
        <translation>Meldung, Symbol oder Komponente suchen (Strg+L)</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s)</source>
        <translation>
            <numerusform>%n Zeile</numerusform>
            <numerusform>%n Zeilen</numerusform>
        </translation>
    </message>
    <message>
        <source>Newest</source>
        <translation>Neueste</translation>
    </message>
</context>
<context>
    <name>LowerPanel</name>
    <message>
        <source>Positions (%1)</source>
        <translation>Positionen (%1)</translation>
    </message>
    <message>
        <source>Orders (%1 live)</source>
        <translation>Orders (%1 aktiv)</translation>
    </message>
    <message>
        <source>Equity</source>
        <translation>Kapital</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
</context>
<context>
    <name>Main</name>
    <message>
        <source>Breakline · simulated exchange</source>
        <translation>Breakline · simulierte Börse</translation>
    </message>
</context>
<context>
    <name>MoreDialog</name>
    <message>
        <source>More commands</source>
        <translation>Weitere Befehle</translation>
    </message>
    <message>
        <source>Kill switch: closes everything like Flatten, then stays in Emergency. Entries are blocked until they are re-armed.</source>
        <translation>Notschalter: schließt alles wie Glattstellen und bleibt dann im Notfall. Einstiege sind gesperrt, bis sie wieder freigegeben werden.</translation>
    </message>
    <message>
        <source>Kill switch</source>
        <translation>Notschalter</translation>
    </message>
    <message>
        <source>Time stop</source>
        <translation>Zeitstopp</translation>
    </message>
    <message>
        <source>Retry: leaves Error after a health check.</source>
        <translation>Wiederholen: verlässt den Fehlerzustand nach einer Prüfung.</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Re-arm: clears the kill or loss latch. Type RE-ARM to confirm.</source>
        <translation>Freigeben: löst die Sperre des Notschalters oder der Verlustgrenze. Zur Bestätigung RE-ARM eingeben.</translation>
    </message>
    <message>
        <source>Re-arm</source>
        <translation>Freigeben</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Time stop: opens no more positions; open ones end by their own rules, then the session stops.</source>
        <translation>Zeitstopp: eröffnet keine Positionen mehr; offene enden nach ihren eigenen Regeln, dann stoppt die Sitzung.</translation>
    </message>
</context>
<context>
    <name>OrdersPanel</name>
    <message>
        <source>No orders in this session yet.</source>
        <translation>Noch keine Orders in dieser Sitzung.</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Symbol</source>
        <translation>Symbol</translation>
    </message>
    <message>
        <source>Side</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>Purpose</source>
        <translation>Zweck</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>Preis</translation>
    </message>
    <message>
        <source>Trigger</source>
        <translation>Auslöser</translation>
    </message>
    <message>
        <source>Quantity</source>
        <translation>Menge</translation>
    </message>
    <message>
        <source>Filled</source>
        <translation>Ausgeführt</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
</context>
<context>
    <name>PositionsPanel</name>
    <message>
        <source>No open positions.</source>
        <translation>Keine offenen Positionen.</translation>
    </message>
    <message>
        <source>Symbol</source>
        <translation>Symbol</translation>
    </message>
    <message>
        <source>Side</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>Quantity</source>
        <translation>Menge</translation>
    </message>
    <message>
        <source>Entry</source>
        <translation>Einstieg</translation>
    </message>
    <message>
        <source>Mark</source>
        <translation>Markpreis</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stop</translation>
    </message>
    <message>
        <source>Stop mode</source>
        <translation>Stop-Art</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>Ziele</translation>
    </message>
    <message>
        <source>Stop → target</source>
        <translation>Stop → Ziel</translation>
    </message>
    <message>
        <source>PnL, USDT</source>
        <translation>G/V, USDT</translation>
    </message>
    <message>
        <source>R</source>
        <translation>R</translation>
    </message>
    <message>
        <source>Opened</source>
        <translation>Eröffnet</translation>
    </message>
    <message>
        <source>Unprotected</source>
        <translation>Ohne Stop</translation>
    </message>
</context>
<context>
    <name>QuitDialog</name>
    <message>
        <source>The session is still running</source>
        <translation>Die Sitzung läuft noch</translation>
    </message>
    <message>
        <source>Closing every position. The window closes when the account is flat.</source>
        <translation>Alle Positionen werden geschlossen. Das Fenster schließt, sobald das Konto glattgestellt ist.</translation>
    </message>
    <message>
        <source>Closing the window ends the session: entries end, every position is closed at market.</source>
        <translation>Das Schließen des Fensters beendet die Sitzung: keine Einstiege mehr, jede Position wird zum Marktpreis geschlossen.</translation>
    </message>
    <message>
        <source>Go on trading</source>
        <translation>Weiter handeln</translation>
    </message>
    <message>
        <source>Stop, flatten and close</source>
        <translation>Beenden, glattstellen und schließen</translation>
    </message>
</context>
<context>
    <name>ReceiptStrip</name>
    <message>
        <source>Put away</source>
        <translation>Ausblenden</translation>
    </message>
</context>
<context>
    <name>StatePanel</name>
    <message>
        <source>State machine</source>
        <translation>Zustandsautomat</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>In Betrieb</translation>
    </message>
    <message>
        <source>%1 → %2</source>
        <translation>%1 → %2</translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>SIMULATED EXCHANGE · no real money</source>
        <translation>SIMULIERTE BÖRSE · kein echtes Geld</translation>
    </message>
    <message>
        <source>Exchange time · %1</source>
        <translation>Börsenzeit · %1</translation>
    </message>
    <message>
        <source>Exchange time</source>
        <translation>Börsenzeit</translation>
    </message>
    <message>
        <source>Last trade</source>
        <translation>Letzter Trade</translation>
    </message>
    <message>
        <source>Data age</source>
        <translation>Datenalter</translation>
    </message>
    <message>
        <source>Equity, USDT</source>
        <translation>Kapital, USDT</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>Voreinstellung</translation>
    </message>
    <message>
        <source>No proven edge</source>
        <translation>Kein belegter Vorteil</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Start with the preset shown (F5)</source>
        <translation>Mit der gezeigten Voreinstellung starten (F5)</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Take entries again (F6)</source>
        <translation>Wieder Einstiege zulassen (F6)</translation>
    </message>
    <message>
        <source>No new entries; open positions stay managed (F6)</source>
        <translation>Keine neuen Einstiege; offene Positionen werden weiter geführt (F6)</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Press again</source>
        <translation>Nochmals drücken</translation>
    </message>
    <message>
        <source>End the session: no entries, flatten, stopped (Shift+F5 twice)</source>
        <translation>Sitzung beenden: keine Einstiege, glattstellen, gestoppt (zweimal Umschalt+F5)</translation>
    </message>
    <message>
        <source>FLATTEN</source>
        <translation>GLATTSTELLEN</translation>
    </message>
    <message>
        <source>PRESS AGAIN</source>
        <translation>NOCHMALS DRÜCKEN</translation>
    </message>
    <message>
        <source>Closing everything…</source>
        <translation>Alles wird geschlossen…</translation>
    </message>
    <message>
        <source>Ctrl+Shift+F twice</source>
        <translation>zweimal Strg+Umschalt+F</translation>
    </message>
    <message>
        <source>Cancels entry orders and closes every position at market. Press twice.</source>
        <translation>Storniert Einstiegsorders und schließt jede Position zum Marktpreis. Zweimal drücken.</translation>
    </message>
    <message>
        <source>More…</source>
        <translation>Mehr…</translation>
    </message>
    <message>
        <source>Kill switch, time stop, retry, re-arm</source>
        <translation>Notschalter, Zeitstopp, erneut versuchen, wieder scharf schalten</translation>
    </message>
</context>
<context>
    <name>TwoStepButton</name>
    <message>
        <source>Press again</source>
        <translation>Nochmals drücken</translation>
    </message>
    <message>
        <source>%1 s left</source>
        <translation>noch %1 s</translation>
    </message>
</context>
<context>
    <name>breakline::CommandDeck</name>
    <message>
        <source>%1: done</source>
        <translation>%1: erledigt</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 failed</source>
        <translation>%1 fehlgeschlagen</translation>
    </message>
    <message>
        <source>%1 failed: %2</source>
        <translation>%1 fehlgeschlagen: %2</translation>
    </message>
</context>
<context>
    <name>breakline::DisplayText</name>
    <message>
        <source>%1 B</source>
        <translation>%1 Mrd.</translation>
    </message>
    <message>
        <source>%1 M</source>
        <translation>%1 Mio.</translation>
    </message>
    <message>
        <source>%1 k</source>
        <translation>%1 Tsd.</translation>
    </message>
    <message>
        <source>%1 s</source>
        <comment>seconds</comment>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <comment>minutes</comment>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h</source>
        <comment>hours</comment>
        <translation>%1 h</translation>
    </message>
    <message>
        <source>Idle</source>
        <translation>Leerlauf</translation>
    </message>
    <message>
        <source>Initializing</source>
        <translation>Initialisierung</translation>
    </message>
    <message>
        <source>Scanning</source>
        <translation>Scan</translation>
    </message>
    <message>
        <source>Building levels</source>
        <translation>Niveaubildung</translation>
    </message>
    <message>
        <source>Signal wait</source>
        <translation>Signalsuche</translation>
    </message>
    <message>
        <source>Sizing</source>
        <translation>Bemessung</translation>
    </message>
    <message>
        <source>Execution</source>
        <translation>Ausführung</translation>
    </message>
    <message>
        <source>Managing</source>
        <translation>Führung</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Pausiert</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Emergency</source>
        <translation>Notfall</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Gestoppt</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Flatten</source>
        <translation>Glattstellen</translation>
    </message>
    <message>
        <source>Kill switch</source>
        <translation>Notschalter</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Re-arm</source>
        <translation>Freigeben</translation>
    </message>
    <message>
        <source>Select symbol</source>
        <translation>Symbol wählen</translation>
    </message>
    <message>
        <source>Buy</source>
        <translation>Kauf</translation>
    </message>
    <message>
        <source>Sell</source>
        <translation>Verkauf</translation>
    </message>
    <message>
        <source>Long</source>
        <translation>Long</translation>
    </message>
    <message>
        <source>Short</source>
        <translation>Short</translation>
    </message>
    <message>
        <source>Market</source>
        <translation>Market</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>Limit</translation>
    </message>
    <message>
        <source>Stop market</source>
        <translation>Stop-Market</translation>
    </message>
    <message>
        <source>Stop limit</source>
        <translation>Stop-Limit</translation>
    </message>
    <message>
        <source>Entry</source>
        <translation>Einstieg</translation>
    </message>
    <message>
        <source>Exit</source>
        <translation>Ausstieg</translation>
    </message>
    <message>
        <source>Protective stop</source>
        <translation>Schutz-Stop</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Kursziel</translation>
    </message>
    <message>
        <source>Add-on</source>
        <translation>Aufstockung</translation>
    </message>
    <message>
        <source>Being journalled</source>
        <translation>Wird protokolliert</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Gesendet</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Unbekannt</translation>
    </message>
    <message>
        <source>Working</source>
        <translation>Aktiv</translation>
    </message>
    <message>
        <source>Waiting for trigger</source>
        <translation>Wartet auf Auslöser</translation>
    </message>
    <message>
        <source>Triggered</source>
        <translation>Ausgelöst</translation>
    </message>
    <message>
        <source>Partially filled</source>
        <translation>Teilausgeführt</translation>
    </message>
    <message>
        <source>Filled</source>
        <translation>Ausgeführt</translation>
    </message>
    <message>
        <source>Cancel sent</source>
        <translation>Storno gesendet</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Storniert</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>Verfallen</translation>
    </message>
    <message>
        <source>Initial</source>
        <translation>Anfang</translation>
    </message>
    <message>
        <source>Breakeven</source>
        <translation>Einstand</translation>
    </message>
    <message>
        <source>24 h volume</source>
        <translation>Volumen 24 h</translation>
    </message>
    <message>
        <source>Open interest</source>
        <translation>Open Interest</translation>
    </message>
    <message>
        <source>Spread</source>
        <translation>Spread</translation>
    </message>
    <message>
        <source>Depth within 0.5 %</source>
        <translation>Tiefe innerhalb 0,5 %</translation>
    </message>
    <message>
        <source>Depth within 0.3 %</source>
        <translation>Tiefe innerhalb 0,3 %</translation>
    </message>
    <message>
        <source>Trades per minute</source>
        <translation>Trades pro Minute</translation>
    </message>
    <message>
        <source>ATR range</source>
        <translation>ATR-Bereich</translation>
    </message>
    <message>
        <source>Bollinger width percentile</source>
        <translation>Perzentil der Bollinger-Breite</translation>
    </message>
    <message>
        <source>Volume surge 1 h</source>
        <translation>Volumenschub 1 h</translation>
    </message>
    <message>
        <source>Volume surge 5 min</source>
        <translation>Volumenschub 5 min</translation>
    </message>
    <message>
        <source>Open interest change</source>
        <translation>Änderung Open Interest</translation>
    </message>
    <message>
        <source>Correlation with BTC</source>
        <translation>Korrelation mit BTC</translation>
    </message>
    <message>
        <source>Data health</source>
        <translation>Datenqualität</translation>
    </message>
    <message>
        <source>Pass</source>
        <translation>Erfüllt</translation>
    </message>
    <message>
        <source>Fail</source>
        <translation>Nicht erfüllt</translation>
    </message>
    <message>
        <source>No data</source>
        <translation>Keine Daten</translation>
    </message>
    <message>
        <source>%1 bps</source>
        <translation>%1 bp</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Time stop</source>
        <translation>Zeitstopp</translation>
    </message>
    <message>
        <source>Reload preset</source>
        <translation>Neu laden</translation>
    </message>
    <message>
        <source>Trailing</source>
        <translation>Nachgezogen</translation>
    </message>
    <message>
        <source>Kill latch</source>
        <translation>Notschalter-Sperre</translation>
    </message>
    <message>
        <source>Daily loss limit</source>
        <translation>Tagesverlustgrenze</translation>
    </message>
    <message>
        <source>Losses in a row</source>
        <translation>Verluste in Folge</translation>
    </message>
    <message>
        <source>Stop requested</source>
        <translation>Beenden verlangt</translation>
    </message>
    <message>
        <source>Paused by command</source>
        <translation>Auf Befehl pausiert</translation>
    </message>
    <message>
        <source>Limit reached</source>
        <translation>Grenze erreicht</translation>
    </message>
    <message>
        <source>Risk check failed</source>
        <translation>Risikoprüfung fehlgeschlagen</translation>
    </message>
    <message>
        <source>Equity unknown</source>
        <translation>Kapital unbekannt</translation>
    </message>
    <message>
        <source>Equity jumped</source>
        <translation>Kapital gesprungen</translation>
    </message>
    <message>
        <source>Start of day unknown</source>
        <translation>Tagesbeginn unbekannt</translation>
    </message>
    <message>
        <source>Market data down</source>
        <translation>Marktdaten ausgefallen</translation>
    </message>
    <message>
        <source>Account stream down</source>
        <translation>Kontodaten ausgefallen</translation>
    </message>
    <message>
        <source>Clock offset</source>
        <translation>Uhrabweichung</translation>
    </message>
    <message>
        <source>Authentication</source>
        <translation>Anmeldung</translation>
    </message>
    <message>
        <source>Queue overflow</source>
        <translation>Warteschlange übergelaufen</translation>
    </message>
    <message>
        <source>Not reconciled</source>
        <translation>Nicht abgeglichen</translation>
    </message>
    <message>
        <source>Position contested</source>
        <translation>Position strittig</translation>
    </message>
    <message>
        <source>Position unprotected</source>
        <translation>Position ohne Stop</translation>
    </message>
    <message>
        <source>Not running</source>
        <translation>Nicht in Betrieb</translation>
    </message>
    <message>
        <source>Journal slow</source>
        <translation>Journal langsam</translation>
    </message>
    <message>
        <source>Journal failed</source>
        <translation>Journal ausgefallen</translation>
    </message>
    <message>
        <source>Recorder failed</source>
        <translation>Aufzeichnung ausgefallen</translation>
    </message>
    <message>
        <source>Disk full</source>
        <translation>Datenträger voll</translation>
    </message>
    <message>
        <source>Internal check failed</source>
        <translation>Interne Prüfung fehlgeschlagen</translation>
    </message>
</context>
<context>
    <name>breakline::LogModel</name>
    <message>
        <source>Lines are missing here: they came faster than the window takes them. The session&apos;s log file has them all.</source>
        <translation>Hier fehlen Zeilen: Sie kamen schneller, als das Fenster sie übernimmt. Die Protokolldatei der Sitzung enthält alle.</translation>
    </message>
</context>
<context>
    <name>breakline::PositionModel</name>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
</context>
<context>
    <name>breakline::PriceAxis</name>
    <message>
        <source>Last</source>
        <translation>Letzter</translation>
    </message>
    <message>
        <source>Entry</source>
        <translation>Einstieg</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stop</translation>
    </message>
    <message>
        <source>TP %1</source>
        <comment>take profit</comment>
        <translation>Ziel %1</translation>
    </message>
</context>
<context>
    <name>breakline::PriceChart</name>
    <message>
        <source>%1  O %2  H %3  L %4  C %5  V %6</source>
        <translation>%1  E %2  H %3  T %4  S %5  V %6</translation>
    </message>
</context>
<context>
    <name>breakline::SessionExport</name>
    <message>
        <source>Exported: %1</source>
        <translation>Exportiert: %1</translation>
    </message>
    <message>
        <source>Export failed: %1</source>
        <translation>Export fehlgeschlagen: %1</translation>
    </message>
    <message>
        <source>Folder for the export</source>
        <translation>Ordner für den Export</translation>
    </message>
</context>
<context>
    <name>breakline::SessionView</name>
    <message>
        <source>max speed</source>
        <translation>höchste Geschwindigkeit</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>Flat in %1 ms on the exchange&apos;s clock (%2 ms real time) · positions closed: %3 · orders cancelled: %4</source>
        <translation>Glattgestellt in %1 ms Börsenzeit (%2 ms Echtzeit) · Positionen geschlossen: %3 · Orders storniert: %4</translation>
    </message>
</context>
</TS>
