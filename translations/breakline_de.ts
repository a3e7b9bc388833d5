<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>AsOfMark</name>
    <message>
        <source>As of %1 — not live</source>
        <translation>Stand %1 — nicht live</translation>
    </message>
    <message>
        <source>What was known then is not held.</source>
        <translation>Was damals bekannt war, wird nicht vorgehalten.</translation>
    </message>
    <message>
        <source>Before this session: levels of the closed candles; signals and position unknown.</source>
        <translation>Vor dieser Sitzung: Level aus den geschlossenen Kerzen; Signale und Position unbekannt.</translation>
    </message>
    <message>
        <source>Back to now</source>
        <translation>Zurück zu jetzt</translation>
    </message>
    <message>
        <source>Show the newest chart again (Esc)</source>
        <translation>Wieder den neuesten Chart zeigen (Esc)</translation>
    </message>
</context>
<context>
    <name>BottomBar</name>
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
    <message>
        <source>Venue: %1</source>
        <translation>Handelsplatz: %1</translation>
    </message>
    <message>
        <source>Connection, and the choice of the venue (F8)</source>
        <translation>Verbindung und Wahl des Handelsplatzes (F8)</translation>
    </message>
    <message>
        <source>Story…</source>
        <translation>Geschichte…</translation>
    </message>
    <message>
        <source>What happened in the session, and a page that tells it (F10)</source>
        <translation>Was in der Sitzung geschah, und eine Seite, die es erzählt (F10)</translation>
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
    <message>
        <source>Why?</source>
        <translation>Warum?</translation>
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
    <message>
        <source>Unknown</source>
        <translation>Unbekannt</translation>
    </message>
</context>
<context>
    <name>ChartTimeBar</name>
    <message>
        <source>Time of the chart</source>
        <translation>Zeit des Charts</translation>
    </message>
    <message>
        <source>Drag to see the chart as it was, from %1 on. ← → a candle, with Ctrl an hour, Home the oldest, End now</source>
        <translation>Ziehen zeigt den Chart, wie er war, ab %1. ← → eine Kerze, mit Strg eine Stunde, Pos1 der älteste, Ende jetzt</translation>
    </message>
    <message>
        <source>Nothing of the past is held yet: the first moment comes with the next 5-minute close</source>
        <translation>Noch wird nichts Vergangenes vorgehalten: der erste Zeitpunkt kommt mit dem nächsten 5-Minuten-Schluss</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
</context>
<context>
    <name>CheckpointsPanel</name>
    <message>
        <source>No checkpoint yet.</source>
        <translation>Noch kein Schritt.</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Symbol</source>
        <translation>Symbol</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Meldung</translation>
    </message>
</context>
<context>
    <name>ConnectionFacts</name>
    <message>
        <source>REST</source>
        <translation>REST</translation>
    </message>
    <message>
        <source>WebSocket</source>
        <translation>WebSocket</translation>
    </message>
    <message>
        <source>Market data stream</source>
        <translation>Marktdatenstrom</translation>
    </message>
    <message>
        <source>Account stream</source>
        <translation>Kontostrom</translation>
    </message>
    <message>
        <source>Last change</source>
        <translation>Letzte Änderung</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Seit</translation>
    </message>
    <message>
        <source>Reconnects</source>
        <translation>Neu verbunden</translation>
    </message>
    <message>
        <source>Clock offset</source>
        <translation>Uhrabweichung</translation>
    </message>
    <message>
        <source>Round trip</source>
        <translation>Antwortzeit</translation>
    </message>
    <message>
        <source>Display age</source>
        <translation>Alter der Anzeige</translation>
    </message>
    <message>
        <source>Last trade</source>
        <translation>Letzter Trade</translation>
    </message>
    <message>
        <source>Account compared</source>
        <translation>Konto verglichen</translation>
    </message>
    <message>
        <source>Differences</source>
        <translation>Abweichungen</translation>
    </message>
</context>
<context>
    <name>ContestDialog</name>
    <message>
        <source>Adopt %1?</source>
        <translation>%1 übernehmen?</translation>
    </message>
    <message>
        <source>Flatten %1?</source>
        <translation>%1 glattstellen?</translation>
    </message>
    <message>
        <source>Release %1?</source>
        <translation>%1 freigeben?</translation>
    </message>
    <message>
        <source>What the exchange holds becomes ours, with its quantity, its average price and its stop. Where it has no stop, one is placed. Entries of all symbols are possible again.</source>
        <translation>Was die Börse hält, wird unser: Menge, Durchschnittspreis und Stop. Fehlt der Stop, wird einer gesetzt. Einstiege in allen Symbolen sind wieder möglich.</translation>
    </message>
    <message>
        <source>All that the exchange holds of it is closed at market, whoever opened it. Its stop rests until it is flat.</source>
        <translation>Alles, was die Börse davon hält, wird zum Markt geschlossen, wer immer es eröffnet hat. Der Stop ruht, bis es glatt ist.</translation>
    </message>
    <message>
        <source>It is no longer managed here: no trailing, no time exits, no watchdog. Its stop stays at the exchange. No entries in this symbol while the exchange holds some of it.</source>
        <translation>Sie wird hier nicht mehr geführt: kein Nachziehen, keine Zeitausstiege, kein Wächter. Ihr Stop bleibt an der Börse. Keine Einstiege in diesem Symbol, solange die Börse etwas davon hält.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Adopt</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>Flatten</source>
        <translation>Glattstellen</translation>
    </message>
    <message>
        <source>Release</source>
        <translation>Freigeben</translation>
    </message>
</context>
<context>
    <name>ContestsPanel</name>
    <message>
        <source>%1 · waits for the exchange</source>
        <translation>%1 · wartet auf die Börse</translation>
    </message>
    <message>
        <source>Adopt…</source>
        <translation>Übernehmen…</translation>
    </message>
    <message>
        <source>It is ours from now on</source>
        <translation>Sie ist ab jetzt unsere</translation>
    </message>
    <message>
        <source>Flatten…</source>
        <translation>Glattstellen…</translation>
    </message>
    <message>
        <source>Close all of it at market</source>
        <translation>Alles davon zum Markt schließen</translation>
    </message>
    <message>
        <source>Release…</source>
        <translation>Freigeben…</translation>
    </message>
    <message>
        <source>It is theirs; leave it alone</source>
        <translation>Sie gehört anderen; nicht anrühren</translation>
    </message>
</context>
<context>
    <name>CostsPanel</name>
    <message>
        <source>No entry has been approved yet.</source>
        <translation>Noch kein Einstieg genehmigt.</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>Genehmigt</translation>
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
        <source>Entry</source>
        <translation>Einstieg</translation>
    </message>
    <message>
        <source>Fees, USDT</source>
        <translation>Gebühren, USDT</translation>
    </message>
    <message>
        <source>Funding</source>
        <translation>Funding</translation>
    </message>
    <message>
        <source>Exit at stop</source>
        <translation>Ausstieg am Stop</translation>
    </message>
    <message>
        <source>To liquidation</source>
        <translation>Bis Liquidation</translation>
    </message>
    <message>
        <source>Loss, R</source>
        <translation>Verlust, R</translation>
    </message>
    <message>
        <source>Worst, R</source>
        <translation>Schlimmstes, R</translation>
    </message>
    <message>
        <source>Error, R</source>
        <translation>Fehler, R</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Slip in, bps</source>
        <translation>Slippage ein, bps</translation>
    </message>
    <message>
        <source>Slip out, bps</source>
        <translation>Slippage aus, bps</translation>
    </message>
