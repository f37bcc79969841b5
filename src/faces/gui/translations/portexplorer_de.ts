<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
    <context>
        <name>AddressWindow</name>
        <message>
            <source>What is %1?</source>
            <translation>Was ist %1?</translation>
        </message>
        <message>
            <source>Ask &amp;name servers</source>
            <translation>&amp;Nameserver fragen</translation>
        </message>
        <message>
            <source>Ask the &amp;registries</source>
            <translation>&amp;Register fragen</translation>
        </message>
        <message>
            <source>Sends a question about this address to your name servers</source>
            <translation>Sendet eine Frage nach dieser Adresse an Ihre Nameserver</translation>
        </message>
        <message>
            <source>Sends a question about this address to the registries (whois)</source>
            <translation>Sendet eine Frage nach dieser Adresse an die Register (whois)</translation>
        </message>
        <message>
            <source>Looking it up …</source>
            <translation>Wird nachgeschlagen …</translation>
        </message>
        <message>
            <source>Ask your name servers for the name of this address? They, and whoever has the address, may see that you asked.</source>
            <translation>Ihre Nameserver nach dem Namen dieser Adresse fragen? Sie und der Inhaber der Adresse können sehen, dass Sie gefragt haben.</translation>
        </message>
        <message>
            <source>Ask the registries who has this address? They see that this machine asked. The question is not encrypted.</source>
            <translation>Die Register fragen, wem diese Adresse gehört? Sie sehen, dass dieser Rechner gefragt hat. Die Frage ist nicht verschlüsselt.</translation>
        </message>
        <message>
            <source>Asking …</source>
            <translation>Wird gefragt …</translation>
        </message>
        <message>
            <source>Asked</source>
            <translation>Gefragt</translation>
        </message>
    </context>
    <context>
        <name>HeaderState</name>
        <message>
            <source>Sign</source>
            <translation>Zeichen</translation>
        </message>
        <message>
            <source>The &amp;usual columns</source>
            <translation>Die ü&amp;blichen Spalten</translation>
        </message>
    </context>
    <context>
        <name>Columns</name>
        <message>
            <source>Proto</source>
            <translation>Proto</translation>
        </message>
        <message>
            <source>Family</source>
            <translation>Familie</translation>
        </message>
        <message>
            <source>IP protocol</source>
            <translation>IP-Protokoll</translation>
        </message>
        <message>
            <source>Ethernet type</source>
            <translation>Ethernet-Typ</translation>
        </message>
        <message>
            <source>IPv6 only</source>
            <translation>Nur IPv6</translation>
        </message>
        <message>
            <source>Status</source>
            <translation>Status</translation>
        </message>
        <message>
            <source>Local</source>
            <translation>Lokal</translation>
        </message>
        <message>
            <source>Remote</source>
            <translation>Gegenseite</translation>
        </message>
        <message>
            <source>Local address</source>
            <translation>Lokale Adresse</translation>
        </message>
        <message>
            <source>Local port</source>
            <translation>Lokaler Port</translation>
        </message>
        <message>
            <source>Local service</source>
            <translation>Lokaler Dienst</translation>
        </message>
        <message>
            <source>Remote address</source>
            <translation>Adresse der Gegenseite</translation>
        </message>
        <message>
            <source>Remote port</source>
            <translation>Port der Gegenseite</translation>
        </message>
        <message>
            <source>Peers</source>
            <translation>Partner</translation>
        </message>
        <message>
            <source>Remote service</source>
            <translation>Dienst der Gegenseite</translation>
        </message>
        <message>
            <source>Remote name</source>
            <translation>Name der Gegenseite</translation>
        </message>
        <message>
            <source>Name known by</source>
            <translation>Name bekannt durch</translation>
        </message>
        <message>
            <source>Country</source>
            <translation>Land</translation>
        </message>
        <message>
            <source>Network</source>
            <translation>Netz</translation>
        </message>
        <message>
            <source>Threats of the port</source>
            <translation>Schädlinge am Port</translation>
        </message>
        <message>
            <source>Process</source>
            <translation>Prozess</translation>
        </message>
        <message>
            <source>PID</source>
            <translation>PID</translation>
        </message>
        <message>
            <source>Path</source>
            <translation>Pfad</translation>
        </message>
        <message>
            <source>Command</source>
            <translation>Befehl</translation>
        </message>
        <message>
            <source>Program</source>
            <translation>Programm</translation>
        </message>
        <message>
            <source>Package</source>
            <translation>Paket</translation>
        </message>
        <message>
            <source>User</source>
            <translation>Benutzer</translation>
        </message>
        <message>
            <source>User number</source>
            <translation>Benutzernummer</translation>
        </message>
        <message>
            <source>Socket's user number</source>
            <translation>Benutzernummer des Sockets</translation>
        </message>
        <message>
            <source>Held by</source>
            <translation>Gehalten von</translation>
        </message>
        <message>
            <source>Process started</source>
            <translation>Prozess gestartet</translation>
        </message>
        <message>
            <source>Start ticks</source>
            <translation>Start-Ticks</translation>
        </message>
        <message>
            <source>Owner</source>
            <translation>Besitzer</translation>
        </message>
        <message>
            <source>Has an owner</source>
            <translation>Hat einen Besitzer</translation>
        </message>
        <message>
            <source>Last process</source>
            <translation>Letzter Prozess</translation>
        </message>
        <message>
            <source>Last PID</source>
            <translation>Letzte PID</translation>
        </message>
        <message>
            <source>Created</source>
            <translation>Entstanden</translation>
        </message>
        <message>
            <source>Created after</source>
            <translation>Entstanden nach</translation>
        </message>
        <message>
            <source>Created before</source>
            <translation>Entstanden vor</translation>
        </message>
        <message>
            <source>Sent</source>
            <translation>Gesendet</translation>
        </message>
        <message>
            <source>Sent pkts</source>
            <translation>Ges. Pkt.</translation>
        </message>
        <message>
            <source>Received</source>
            <translation>Empfangen</translation>
        </message>
        <message>
            <source>Recv pkts</source>
            <translation>Empf. Pkt.</translation>
        </message>
        <message>
            <source>Counters cover</source>
            <translation>Zähler umfassen</translation>
        </message>
        <message>
            <source>Sent/s</source>
            <translation>Gesendet/s</translation>
        </message>
        <message>
            <source>Received/s</source>
            <translation>Empfangen/s</translation>
        </message>
        <message>
            <source>Receive queue</source>
            <translation>Empfangspuffer</translation>
        </message>
        <message>
            <source>Send queue</source>
            <translation>Sendepuffer</translation>
        </message>
        <message>
            <source>Receive memory</source>
            <translation>Empfangsspeicher</translation>
        </message>
        <message>
            <source>Send memory</source>
            <translation>Sendespeicher</translation>
        </message>
        <message>
            <source>Drops</source>
            <translation>Verworfen</translation>
        </message>
        <message>
            <source>Round trip</source>
            <translation>Laufzeit</translation>
        </message>
        <message>
            <source>Sent again</source>
            <translation>Erneut gesendet</translation>
        </message>
        <message>
            <source>Class</source>
            <translation>Klasse</translation>
        </message>
        <message>
            <source>Why this class</source>
            <translation>Warum diese Klasse</translation>
        </message>
        <message>
            <source>Worth a look</source>
            <translation>Einen Blick wert</translation>
        </message>
        <message>
            <source>Change</source>
            <translation>Änderung</translation>
        </message>
        <message>
            <source>Mark</source>
            <translation>Markierung</translation>
        </message>
        <message>
            <source>Interface</source>
            <translation>Schnittstelle</translation>
        </message>
        <message>
            <source>Network namespace</source>
            <translation>Netz-Namensraum</translation>
        </message>
        <message>
            <source>Container</source>
            <translation>Container</translation>
        </message>
        <message>
            <source>Unit</source>
            <translation>Unit</translation>
        </message>
        <message>
            <source>Control group</source>
            <translation>Kontrollgruppe</translation>
        </message>
        <message>
            <source>Terminal</source>
            <translation>Terminal</translation>
        </message>
        <message>
            <source>Inode</source>
            <translation>Inode</translation>
        </message>
        <message>
            <source>Peer inode</source>
            <translation>Inode der Gegenseite</translation>
        </message>
        <message>
            <source>Cookie</source>
            <translation>Cookie</translation>
        </message>
        <message>
            <source>Direction</source>
            <translation>Richtung</translation>
        </message>
        <message>
            <source>+ new, - closing, ± came and went between two looks, ! hidden: worth a look, ? of unknown class.</source>
            <translation>+ neu, - endet, ± kam und ging zwischen zwei Blicken, ! verborgen: einen Blick wert, ? unbekannter Klasse.</translation>
        </message>
        <message>
            <source>The address and port on this machine, and the service that the port is registered for.</source>
            <translation>Adresse und Port auf diesem Rechner und der Dienst, für den der Port eingetragen ist.</translation>
        </message>
        <message>
            <source>The address and port of the other side, and the service that the port is registered for.</source>
            <translation>Adresse und Port der Gegenseite und der Dienst, für den der Port eingetragen ist.</translation>
        </message>
    </context>
    <context>
        <name>FilterBar</name>
        <message>
            <source>Filter: firefox, port:443, not state:LISTEN, sent_bytes:1M.. …</source>
            <translation>Filter: firefox, port:443, not state:LISTEN, sent_bytes:1M.. …</translation>
        </message>
        <message>
            <source>Filter</source>
            <translation>Filter</translation>
        </message>
        <message>
            <source>▾</source>
            <translation>▾</translation>
        </message>
        <message>
            <source>Saved and recent filters</source>
            <translation>Gespeicherte und letzte Filter</translation>
        </message>
        <message>
            <source>&amp;Save this filter…</source>
            <translation>Diesen Filter &amp;speichern…</translation>
        </message>
        <message>
            <source>Saved</source>
            <translation>Gespeichert</translation>
        </message>
        <message>
            <source>&amp;Forget</source>
            <translation>&amp;Vergessen</translation>
        </message>
        <message>
            <source>Recent</source>
            <translation>Zuletzt</translation>
        </message>
        <message>
            <source>None yet: Enter remembers a filter</source>
            <translation>Noch keiner: die Eingabetaste merkt sich einen Filter</translation>
        </message>
        <message>
            <source>Save this filter</source>
            <translation>Diesen Filter speichern</translation>
        </message>
        <message>
            <source>Name:</source>
            <translation>Name:</translation>
        </message>
    </context>
    <context>
        <name>GlossaryWindow</name>
        <message>
            <source>Explanation</source>
            <translation>Erklärung</translation>
        </message>
        <message>
            <source>Glossary</source>
            <translation>Glossar</translation>
        </message>
        <message>
            <source>Search for a word</source>
            <translation>Nach einem Wort suchen</translation>
        </message>
        <message>
            <source>Search the glossary</source>
            <translation>Das Glossar durchsuchen</translation>
        </message>
        <message>
            <source>Terms</source>
            <translation>Begriffe</translation>
        </message>
        <message>
            <source>The glossary has nothing about it.</source>
            <translation>Das Glossar hat nichts dazu.</translation>
        </message>
    </context>
    <context>
        <name>LinkTexts</name>
        <message>
            <source>What is process %1?</source>
            <translation>Was ist Prozess %1?</translation>
        </message>
        <message>
            <source>Show it</source>
            <translation>Zeigen</translation>
        </message>
        <message>
            <source>What is port %1?</source>
            <translation>Was ist Port %1?</translation>
        </message>
        <message>
            <source>What is that?</source>
            <translation>Was ist das?</translation>
        </message>
        <message>
            <source>Show in the list</source>
            <translation>In der Liste zeigen</translation>
        </message>
        <message>
            <source>What would help?</source>
            <translation>Was würde helfen?</translation>
        </message>
        <message>
            <source>Ask name servers</source>
            <translation>Nameserver fragen</translation>
        </message>
        <message>
            <source>Ask the registries</source>
            <translation>Register fragen</translation>
        </message>
    </context>
    <context>
        <name>LogDock</name>
        <message>
            <source>Traffic log</source>
            <translation>Protokoll</translation>
        </message>
        <message>
            <source>What the log cannot tell</source>
            <translation>Was das Protokoll nicht sagen kann</translation>
        </message>
        <message>
            <source>What happens between two looks cannot be told here: %1.</source>
            <translation>Was zwischen zwei Blicken geschieht, lässt sich hier nicht sagen: %1.</translation>
        </message>
        <message>
            <source>Filter of the log</source>
            <translation>Filter des Protokolls</translation>
        </message>
        <message>
            <source>Sends and receives</source>
            <translation>Senden und Empfangen</translation>
        </message>
        <message>
            <source>Also each send and receive of what is selected in the list; they cost, so they are not told otherwise</source>
            <translation>Auch jedes Senden und Empfangen dessen, was in der Liste ausgewählt ist; es kostet Zeit und wird deshalb sonst nicht gezeigt</translation>
        </message>
        <message>
            <source>Pause the log</source>
            <translation>Protokoll anhalten</translation>
        </message>
        <message>
            <source>Clear</source>
            <translation>Leeren</translation>
        </message>
        <message>
            <source>Clear the log</source>
            <translation>Protokoll leeren</translation>
        </message>
        <message>
            <source>Save…</source>
            <translation>Speichern…</translation>
        </message>
        <message>
            <source>Save the log</source>
            <translation>Protokoll speichern</translation>
        </message>
        <message>
            <source>Close the log</source>
            <translation>Protokoll schließen</translation>
        </message>
        <message>
            <source>%1 events</source>
            <translation>%1 Ereignisse</translation>
        </message>
        <message>
            <source>paused, %1 wait</source>
            <translation>angehalten, %1 warten</translation>
        </message>
        <message>
            <source>%1 of the oldest dropped</source>
            <translation>%1 der ältesten entfallen</translation>
        </message>
        <message>
            <source>%1 lost: more happened than could be read</source>
            <translation>%1 verloren: es geschah mehr, als gelesen werden konnte</translation>
        </message>
        <message>
            <source>with sends and receives of %1</source>
            <translation>mit Senden und Empfangen von %1</translation>
        </message>
        <message>
            <source>without sends and receives</source>
            <translation>ohne Senden und Empfangen</translation>
        </message>
        <message>
            <source>Saved to %1</source>
            <translation>Gespeichert in %1</translation>
        </message>
        <message>
            <source>%1 could not be written: %2</source>
            <translation>%1 konnte nicht geschrieben werden: %2</translation>
        </message>
        <message>
            <source>&amp;Copy</source>
            <translation>&amp;Kopieren</translation>
        </message>
        <message>
            <source>Show only this &amp;process in the list</source>
            <translation>Nur diesen &amp;Prozess in der Liste zeigen</translation>
        </message>
        <message>
            <source>Show only this process in the &amp;log</source>
            <translation>Nur diesen Prozess im P&amp;rotokoll zeigen</translation>
        </message>
        <message>
            <source>port %1</source>
            <translation>Port %1</translation>
        </message>
        <message numerus="yes">
            <source>%1 and %n more</source>
            <translation>
                <numerusform>%1 und %n weiteren</numerusform>
                <numerusform>%1 und %n weiteren</numerusform>
            </translation>
        </message>
        <message>
            <source>Select sockets of some process or port in the list first</source>
            <translation>Wählen Sie zuerst in der Liste Sockets aus, die einen Prozess oder einen Port haben</translation>
        </message>
    </context>
    <context>
        <name>LogModel</name>
        <message>
            <source>No.</source>
            <translation>Nr.</translation>
        </message>
        <message>
            <source>Time</source>
            <translation>Zeit</translation>
        </message>
        <message>
            <source>Process</source>
            <translation>Prozess</translation>
        </message>
        <message>
            <source>Action</source>
            <translation>Vorgang</translation>
        </message>
        <message>
            <source>Proto</source>
            <translation>Proto</translation>
        </message>
        <message>
            <source>Local</source>
            <translation>Lokal</translation>
        </message>
        <message>
            <source>Remote</source>
            <translation>Gegenseite</translation>
        </message>
        <message>
            <source>Result</source>
            <translation>Ergebnis</translation>
        </message>
        <message>
            <source>Bytes</source>
            <translation>Bytes</translation>
        </message>
    </context>
    <context>
        <name>MainWindow</name>
        <message>
            <source>Port Explorer</source>
            <translation>Port Explorer</translation>
        </message>
        <message>
            <source>Kinds of sockets</source>
            <translation>Arten von Sockets</translation>
        </message>
        <message>
            <source>Reading the sockets of this machine …</source>
            <translation>Die Sockets dieses Rechners werden gelesen …</translation>
        </message>
        <message>
            <source>Toolbar</source>
            <translation>Werkzeugleiste</translation>
        </message>
        <message>
            <source>&amp;Pause</source>
            <translation>An&amp;halten</translation>
        </message>
        <message>
            <source>Pause (Space)</source>
            <translation>Anhalten (Leertaste)</translation>
        </message>
        <message>
            <source>every %1 s</source>
            <translation>alle %1 s</translation>
        </message>
        <message>
            <source>How often the list is refreshed</source>
            <translation>Wie oft die Liste aufgefrischt wird</translation>
        </message>
        <message>
            <source>How often the list is refreshed; F5 does it at once</source>
            <translation>Wie oft die Liste aufgefrischt wird; F5 tut es sofort</translation>
        </message>
        <message>
            <source>No socket is of this kind here.</source>
            <translation>Von dieser Art ist hier kein Socket.</translation>
        </message>
        <message>
            <source>No socket matches %1
