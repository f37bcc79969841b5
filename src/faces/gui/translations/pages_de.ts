<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>Columns</name>
    <message>
        <source>What kind of socket it is: tcp, udp, unix …</source>
        <translation>Welche Art von Socket es ist: tcp, udp, unix …</translation>
    </message>
    <message>
        <source>The family of its addresses: ipv4, ipv6, unix …</source>
        <translation>Die Familie seiner Adressen: ipv4, ipv6, unix …</translation>
    </message>
    <message>
        <source>Where the connection stands: LISTEN, ESTABLISHED, TIME_WAIT …</source>
        <translation>Wo die Verbindung steht: LISTEN, ESTABLISHED, TIME_WAIT …</translation>
    </message>
    <message>
        <source>The address on this machine; a unix socket's name.</source>
        <translation>Die Adresse auf diesem Rechner; bei einem Unix-Socket sein Name.</translation>
    </message>
    <message>
        <source>The port on this machine.</source>
        <translation>Der Port auf diesem Rechner.</translation>
    </message>
    <message>
        <source>The registered name of the local port; empty for one that the kernel chose by chance.</source>
        <translation>Der eingetragene Name des lokalen Ports; leer, wenn der Kernel den Port zufällig gewählt hat.</translation>
    </message>
    <message>
        <source>The address of the other side; empty where there is none.</source>
        <translation>Die Adresse der Gegenseite; leer, wo es keine gibt.</translation>
    </message>
    <message>
        <source>The port of the other side.</source>
        <translation>Der Port der Gegenseite.</translation>
    </message>
    <message>
        <source>The registered name of the remote port; empty where the other side called.</source>
        <translation>Der eingetragene Name des Ports der Gegenseite; leer, wo die Gegenseite angerufen hat.</translation>
    </message>
    <message>
        <source>The name of the remote address: from the hosts file; from name servers with --resolve.</source>
        <translation>Der Name zur Adresse der Gegenseite: aus der hosts-Datei; von Nameservern, wenn Namen statt Adressen gezeigt werden.</translation>
    </message>
    <message>
        <source>How that name is known: hosts_file, reverse_dns; or why not: not_asked, waiting, no_name …</source>
        <translation>Woher dieser Name bekannt ist: hosts_file, reverse_dns; oder warum nicht: not_asked, waiting, no_name …</translation>
    </message>
    <message>
        <source>The country in which the remote address is registered, in two letters; of public addresses only.</source>
        <translation>Das Land, in dem die Adresse der Gegenseite eingetragen ist, in zwei Buchstaben; nur bei öffentlichen Adressen.</translation>
    </message>
    <message>
        <source>Whose network the remote address belongs to: its number (AS…) and its name.</source>
        <translation>Zu wessen Netz die Adresse der Gegenseite gehört: seine Nummer (AS…) und sein Name.</translation>
    </message>
    <message>
        <source>How many trojans, worms and the like are known to have used its port; proves nothing.</source>
        <translation>Wie viele Trojaner, Würmer und dergleichen den Port bekanntlich benutzt haben; beweist nichts.</translation>
    </message>
    <message>
        <source>The file name of the program that owns the socket; its short name where the file cannot be read.</source>
        <translation>Der Dateiname des Programms, dem der Socket gehört; sein Kurzname, wo die Datei nicht zu lesen ist.</translation>
    </message>
    <message>
        <source>The number of the process that owns the socket.</source>
        <translation>Die Nummer des Prozesses, dem der Socket gehört.</translation>
    </message>
    <message>
        <source>Where the program's file lies.</source>
        <translation>Wo die Datei des Programms liegt.</translation>
    </message>
    <message>
        <source>The command line that started the process.</source>
        <translation>Die Befehlszeile, mit der der Prozess gestartet wurde.</translation>
    </message>
    <message>
        <source>The script where an interpreter runs one, otherwise the program's file name.</source>
        <translation>Das Skript, wo ein Interpreter eines ausführt, sonst der Dateiname des Programms.</translation>
    </message>
    <message>
        <source>The installed package that the program came with, or unpackaged; read only where it is asked for.</source>
        <translation>Das installierte Paket, mit dem das Programm kam, oder unpackaged; nur gelesen, wo danach gefragt wird.</translation>
    </message>
    <message>
        <source>The user of the process; of the socket where no process is known.</source>
        <translation>Der Benutzer des Prozesses; der des Sockets, wo kein Prozess bekannt ist.</translation>
    </message>
    <message>
        <source>The number of the process's user.</source>
        <translation>Die Nummer des Benutzers, unter dem der Prozess läuft.</translation>
    </message>
    <message>
        <source>The number of the user who made the socket; known without an owner too.</source>
        <translation>Die Nummer des Benutzers, der den Socket angelegt hat; auch ohne Besitzer bekannt.</translation>
    </message>
    <message>
        <source>Every process that holds the socket open.</source>
        <translation>Alle Prozesse, die den Socket offen halten.</translation>
    </message>
    <message>
        <source>When the process started.</source>
        <translation>Wann der Prozess gestartet ist.</translation>
    </message>
    <message>
        <source>Whether the owner is known, and if not, why: none, kernel, not_permitted, gone, unknown.</source>
        <translation>Ob der Besitzer bekannt ist, und wenn nicht, warum: none, kernel, not_permitted, gone, unknown.</translation>
    </message>
    <message>
        <source>Whether a process holds it; false for a row that only the kernel's own table has.</source>
        <translation>Ob ein Prozess ihn hält; false bei einer Zeile, die nur die Tabelle des Kernels kennt.</translation>
    </message>
    <message>
        <source>Who held it before it lost its owner.</source>
        <translation>Wer ihn hielt, bevor er seinen Besitzer verlor.</translation>
    </message>
    <message>
        <source>The number of the process that held it before it lost its owner.</source>
        <translation>Die Nummer des Prozesses, der ihn hielt, bevor er seinen Besitzer verlor.</translation>
    </message>
    <message>
        <source>When the socket was made, where that was seen; otherwise "&lt;" and when it was first seen.</source>
        <translation>Wann der Socket entstanden ist, wo das zu sehen war; sonst „&lt;“ und wann er zuerst gesehen wurde.</translation>
    </message>
    <message>
        <source>It was not there yet at this time.</source>
        <translation>Zu dieser Zeit gab es ihn noch nicht.</translation>
    </message>
    <message>
        <source>It was there already at this time.</source>
        <translation>Zu dieser Zeit gab es ihn schon.</translation>
    </message>
    <message>
        <source>Bytes it has sent: for TCP the payload, each byte counted once.</source>
        <translation>Bytes, die er gesendet hat: bei TCP die Nutzdaten, jedes Byte einmal gezählt.</translation>
    </message>
    <message>
        <source>Packets it has sent: for TCP the segments that carried data.</source>
        <translation>Pakete, die er gesendet hat: bei TCP die Segmente mit Daten.</translation>
    </message>
    <message>
        <source>Bytes it has received.</source>
        <translation>Bytes, die er empfangen hat.</translation>
    </message>
    <message>
        <source>Packets it has received.</source>
        <translation>Pakete, die er empfangen hat.</translation>
    </message>
    <message>
        <source>What the counters cover: whole_life, since_observed or unknown.</source>
        <translation>Was die Zähler umfassen: whole_life, since_observed oder unknown.</translation>
    </message>
    <message>
        <source>Bytes sent each second, lately.</source>
        <translation>Zuletzt je Sekunde gesendete Bytes.</translation>
    </message>
    <message>
        <source>Bytes received each second, lately.</source>
        <translation>Zuletzt je Sekunde empfangene Bytes.</translation>
    </message>
    <message>
        <source>Bytes that wait for the program to read them; for LISTEN, connections that wait to be accepted.</source>
        <translation>Bytes, die darauf warten, dass das Programm sie liest; bei LISTEN Verbindungen, die auf ihre Annahme warten.</translation>
    </message>
    <message>
        <source>Bytes that wait to be sent or confirmed; for LISTEN, how many connections may wait.</source>
        <translation>Bytes, die darauf warten, gesendet oder bestätigt zu werden; bei LISTEN, wie viele Verbindungen warten dürfen.</translation>
    </message>
    <message>
        <source>How long a packet takes to the other side and back, smoothed.</source>
        <translation>Wie lange ein Paket zur Gegenseite und zurück braucht, geglättet.</translation>
    </message>
    <message>
        <source>Segments that had to be sent again.</source>
        <translation>Segmente, die erneut gesendet werden mussten.</translation>
    </message>
    <message>
        <source>normal (somebody's session), system (a service), hidden (neither: worth a look), or empty.</source>
        <translation>normal (jemandes Sitzung), system (ein Dienst), hidden (keins von beiden: einen Blick wert) oder leer.</translation>
    </message>
    <message>
        <source>What the class follows from.</source>
        <translation>Woraus die Klasse folgt.</translation>
    </message>
    <message>
        <source>What is worth a second look at its process, or nothing; read only where it is asked for.</source>
        <translation>Was am Prozess einen zweiten Blick wert ist, oder nothing; nur gelesen, wo danach gefragt wird.</translation>
    </message>
    <message>
        <source>new, closing, or brief for one that came and went between two looks.</source>
        <translation>new für neue, closing für endende, brief für solche, die zwischen zwei Blicken kamen und gingen.</translation>
    </message>
    <message>
        <source>The socket's firewall mark (SO_MARK).</source>
        <translation>Die Firewall-Markierung des Sockets (SO_MARK).</translation>
    </message>
    <message>
        <source>The network interface it is bound to.</source>
        <translation>Die Netzschnittstelle, an die er gebunden ist.</translation>
    </message>
    <message>
        <source>The network namespace that it lives in: its name, or its number.</source>
        <translation>Der Netz-Namensraum, in dem er lebt: sein Name oder seine Nummer.</translation>
    </message>
    <message>
        <source>The container that the process runs in.</source>
        <translation>Der Container, in dem der Prozess läuft.</translation>
    </message>
    <message>
        <source>The systemd unit that the process belongs to.</source>
        <translation>Die Unit von systemd, zu der der Prozess gehört.</translation>
    </message>
    <message>
        <source>The control group of the process.</source>
        <translation>Die Kontrollgruppe des Prozesses.</translation>
    </message>
    <message>
        <source>The terminal of the process.</source>
        <translation>Das Terminal des Prozesses.</translation>
    </message>
    <message>
        <source>The number of the socket's file, as in /proc/PID/fd.</source>
        <translation>Die Nummer der Datei des Sockets, wie in /proc/PID/fd.</translation>
    </message>
    <message>
        <source>The kernel's lasting name of the socket; never used twice.</source>
        <translation>Der bleibende Name, den der Kernel dem Socket gibt; nie zweimal vergeben.</translation>
    </message>
    <message>
        <source>Who called whom: inbound, outbound, listening, or empty where that cannot be told.</source>
        <translation>Wer wen angerufen hat: inbound (von außen), outbound (nach außen), listening (wartet) oder leer, wo das nicht zu sagen ist.</translation>
    </message>
</context>
</TS>