</context>
<context>
    <name>EngineCodes</name>
    <message>
        <source>Started</source>
        <translation>Gestartet</translation>
    </message>
    <message>
        <source>Initialised</source>
        <translation>Initialisiert</translation>
    </message>
    <message>
        <source>Kill latch found</source>
        <translation>Sperre des Notschalters gefunden</translation>
    </message>
    <message>
        <source>Candidates found</source>
        <translation>Kandidaten gefunden</translation>
    </message>
    <message>
        <source>Levels built</source>
        <translation>Niveaus gebildet</translation>
    </message>
    <message>
        <source>No levels</source>
        <translation>Keine Niveaus</translation>
    </message>
    <message>
        <source>Signals found</source>
        <translation>Signale gefunden</translation>
    </message>
    <message>
        <source>Scan due</source>
        <translation>Scan fällig</translation>
    </message>
    <message>
        <source>Sized</source>
        <translation>Bemessen</translation>
    </message>
    <message>
        <source>Nothing approved</source>
        <translation>Nichts freigegeben</translation>
    </message>
    <message>
        <source>Entries opened</source>
        <translation>Positionen eröffnet</translation>
    </message>
    <message>
        <source>Nothing opened</source>
        <translation>Nichts eröffnet</translation>
    </message>
    <message>
        <source>Positions open</source>
        <translation>Positionen offen</translation>
    </message>
    <message>
        <source>All flat</source>
        <translation>Alles glatt</translation>
    </message>
    <message>
        <source>Resumed</source>
        <translation>Fortgesetzt</translation>
    </message>
    <message>
        <source>Resumed with positions</source>
        <translation>Mit Positionen fortgesetzt</translation>
    </message>
    <message>
        <source>Retried</source>
        <translation>Wiederholt</translation>
    </message>
    <message>
        <source>Retried with positions</source>
        <translation>Mit Positionen wiederholt</translation>
    </message>
    <message>
        <source>Retries exhausted</source>
        <translation>Versuche erschöpft</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurückgesetzt</translation>
    </message>
    <message>
        <source>Re-armed</source>
        <translation>Freigegeben</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Pausiert</translation>
    </message>
    <message>
        <source>Fault</source>
        <translation>Störung</translation>
    </message>
    <message>
        <source>Kill switch</source>
        <translation>Notschalter</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Gestoppt</translation>
    </message>
    <message>
        <source>Forced</source>
        <translation>Erzwungen</translation>
    </message>
    <message>
        <source>Pending</source>
        <translation>Ausstehend</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>Aktiv</translation>
    </message>
    <message>
        <source>Executed</source>
        <translation>Ausgeführt</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>Verfallen</translation>
    </message>
    <message>
        <source>Removed</source>
        <translation>Verworfen</translation>
    </message>
    <message>
        <source>Strategy not allowed</source>
        <translation>Strategie nicht zugelassen</translation>
    </message>
    <message>
        <source>Side not wanted</source>
        <translation>Seite nicht gewollt</translation>
    </message>
    <message>
        <source>Too few bars</source>
        <translation>Zu wenige Kerzen</translation>
    </message>
    <message>
        <source>ATR</source>
        <translation>ATR</translation>
    </message>
    <message>
        <source>No breakout of the level</source>
        <translation>Kein Ausbruch über das Niveau</translation>
    </message>
    <message>
        <source>Volume too low</source>
        <translation>Volumen zu gering</translation>
    </message>
    <message>
        <source>Candle body too small</source>
        <translation>Kerzenkörper zu klein</translation>
    </message>
    <message>
        <source>Book imbalance</source>
        <translation>Ungleichgewicht im Orderbuch</translation>
    </message>
    <message>
        <source>Distance from VWAP</source>
        <translation>Abstand vom VWAP</translation>
    </message>
    <message>
        <source>Level crossed before</source>
        <translation>Niveau schon vorher durchbrochen</translation>
    </message>
    <message>
        <source>Too far from the level</source>
        <translation>Zu weit vom Niveau</translation>
    </message>
    <message>
        <source>Distance of the stop</source>
        <translation>Abstand des Stops</translation>
    </message>
    <message>
        <source>Reward after costs too small</source>
        <translation>Ertrag nach Kosten zu klein</translation>
    </message>
    <message>
        <source>No fresh breakout before</source>
        <translation>Kein passender Ausbruch zuvor</translation>
    </message>
    <message>
        <source>Breakout was retested before</source>
        <translation>Ausbruch wurde schon getestet</translation>
    </message>
    <message>
        <source>Price did not move away since</source>
        <translation>Kurs entfernte sich seither nicht</translation>
    </message>
    <message>
        <source>No return to the level</source>
        <translation>Keine Rückkehr zum Niveau</translation>
    </message>
    <message>
        <source>Went too far through the level</source>
        <translation>Zu weit durch das Niveau</translation>
    </message>
    <message>
        <source>Trading activity too low</source>
        <translation>Handelsaktivität zu gering</translation>
    </message>
    <message>
        <source>Too few trades at the level</source>
        <translation>Zu wenige Trades am Niveau</translation>
    </message>
    <message>
        <source>A wall in the book still stands</source>
        <translation>Eine Wand im Buch steht noch</translation>
    </message>
    <message>
        <source>Trading activity is dropping</source>
        <translation>Handelsaktivität lässt nach</translation>
    </message>
    <message>
        <source>Confidence of the entry rules</source>
        <translation>Vertrauen der Einstiegsregeln</translation>
    </message>
    <message>
        <source>Volume of the breakout</source>
        <translation>Volumen des Ausbruchs</translation>
    </message>
    <message>
        <source>Inside a wall of the book</source>
        <translation>In einer Wand des Buchs</translation>
    </message>
    <message>
        <source>Change of price too small</source>
        <translation>Kursänderung zu klein</translation>
    </message>
    <message>
        <source>Quality of the market</source>
        <translation>Qualität des Marktes</translation>
    </message>
    <message>
        <source>Distance from the breakout price</source>
        <translation>Abstand vom Ausbruchspreis</translation>
    </message>
    <message>
        <source>Approach to the level too steep</source>
        <translation>Annäherung ans Niveau zu steil</translation>
    </message>
    <message>
        <source>No consolidation before the breakout</source>
        <translation>Keine Konsolidierung vor dem Ausbruch</translation>
    </message>
    <message>
        <source>Too few bars before the breakout</source>
        <translation>Zu wenige Kerzen vor dem Ausbruch</translation>
    </message>
    <message>
        <source>False starts before the breakout</source>
        <translation>Fehlstarts vor dem Ausbruch</translation>
    </message>
    <message>
        <source>Too near to midnight or funding</source>
        <translation>Zu nah an Mitternacht oder Funding</translation>
    </message>
    <message>
        <source>Equity unknown</source>
        <translation>Kapital unbekannt</translation>
    </message>
    <message>
        <source>Quantity out of range</source>
        <translation>Menge außerhalb des Bereichs</translation>
    </message>
    <message>
        <source>Stop on the wrong side</source>
        <translation>Stop auf der falschen Seite</translation>
    </message>
    <message>
        <source>Depth of the book unknown</source>
        <translation>Tiefe des Orderbuchs unbekannt</translation>
    </message>
    <message>
        <source>No room under the leverage limit</source>
        <translation>Kein Raum unter der Hebelgrenze</translation>
    </message>
    <message>
        <source>Below the minimum order</source>
        <translation>Unter der kleinsten Order</translation>
    </message>
    <message>
        <source>Risk above the limit</source>
        <translation>Risiko über der Grenze</translation>
    </message>
    <message>
        <source>Targets cannot be split into legal orders</source>
        <translation>Ziele nicht in zulässige Orders teilbar</translation>
    </message>
    <message>
        <source>Liquidation too near</source>
        <translation>Liquidation zu nah</translation>
    </message>
    <message>
        <source>Free margin too small</source>
        <translation>Freie Margin zu klein</translation>
    </message>
    <message>
        <source>Adding would risk more than the position began with</source>
        <translation>Nachkauf brächte mehr Risiko als zu Beginn</translation>
    </message>
    <message>
        <source>Number of positions</source>
        <translation>Anzahl der Positionen</translation>
    </message>
    <message>
        <source>Correlation with BTC</source>
        <translation>Korrelation mit BTC</translation>
    </message>
    <message>
        <source>Correlated exposure</source>
        <translation>Korreliertes Risiko</translation>
    </message>
    <message>
        <source>Open risk</source>
        <translation>Offenes Risiko</translation>
    </message>
    <message>
        <source>Start of day unknown</source>
        <translation>Tagesbeginn unbekannt</translation>
    </message>
    <message>
        <source>Daily loss limit</source>
        <translation>Tagesverlustgrenze</translation>
    </message>
    <message>
        <source>Drawdown</source>
        <translation>Rückgang</translation>
    </message>
    <message>
        <source>Extreme loss in a day</source>
        <translation>Extremer Tagesverlust</translation>
    </message>
    <message>
        <source>Losses in a row</source>
        <translation>Verluste in Folge</translation>
    </message>
    <message>
        <source>Kill latch</source>
        <translation>Notschalter-Sperre</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Unbekannt</translation>
    </message>
    <message>
        <source>all slices</source>
        <translation>alle Teile</translation>
    </message>
    <message>
        <source>entry gate closed</source>
        <translation>Einstiege gesperrt</translation>
    </message>
    <message>
        <source>signal invalidated</source>
        <translation>Signal ungültig</translation>
    </message>
    <message>
        <source>stop to be moved</source>
        <translation>Stop wird versetzt</translation>
    </message>
    <message>
        <source>stop or target touched before</source>
        <translation>Stop oder Ziel vorher berührt</translation>
    </message>
    <message>
        <source>position is being closed</source>
        <translation>Position wird geschlossen</translation>
    </message>
    <message>
        <source>spread too wide</source>
        <translation>Spread zu weit</translation>
    </message>
    <message>
        <source>beyond the price cap</source>
        <translation>jenseits der Preisgrenze</translation>
    </message>
    <message>
        <source>no quote</source>
        <translation>keine Kurse</translation>
    </message>
    <message>
        <source>book too thin</source>
        <translation>Orderbuch zu dünn</translation>
    </message>
    <message>
        <source>order refused</source>
        <translation>Order abgewiesen</translation>
    </message>
    <message>
        <source>by command</source>
        <translation>auf Befehl</translation>
    </message>
    <message>
        <source>invalid input</source>
        <translation>ungültige Eingabe</translation>
    </message>
    <message>
        <source>slice below the minimum order</source>
        <translation>Teil unter der kleinsten Order</translation>
    </message>
    <message>
        <source>leverage was not set</source>
        <translation>Hebel wurde nicht gesetzt</translation>
    </message>
    <message>
        <source>cancelled by us</source>
        <translation>von uns storniert</translation>
    </message>
    <message>
        <source>post-only would take liquidity</source>
        <translation>Post-only hätte Liquidität genommen</translation>
    </message>
    <message>
        <source>no liquidity left</source>
        <translation>keine Liquidität mehr</translation>
    </message>
    <message>
        <source>beyond the price band</source>
        <translation>außerhalb des Preisbands</translation>
    </message>
    <message>
        <source>would not reduce the position</source>
        <translation>würde die Position nicht verkleinern</translation>
    </message>
    <message>
        <source>insufficient margin</source>
        <translation>Margin reicht nicht</translation>
    </message>
    <message>
        <source>invalid price</source>
        <translation>ungültiger Preis</translation>
    </message>
    <message>
        <source>invalid quantity</source>
        <translation>ungültige Menge</translation>
    </message>
    <message>
        <source>below the minimum notional</source>
        <translation>unter dem Mindestwert</translation>
    </message>
    <message>
        <source>client id used before</source>
        <translation>Order-Kennung schon verwendet</translation>
    </message>
    <message>
        <source>too many orders</source>
        <translation>zu viele Orders</translation>
    </message>
    <message>
        <source>trigger on the wrong side of the price</source>
        <translation>Auslöser auf der falschen Seite des Preises</translation>
    </message>
    <message>
        <source>symbol is not trading</source>
        <translation>Symbol wird nicht gehandelt</translation>
    </message>
    <message>
        <source>stop cleared, position flat</source>
        <translation>Stop entfernt, Position geschlossen</translation>
    </message>
    <message>
        <source>stop replaced</source>
        <translation>Stop ersetzt</translation>
    </message>
    <message>
        <source>liquidation</source>
        <translation>Liquidation</translation>
    </message>
    <message>
        <source>order not found</source>
        <translation>Order nicht gefunden</translation>
    </message>
    <message>
        <source>no position</source>
        <translation>keine Position</translation>
    </message>
    <message>
        <source>not modified</source>
        <translation>nicht geändert</translation>
    </message>
    <message>
        <source>other reason</source>
        <translation>anderer Grund</translation>
    </message>
    <message>
        <source>price too far from the level</source>
        <translation>Preis zu weit vom Niveau</translation>
    </message>
    <message>
        <source>close back behind the level</source>
        <translation>Schlusskurs wieder hinter dem Niveau</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stop</translation>
    </message>
    <message>
        <source>Breakeven</source>
        <translation>Einstand</translation>
    </message>
    <message>
        <source>Trailing stop</source>
        <translation>Nachgezogener Stop</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Kursziel</translation>
    </message>
    <message>
        <source>Failed breakout</source>
        <translation>Gescheiterter Ausbruch</translation>
    </message>
    <message>
        <source>Activity drop</source>
        <translation>Aktivität eingebrochen</translation>
    </message>
    <message>
        <source>Weak impulse</source>
        <translation>Schwacher Impuls</translation>
    </message>
    <message>
        <source>Volatility</source>
        <translation>Volatilität</translation>
    </message>
    <message>
        <source>Panic exit</source>
        <translation>Panikausstieg</translation>
    </message>
    <message>
        <source>No progress</source>
        <translation>Kein Fortschritt</translation>
    </message>
    <message>
        <source>Maximum hold</source>
        <translation>Längste Haltedauer</translation>
    </message>
    <message>
        <source>Time stop</source>
        <translation>Zeitstopp</translation>
    </message>
    <message>
        <source>By command</source>
        <translation>Auf Befehl</translation>
    </message>
    <message>
        <source>Slippage</source>
        <translation>Slippage</translation>
    </message>
    <message>
        <source>Position unprotected</source>
        <translation>Position ohne Stop</translation>
    </message>
    <message>
        <source>Fill without a position</source>
        <translation>Ausführung ohne Position</translation>
    </message>
    <message>
        <source>End by command</source>
        <translation>Ende auf Befehl</translation>
    </message>
    <message>
        <source>End of the session</source>
        <translation>Ende der Sitzung</translation>
    </message>
    <message>
        <source>Liquidation</source>
        <translation>Liquidation</translation>
    </message>
    <message>
        <source>Auto-deleveraging</source>
        <translation>Auto-Deleveraging</translation>
    </message>
    <message>
        <source>Settlement</source>
        <translation>Abrechnung</translation>
    </message>
    <message>
        <source>By hand</source>
        <translation>Von Hand</translation>
    </message>
    <message>
        <source>drawdown</source>
        <translation>Rückgang</translation>
    </message>
    <message>
        <source>extreme loss in a day</source>
        <translation>extremer Tagesverlust</translation>
    </message>
    <message>
        <source>Duration is over</source>
        <translation>Dauer abgelaufen</translation>
    </message>
    <message>
        <source>End of the data</source>
        <translation>Ende der Daten</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>Unterbrochen</translation>
    </message>
    <message>
        <source>Momentum breakouts on candles alone. For demonstration: it has no proven edge and is not meant to earn money.</source>
        <translation>Momentum-Ausbrüche allein aus Kerzen. Zur Vorführung: ohne belegten Vorteil und nicht dazu gedacht, Geld zu verdienen.</translation>
    </message>
    <message>
        <source>General-purpose momentum breakout profile with moderate liquidity gates.</source>
        <translation>Allgemeines Profil für Momentum-Ausbrüche mit mäßigen Liquiditätsschwellen.</translation>
    </message>
    <message>
        <source>Same trade plan as breakout_v1 with looser scan gates, meant to yield more candidates.</source>
        <translation>Handelsplan wie breakout_v1 mit lockereren Scan-Schwellen, für mehr Kandidaten.</translation>
    </message>
    <message>
        <source>Same trade plan as breakout_v1 with stricter liquidity and a larger notional cap.</source>
        <translation>Handelsplan wie breakout_v1 mit strengerer Liquidität und höherer Obergrenze des Positionswerts.</translation>
    </message>
    <message>
        <source>Low-risk profile restricted to the thirty most traded contracts.</source>
        <translation>Profil mit geringem Risiko, beschränkt auf die dreißig meistgehandelten Kontrakte.</translation>
    </message>
    <message>
        <source>Breakout profile that also uses book walls, trade-flow activity and level extras.</source>
        <translation>Ausbruchsprofil, das auch Wände im Orderbuch, Handelsaktivität und Niveau-Zuschläge nutzt.</translation>
    </message>
    <message>
        <source>Fast small-target scalper on a fixed list of large caps.</source>
        <translation>Schneller Scalper mit kleinen Zielen auf einer festen Liste großer Werte.</translation>
    </message>
    <message>
        <source>Retest-first profile for fast-rising smaller contracts, very small risk per trade.</source>
        <translation>Retest-Profil für schnell steigende kleinere Kontrakte, sehr kleines Risiko je Trade.</translation>
    </message>
    <message>
        <source>Retest-first profile for fast-falling smaller contracts, meant for shorts.</source>
        <translation>Retest-Profil für schnell fallende kleinere Kontrakte, für Shorts gedacht.</translation>
    </message>
    <message>
        <source>Multi-day swing profile with the highest risk per trade.</source>
        <translation>Mehrtägiges Swing-Profil mit dem höchsten Risiko je Trade.</translation>
    </message>
    <message>
        <source>Momentum profile on the biggest 24 h gainers.</source>
        <translation>Momentum-Profil auf die größten 24-h-Gewinner.</translation>
    </message>
    <message>
        <source>Retest-first profile on the biggest 24 h losers, looking for reversals.</source>
        <translation>Retest-Profil auf die größten 24-h-Verlierer, sucht Umkehrungen.</translation>
    </message>
    <message>
        <source>Four-target ladder, tight trailing, chandelier stop, high risk.</source>
        <translation>Leiter mit vier Zielen, eng nachgezogener Stop, Chandelier-Stop, hohes Risiko.</translation>
    </message>
    <message>
        <source>Four equal targets, fixed stop, full set of entry and exit safety rules.</source>
        <translation>Vier gleiche Ziele, fester Stop, alle Sicherheitsregeln für Ein- und Ausstieg.</translation>
    </message>
    <message>
        <source>Three-target scalper with very tight stops, trailing and time stop.</source>
        <translation>Scalper mit drei Zielen, sehr engen Stops, nachgezogenem Stop und Zeitstopp.</translation>
    </message>
    <message>
        <source>Five-target trend profile with wide trailing and week-long holds.</source>
        <translation>Trendprofil mit fünf Zielen, weit nachgezogenem Stop und wochenlangem Halten.</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Market data</source>
        <translation>Marktdaten</translation>
    </message>
    <message>
        <source>Place an order</source>
        <translation>Order aufgeben</translation>
    </message>
    <message>
        <source>Cancel an order</source>
        <translation>Order stornieren</translation>
    </message>
    <message>
        <source>Cancel all orders</source>
        <translation>Alle Orders stornieren</translation>
    </message>
    <message>
        <source>Open orders</source>
        <translation>Offene Orders</translation>
    </message>
    <message>
        <source>Positions</source>
        <translation>Positionen</translation>
    </message>
    <message>
        <source>Wallet</source>
        <translation>Guthaben</translation>
    </message>
    <message>
        <source>Leverage</source>
        <translation>Hebel</translation>
    </message>
    <message>
        <source>Stop of a position</source>
        <translation>Stop einer Position</translation>
    </message>
    <message>
        <source>Executions</source>
        <translation>Ausführungen</translation>
    </message>
    <message>
        <source>Fee rate</source>
        <translation>Gebührensatz</translation>
    </message>
    <message>
        <source>All requests together</source>
        <translation>Alle Anfragen zusammen</translation>
    </message>
    <message>
        <source>an order was not answered in time</source>
        <translation>eine Order wurde nicht rechtzeitig beantwortet</translation>
    </message>
    <message>
        <source>time budget spent</source>
        <translation>Zeitbudget verbraucht</translation>
    </message>
    <message>
        <source>Deposits and withdrawals</source>
        <translation>Ein- und Auszahlungen</translation>
    </message>
    <message>
        <source>Amend an order</source>
        <translation>Auftrag ändern</translation>
    </message>
    <message>
        <source>Account settings</source>
        <translation>Kontoeinstellungen</translation>
    </message>
    <message>
        <source>Not the time after the opening range</source>
        <translation>Nicht die Zeit nach der Eröffnungsspanne</translation>
    </message>
    <message>
        <source>Bars of the opening range</source>
        <translation>Kerzen der Eröffnungsspanne</translation>
    </message>
    <message>
        <source>Opening range too high</source>
        <translation>Eröffnungsspanne zu hoch</translation>
    </message>
    <message>
        <source>Costs against their forecast</source>
        <translation>Kosten gegen ihre Vorhersage</translation>
    </message>
    <message>
        <source>Scan begun</source>
        <translation>Scan begonnen</translation>
    </message>
    <message>
        <source>Scan complete</source>
        <translation>Scan abgeschlossen</translation>
    </message>
    <message>
        <source>Level building begun</source>
        <translation>Niveausuche begonnen</translation>
    </message>
    <message>
        <source>Level building complete</source>
        <translation>Niveausuche abgeschlossen</translation>
    </message>
    <message>
        <source>Signal detected</source>
        <translation>Signal erkannt</translation>
    </message>
    <message>
        <source>Signal validated</source>
        <translation>Signal geprüft</translation>
    </message>
    <message>
        <source>Position sizing</source>
        <translation>Position bemessen</translation>
    </message>
    <message>
        <source>Order placed</source>
        <translation>Order erteilt</translation>
    </message>
    <message>
        <source>Order filled</source>
        <translation>Order ausgeführt</translation>
    </message>
    <message>
        <source>Position opened</source>
        <translation>Position eröffnet</translation>
    </message>
    <message>
        <source>Stop set</source>
        <translation>Stop gesetzt</translation>
    </message>
    <message>
        <source>Target set</source>
        <translation>Ziel gesetzt</translation>
    </message>
    <message>
        <source>Position managed</source>
        <translation>Position geführt</translation>
    </message>
    <message>
        <source>Position closed</source>
        <translation>Position geschlossen</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>In progress</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Completed</source>
        <translation>Abgeschlossen</translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation>Übersprungen</translation>
    </message>
    <message>
        <source>Scan</source>
        <translation>Scan</translation>
    </message>
    <message>
        <source>Levels</source>
        <translation>Niveaus</translation>
    </message>
    <message>
        <source>Signals</source>
        <translation>Signale</translation>
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
        <source>Management</source>
        <translation>Führung</translation>
    </message>