Esc in the filter clears it.</source>
            <translation>Kein Socket passt zu %1
Esc im Filter leert ihn.</translation>
        </message>
        <message>
            <source>What is missing?</source>
            <translation>Was fehlt?</translation>
        </message>
        <message>
            <source>The sockets cannot be read now: %1. What you see is what was read last.</source>
            <translation>Die Sockets können gerade nicht gelesen werden: %1. Sie sehen, was zuletzt gelesen wurde.</translation>
        </message>
        <message>
            <source>&amp;Retry</source>
            <translation>&amp;Erneut versuchen</translation>
        </message>
        <message>
            <source>Nothing could be read yet.</source>
            <translation>Es konnte noch nichts gelesen werden.</translation>
        </message>
        <message>
            <source>Every line is a socket: an end of a connection, or a door at which a program waits for one.
Blue belongs to the system, black to somebody's session, red to neither: worth a look, not a verdict. Violet: not known.
A right click on a line or a heading explains it.</source>
            <translation>Jede Zeile ist ein Socket: das Ende einer Verbindung oder eine Tür, an der ein Programm auf eine wartet.
Blau gehört dem System, Schwarz einer Sitzung, Rot keinem von beiden: einen Blick wert, kein Urteil. Violett: nicht bekannt.
Ein Rechtsklick auf eine Zeile oder Überschrift erklärt sie.</translation>
        </message>
        <message>
            <source>Show me &amp;more</source>
            <translation>&amp;Mehr dazu</translation>
        </message>
        <message>
            <source>This runs as root: everything can be seen, and a mistake in this program could do more harm than as an ordinary user.</source>
            <translation>Das Programm läuft als root: alles ist zu sehen, und ein Fehler darin könnte mehr Schaden anrichten als bei gewöhnlichen Benutzern.</translation>
        </message>
        <message>
            <source>What you can see</source>
            <translation>Was Sie sehen können</translation>
        </message>
        <message>
            <source>Nothing of note is missing.</source>
            <translation>Es fehlt nichts Nennenswertes.</translation>
        </message>
        <message>
            <source>Every table could be read, with the owners of all sockets.</source>
            <translation>Alle Tabellen konnten gelesen werden, mit den Besitzern aller Sockets.</translation>
        </message>
        <message>
            <source>Sign</source>
            <translation>Zeichen</translation>
        </message>
        <message>
            <source>What is “%1”?</source>
            <translation>Was ist „%1“?</translation>
        </message>
        <message>
            <source>Fit the &amp;width</source>
            <translation>&amp;Breite anpassen</translation>
        </message>
        <message>
            <source>&amp;Hide this column</source>
            <translation>Diese Spalte &amp;ausblenden</translation>
        </message>
        <message>
            <source>&amp;Columns</source>
            <translation>&amp;Spalten</translation>
        </message>
        <message>
            <source>&amp;Socket</source>
            <translation>So&amp;cket</translation>
        </message>
        <message>
            <source>Copy the selected rows</source>
            <translation>Ausgewählte Zeilen kopieren</translation>
        </message>
        <message>
            <source>Properties of the process</source>
            <translation>Eigenschaften des Prozesses</translation>
        </message>
        <message>
            <source>What can be done with the selected rows</source>
            <translation>Was mit den ausgewählten Zeilen möglich ist</translation>
        </message>
        <message>
            <source>&amp;File</source>
            <translation>&amp;Datei</translation>
        </message>
        <message>
            <source>&amp;Save the list …</source>
            <translation>Liste &amp;speichern …</translation>
        </message>
        <message>
            <source>&amp;Quit</source>
            <translation>&amp;Beenden</translation>
        </message>
        <message>
            <source>&amp;View</source>
            <translation>&amp;Ansicht</translation>
        </message>
        <message>
            <source>&amp;Refresh now</source>
            <translation>Jetzt &amp;auffrischen</translation>
        </message>
        <message>
            <source>&amp;Kinds of sockets</source>
            <translation>Arten von &amp;Sockets</translation>
        </message>
        <message>
            <source>&amp;Group by process</source>
            <translation>Nach Prozessen &amp;gruppieren</translation>
        </message>
        <message>
            <source>Hide &amp;netstat sockets</source>
            <translation>&amp;Netstat-Sockets ausblenden</translation>
        </message>
        <message>
            <source>Those that have no owner</source>
            <translation>Die keinen Besitzer haben</translation>
        </message>
        <message>
            <source>Show own &amp;questions to name servers</source>
            <translation>Eigene &amp;Fragen an Nameserver zeigen</translation>
        </message>
        <message>
            <source>Hide &amp;loopback</source>
            <translation>&amp;Loopback ausblenden</translation>
        </message>
        <message>
            <source>Show resolved &amp;addresses</source>
            <translation>&amp;Namen statt Adressen zeigen</translation>
        </message>
        <message>
            <source>&amp;Traffic log</source>
            <translation>P&amp;rotokoll</translation>
        </message>
        <message>
            <source>&amp;Find …</source>
            <translation>&amp;Finden …</translation>
        </message>
        <message>
            <source>S&amp;ettings</source>
            <translation>&amp;Einstellungen</translation>
        </message>
        <message>
            <source>&amp;Settings …</source>
            <translation>&amp;Einstellungen …</translation>
        </message>
        <message>
            <source>&amp;Help</source>
            <translation>&amp;Hilfe</translation>
        </message>
        <message>
            <source>For &amp;beginners</source>
            <translation>Für &amp;Einsteiger</translation>
        </message>
        <message>
            <source>&amp;Glossary</source>
            <translation>&amp;Glossar</translation>
        </message>
        <message>
            <source>&amp;Shortcuts</source>
            <translation>&amp;Tastenkürzel</translation>
        </message>
        <message>
            <source>What you can s&amp;ee</source>
            <translation>Was Sie &amp;sehen können</translation>
        </message>
        <message>
            <source>&amp;About Port Explorer</source>
            <translation>&amp;Über Port Explorer</translation>
        </message>
    </context>
    <context>
        <name>PageWindow</name>
        <message>
            <source>What the keyboard does. Alt and an underlined letter open a menu.</source>
            <translation>Was die Tastatur tut. Alt und ein unterstrichener Buchstabe öffnen ein Menü.</translation>
        </message>
        <message>
            <source>Reading the socket list</source>
            <translation>Die Liste der Sockets lesen</translation>
        </message>
        <message>
            <source>Keyboard shortcuts</source>
            <translation>Tastenkürzel</translation>
        </message>
        <message>
            <source>About Port Explorer</source>
            <translation>Über Port Explorer</translation>
        </message>
        <message>
            <source>Every socket of this machine, the program that holds it, and what it moves.</source>
            <translation>Alle Sockets dieses Rechners, die Programme, die sie halten, und was sie übertragen.</translation>
        </message>
        <message>
            <source>Version</source>
            <translation>Version</translation>
        </message>
        <message>
            <source>Licence</source>
            <translation>Lizenz</translation>
        </message>
        <message>
            <source>MIT; the programs in the kernel: MIT or GPL 2</source>
            <translation>MIT; die Programme im Kernel: MIT oder GPL 2</translation>
        </message>
        <message>
            <source>Made with</source>
            <translation>Gemacht mit</translation>
        </message>
        <message>
            <source>&amp;Copy</source>
            <translation>&amp;Kopieren</translation>
        </message>
        <message>
            <source>Copy the whole page as text</source>
            <translation>Die ganze Seite als Text kopieren</translation>
        </message>
        <message>
            <source>What is local port %1?</source>
            <translation>Was ist der lokale Port %1?</translation>
        </message>
        <message>
            <source>What is remote port %1?</source>
            <translation>Was ist Port %1 der Gegenseite?</translation>
        </message>
        <message>
            <source>Looking it up …</source>
            <translation>Wird nachgeschlagen …</translation>
        </message>
    </context>
    <context>
        <name>ProcessWindow</name>
        <message>
            <source>Process %1</source>
            <translation>Prozess %1</translation>
        </message>
        <message>
            <source>Properties</source>
            <translation>Eigenschaften</translation>
        </message>
        <message>
            <source>&amp;General</source>
            <translation>All&amp;gemein</translation>
        </message>
        <message>
            <source>&amp;Version</source>
            <translation>&amp;Version</translation>
        </message>
        <message>
            <source>Se&amp;curity</source>
            <translation>Si&amp;cherheit</translation>
        </message>
        <message>
            <source>S&amp;ummary</source>
            <translation>&amp;Zusammenfassung</translation>
        </message>
        <message>
            <source>Soc&amp;kets</source>
            <translation>Soc&amp;kets</translation>
        </message>
        <message>
            <source>Sockets of this process</source>
            <translation>Sockets dieses Prozesses</translation>
        </message>
        <message>
            <source>Show in the &amp;list</source>
            <translation>In der &amp;Liste zeigen</translation>
        </message>
        <message>
            <source>Show what is &amp;missing</source>
            <translation>Auch &amp;Fehlendes zeigen</translation>
        </message>
        <message>
            <source>Also what does not apply, or could not be read</source>
            <translation>Auch, was nicht zutrifft oder nicht gelesen werden konnte</translation>
        </message>
        <message>
            <source>Say &amp;how each is known</source>
            <translation>Sagen, &amp;woher es bekannt ist</translation>
        </message>
        <message>
            <source>Co&amp;py</source>
            <translation>Ko&amp;pieren</translation>
        </message>
        <message>
            <source>This process has ended. What was read of it until then stays here.</source>
            <translation>Dieser Prozess ist beendet. Was bis dahin gelesen wurde, bleibt hier stehen.</translation>
        </message>
        <message>
            <source>Nothing could be read: %1.</source>
            <translation>Nichts konnte gelesen werden: %1.</translation>
        </message>
        <message>
            <source>%1 (%2)</source>
            <translation>%1 (%2)</translation>
        </message>
        <message>
            <source>%1 (%2) – Properties</source>
            <translation>%1 (%2) – Eigenschaften</translation>
        </message>
        <message>
            <source>Nothing is known.</source>
            <translation>Nichts ist bekannt.</translation>
        </message>
        <message>
            <source>Reading …</source>
            <translation>Wird gelesen …</translation>
        </message>
        <message>
            <source>The checksum is still being read …</source>
            <translation>Die Prüfsumme wird noch gelesen …</translation>
        </message>
        <message>
            <source>Looking …</source>
            <translation>Wird angesehen …</translation>
        </message>
        <message>
            <source>How do I know each of these?</source>
            <translation>Woher ist das alles bekannt?</translation>
        </message>
        <message>
            <source>It has no sockets now.</source>
            <translation>Er hat gerade keine Sockets.</translation>
        </message>
        <message numerus="yes">
            <source>%n socket(s)</source>
            <translation>
                <numerusform>%n Socket</numerusform>
                <numerusform>%n Sockets</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>QPlatformTheme</name>
        <message>
            <source>OK</source>
            <translation>OK</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>Speichern</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Schließen</translation>
        </message>
        <message>
            <source>Apply</source>
            <translation>Anwenden</translation>
        </message>
    </context>
    <context>
        <name>RowsView</name>
        <message>
            <source>Sockets</source>
            <translation>Sockets</translation>
        </message>
        <message>
            <source>Columns</source>
            <translation>Spalten</translation>
        </message>
    </context>
    <context>
        <name>SettingsFile</name>
        <message>
            <source>The settings were not kept: %1</source>
            <translation>Die Einstellungen wurden nicht behalten: %1</translation>
        </message>
        <message>
            <source>The file of settings %1 is broken (%2), and could not be set aside.</source>
            <translation>Die Datei der Einstellungen %1 ist beschädigt (%2) und konnte nicht beiseitegelegt werden.</translation>
        </message>
        <message>
            <source>The file of settings was broken (%1). It was set aside as %2; what could be read of it still counts.</source>
            <translation>Die Datei der Einstellungen war beschädigt (%1). Sie wurde als %2 beiseitegelegt; was lesbar war, gilt weiter.</translation>
        </message>
        <message>
            <source>line %1</source>
            <translation>Zeile %1</translation>
        </message>
        <message>
            <source>line %1 and %2 more</source>
            <translation>Zeile %1 und %2 weitere</translation>
        </message>
        <message>
            <source>%1 is not a file, so the settings are as usual.</source>
            <translation>%1 ist keine Datei, daher gelten die üblichen Einstellungen.</translation>
        </message>
        <message>
            <source>The settings could not be read: %1.</source>
            <translation>Die Einstellungen konnten nicht gelesen werden: %1.</translation>
        </message>
        <message>
            <source>much too large</source>
            <translation>viel zu groß</translation>
        </message>
        <message>
            <source>the folder %1 could not be made.</source>
            <translation>der Ordner %1 konnte nicht angelegt werden.</translation>
        </message>
        <message>
            <source>%1 cannot be written: %2.</source>
            <translation>%1 kann nicht geschrieben werden: %2.</translation>
        </message>
        <message>
            <source>there is no room left on the disk of %1.</source>
            <translation>auf dem Datenträger von %1 ist kein Platz mehr.</translation>
        </message>
    </context>
    <context>
        <name>SettingsWindow</name>
        <message>
            <source>Normal programs</source>
            <translation>Gewöhnliche Programme</translation>
        </message>
        <message>
            <source>System and services</source>
            <translation>System und Dienste</translation>
        </message>
        <message>
            <source>Hidden programs</source>
            <translation>Verborgene Programme</translation>
        </message>
        <message>
            <source>Without an owner</source>
            <translation>Ohne Besitzer</translation>
        </message>
        <message>
            <source>Of unknown class</source>
            <translation>Unbekannter Klasse</translation>
        </message>
        <message>
            <source>Background</source>
            <translation>Hintergrund</translation>
        </message>
        <message>
            <source>Background of new rows</source>
            <translation>Hintergrund neuer Zeilen</translation>
        </message>
        <message>
            <source>Background of closing rows</source>
            <translation>Hintergrund endender Zeilen</translation>
        </message>
        <message>
            <source>Background of selected rows</source>
            <translation>Hintergrund ausgewählter Zeilen</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>Einstellungen</translation>
        </message>
        <message>
            <source>&amp;List</source>
            <translation>&amp;Liste</translation>
        </message>
        <message>
            <source>&amp;Columns</source>
            <translation>&amp;Spalten</translation>
        </message>
        <message>
            <source>C&amp;olours</source>
            <translation>&amp;Farben</translation>
        </message>
        <message>
            <source>Log and &amp;questions</source>
            <translation>Protokoll und F&amp;ragen</translation>
        </message>
        <message>
            <source>&amp;Tray</source>
            <translation>&amp;Infobereich</translation>
        </message>
        <message>
            <source>L&amp;anguage</source>
            <translation>S&amp;prache</translation>
        </message>
        <message>
            <source>File name: firefox</source>
            <translation>Dateiname: firefox</translation>
        </message>
        <message>
            <source>Full path: /usr/bin/firefox</source>
            <translation>Voller Pfad: /usr/bin/firefox</translation>
        </message>
        <message>
            <source>Program: the script, not its interpreter</source>
            <translation>Programm: das Skript, nicht sein Interpreter</translation>
        </message>
        <message>
            <source>Show a &amp;process as</source>
            <translation>&amp;Prozesse zeigen als</translation>
        </message>
        <message>
            <source> s</source>
            <translation> s</translation>
        </message>
        <message>
            <source>&amp;Refresh every</source>
            <translation>Au&amp;ffrischen alle</translation>
        </message>
        <message>
            <source>Hide &amp;netstat sockets</source>
            <translation>&amp;Netstat-Sockets ausblenden</translation>
        </message>
        <message>
            <source>Those that no process holds any more. Sockets whose owner you may not see stay.</source>
            <translation>Die kein Prozess mehr hält. Sockets, deren Besitzer Sie nicht sehen dürfen, bleiben.</translation>
        </message>
        <message>
            <source>Hide loop&amp;back</source>
            <translation>Loop&amp;back ausblenden</translation>
        </message>
        <message>
            <source>Connections between programs of this machine.</source>
            <translation>Verbindungen zwischen Programmen dieses Rechners.</translation>
        </message>
        <message>
            <source>Show resolved &amp;addresses</source>
            <translation>&amp;Namen statt Adressen zeigen</translation>
        </message>
        <message>
            <source>Asks name servers for each remote address. Whoever has an address chose its name: it proves nothing.</source>
            <translation>Fragt Nameserver nach jeder Adresse der Gegenseite. Den Namen hat der Inhaber gewählt: er beweist nichts.</translation>
        </message>
        <message>
            <source>&amp;Group by process</source>
            <translation>Nach Prozessen &amp;gruppieren</translation>
        </message>
        <message>
            <source>Columns</source>
            <translation>Spalten</translation>
        </message>
        <message>
            <source>Move &amp;up</source>
            <translation>Nach &amp;oben</translation>
        </message>
        <message>
            <source>Move &amp;down</source>
            <translation>Nach &amp;unten</translation>
        </message>
        <message>
            <source>&amp;What is this?</source>
            <translation>&amp;Was ist das?</translation>
        </message>
        <message>
            <source>The u&amp;sual ones</source>
            <translation>&amp;Die üblichen</translation>
        </message>
        <message>
            <source>Sign</source>
            <translation>Zeichen</translation>
        </message>
        <message>
            <source>As the desktop</source>
            <translation>Wie die Arbeitsumgebung</translation>
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
            <source>&amp;Theme</source>
            <translation>&amp;Thema</translation>
        </message>
        <message>
            <source>of the light theme</source>
            <translation>des hellen Themas</translation>
        </message>
        <message>
            <source>of the dark theme</source>
            <translation>des dunklen Themas</translation>
        </message>
        <message>
            <source>Colours</source>
            <translation>Farben</translation>
        </message>
        <message>
            <source>&amp;Usual colours</source>
            <translation>Ü&amp;bliche Farben</translation>
        </message>
        <message>
            <source>Every text can be read on every background (a contrast of at least 4.5).</source>
            <translation>Jeder Text ist auf jedem Hintergrund lesbar (ein Kontrast von mindestens 4,5).</translation>
        </message>
        <message>
            <source>Hard to read: "%1" on "%2" has a contrast of %3. At least 4.5 is wanted.</source>
            <translation>Schwer zu lesen: „%1“ auf „%2“ hat einen Kontrast von %3. Mindestens 4,5 sollen es sein.</translation>
        </message>
        <message>
            <source>Show the traffic &amp;log</source>
            <translation>Das Pro&amp;tokoll zeigen</translation>
        </message>
        <message>
            <source>&amp;Keep at most</source>
            <translation>&amp;Höchstens behalten</translation>
        </message>
        <message>
            <source>Rows of the log. The oldest go first, and are counted.</source>
            <translation>Zeilen des Protokolls. Die ältesten entfallen zuerst und werden gezählt.</translation>
        </message>
        <message>
            <source>Ask &amp;name servers about one address without asking me</source>
            <translation>&amp;Nameserver nach einer Adresse fragen, ohne nachzufragen</translation>
        </message>
        <message>
            <source>Ask &amp;registries (whois) about one address without asking me</source>
            <translation>&amp;Register (whois) nach einer Adresse fragen, ohne nachzufragen</translation>
        </message>
        <message>
            <source>Nothing else that this program does sends anything over the network.</source>
            <translation>Sonst sendet dieses Programm nichts über das Netz.</translation>
        </message>
        <message>
            <source>Show an &amp;icon in the tray</source>
            <translation>Ein S&amp;ymbol im Infobereich zeigen</translation>
        </message>
        <message>
            <source>Start &amp;minimised to the tray</source>
            <translation>&amp;Minimiert im Infobereich starten</translation>
        </message>
        <message>
            <source>Tell me when</source>
            <translation>Mitteilen, wenn</translation>
        </message>
        <message>
            <source>a program begins to &amp;listen</source>
            <translation>ein Programm zu la&amp;uschen beginnt</translation>
        </message>
        <message>
            <source>a program makes its first &amp;connection</source>
            <translation>ein Programm seine erste &amp;Verbindung aufbaut</translation>
        </message>
        <message>
            <source>a &amp;hidden process opens a socket</source>
            <translation>ein verborgener Pro&amp;zess einen Socket öffnet</translation>
        </message>
        <message>
            <source>&amp;Language</source>
            <translation>Spr&amp;ache</translation>
        </message>
        <message>
            <source>Counts at once. What comes from registries and packages stays in their language.</source>
            <translation>Gilt sofort. Was von Registern und aus Paketen kommt, bleibt in deren Sprache.</translation>
        </message>
    </context>
    <context>
        <name>SocketMenu</name>
        <message>
            <source>&amp;Hide this socket</source>
            <translation>Diesen Socket &amp;ausblenden</translation>
        </message>
        <message>
            <source>&amp;Hide these sockets</source>
            <translation>Diese Sockets &amp;ausblenden</translation>
        </message>
        <message>
            <source>&amp;Bring hidden sockets back</source>
            <translation>Ausge&amp;blendete Sockets zurückholen</translation>
        </message>
        <message>
            <source>Save the &amp;selected …</source>
            <translation>&amp;Ausgewählte speichern …</translation>
        </message>
        <message>
            <source>Save the &amp;list …</source>
            <translation>&amp;Liste speichern …</translation>
        </message>
        <message>
            <source>What is %1?</source>
            <translation>Was ist %1?</translation>
        </message>
        <message>
            <source>What is &amp;local port %1?</source>
            <translation>Was ist der &amp;lokale Port %1?</translation>
        </message>
        <message>
            <source>What is &amp;remote port %1?</source>
            <translation>Was ist Port %1 der &amp;Gegenseite?</translation>
        </message>
        <message>
            <source>What does %1 mean?</source>
            <translation>Was bedeutet %1?</translation>
        </message>
        <message>
            <source>Show &amp;only</source>
            <translation>&amp;Nur zeigen</translation>
        </message>
        <message>
            <source>This &amp;process (pid %1)</source>
            <translation>Diesen &amp;Prozess (PID %1)</translation>
        </message>
        <message>
            <source>Local port %1</source>
            <translation>Lokalen Port %1</translation>
        </message>
        <message>
            <source>Remote port %1</source>
            <translation>Port %1 der Gegenseite</translation>
        </message>
        <message>
            <source>The &amp;address %1</source>
            <translation>Die &amp;Adresse %1</translation>
        </message>
        <message>
            <source>The &amp;status %1</source>
            <translation>Den &amp;Status %1</translation>
        </message>
        <message>
            <source>&amp;Copy</source>
            <translation>&amp;Kopieren</translation>
        </message>
        <message>
            <source>The c&amp;ell</source>
            <translation>Die &amp;Zelle</translation>
        </message>
        <message>
            <source>the cell</source>
            <translation>die Zelle</translation>
        </message>
        <message>
            <source>The &amp;row</source>
            <translation>Die Z&amp;eile</translation>
        </message>
        <message>
            <source>The &amp;rows</source>
            <translation>Die Z&amp;eilen</translation>
        </message>
        <message>
            <source>As &amp;JSON</source>
            <translation>Als &amp;JSON</translation>
        </message>
        <message>
            <source>JSON</source>
            <translation>JSON</translation>
        </message>
        <message>
            <source>As a &amp;filter</source>
            <translation>Als &amp;Filter</translation>
        </message>
        <message>
            <source>a filter</source>
            <translation>ein Filter</translation>
        </message>
        <message>
            <source>rows</source>
            <translation>Zeilen</translation>
        </message>
        <message>
            <source>Copied: %1</source>
            <translation>Kopiert: %1</translation>
        </message>
        <message>
            <source>No process is known to hold this socket: %1</source>
            <translation>Kein Prozess ist bekannt, der diesen Socket hält: %1</translation>
        </message>
        <message>
            <source>Save the list</source>
            <translation>Liste speichern</translation>
        </message>
        <message>
            <source>CSV, every field (*.csv)</source>
            <translation>CSV, alle Felder (*.csv)</translation>
        </message>
        <message>
            <source>JSON, every field (*.json)</source>
            <translation>JSON, alle Felder (*.json)</translation>
        </message>
        <message>
            <source>Text, as it is shown (*.txt)</source>
            <translation>Text, wie er zu sehen ist (*.txt)</translation>
        </message>
        <message>
            <source>Saved to %1</source>
            <translation>Gespeichert in %1</translation>
        </message>
        <message>
            <source>%1 could not be written: %2</source>
            <translation>%1 konnte nicht geschrieben werden: %2</translation>
        </message>
    </context>
    <context>
        <name>SocketModel</name>
        <message numerus="yes">
            <source>%n socket(s)</source>
            <translation>
                <numerusform>%n Socket</numerusform>
                <numerusform>%n Sockets</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>StatusLine</name>
        <message>
            <source>Numbers of sockets</source>
            <translation>Anzahl der Sockets</translation>
        </message>
        <message>
            <source>Throughput</source>
            <translation>Durchsatz</translation>
        </message>
        <message>
            <source>Of all Internet sockets together. What stays on this machine counts at both of its ends.</source>
            <translation>Von allen Internet-Sockets zusammen. Was auf diesem Rechner bleibt, zählt an beiden Enden.</translation>
        </message>
        <message>
            <source>Operating system</source>
            <translation>Betriebssystem</translation>
        </message>
        <message>
            <source>Time of the last refresh</source>
            <translation>Dauer des letzten Auffrischens</translation>
        </message>
        <message>
            <source>How long the last refresh took, beside this window's own work</source>
            <translation>Wie lange das letzte Auffrischen gedauert hat, ohne die Arbeit dieses Fensters</translation>
        </message>
        <message>
            <source>Rows that you have hidden; a click brings them back</source>
            <translation>Von Ihnen ausgeblendete Zeilen; ein Klick holt sie zurück</translation>
        </message>
        <message numerus="yes">
            <source>%n socket(s)</source>
            <translation>
                <numerusform>%n Socket</numerusform>
                <numerusform>%n Sockets</numerusform>
            </translation>
        </message>
        <message>
            <source>%1: %2</source>
            <comment>214 sockets: 120 normal, 80 system</comment>
            <translation>%1: %2</translation>
        </message>
        <message numerus="yes">
            <source>%n hidden by you</source>
            <translation>
                <numerusform>%n von Ihnen ausgeblendet</numerusform>
                <numerusform>%n von Ihnen ausgeblendet</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n owner(s) not visible</source>
            <translation>
                <numerusform>%n Besitzer nicht sichtbar</numerusform>
                <numerusform>%n Besitzer nicht sichtbar</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n owner(s) unknown</source>
            <translation>
                <numerusform>%n Besitzer unbekannt</numerusform>
                <numerusform>%n Besitzer unbekannt</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>The owner(s) of %n socket(s) are not visible here.</source>
            <translation>
                <numerusform>Der Besitzer von %n Socket ist hier nicht sichtbar.</numerusform>
                <numerusform>Die Besitzer von %n Sockets sind hier nicht sichtbar.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>The owner(s) of %n socket(s) could not be found.</source>
            <translation>
                <numerusform>Der Besitzer von %n Socket ließ sich nicht finden.</numerusform>
                <numerusform>Die Besitzer von %n Sockets ließen sich nicht finden.</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 ↓  %2 ↑</source>
            <translation>%1 ↓  %2 ↑</translation>
        </message>
        <message>
            <source>What you may see: %1</source>
            <translation>Was Sie sehen dürfen: %1</translation>
        </message>
        <message>
            <source>A click tells what is missing, why, and what would give it</source>
            <translation>Ein Klick sagt, was fehlt, warum, und was dagegen hilft</translation>
        </message>
        <message>
            <source>paused</source>
            <translation>angehalten</translation>
        </message>
        <message>
            <source>%1 normal</source>
            <translation>%1 gewöhnlich</translation>
        </message>
        <message>
            <source>%1 system</source>
            <translation>%1 System</translation>
        </message>
        <message>
            <source>%1 hidden</source>
            <translation>%1 verborgen</translation>
        </message>
        <message>
            <source>%1 of unknown class</source>
            <translation>%1 unbekannter Klasse</translation>
        </message>
        <message>
            <source>%1 netstat</source>
            <translation>%1 netstat</translation>
        </message>
        <message>
            <source>%1 s</source>
            <translation>%1 s</translation>
        </message>
        <message>
            <source>%1 ms</source>
            <translation>%1 ms</translation>
        </message>
        <message>
            <source>full sight</source>
            <translation>volle Sicht</translation>
        </message>
        <message>
            <source>partial sight</source>
            <translation>teilweise Sicht</translation>
        </message>
    </context>
    <context>
        <name>MessageBar</name>
        <message>
            <source>Do not show this again</source>
            <translation>Nicht mehr zeigen</translation>
        </message>
        <message>
            <source>Close this message</source>
            <translation>Diese Meldung schließen</translation>
        </message>
    </context>
    <context>
        <name>Tabs</name>
        <message>
            <source>All</source>
            <translation>Alle</translation>
        </message>
        <message>
            <source>TCP</source>
            <translation>TCP</translation>
        </message>
        <message>
            <source>UDP</source>
            <translation>UDP</translation>
        </message>
        <message>
            <source>Remote</source>
            <translation>Gegenseite</translation>
        </message>
        <message>
            <source>Listening</source>
            <translation>Lauschend</translation>
        </message>
        <message>
            <source>Established</source>
            <translation>Verbunden</translation>
        </message>
        <message>
            <source>Other</source>
            <translation>Andere</translation>
        </message>
    </context>
    <context>
        <name>TrafficGraph</name>
        <message>
            <source>Traffic</source>
            <translation>Datenverkehr</translation>
        </message>
        <message>
            <source>Received %1, sent %2</source>
            <translation>Empfangen %1, gesendet %2</translation>
        </message>
        <message>
            <source>sent %1</source>
            <translation>gesendet %1</translation>
        </message>
        <message>
            <source>received %1</source>
            <translation>empfangen %1</translation>
        </message>
    </context>
    <context>
        <name>Tray</name>
        <message>
            <source>&amp;Show or hide Port Explorer</source>
            <translation>Port Explorer &amp;zeigen oder verbergen</translation>
        </message>
        <message>
            <source>&amp;Quit</source>
            <translation>&amp;Beenden</translation>
        </message>
        <message>
            <source>Port Explorer: received %1, sent %2</source>
            <translation>Port Explorer: empfangen %1, gesendet %2</translation>
        </message>
        <message>
            <source>%1 listens at %2 now.</source>
            <translation>%1 lauscht jetzt an %2.</translation>
        </message>
        <message>
            <source>%1 has made its first connection, to %2.</source>
            <translation>%1 hat seine erste Verbindung aufgebaut, zu %2.</translation>
        </message>
        <message>
            <source>%1, a hidden process, has opened a socket at %2.</source>
            <translation>%1, ein verborgener Prozess, hat einen Socket an %2 geöffnet.</translation>
        </message>
        <message numerus="yes">
            <source>And %n more.</source>
            <translation>
                <numerusform>Und %n weiterer.</numerusform>
                <numerusform>Und %n weitere.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Consent</name>
        <message>
            <source>&amp;Ask</source>
            <translation>&amp;Fragen</translation>
        </message>
        <message>
            <source>Do not ask me again</source>
            <translation>Nicht mehr nachfragen</translation>
        </message>
    </context>
    <context>
        <name>AddressQueries</name>
        <message numerus="yes">
            <source>%1 and %n more</source>
            <translation>
                <numerusform>%1 und %n weitere</numerusform>
                <numerusform>%1 und %n weitere</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n address(es)</source>
            <translation>
                <numerusform>%n Adresse</numerusform>
                <numerusform>%n Adressen</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 is called %2.</source>
            <translation>%1 heißt %2.</translation>
        </message>
        <message>
            <source>%1 has no name.</source>
            <translation>%1 hat keinen Namen.</translation>
        </message>
        <message>
            <source>The name servers would not tell, or could not be reached.</source>
            <translation>Die Nameserver haben keine Auskunft gegeben oder waren nicht zu erreichen.</translation>
        </message>
        <message>
            <source>What the name servers told of %1 cannot be a name.</source>
            <translation>Was die Nameserver zu %1 genannt haben, kann kein Name sein.</translation>
        </message>
        <message>
            <source>No name server has answered yet.</source>
            <translation>Noch hat kein Nameserver geantwortet.</translation>
        </message>
        <message>
            <source>Nobody can be asked for names here: %1.</source>
            <translation>Hier kann niemand nach Namen gefragt werden: %1.</translation>
        </message>
        <message>
            <source>Addresses with a name: %1 of %2.</source>
            <translation>Adressen mit einem Namen: %1 von %2.</translation>
        </message>
        <message>
            <source>Without one: %1.</source>
            <translation>Ohne Namen: %1.</translation>
        </message>
        <message>
            <source>Without an answer: %1.</source>
            <translation>Ohne Antwort: %1.</translation>
        </message>
        <message>
            <source>the remote address</source>
            <translation>die ferne Adresse</translation>
        </message>
        <message>
            <source>&amp;Resolve %1 …</source>
            <translation>%1 &amp;auflösen …</translation>
        </message>
        <message>
            <source>&amp;Whois %1 …</source>
            <translation>&amp;Whois %1 …</translation>
        </message>
        <message>
            <source>Show addresses as n&amp;umbers again</source>
            <translation>Adressen wieder als Zahlen &amp;zeigen</translation>
        </message>
        <message>
            <source>Ask your name servers for the names of these addresses?