</context>
<context>
    <name>EngineText</name>
    <message>
        <source>signals at the close</source>
        <translation>Signale beim Kerzenschluss</translation>
    </message>
    <message>
        <source>candidates of the close</source>
        <translation>Kandidaten des Kerzenschlusses</translation>
    </message>
    <message>
        <source>levels of the close</source>
        <translation>Niveaus des Kerzenschlusses</translation>
    </message>
    <message>
        <source>no candidates, positions open</source>
        <translation>keine Kandidaten, Positionen offen</translation>
    </message>
    <message>
        <source>no candidate has a level</source>
        <translation>kein Kandidat hat ein Niveau</translation>
    </message>
    <message>
        <source>the scan is older than its interval</source>
        <translation>der Scan ist älter als sein Abstand</translation>
    </message>
    <message>
        <source>slots are free</source>
        <translation>Plätze sind frei</translation>
    </message>
    <message>
        <source>no signal was approved</source>
        <translation>kein Signal wurde freigegeben</translation>
    </message>
    <message>
        <source>all entries are final, positions are open</source>
        <translation>alle Einstiege sind abgeschlossen, Positionen sind offen</translation>
    </message>
    <message>
        <source>all entries are final, none is open</source>
        <translation>alle Einstiege sind abgeschlossen, keine Position ist offen</translation>
    </message>
    <message>
        <source>the last position is closed</source>
        <translation>die letzte Position ist geschlossen</translation>
    </message>
    <message>
        <source>three retries failed</source>
        <translation>drei Versuche sind gescheitert</translation>
    </message>
    <message>
        <source>the kill latch is set; re-arm first</source>
        <translation>die Sperre des Notschalters ist gesetzt; zuerst freigeben</translation>
    </message>
    <message>
        <source>flat after panic exit</source>
        <translation>glattgestellt auf Befehl</translation>
    </message>
    <message>
        <source>time stop: flat</source>
        <translation>Zeitstopp: alles geschlossen</translation>
    </message>
    <message>
        <source>re-armed</source>
        <translation>freigegeben</translation>
    </message>
    <message>
        <source>candidates with levels: %1</source>
        <translation>Kandidaten mit Niveaus: %1</translation>
    </message>
    <message>
        <source>candidates: %1</source>
        <translation>Kandidaten: %1</translation>
    </message>
    <message>
        <source>signals: %1</source>
        <translation>Signale: %1</translation>
    </message>
    <message>
        <source>approved: %1</source>
        <translation>freigegeben: %1</translation>
    </message>
    <message>
        <source>instruments: %1</source>
        <translation>Instrumente: %1</translation>
    </message>
    <message>
        <source>requests not answered within 30 s: %1</source>
        <translation>Anfragen ohne Antwort innerhalb von 30 s: %1</translation>
    </message>
    <message>
        <source>kill switch: %1</source>
        <translation>Notschalter: %1</translation>
    </message>
    <message>
        <source>kill switch: %1, %2, threshold %3</source>
        <translation>Notschalter: %1, %2, Schwelle %3</translation>
    </message>
    <message>
        <source>%1 is not possible in the state %2</source>
        <translation>%1 ist im Zustand %2 nicht möglich</translation>
    </message>
    <message>
        <source>%1 is not offered</source>
        <translation>%1 wird nicht angeboten</translation>
    </message>
    <message>
        <source>the kill switch is flattening; it ends in EMERGENCY</source>
        <translation>der Notschalter stellt glatt; es endet im Notfall</translation>
    </message>
    <message>
        <source>stops when flat</source>
        <translation>endet, sobald alles geschlossen ist</translation>
    </message>
    <message>
        <source>stops when no entry is at work; stops and targets stay at the venue</source>
        <translation>endet, sobald kein Einstieg mehr läuft; Stops und Ziele bleiben an der Börse</translation>
    </message>
    <message>
        <source>flattening, then stopped</source>
        <translation>wird glattgestellt, dann gestoppt</translation>
    </message>
    <message>
        <source>pauses when the entries at work are final</source>
        <translation>pausiert, sobald die laufenden Einstiege abgeschlossen sind</translation>
    </message>
    <message>
        <source>a flatten is under way</source>
        <translation>eine Glattstellung läuft</translation>
    </message>
    <message>
        <source>retry is possible in ERROR only</source>
        <translation>Wiederholen ist nur im Fehlerzustand möglich</translation>
    </message>
    <message>
        <source>retry was refused</source>
        <translation>Wiederholen wurde abgelehnt</translation>
    </message>
    <message>
        <source>positions end by their own rules</source>
        <translation>Positionen enden nach ihren eigenen Regeln</translation>
    </message>
    <message>
        <source>flattening</source>
        <translation>wird glattgestellt</translation>
    </message>
    <message>
        <source>kill switch set; flattening</source>
        <translation>Notschalter gesetzt; wird glattgestellt</translation>
    </message>
    <message>
        <source>loss latch released</source>
        <translation>Verlustsperre gelöst</translation>
    </message>
    <message>
        <source>re-arm needs a flat account without orders</source>
        <translation>Freigeben verlangt ein Konto ohne Positionen und Orders</translation>
    </message>
    <message>
        <source>the equity is unknown, so the high-water mark cannot be set anew</source>
        <translation>das Kapital ist unbekannt, der Höchststand kann nicht neu gesetzt werden</translation>
    </message>
    <message>
        <source>there is no session</source>
        <translation>es gibt keine Sitzung</translation>
    </message>
    <message>
        <source>the session could not be opened</source>
        <translation>die Sitzung konnte nicht geöffnet werden</translation>
    </message>
    <message>
        <source>the account has not been compared yet</source>
        <translation>das Konto wurde noch nicht abgeglichen</translation>
    </message>
    <message>
        <source>the wallet or a mark price is unknown or too old</source>
        <translation>Guthaben oder ein Markpreis ist unbekannt oder zu alt</translation>
    </message>
    <message>
        <source>no new entries; stops when the open positions have ended</source>
        <translation>keine neuen Einstiege; endet, sobald die offenen Positionen geschlossen sind</translation>
    </message>
    <message>
        <source>%1 % of the disk is in use, limit %2 %</source>
        <translation>%1 % der Platte sind belegt, Grenze %2 %</translation>
    </message>
    <message>
        <source>%1 stands without a stop at the venue since %2</source>
        <translation>%1 steht ohne Stop an der Börse seit %2</translation>
    </message>
    <message>
        <source>the exposure of the book is unknown</source>
        <translation>der Umfang der offenen Positionen ist unbekannt</translation>
    </message>
    <message>
        <source>in process</source>
        <translation>im eigenen Programm</translation>
    </message>
    <message>
        <source>Its last candle is missing</source>
        <translation>Die letzte Kerze fehlt</translation>
    </message>
    <message>
        <source>Too few candles: %1, threshold %2</source>
        <translation>Zu wenige Kerzen: %1, Schwelle %2</translation>
    </message>
    <message>
        <source>No signal</source>
        <translation>Kein Signal</translation>
    </message>
    <message>
        <source>No levels</source>
        <translation>Keine Niveaus</translation>
    </message>
    <message>
        <source>%1: no data</source>
        <translation>%1: keine Daten</translation>
    </message>
    <message>
        <source>%1: %2, threshold %3</source>
        <translation>%1: %2, Schwelle %3</translation>
    </message>
    <message>
        <source>%1: threshold %2</source>
        <translation>%1: Schwelle %2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>A position or an order at work exists already</source>
        <translation>Es gibt schon eine Position oder eine laufende Order</translation>
    </message>
    <message>
        <source>The same signal exists already</source>
        <translation>Dieses Signal gibt es schon</translation>
    </message>
    <message>
        <source>Pause after a stop until %1</source>
        <translation>Pause nach einem Stop bis %1</translation>
    </message>
    <message>
        <source>Too many signals: %1, at most %2</source>
        <translation>Zu viele Signale: %1, höchstens %2</translation>
    </message>
    <message>
        <source>not sent within its lifetime</source>
        <translation>nicht innerhalb der Gültigkeit gesendet</translation>
    </message>
    <message>
        <source>invalidated: %1</source>
        <translation>ungültig: %1</translation>
    </message>
    <message>
        <source>Entries closed: %1</source>
        <translation>Einstiege gesperrt: %1</translation>
    </message>
    <message>
        <source>leverage was not set: %1</source>
        <translation>Hebel wurde nicht gesetzt: %1</translation>
    </message>
    <message>
        <source>no entry, %1: %2, threshold %3</source>
        <translation>kein Einstieg, %1: %2, Schwelle %3</translation>
    </message>
    <message>
        <source>no entry, %1: %2</source>
        <translation>kein Einstieg, %1: %2</translation>
    </message>
    <message>
        <source>no entry, %1</source>
        <translation>kein Einstieg, %1</translation>
    </message>
    <message>
        <source>filled %2 at %3 (%1)</source>
        <translation>%2 ausgeführt zu %3 (%1)</translation>
    </message>
    <message>
        <source>close %1 over %2, volume %3 times, body %4</source>
        <translation>Schluss %1 über %2, Volumen %3-fach, Körper %4</translation>
    </message>
    <message>
        <source>close %1 under %2, volume %3 times, body %4</source>
        <translation>Schluss %1 unter %2, Volumen %3-fach, Körper %4</translation>
    </message>
    <message>
        <source>%1: %2, threshold %3 (%4)</source>
        <translation>%1: %2, Schwelle %3 (%4)</translation>
    </message>
    <message>
        <source>back to %1 from above, low %2, close %3, broken %4 h before, activity %5</source>
        <translation>von oben zurück auf %1, Tief %2, Schluss %3, Ausbruch vor %4 h, Aktivität %5</translation>
    </message>
    <message>
        <source>back to %1 from below, high %2, close %3, broken %4 h before, activity %5</source>
        <translation>von unten zurück auf %1, Hoch %2, Schluss %3, Ausbruch vor %4 h, Aktivität %5</translation>
    </message>
    <message>
        <source>%1, threshold %2</source>
        <translation>%1, Schwelle %2</translation>
    </message>
    <message>
        <source>the circuit breaker of %1 is still open</source>
        <translation>die Sicherung von %1 ist noch offen</translation>
    </message>
    <message>
        <source>the venue&apos;s newest mark of a position is older than 5 s</source>
        <translation>der neueste Markpreis der Börse zu einer Position ist älter als 5 s</translation>
    </message>
    <message>
        <source>a mark is older than 5 s, and the venue does not tell a newer one</source>
        <translation>ein Markpreis ist älter als 5 s, und die Börse nennt keinen neueren</translation>
    </message>
    <message>
        <source>a mark is older than 5 s</source>
        <translation>ein Markpreis ist älter als 5 s</translation>
    </message>
    <message>
        <source>leverage was not set: the circuit breaker is open</source>
        <translation>Hebel wurde nicht gesetzt: die Sicherung ist offen</translation>
    </message>
    <message>
        <source>connected</source>
        <translation>verbunden</translation>
    </message>
    <message>
        <source>connecting</source>
        <translation>wird verbunden</translation>
    </message>
    <message>
        <source>public market data only</source>
        <translation>nur öffentliche Marktdaten</translation>
    </message>
    <message>
        <source>the venue&apos;s clock is not known closely enough</source>
        <translation>die Uhr des Handelsplatzes ist nicht genau genug bekannt</translation>
    </message>
    <message>
        <source>the program was started again</source>
        <translation>das Programm wurde neu gestartet</translation>
    </message>
    <message>
        <source>more came than could be handled</source>
        <translation>es kam mehr, als verarbeitet werden konnte</translation>
    </message>
    <message>
        <source>not open in time</source>
        <translation>nicht rechtzeitig geöffnet</translation>
    </message>
    <message>
        <source>silent after a ping</source>
        <translation>keine Antwort auf einen Ping</translation>
    </message>
    <message>
        <source>authentication refused</source>
        <translation>Anmeldung abgelehnt</translation>
    </message>
    <message>
        <source>orders to %1 are closed</source>
        <translation>Orders an %1 sind gesperrt</translation>
    </message>
    <message>
        <source>another hand keeps changing the stop of %1</source>
        <translation>jemand anders ändert immer wieder den Stop von %1</translation>
    </message>
    <message>
        <source>the venue and our fills differ in %1</source>
        <translation>Börse und eigene Ausführungen widersprechen sich bei %1</translation>
    </message>
    <message>
        <source>entry %1 is not on the disk after %2 ms</source>
        <translation>Einstieg %1 ist nach %2 ms nicht auf der Platte</translation>
    </message>
    <message>
        <source>%1: %2 by our fills, %3 at the venue</source>
        <translation>%1: %2 nach unseren Ausführungen, %3 an der Börse</translation>
    </message>
    <message>
        <source>the wallet: %1 by our books, %2 at the venue</source>
        <translation>das Guthaben: %1 nach unseren Büchern, %2 an der Börse</translation>
    </message>
    <message>
        <source>execution %1: unknown here, at the venue %2 at %3</source>
        <translation>Ausführung %1: hier unbekannt, an der Börse %2 zu %3</translation>
    </message>
    <message>
        <source>%1 is %2 with %3 filled here, %4 with %5 at the venue</source>
        <translation>%1 ist hier %2 mit %3 ausgeführt, an der Börse %4 mit %5</translation>
    </message>
    <message>
        <source>%1 rests here and not at the venue; asking</source>
        <translation>%1 liegt hier und nicht an der Börse; wird erfragt</translation>
    </message>
    <message>
        <source>the venue&apos;s clock is %1 ms ahead of ours, limit %2 ms</source>
        <translation>die Uhr der Börse geht unserer um %1 ms vor, Grenze %2 ms</translation>
    </message>
    <message>
        <source>no market data for %1 s</source>
        <translation>keine Marktdaten seit %1 s</translation>
    </message>
    <message>
        <source>an update of the book is missing: %1</source>
        <translation>im Orderbuch fehlt eine Änderung: %1</translation>
    </message>
    <message>
        <source>stream and REST differ by %1 bps, limit %2 bps</source>
        <translation>Datenstrom und REST weichen um %1 bps ab, Grenze %2 bps</translation>
    </message>
    <message>
        <source>the venue refuses requests for their rate</source>
        <translation>die Börse weist Anfragen wegen ihrer Häufigkeit ab</translation>
    </message>
    <message>
        <source>re-armed: equity %1; high water %2 becomes %3; losses in a row %4 become 0; the day&apos;s start %5 stays</source>
        <translation>wieder scharf: Kapital %1; Höchststand %2 wird %3; Verluste in Folge %4 werden 0; der Tagesanfang %5 bleibt</translation>
    </message>
    <message>
        <source>type RE-ARM to confirm: equity %1; high water %2 becomes %3; losses in a row %4 become 0; the day&apos;s start %5 stays</source>
        <translation>zur Bestätigung RE-ARM eingeben: Kapital %1; Höchststand %2 wird %3; Verluste in Folge %4 werden 0; der Tagesanfang %5 bleibt</translation>
    </message>
    <message>
        <source>the venue has not passed the self-test</source>
        <translation>die Börse hat den Selbsttest nicht bestanden</translation>
    </message>
    <message>
        <source>refused by self-test: %1</source>
        <translation>vom Selbsttest abgelehnt: %1</translation>
    </message>
    <message>
        <source>stops when nothing of the self-test is left</source>
        <translation>stoppt, wenn vom Selbsttest nichts mehr da ist</translation>
    </message>
    <message>
        <source>a position or an order was found: waits for resume</source>
        <translation>eine Position oder ein Auftrag wurde gefunden: wartet auf Fortsetzen</translation>
    </message>
    <message>
        <source>flattening, then it goes on</source>
        <translation>stellt glatt, dann geht es weiter</translation>
    </message>
    <message>
        <source>on_start is adopt, flatten or wait</source>
        <translation>on_start ist adopt, flatten oder wait</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>the venue&apos;s own</source>
        <translation>die der Börse</translation>
    </message>
    <message>
        <source>within 500 ms</source>
        <translation>innerhalb 500 ms</translation>
    </message>
    <message>
        <source>one-way</source>
        <translation>einseitig</translation>
    </message>
    <message>
        <source>hedge</source>
        <translation>zweiseitig</translation>
    </message>
    <message>
        <source>isolated</source>
        <translation>isoliert</translation>
    </message>
    <message>
        <source>cross</source>
        <translation>Cross</translation>
    </message>
    <message>
        <source>portfolio</source>
        <translation>Portfolio</translation>
    </message>
    <message>
        <source>told</source>
        <translation>genannt</translation>
    </message>
    <message>
        <source>taker %1, maker %2</source>
        <translation>Taker %1, Maker %2</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>angenommen</translation>
    </message>
    <message>
        <source>with its stop</source>
        <translation>mit seinem Stop</translation>
    </message>
    <message>
        <source>amended</source>
        <translation>geändert</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>storniert</translation>
    </message>
    <message>
        <source>gone</source>
        <translation>weg</translation>
    </message>
    <message>
        <source>%1 at %2, stop %3</source>
        <translation>%1 zu %2, Stop %3</translation>
    </message>
    <message>
        <source>stop at %1</source>
        <translation>Stop bei %1</translation>
    </message>
    <message>
        <source>to %1</source>
        <translation>auf %1</translation>
    </message>
    <message>
        <source>refused: %1</source>
        <translation>abgelehnt: %1</translation>
    </message>
    <message>
        <source>%1 is not contested</source>
        <translation>%1 ist nicht strittig</translation>
    </message>
    <message>
        <source>resolve is adopt, flatten or release, and a symbol</source>
        <translation>resolve ist adopt, flatten oder release und ein Symbol</translation>
    </message>
    <message>
        <source>the exchange has not shown the stop of %1 yet</source>
        <translation>die Börse hat den Stop von %1 noch nicht gezeigt</translation>
    </message>
    <message>
        <source>the position in it was let go, and the exchange still holds it</source>
        <translation>die Position darin wurde freigegeben, und die Börse hält sie noch</translation>
    </message>
    <message>
        <source>the choice for %1 waits for the exchange&apos;s next word</source>
        <translation>die Wahl für %1 wartet auf die nächste Auskunft der Börse</translation>
    </message>
    <message>
        <source>re-armed: %1</source>
        <translation>wieder scharf: %1</translation>
    </message>
    <message>
        <source>type RE-ARM to confirm: %1</source>
        <translation>zur Bestätigung RE-ARM eingeben: %1</translation>
    </message>
    <message>
        <source>closed: %1, %2 R</source>
        <translation>geschlossen: %1, %2 R</translation>
    </message>
    <message>
        <source>a signal, not at its end yet</source>
        <translation>ein Signal, noch nicht am Ende</translation>
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
        <source>There is no account here: the equity is unknown.</source>
        <translation>Hier gibt es kein Konto: Das Kapital ist unbekannt.</translation>
    </message>
    <message>
        <source>Unprotected, 50 · 99 %</source>
        <translation>Ohne Stop, 50 · 99 %</translation>
    </message>
    <message>
        <source>Positions by unprotected time, ms</source>
        <translation>Positionen nach der Zeit ohne Stop, ms</translation>
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
    <message>
        <source>No scan yet.</source>
        <translation>Noch kein Scan.</translation>
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
    <message>
        <source>%1 · since %2</source>
        <translation>%1 · seit %2</translation>
    </message>
</context>
<context>
    <name>GateText</name>
    <message>
        <source>Bar of this close</source>
        <translation>Kerze dieses Schlusses</translation>
    </message>
    <message>
        <source>Bars known</source>
        <translation>Bekannte Kerzen</translation>
    </message>
    <message>
        <source>Rank by score</source>
        <translation>Rang nach Punkten</translation>
    </message>
    <message>
        <source>Levels found</source>
        <translation>Gefundene Level</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>Level</translation>
    </message>
    <message>
        <source>Strategy of the plan</source>
        <translation>Strategie des Plans</translation>
    </message>
    <message>
        <source>Side of the plan</source>
        <translation>Seite des Plans</translation>
    </message>
    <message>
        <source>ATR</source>
        <translation>ATR</translation>
    </message>
    <message>
        <source>Close beyond the level</source>
        <translation>Schluss jenseits des Levels</translation>
    </message>
    <message>
        <source>Volume against its median</source>
        <translation>Volumen gegen seinen Median</translation>
    </message>
    <message>
        <source>Candle body against its range</source>
        <translation>Kerzenkörper gegen die Spanne</translation>
    </message>
    <message>
        <source>Book imbalance</source>
        <translation>Ungleichgewicht des Orderbuchs</translation>
    </message>
    <message>
        <source>Distance from VWAP</source>
        <translation>Abstand vom VWAP</translation>
    </message>
    <message>
        <source>Close before, on the other side</source>
        <translation>Schluss davor, auf der anderen Seite</translation>
    </message>
    <message>
        <source>Distance from the level</source>
        <translation>Abstand vom Level</translation>
    </message>
    <message>
        <source>Distance of the stop</source>
        <translation>Abstand des Stops</translation>
    </message>
    <message>
        <source>Reward after costs</source>
        <translation>Ertrag nach Kosten</translation>
    </message>
    <message>
        <source>Age of the breakout</source>
        <translation>Alter des Ausbruchs</translation>
    </message>
    <message>
        <source>Breakout not retested yet</source>
        <translation>Ausbruch noch nicht getestet</translation>
    </message>
    <message>
        <source>Moved away since the breakout</source>
        <translation>Seit dem Ausbruch entfernt</translation>
    </message>
    <message>
        <source>Return to the level</source>
        <translation>Rückkehr zum Level</translation>
    </message>
    <message>
        <source>Depth through the level</source>
        <translation>Tiefe durch das Level</translation>
    </message>
    <message>
        <source>Trading activity</source>
        <translation>Handelsaktivität</translation>
    </message>
    <message>
        <source>Time since the opening range</source>
        <translation>Zeit seit der Eröffnungsspanne</translation>
    </message>
    <message>
        <source>Bars of the opening range</source>
        <translation>Kerzen der Eröffnungsspanne</translation>
    </message>
    <message>
        <source>Height of the opening range</source>
        <translation>Höhe der Eröffnungsspanne</translation>
    </message>
    <message>
        <source>Volume of the breakout</source>
        <translation>Volumen des Ausbruchs</translation>
    </message>
    <message>
        <source>Distance from walls of the book</source>
        <translation>Abstand von Wänden im Orderbuch</translation>
    </message>
    <message>
        <source>Change of price</source>
        <translation>Preisänderung</translation>
    </message>
    <message>
        <source>Quality of the market</source>
        <translation>Marktqualität</translation>
    </message>
    <message>
        <source>Distance from the breakout price</source>
        <translation>Abstand vom Ausbruchspreis</translation>
    </message>
    <message>
        <source>Approach to the level</source>
        <translation>Annäherung an das Level</translation>
    </message>
    <message>
        <source>False starts before the breakout</source>
        <translation>Fehlversuche vor dem Ausbruch</translation>
    </message>
    <message>
        <source>Minutes from midnight and funding</source>
        <translation>Minuten bis Mitternacht und Funding</translation>
    </message>
    <message>
        <source>Confidence of the entry rules</source>
        <translation>Konfidenz der Einstiegsregeln</translation>
    </message>
    <message>
        <source>Trades at the level</source>
        <translation>Trades am Level</translation>
    </message>
    <message>
        <source>Wall in the book</source>
        <translation>Wand im Orderbuch</translation>
    </message>
    <message>
        <source>Drop of the trading activity</source>
        <translation>Rückgang der Handelsaktivität</translation>
    </message>
    <message>
        <source>Symbol free of positions and signals</source>
        <translation>Symbol frei von Positionen und Signalen</translation>
    </message>
    <message>
        <source>Pause after the last trade</source>
        <translation>Pause nach dem letzten Trade</translation>
    </message>
    <message>
        <source>Signals waiting</source>
        <translation>Wartende Signale</translation>
    </message>
    <message>
        <source>Entry gate</source>
        <translation>Einstiegssperre</translation>
    </message>
    <message>
        <source>Symbol not left to the operator</source>
        <translation>Symbol nicht dem Bediener überlassen</translation>
    </message>
    <message>
        <source>Stop of the first position seen</source>
        <translation>Stop der ersten Position gesehen</translation>
    </message>
    <message>
        <source>Risk at the size</source>
        <translation>Risiko bei der Größe</translation>
    </message>
    <message>
        <source>Filled, slippage</source>
        <translation>Ausgeführt, Slippage</translation>
    </message>
    <message>
        <source>Life of the signal</source>
        <translation>Lebensdauer des Signals</translation>
    </message>
    <message>
        <source>Signal not withdrawn</source>
        <translation>Signal nicht zurückgezogen</translation>
    </message>
    <message>
        <source>Momentum</source>
        <translation>Momentum</translation>
    </message>
    <message>
        <source>Retest</source>
        <translation>Retest</translation>
    </message>
    <message>
        <source>Opening range</source>
        <translation>Eröffnungsspanne</translation>
    </message>
    <message>
        <source>Entry rules</source>
        <translation>Einstiegsregeln</translation>
    </message>
    <message>
        <source>Order flow</source>
        <translation>Orderfluss</translation>
    </message>
    <message>
        <source>USDT</source>
        <translation>USDT</translation>
    </message>
    <message>
        <source>bps</source>
        <translation>bps</translation>
    </message>
    <message>
        <source>R</source>
        <translation>R</translation>
    </message>
    <message>
        <source>a minute</source>
        <translation>je Minute</translation>
    </message>
    <message>
        <source>%</source>
        <translation>%</translation>
    </message>
    <message>
        <source>percentile</source>
        <translation>Perzentil</translation>
    </message>
    <message>
        <source>h</source>
        <translation>h</translation>
    </message>
    <message>
        <source>min</source>
        <translation>min</translation>
    </message>
    <message>
        <source>bars</source>
        <translation>Kerzen</translation>
    </message>
    <message>
        <source>faults</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Scan</source>
        <translation>Scan</translation>
    </message>
    <message>
        <source>Levels</source>
        <translation>Level</translation>
    </message>
    <message>
        <source>Signal</source>
        <translation>Signal</translation>
    </message>
    <message>
        <source>Risk</source>
        <translation>Risiko</translation>
    </message>
    <message>
        <source>Execution</source>
        <translation>Ausführung</translation>
    </message>
    <message>
        <source>Exit</source>
        <translation>Ausstieg</translation>
    </message>
    <message>
        <source>Closes near the level before the breakout</source>
        <translation>Schlüsse nahe am Level vor dem Ausbruch</translation>
    </message>
    <message>
        <source>Filled, of what was approved</source>
        <translation>Ausgeführt, vom Genehmigten</translation>
    </message>
    <message>
        <source>Price of the exit</source>
        <translation>Preis des Ausstiegs</translation>
    </message>
    <message>
        <source>for a long</source>
        <translation>für Long</translation>
    </message>
    <message>
        <source>for a short</source>
        <translation>für Short</translation>
    </message>
    <message>
        <source>capped by the position size</source>
        <translation>begrenzt durch die Positionsgröße</translation>
    </message>
    <message>
        <source>capped by the depth of the book</source>
        <translation>begrenzt durch die Tiefe des Orderbuchs</translation>
    </message>
    <message>
        <source>capped by the leverage</source>
        <translation>begrenzt durch den Hebel</translation>
    </message>