%1

They learn that you ask for them, and so may whoever has an address.</source>
            <translation>Ihre Nameserver nach den Namen dieser Adressen fragen?

%1

Sie erfahren, dass Sie danach fragen; wer eine Adresse hat, kann es auch erfahren.</translation>
        </message>
        <message>
            <source>Asking for names …</source>
            <translation>Namen werden erfragt …</translation>
        </message>
        <message>
            <source>Ask the registries who has these addresses?

%1

They learn that this machine asks for them. The question is not encrypted.</source>
            <translation>Die Register fragen, wem diese Adressen gehören?

%1

Sie erfahren, dass dieser Rechner danach fragt. Die Frage ist nicht verschlüsselt.</translation>
        </message>
        <message numerus="yes">
            <source>%n more address(es) are left for later: each answer has a window of its own.</source>
            <translation>
                <numerusform>%n weitere Adresse bleibt für später: jede Antwort hat ein eigenes Fenster.</numerusform>
                <numerusform>%n weitere Adressen bleiben für später: jede Antwort hat ein eigenes Fenster.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>FilterField</name>
        <message>
            <source>Character %1: %2</source>
            <translation>Zeichen %1: %2</translation>
        </message>
        <message>
            <source>What is wrong with the filter</source>
            <translation>Was am Filter nicht stimmt</translation>
        </message>
        <message>
            <source>Words that fit here</source>
            <translation>Wörter, die hier passen</translation>
        </message>
    </context>
</TS>