</context>
<context>
    <name>HealthStrip</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
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
    <message>
        <source>Ctrl+Shift+F</source>
        <translation>Strg+Umschalt+F</translation>
    </message>
    <message>
        <source>F5</source>
        <translation>F5</translation>
    </message>
    <message>
        <source>Shift+F5</source>
        <translation>Umschalt+F5</translation>
    </message>
    <message>
        <source>F6</source>
        <translation>F6</translation>
    </message>
    <message>
        <source>Ctrl+L</source>
        <translation>Strg+L</translation>
    </message>
    <message>
        <source>Ctrl+Up, Ctrl+Down</source>
        <translation>Strg+Auf, Strg+Ab</translation>
    </message>
    <message>
        <source>Ctrl++, Ctrl+−</source>
        <translation>Strg++, Strg+−</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>Pos1</translation>
    </message>
    <message>
        <source>Ctrl+E</source>
        <translation>Strg+E</translation>
    </message>
    <message>
        <source>Ctrl+T</source>
        <translation>Strg+T</translation>
    </message>
    <message>
        <source>F1</source>
        <translation>F1</translation>
    </message>
    <message>
        <source>F8</source>
        <translation>F8</translation>
    </message>
    <message>
        <source>Venue and connection</source>
        <translation>Handelsplatz und Verbindung</translation>
    </message>
    <message>
        <source>F9</source>
        <translation>F9</translation>
    </message>
    <message>
        <source>Strategies</source>
        <translation>Strategien</translation>
    </message>
    <message>
        <source>Ctrl+← →</source>
        <translation>Strg+← →</translation>
    </message>
    <message>
        <source>Chart: a candle back in time, and forward</source>
        <translation>Chart: eine Kerze zurück in der Zeit und vor</translation>
    </message>
    <message>
        <source>Ctrl+Home, End</source>
        <translation>Strg+Pos1, Ende</translation>
    </message>
    <message>
        <source>Chart: the oldest moment held, and now</source>
        <translation>Chart: der älteste vorgehaltene Zeitpunkt, und jetzt</translation>
    </message>
    <message>
        <source>Why: of the row that has the focus</source>
        <translation>Warum: zur Zeile mit dem Fokus</translation>
    </message>
    <message>
        <source>F7</source>
        <translation>F7</translation>
    </message>
    <message>
        <source>Near misses</source>
        <translation>Beinahe-Treffer</translation>
    </message>
    <message>
        <source>F10</source>
        <translation>F10</translation>
    </message>
    <message>
        <source>Story of the session</source>
        <translation>Geschichte der Sitzung</translation>
    </message>
    <message>
        <source>Ctrl+1 … Ctrl+7</source>
        <translation>Strg+1 … Strg+7</translation>
    </message>
    <message>
        <source>Positions, orders, equity, log, why, costs, steps</source>
        <translation>Positionen, Orders, Kapital, Protokoll, Warum, Kosten, Schritte</translation>
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
    <message>
        <source>in English</source>
        <translation>auf Englisch</translation>
    </message>
    <message>
        <source>The log is in English in every language of the window, like the session&apos;s log files.</source>
        <translation>Das Protokoll ist in jeder Sprache des Fensters englisch, wie die Protokolldateien der Sitzung.</translation>
    </message>
    <message>
        <source>No line matches.</source>
        <translation>Keine Zeile passt.</translation>
    </message>
    <message>
        <source>No log lines yet.</source>
        <translation>Noch keine Zeilen im Protokoll.</translation>
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
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>Costs (%1)</source>
        <translation>Kosten (%1)</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
</context>
<context>
    <name>Main</name>
    <message>
        <source>Breakline · simulated exchange</source>
        <translation>Breakline · simulierte Börse</translation>
    </message>
    <message>
        <source>Breakline · %1 · live market data, orders closed</source>
        <translation>Breakline · %1 · Live-Marktdaten, Orders gesperrt</translation>
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
    <message>
        <source>At a start, positions and orders that are found:</source>
        <translation>Positionen und Aufträge, die ein Start vorfindet:</translation>
    </message>
    <message>
        <source>Positions found at a start</source>
        <translation>Positionen, die ein Start vorfindet</translation>
    </message>
</context>
<context>
    <name>NearMissDialog</name>
    <message>
        <source>Near misses</source>
        <translation>Beinahe-Treffer</translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation>Wird gezählt …</translation>
    </message>
    <message>
        <source>working out how they had ended…</source>
        <translation>wie sie geendet hätten, wird ermittelt …</translation>
    </message>
    <message>
        <source>Count anew</source>
        <translation>Neu zählen</translation>
    </message>
    <message>
        <source>%1 ended here</source>
        <translation>%1 endeten hier</translation>
    </message>
    <message>
        <source>Nothing was refused yet.</source>
        <translation>Noch nichts wurde abgelehnt.</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>Stufe</translation>
    </message>
    <message>
        <source>Gate</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Has to be</source>
        <translation>Muss sein</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Alone</source>
        <translation>Allein</translation>
    </message>
    <message>
        <source>Values: 10 · 50 · 90 %</source>
        <translation>Werte: 10 · 50 · 90 %</translation>
    </message>
    <message>
        <source>Off by, %</source>
        <translation>Daneben um, %</translation>
    </message>
    <message>
        <source>More at 5 · 10 · 20 %</source>
        <translation>Mehr bei 5 · 10 · 20 %</translation>
    </message>
    <message>
        <source>More: evaluations that this gate alone refused. How they had ended rests on the recorded candles alone, each for itself: free slots, limits and what a taken trade changes afterwards are not in it. Nothing here is applied.</source>
        <translation>Mehr: Bewertungen, die allein diese Prüfung abgelehnt hat. Wie sie geendet hätten, beruht nur auf den aufgezeichneten Kerzen, jede für sich: freie Plätze, Grenzen und was ein Trade danach ändert, sind nicht darin. Nichts hiervon wird übernommen.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
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
    <message>
        <source>Why?</source>
        <translation>Warum?</translation>
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
    <message>
        <source>Why?</source>
        <translation>Warum?</translation>
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
    <message>
        <source>Closing the window ends the session. Nothing can be open in it.</source>
        <translation>Das Schließen des Fensters beendet die Sitzung. In ihr kann nichts offen sein.</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Stop and close</source>
        <translation>Anhalten und schließen</translation>
    </message>
    <message>
        <source>Close now, leave it unfinished</source>
        <translation>Jetzt schließen, unvollendet lassen</translation>
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
    <name>SelfTestStrip</name>
    <message>
        <source>Hide results</source>
        <translation>Ergebnisse verbergen</translation>
    </message>
    <message>
        <source>Show results</source>
        <translation>Ergebnisse zeigen</translation>
    </message>
    <message>
        <source>%1: %2, %3, wanted %4</source>
        <translation>%1: %2, %3, verlangt %4</translation>
    </message>
    <message>
        <source>%1, wanted %2</source>
        <translation>%1, verlangt %2</translation>
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
    <message>
        <source>No transition yet.</source>
        <translation>Noch kein Übergang.</translation>
    </message>
</context>
<context>
    <name>StoryDialog</name>
    <message>
        <source>Story of the session</source>
        <translation>Geschichte der Sitzung</translation>
    </message>
    <message>
        <source>Reading the session&apos;s records…</source>
        <translation>Die Aufzeichnungen der Sitzung werden gelesen…</translation>
    </message>
    <message>
        <source>There is nothing of it in this session.</source>
        <translation>In dieser Sitzung gibt es nichts davon.</translation>
    </message>
    <message>
        <source>in the chart</source>
        <translation>im Chart</translation>
    </message>
    <message>
        <source>The same as one page of HTML, in English, with a picture of each trade:</source>
        <translation>Dasselbe als eine HTML-Seite, auf Englisch, mit einem Bild jedes Trades:</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>File of the page</source>
        <translation>Datei der Seite</translation>
    </message>
    <message>
        <source>Write the page</source>
        <translation>Seite schreiben</translation>
    </message>
    <message>
        <source>Writing…</source>
        <translation>Wird geschrieben…</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Wird gelesen…</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>Neu lesen</translation>
    </message>
    <message>
        <source>The session has gone on since it was read</source>
        <translation>Die Sitzung ist seit dem Lesen weitergegangen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>Strategies</name>
    <message>
        <source>Momentum</source>
        <translation>Momentum</translation>
    </message>
    <message>
        <source>Enters where a bar closes beyond a level, on volume and with a body.</source>
        <translation>Steigt ein, wo eine Kerze jenseits eines Niveaus schließt, mit Volumen und mit einem Körper.</translation>
    </message>
    <message>
        <source>Length of a session</source>
        <translation>Länge einer Sitzung</translation>
    </message>
    <message>
        <source>Sessions begin at 00:00 UTC and after every so many hours of the day.</source>
        <translation>Sitzungen beginnen um 00:00 UTC und nach je so vielen Stunden des Tages.</translation>
    </message>
    <message>
        <source>Bars of the range</source>
        <translation>Kerzen der Spanne</translation>
    </message>
    <message>
        <source>bars</source>
        <translation>Kerzen</translation>
    </message>
    <message>
        <source>How many bars of five minutes at the start of a session make its range.</source>
        <translation>Wie viele Fünf-Minuten-Kerzen am Anfang einer Sitzung deren Spanne bilden.</translation>
    </message>
    <message>
        <source>Bars for a break</source>
        <translation>Kerzen für einen Ausbruch</translation>
    </message>
    <message>
        <source>How many bars after the range a break of it may come, at most.</source>
        <translation>Höchstens so viele Kerzen nach der Spanne darf ein Ausbruch kommen.</translation>
    </message>
    <message>
        <source>Height of the range</source>
        <translation>Höhe der Spanne</translation>
    </message>
    <message>
        <source>From the low to the high of the range, at most.</source>
        <translation>Vom Tief zum Hoch der Spanne, höchstens.</translation>
    </message>
    <message>
        <source>Distance of the break</source>
        <translation>Abstand des Ausbruchs</translation>
    </message>
    <message>
        <source>How far beyond the edge of the range a bar has to close.</source>
        <translation>Wie weit jenseits des Randes der Spanne eine Kerze schließen muss.</translation>
    </message>
    <message>
        <source>Volume multiplier</source>
        <translation>Volumenfaktor</translation>
    </message>
    <message>
        <source>ratio</source>
        <translation>Verhältnis</translation>
    </message>
    <message>
        <source>The volume of the bar that breaks, to the median of the 19 before it, at least.</source>
        <translation>Volumen der ausbrechenden Kerze zum Median der 19 davor, mindestens.</translation>
    </message>
    <message>
        <source>Opening range</source>
        <translation>Eröffnungsspanne</translation>
    </message>
    <message>
        <source>Enters where a bar is the first to close beyond the range of a session&apos;s first bars, on volume.</source>
        <translation>Steigt ein, wo eine Kerze als erste jenseits der Spanne der ersten Kerzen einer Sitzung schließt, mit Volumen.</translation>
    </message>
    <message>
        <source>Retest</source>
        <translation>Retest</translation>
    </message>
    <message>
        <source>Enters where price comes back to a level that it broke before, and holds.</source>
        <translation>Steigt ein, wo der Kurs zu einem Niveau zurückkommt, das er zuvor durchbrach, und dort hält.</translation>
    </message>
    <message>
        <source>Body of the bar</source>
        <translation>Körper der Kerze</translation>
    </message>
    <message>
        <source>The body of the bar that breaks, to its whole range, at least.</source>
        <translation>Körper der ausbrechenden Kerze zu ihrer ganzen Spanne, mindestens.</translation>
    </message>
    <message>
        <source>fraction</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>How far beyond the level, as a fraction of its price, a bar has to close.</source>
        <translation>Wie weit jenseits des Niveaus eine Kerze schließen muss, als Anteil von dessen Preis.</translation>
    </message>
    <message>
        <source>Distance of the entry</source>
        <translation>Abstand des Einstiegs</translation>
    </message>
    <message>
        <source>How far from the level, as a fraction of its price, the entry may be.</source>
        <translation>Wie weit der Einstieg vom Niveau entfernt sein darf, als Anteil von dessen Preis.</translation>
    </message>
    <message>
        <source>Depth of the return</source>
        <translation>Tiefe der Rückkehr</translation>
    </message>
    <message>
        <source>How near the wick has to come to the level, and how far it may go through.</source>
        <translation>Wie nahe der Docht dem Niveau kommen muss und wie weit er hindurch darf.</translation>
    </message>
    <message>
        <source>Imbalance of the book</source>
        <translation>Ungleichgewicht im Orderbuch</translation>
    </message>
    <message>
        <source>The imbalance of the order book in favour of the trade, at least. Every strategy asks it.</source>
        <translation>Ungleichgewicht des Orderbuchs zugunsten des Handels, mindestens. Jede Strategie fragt danach.</translation>
    </message>
    <message>
        <source>Distance from the VWAP</source>
        <translation>Abstand vom VWAP</translation>
    </message>
    <message>
        <source>How far beyond the day&apos;s VWAP the bar may close.</source>
        <translation>Wie weit jenseits des Tages-VWAP die Kerze schließen darf.</translation>
    </message>
    <message>
        <source>Wall eaten</source>
        <translation>Wand abgetragen</translation>
    </message>
    <message>
        <source>How much of an opposing wall trades have to have eaten, where the entry rules ask for it.</source>
        <translation>Wie viel einer entgegenstehenden Wand Trades abgetragen haben müssen, wo die Einstiegsregeln es verlangen.</translation>
    </message>
    <message>
        <source>Activity at the level</source>
        <translation>Aktivität am Niveau</translation>
    </message>
    <message>
        <source>Trades of the last minute to their mean of an hour, at least.</source>
        <translation>Trades der letzten Minute zu ihrem Mittel einer Stunde, mindestens.</translation>
    </message>
    <message>
        <source>Distance of the stop</source>
        <translation>Abstand des Stops</translation>
    </message>
    <message>
        <source>The farthest the stop of sl_mode fixed is planned from the entry.</source>
        <translation>So weit höchstens wird der Stop bei sl_mode fixed vom Einstieg geplant.</translation>
    </message>
</context>
<context>
    <name>StrategiesDialog</name>
    <message>
        <source>Strategies</source>
        <translation>Strategien</translation>
    </message>
    <message>
        <source>Values of the preset</source>
        <translation>Werte der Voreinstellung</translation>
    </message>
    <message>
        <source>Preset whose values are shown</source>
        <translation>Voreinstellung, deren Werte gezeigt werden</translation>
    </message>
    <message>
        <source>What is edited is a copy. The session that runs keeps the values it was started with; a copy counts from the start for which it is chosen.</source>
        <translation>Bearbeitet wird eine Kopie. Die laufende Sitzung behält die Werte, mit denen sie gestartet wurde; eine Kopie gilt ab dem Start, für den sie gewählt wird.</translation>
    </message>
    <message>
        <source>This strategy may signal</source>
        <translation>Diese Strategie darf Signale geben</translation>
    </message>
    <message>
        <source>usually %1</source>
        <translation>üblich %1</translation>
    </message>
    <message>
        <source>Save the copy as</source>
        <translation>Kopie speichern als</translation>
    </message>
    <message>
        <source>Name of the copy</source>
        <translation>Name der Kopie</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Revert</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Back to the values of the preset</source>
        <translation>Zurück zu den Werten der Voreinstellung</translation>
    </message>
    <message>
        <source>Save the copy</source>
        <translation>Kopie speichern</translation>
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
        <source>Display age</source>
        <translation>Alter der Anzeige</translation>
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
        <translation>NOCH EINMAL</translation>
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
        <translation>Notschalter, Zeitstopp, Wiederholen, Freigeben</translation>
    </message>
    <message>
        <source>LIVE MARKET DATA · ORDERS CLOSED</source>
        <translation>LIVE-MARKTDATEN · ORDERS GESPERRT</translation>
    </message>
    <message>
        <source>Orders are closed here:
nothing can be open</source>
        <translation>Orders gesperrt:
nichts kann offen sein</translation>
    </message>
    <message>
        <source>Strategies…</source>
        <translation>Strategien…</translation>
    </message>
    <message>
        <source>What each strategy asks for, and copies of presets with other values (F9)</source>
        <translation>Was jede Strategie verlangt, und Kopien von Voreinstellungen mit anderen Werten (F9)</translation>
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
    <name>VenueDialog</name>
    <message>
        <source>Venue: %1</source>
        <translation>Handelsplatz: %1</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>Real and simulated</source>
        <translation>Echt und simuliert</translation>
    </message>
    <message>
        <source>Market data</source>
        <translation>Marktdaten</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>Orders</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>Konto</translation>
    </message>
    <message>
        <source>Request budgets</source>
        <translation>Anfragekontingente</translation>
    </message>
    <message>
        <source>The venue has told of none.</source>
        <translation>Der Handelsplatz hat keine genannt.</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Übrig</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>Limit</translation>
    </message>
    <message>
        <source>Full again</source>
        <translation>Wieder voll</translation>
    </message>
    <message>
        <source>Change the venue</source>
        <translation>Handelsplatz wechseln</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>In Gebrauch</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>WhyPanel</name>
    <message>
        <source>%1 · this level was not tried: what came before had refused, or it was not among the nearest</source>
        <translation>%1 · dieses Level wurde nicht versucht: vorher wurde schon abgelehnt, oder es war nicht unter den nächsten</translation>
    </message>
    <message>
        <source>Near misses…</source>
        <translation>Beinahe-Treffer …</translation>
    </message>
    <message>
        <source>What refused over the whole session (F7)</source>
        <translation>Was in der ganzen Sitzung abgelehnt hat (F7)</translation>
    </message>
    <message>
        <source>Gate</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Has to be</source>
        <translation>Muss sein</translation>
    </message>
    <message>
        <source>Margin</source>
        <translation>Abstand</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>Bemerkung</translation>
    </message>
    <message>
        <source>decided</source>
        <translation>entschied</translation>
    </message>
    <message>
        <source>nothing else refused: %1 and it had passed</source>
        <translation>nichts anderes lehnte ab: %1, und es wäre durchgekommen</translation>
    </message>
    <message>
        <source>nothing else refused</source>
        <translation>nichts anderes lehnte ab</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Wird gelesen …</translation>
    </message>
    <message>
        <source>Click a candle, a level or a mark on the chart, or Why? beside a candidate, an order or a position.</source>
        <translation>Klicken Sie eine Kerze, ein Level oder eine Marke im Chart an, oder „Warum?“ neben einem Kandidaten, einer Order oder einer Position.</translation>
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
    <message>
        <source>Adopt: go on with them, protected</source>
        <translation>Übernehmen: geschützt weiterführen</translation>
    </message>
    <message>
        <source>Flatten: close everything, then go on</source>
        <translation>Glattstellen: alles schließen, dann weiter</translation>
    </message>
    <message>
        <source>Wait: protect them, no entry before Resume</source>
        <translation>Warten: schützen, kein Einstieg vor Fortsetzen</translation>
    </message>
</context>
<context>
    <name>breakline::ConnectionView</name>
    <message>
        <source>Simulated: from recorded candles or generated</source>
        <translation>Simuliert: aus aufgezeichneten Kerzen oder erzeugt</translation>
    </message>
    <message>
        <source>Real: live from the venue</source>
        <translation>Echt: live vom Handelsplatz</translation>
    </message>
    <message>
        <source>Closed: every order is refused before it leaves, and no setting opens them</source>
        <translation>Gesperrt: Jede Order wird abgewiesen, bevor sie hinausgeht; keine Einstellung öffnet sie</translation>
    </message>
    <message>
        <source>Simulated: matched by the demo exchange</source>
        <translation>Simuliert: ausgeführt von der Demobörse</translation>
    </message>
    <message>
        <source>Real: sent to the venue</source>
        <translation>Echt: an den Handelsplatz gesendet</translation>
    </message>
    <message>
        <source>None: equity and positions are unknown here</source>
        <translation>Keines: Kapital und Positionen sind hier unbekannt</translation>
    </message>
    <message>
        <source>Simulated: no real money</source>
        <translation>Simuliert: kein echtes Geld</translation>
    </message>
    <message>
        <source>Real</source>
        <translation>Echt</translation>
    </message>
    <message>
        <source>none, inside this program</source>
        <translation>keine, in diesem Programm</translation>
    </message>
    <message>
        <source>none, there is no account</source>
        <translation>keiner, es gibt kein Konto</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1, last at %2</source>
        <translation>%1, zuletzt um %2</translation>
    </message>
    <message>
        <source>%1, repaired %2</source>
        <translation>%1, behoben %2</translation>
    </message>
</context>
<context>
    <name>breakline::ContestModel</name>
    <message>
        <source>%1 is contested: %2 by our fills, %3 at the venue</source>
        <translation>%1 ist strittig: %2 nach unseren Ausführungen, %3 an der Börse</translation>
    </message>
    <message>
        <source>%1 is contested: its stop is changed by another hand, ours is at %2, the venue&apos;s at %3</source>
        <translation>%1 ist strittig: jemand anders ändert den Stop, unserer steht bei %2, der der Börse bei %3</translation>
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
        <source>Bollinger percentile</source>
        <translation>Bollinger-Perzentil</translation>
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
    <message>
        <source>%1–%2 %</source>
        <translation>%1–%2 %</translation>
    </message>
    <message>
        <source>%1–%2</source>
        <translation>%1–%2</translation>
    </message>
    <message>
        <source>Demo exchange</source>
        <translation>Demobörse</translation>
    </message>
    <message>
        <source>Bybit</source>
        <translation>Bybit</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>Verbunden</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>Getrennt</translation>
    </message>
    <message>
        <source>Market data only</source>
        <translation>Nur Marktdaten</translation>
    </message>
    <message>
        <source>No data, allowed</source>
        <translation>Keine Daten, erlaubt</translation>
    </message>
    <message>
        <source>Market data frozen</source>
        <translation>Marktdaten eingefroren</translation>
    </message>
    <message>
        <source>Gap in a book</source>
        <translation>Lücke im Orderbuch</translation>
    </message>
    <message>
        <source>Stream against REST</source>
        <translation>Datenstrom gegen REST</translation>
    </message>
    <message>
        <source>Request budget</source>
        <translation>Anfragekontingent</translation>
    </message>
    <message>
        <source>On start</source>
        <translation>Beim Start</translation>
    </message>
    <message>
        <source>Contested position</source>
        <translation>Strittige Position</translation>
    </message>
    <message>
        <source>Self-test</source>
        <translation>Selbsttest</translation>
    </message>
</context>
<context>
    <name>breakline::EngineText</name>
    <message>
        <source>Refused: %1</source>
        <translation>Abgelehnt: %1</translation>
    </message>
</context>
<context>
    <name>breakline::ExplainView</name>
    <message>
        <source>%1 at the close of %2</source>
        <translation>%1 zum Schluss %2</translation>
    </message>
    <message>
        <source>The records cannot be read: %1</source>
        <translation>Die Aufzeichnungen sind nicht lesbar: %1</translation>
    </message>
    <message>
        <source>The session has written down no evaluation of this symbol up to then.</source>
        <translation>Die Sitzung hat bis dahin keine Bewertung dieses Symbols aufgeschrieben.</translation>
    </message>
    <message>
        <source>This trade was not begun by this session: what led to it is not written down here.</source>
        <translation>Dieser Trade wurde nicht von dieser Sitzung begonnen: was dazu führte, steht hier nicht.</translation>
    </message>
    <message>
        <source>The exchange made this by itself: no evaluation of the session led to it.</source>
        <translation>Das hat die Börse von sich aus getan: keine Bewertung der Sitzung führte dazu.</translation>
    </message>
</context>
<context>
    <name>breakline::GateModel</name>
    <message>
        <source>Level %1 · %2</source>
        <translation>Level %1 · %2</translation>
    </message>
    <message>
        <source>Fails, but does not refuse</source>
        <translation>Nicht erfüllt, lehnt aber nicht ab</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>anything less</source>
        <translation>jedes Weniger</translation>
    </message>
    <message>
        <source>anything more</source>
        <translation>jedes Mehr</translation>
    </message>
</context>
<context>
    <name>breakline::HealthModel</name>
    <message>
        <source>Market data</source>
        <translation>Marktdaten</translation>
    </message>
    <message>
        <source>Gaps in books</source>
        <translation>Lücken in Orderbüchern</translation>
    </message>
    <message>
        <source>Stream against REST</source>
        <translation>Datenstrom gegen REST</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>Uhr</translation>
    </message>
    <message>
        <source>Refused for rate</source>
        <translation>Zu häufig, abgewiesen</translation>
    </message>
    <message>
        <source>Account stream</source>
        <translation>Kontostrom</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>Datenträger</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 bps</source>
        <translation>%1 bp</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1, limit %2, since %3</source>
        <translation>%1, Grenze %2, seit %3</translation>
    </message>
    <message>
        <source>%1, since %2</source>
        <translation>%1, seit %2</translation>
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
    <name>breakline::NearMissModel</name>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>%1 · %2 · %3</source>
        <translation>%1 · %2 · %3</translation>
    </message>
    <message>
        <source>none of them comes to a signal</source>
        <translation>keine davon wird ein Signal</translation>
    </message>
    <message numerus="yes">
        <source>%n signal(s)</source>
        <translation>
            <numerusform>%n Signal</numerusform>
            <numerusform>%n Signale</numerusform>
        </translation>
    </message>
    <message>
        <source>: %1 won, %2 lost, %3 R together, costs included</source>
        <translation>: %1 gewonnen, %2 verloren, zusammen %3 R nach Kosten</translation>
    </message>
    <message>
        <source>, %1 still open</source>
        <translation>, %1 noch offen</translation>
    </message>
    <message>
        <source>, %1 not entered: the next price was too far away</source>
        <translation>, %1 nicht eingestiegen: der nächste Preis lag zu weit weg</translation>
    </message>
    <message>
        <source>, %1 not known</source>
        <translation>, %1 unbekannt</translation>
    </message>
    <message>
        <source>No plan sets this threshold: it follows from the market.</source>
        <translation>Kein Plan setzt diese Schwelle: sie folgt aus dem Markt.</translation>
    </message>
    <message>
        <source>Moved by %1 %: %2 admits %3 more</source>
        <translation>Um %1 % verschoben: %2 lässt %3 mehr zu</translation>
    </message>
    <message>
        <source>each</source>
        <translation>jede</translation>
    </message>
    <message numerus="yes">
        <source>Half-way to the median of what it refused: %1 admits %2 more; stands on %n case(s)</source>
        <translation>
            <numerusform>Auf halbem Weg zum Median des Abgelehnten: %1 lässt %2 mehr zu; beruht auf %n Fall</numerusform>
            <numerusform>Auf halbem Weg zum Median des Abgelehnten: %1 lässt %2 mehr zu; beruht auf %n Fällen</numerusform>
        </translation>
    </message>
    <message>
        <source>How they had ended is not known: no key of a plan moves this threshold.</source>
        <translation>Wie sie geendet hätten, ist nicht bekannt: kein Schlüssel eines Plans verschiebt diese Schwelle.</translation>
    </message>
    <message>
        <source>Key of the plan: %1</source>
        <translation>Schlüssel des Plans: %1</translation>
    </message>
    <message>
        <source>%1 varying</source>
        <translation>%1 wechselnd</translation>
    </message>
    <message>
        <source>It refused for lack of data alone: another threshold would change nothing.</source>
        <translation>Es wurde allein mangels Daten abgelehnt: eine andere Schwelle änderte nichts.</translation>
    </message>
</context>
<context>
    <name>breakline::NearMissView</name>
    <message>
        <source>%1 evaluations · %2 past the signal · %3 traded</source>
        <translation>%1 Bewertungen · %2 über das Signal hinaus · %3 gehandelt</translation>
    </message>
    <message>
        <source>The records cannot be read: %1</source>
        <translation>Die Aufzeichnungen sind nicht lesbar: %1</translation>
    </message>
    <message>
        <source>How what was admitted had ended is not known: %1</source>
        <translation>Wie das Zugelassene geendet hätte, ist nicht bekannt: %1</translation>
    </message>
    <message>
        <source>Traded</source>
        <translation>Gehandelt</translation>
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
    <message>
        <source>%1 signal · %2</source>
        <translation>Signal %1 · %2</translation>
    </message>
    <message>
        <source>%1 · %2 at %3</source>
        <translation>%1 · %2 zu %3</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Resistance</source>
        <translation>Widerstand</translation>
    </message>
    <message>
        <source>Support</source>
        <translation>Unterstützung</translation>
    </message>
    <message>
        <source>strength %1</source>
        <translation>Stärke %1</translation>
    </message>
    <message>
        <source>touches %1</source>
        <translation>Berührungen %1</translation>
    </message>
    <message>
        <source>Donchian</source>
        <translation>Donchian</translation>
    </message>
    <message>
        <source>swing</source>
        <translation>Swing</translation>
    </message>
    <message>
        <source>volume</source>
        <translation>Volumen</translation>
    </message>
    <message>
        <source>born %1</source>
        <translation>entstanden %1</translation>
    </message>
    <message>
        <source>holds</source>
        <translation>hält</translation>
    </message>
    <message>
        <source>broken</source>
        <translation>gebrochen</translation>
    </message>
    <message>
        <source>broken and retested</source>
        <translation>gebrochen und bestätigt</translation>
    </message>
    <message>
        <source>was let go before</source>
        <translation>war zuvor aufgegeben</translation>
    </message>
</context>
<context>
    <name>breakline::SelfTestModel</name>
    <message>
        <source>Key may trade</source>
        <translation>Schlüssel darf handeln</translation>
    </message>
    <message>
        <source>Key may withdraw</source>
        <translation>Schlüssel darf auszahlen</translation>
    </message>
    <message>
        <source>Clock offset</source>
        <translation>Uhrabweichung</translation>
    </message>
    <message>
        <source>Position mode</source>
        <translation>Positionsmodus</translation>
    </message>
    <message>
        <source>Margin mode</source>
        <translation>Margin-Modus</translation>
    </message>
    <message>
        <source>Fee rates</source>
        <translation>Gebühren</translation>
    </message>
    <message>
        <source>Leverage read back</source>
        <translation>Hebel gelesen</translation>
    </message>
    <message>
        <source>Order with stop accepted</source>
        <translation>Auftrag mit Stop angenommen</translation>
    </message>
    <message>
        <source>Order echoed</source>
        <translation>Auftrag gemeldet</translation>
    </message>
    <message>
        <source>Order amended</source>
        <translation>Auftrag geändert</translation>
    </message>
    <message>
        <source>Order cancelled</source>
        <translation>Auftrag storniert</translation>
    </message>
    <message>
        <source>Order gone</source>
        <translation>Auftrag weg</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>ok</source>
        <translation>ok</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>Self-test under way</source>
        <translation>Selbsttest läuft</translation>
    </message>
    <message>
        <source>Self-test passed</source>
        <translation>Selbsttest bestanden</translation>
    </message>
    <message>
        <source>Refused by self-test: the venue is not traded</source>
        <translation>Vom Selbsttest abgelehnt: diese Börse wird nicht gehandelt</translation>
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
        <source>Last cycle: %1</source>
        <translation>Letzter Zyklus: %1</translation>
    </message>
    <message>
        <source>Last cycle: %1 · symbols %2 · candidates %3 · signals %4 · positions opened %5 · orders filled %6</source>
        <translation>Letzter Zyklus: %1 · Symbole %2 · Kandidaten %3 · Signale %4 · Positionen eröffnet %5 · Orders ausgeführt %6</translation>
    </message>
    <message>
        <source>Flat in %1 ms on the exchange&apos;s clock (%2 ms real time) · positions closed: %3 · orders cancelled: %4</source>
        <translation>Glattgestellt in %1 ms Börsenzeit (%2 ms Echtzeit) · Positionen geschlossen: %3 · Orders storniert: %4</translation>
    </message>
    <message>
        <source>up to %1 ms: %2</source>
        <translation>bis %1 ms: %2</translation>
    </message>
    <message>
        <source>above %1 ms: %2</source>
        <translation>über %1 ms: %2</translation>
    </message>
    <message>
        <source>%1. Equity %2 USDT. High water %3 becomes %2. Losses in a row %4 become 0. The day&apos;s start %5 stays.</source>
        <translation>%1. Kapital %2 USDT. Höchststand %3 wird %2. Verluste in Folge %4 werden 0. Der Tagesanfang %5 bleibt.</translation>
    </message>
    <message>
        <source>Loss latch: %1 losses in a row, the most allowed. It is released; nothing else changes.</source>
        <translation>Verlustsperre: %1 Verluste in Folge, mehr sind nicht erlaubt. Sie wird gelöst; sonst ändert sich nichts.</translation>
    </message>
    <message>
        <source>%1 % · remaining %2</source>
        <translation>%1 % · noch %2</translation>
    </message>
</context>
<context>
    <name>breakline::SessionWorker</name>
    <message>
        <source>There is no session to export.</source>
        <translation>Es gibt keine Sitzung zum Exportieren.</translation>
    </message>
    <message>
        <source>Another venue is being opened already.</source>
        <translation>Es wird schon eine andere Börse geöffnet.</translation>
    </message>
</context>
<context>
    <name>breakline::StoryLines</name>
    <message>
        <source>From %1 to %2.</source>
        <translation>Von %1 bis %2.</translation>
    </message>
    <message>
        <source>Ended in state %1: %2.</source>
        <translation>Geendet im Zustand %1: %2.</translation>
    </message>
    <message>
        <source>It is not finished: told as far as it has come.</source>
        <translation>Sie ist nicht beendet: erzählt, so weit sie gekommen ist.</translation>
    </message>
    <message>
        <source>Scans: %1, evaluations: %2, signals: %3, positions: %4; signals refused: %5.</source>
        <translation>Scans: %1, Bewertungen: %2, Signale: %3, Positionen: %4; abgelehnte Signale: %5.</translation>
    </message>
    <message>
        <source>Won: %1, lost: %2; net %3 after fees and funding.</source>
        <translation>Gewonnen: %1, verloren: %2; netto %3 nach Gebühren und Funding.</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>Scans: %1, candidates: %2</source>
        <translation>Scans: %1, Kandidaten: %2</translation>
    </message>
    <message>
        <source>alarms: %1</source>
        <translation>Alarme: %1</translation>
    </message>
    <message>
        <source>%1 %2 opened</source>
        <translation>%1 %2 eröffnet</translation>
    </message>
    <message>
        <source>%1 %2 closed</source>
        <translation>%1 %2 geschlossen</translation>
    </message>
    <message>
        <source>%1 at %2, stop %3</source>
        <translation>%1 zu %2, Stop %3</translation>
    </message>
    <message>
        <source>still open</source>
        <translation>noch offen</translation>
    </message>
    <message>
        <source>net %1, %2 R, %3</source>
        <translation>netto %1, %2 R, %3</translation>
    </message>
    <message>
        <source>Level %1, entry %2, stop %3, exit %4</source>
        <translation>Niveau %1, Einstieg %2, Stop %3, Ausstieg %4</translation>
    </message>
    <message>
        <source>%1 times, last at %2</source>
        <translation>%1-mal, zuletzt %2</translation>
    </message>
    <message>
        <source>in wall time</source>
        <translation>in Wanduhrzeit</translation>
    </message>
    <message>
        <source>%1 %2: signal not executed</source>
        <translation>%1 %2: Signal nicht ausgeführt</translation>
    </message>
    <message>
        <source>%1: refused by %2 alone</source>
        <translation>%1: allein abgelehnt von: %2</translation>
    </message>
    <message>
        <source>%1, had to be %2: off by %3 %</source>
        <translation>%1, nötig %2: %3 % daneben</translation>
    </message>
    <message>
        <source>Equity at the start</source>
        <translation>Kapital am Anfang</translation>
    </message>
    <message>
        <source>+ realised</source>
        <translation>+ realisiert</translation>
    </message>
    <message>
        <source>+ unrealised</source>
        <translation>+ unrealisiert</translation>
    </message>
    <message>
        <source>− fees</source>
        <translation>− Gebühren</translation>
    </message>
    <message>
        <source>− funding paid</source>
        <translation>− gezahltes Funding</translation>
    </message>
    <message>
        <source>Equity at the end</source>
        <translation>Kapital am Ende</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Differenz</translation>
    </message>
    <message>
        <source>Refused most often by %1 (%2 %).</source>
        <translation>Am häufigsten abgelehnt durch %1 (%2 %).</translation>
    </message>
    <message>
        <source>Of %1 refusals the most by %2 (%3 %)</source>
        <translation>Von %1 Ablehnungen die meisten durch %2 (%3 %)</translation>
    </message>
</context>
<context>
    <name>breakline::StoryView</name>
    <message>
        <source>Chronicle</source>
        <translation>Chronik</translation>
    </message>
    <message>
        <source>Trades</source>
        <translation>Trades</translation>
    </message>
    <message>
        <source>Alarms</source>
        <translation>Alarme</translation>
    </message>
    <message>
        <source>Refusals</source>
        <translation>Ablehnungen</translation>
    </message>
    <message>
        <source>Ledger</source>
        <translation>Abrechnung</translation>
    </message>
    <message>
        <source>Written: %1</source>
        <translation>Geschrieben: %1</translation>
    </message>
    <message>
        <source>Not written: %1</source>
        <translation>Nicht geschrieben: %1</translation>
    </message>
</context>
<context>
    <name>breakline::StrategySettings</name>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>On, tried first</source>
        <translation>An, zuerst versucht</translation>
    </message>
    <message>
        <source>On</source>
        <translation>An</translation>
    </message>
    <message>
        <source>above %1</source>
        <translation>über %1</translation>
    </message>
    <message>
        <source>%1 or more</source>
        <translation>%1 oder mehr</translation>
    </message>
    <message>
        <source>above %1, at most %2</source>
        <translation>über %1, höchstens %2</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>whole number, %1</source>
        <translation>ganze Zahl, %1</translation>
    </message>
    <message>
        <source>This can be read in two ways. Decimals begin with &quot;%1&quot;, thousands have no mark. Allowed: %2</source>
        <translation>Das kann zweierlei heißen. Nachkommastellen beginnen mit &quot;%1&quot;, Tausender haben kein Zeichen. Erlaubt: %2</translation>
    </message>
    <message>
        <source>Changed copy of %1.</source>
        <translation>Geänderte Kopie von %1.</translation>
    </message>
    <message>
        <source>This is not a number. Allowed: %1</source>
        <translation>Das ist keine Zahl. Erlaubt: %1</translation>
    </message>
    <message>
        <source>This value is not allowed. Allowed: %1</source>
        <translation>Dieser Wert ist nicht erlaubt. Erlaubt: %1</translation>
    </message>
    <message>
        <source>A value is not allowed.</source>
        <translation>Ein Wert ist nicht erlaubt.</translation>
    </message>
    <message>
        <source>At least one strategy has to be on.</source>
        <translation>Mindestens eine Strategie muss an sein.</translation>
    </message>
    <message>
        <source>The name of the copy is letters, digits, _ and - only.</source>
        <translation>Der Name der Kopie besteht nur aus Buchstaben, Ziffern, _ und -.</translation>
    </message>
    <message>
        <source>There is a preset of this name. It is not changed: choose another name.</source>
        <translation>Eine Voreinstellung dieses Namens gibt es schon. Sie wird nicht geändert: bitte einen anderen Namen wählen.</translation>
    </message>
    <message>
        <source>Saved as %1. It can be chosen for the next start.</source>
        <translation>Gespeichert als %1. Sie kann für den nächsten Start gewählt werden.</translation>
    </message>
    <message>
        <source>Not saved: %1</source>
        <translation>Nicht gespeichert: %1</translation>
    </message>
</context>
<context>
    <name>breakline::VenueSwitch</name>
    <message>
        <source>Demo exchange (simulated)</source>
        <translation>Demobörse (simuliert)</translation>
    </message>
    <message>
        <source>Bybit (live market data, orders closed)</source>
        <translation>Bybit (Live-Marktdaten, Orders gesperrt)</translation>
    </message>
    <message>
        <source>An exchange inside this program: orders are matched, no real money moves.</source>
        <translation>Eine Börse in diesem Programm: Orders werden ausgeführt, kein echtes Geld bewegt sich.</translation>
    </message>
    <message>
        <source>The market as it is now. No key is asked for, and no order leaves this program.</source>
        <translation>Der Markt, wie er jetzt ist. Kein Schlüssel wird verlangt, keine Order verlässt dieses Programm.</translation>
    </message>
    <message>
        <source>Stop and open %1</source>
        <translation>Anhalten und %1 öffnen</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>%1 öffnen</translation>
    </message>
    <message>
        <source>No session is running: the venue is opened at once.</source>
        <translation>Keine Sitzung läuft: Der Handelsplatz wird sofort geöffnet.</translation>
    </message>
    <message>
        <source>The running session is stopped first. Nothing can be open in it.</source>
        <translation>Die laufende Sitzung wird zuerst angehalten. In ihr kann nichts offen sein.</translation>
    </message>
    <message>
        <source>The running session is stopped and made flat first: entries end, every position is closed at market.</source>
        <translation>Die laufende Sitzung wird zuerst angehalten und glattgestellt: Einstiege enden, jede Position wird zum Marktpreis geschlossen.</translation>
    </message>
    <message>
        <source>Opening %1…</source>
        <translation>%1 wird geöffnet…</translation>
    </message>
    <message>
        <source>Stopping the session…</source>
        <translation>Die Sitzung wird angehalten…</translation>
    </message>
    <message>
        <source>Stopping the session; positions still open: %1</source>
        <translation>Die Sitzung wird angehalten; noch offene Positionen: %1</translation>
    </message>
    <message>
        <source>Not opened.</source>
        <translation>Nicht geöffnet.</translation>
    </message>
    <message>
        <source>Not opened: %1</source>
        <translation>Nicht geöffnet: %1</translation>
    </message>
</context>
</TS>
