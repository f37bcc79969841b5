<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>Columns</name>
    <message>
        <source>The protocol of the socket: tcp, udp, unix …</source>
        <translation>Welche Art von Socket es ist: tcp, udp, unix …</translation>
    </message>
    <message>
        <source>The address family: ipv4, ipv6, unix …</source>
        <translation>Die Familie seiner Adressen: ipv4, ipv6, unix …</translation>
    </message>
    <message>
        <source>The IP protocol number of the socket; for a raw socket, 1 is ICMP, 47 GRE, 89 OSPF.</source>
        <translation>Die IP-Protokollnummer, für die er geöffnet wurde; bei einem Raw-Socket ist 1 ICMP, 47 GRE, 89 OSPF.</translation>
    </message>
    <message>
        <source>The Ethernet protocol that a packet socket receives: 3 is all, 2048 IPv4, 2054 ARP.</source>
        <translation>Das Ethernet-Protokoll, das ein Packet-Socket empfängt: 3 sind alle, 2048 ist IPv4, 2054 ARP.</translation>
    </message>
    <message>
        <source>Whether an IPv6 socket bound to all addresses refuses IPv4; empty for other sockets, or if unknown.</source>
        <translation>Ob ein IPv6-Socket ohne eigene Adresse IPv4 ablehnt; leer bei allen anderen oder wenn es nicht bekannt ist.</translation>
    </message>
    <message>
        <source>The state of the socket: LISTEN, ESTABLISHED, TIME_WAIT …</source>
        <translation>Wo die Verbindung steht: LISTEN, ESTABLISHED, TIME_WAIT …</translation>
    </message>
    <message>
        <source>The local address; for a unix socket, its name.</source>
        <translation>Die Adresse auf diesem Rechner; bei einem Unix-Socket sein Name.</translation>
    </message>
    <message>
        <source>The local port number.</source>
        <translation>Der Port auf diesem Rechner.</translation>
    </message>
    <message>
        <source>The registered service of the local port; empty for an ephemeral port.</source>
        <translation>Der eingetragene Name des lokalen Ports; leer, wenn der Kernel den Port zufällig gewählt hat.</translation>
    </message>
    <message>
        <source>The remote address; for an unconnected UDP socket, that of the last peer that was observed.</source>
        <translation>Die Adresse der Gegenseite; bei einem UDP-Socket ohne Verbindung die des letzten Partners, falls er beobachtet wurde.</translation>
    </message>
    <message>
        <source>The remote port; for an unconnected UDP socket, that of the last peer that was observed.</source>
        <translation>Der Port der Gegenseite oder des letzten Partners.</translation>
    </message>
    <message>
        <source>The distinct peers of an unconnected UDP socket that were observed: at most 16, then &quot;16+&quot;.</source>
        <translation>Die verschiedenen Partner eines UDP-Sockets ohne Verbindung, die beobachtet wurden: höchstens 16, dann 16+.</translation>
    </message>
    <message>
        <source>The registered service of the remote port; empty if the remote side opened the connection.</source>
        <translation>Der eingetragene Name des Ports der Gegenseite; leer, wo die Gegenseite angerufen hat.</translation>
    </message>
    <message>
        <source>The name of the remote address, from the hosts file or, with --resolve, from DNS servers.</source>
        <translation>Der Name zur Adresse der Gegenseite: aus der hosts-Datei; von Nameservern, wenn Namen statt Adressen gezeigt werden.</translation>
    </message>
    <message>
        <source>The source of that name: hosts_file or reverse_dns; or why there is none: not_asked, waiting, no_name …</source>
        <translation>Woher dieser Name bekannt ist: hosts_file, reverse_dns; oder warum nicht: not_asked, waiting, no_name …</translation>
    </message>
    <message>
        <source>The country in which the remote address is registered, as two letters; public addresses only.</source>
        <translation>Das Land, in dem die Adresse der Gegenseite eingetragen ist, in zwei Buchstaben; nur bei öffentlichen Adressen.</translation>
    </message>
    <message>
        <source>The network of the remote address: number (AS…) and name.</source>
        <translation>Zu wessen Netz die Adresse der Gegenseite gehört: seine Nummer (AS…) und sein Name.</translation>
    </message>
    <message>
        <source>The number of trojans, worms and similar programs known to have used its port; proves nothing.</source>
        <translation>Wie viele Trojaner, Würmer und dergleichen den Port bekanntlich benutzt haben; beweist nichts.</translation>
    </message>
    <message>
        <source>The file name of the program that owns the socket, or its short name if the file cannot be read.</source>
        <translation>Der Dateiname des Programms, dem der Socket gehört; sein Kurzname, wo die Datei nicht zu lesen ist.</translation>
    </message>
    <message>
        <source>The ID of the process that owns the socket.</source>
        <translation>Die Nummer des Prozesses, dem der Socket gehört.</translation>
    </message>
    <message>
        <source>The path of the program's file.</source>
        <translation>Wo die Datei des Programms liegt.</translation>
    </message>
    <message>
        <source>The command line of the process.</source>
        <translation>Die Befehlszeile, mit der der Prozess gestartet wurde.</translation>
    </message>
    <message>
        <source>The script if an interpreter runs one, otherwise the file name of the program.</source>
        <translation>Das Skript, wo ein Interpreter eines ausführt, sonst der Dateiname des Programms.</translation>
    </message>
    <message>
        <source>The installed package that contains the program, or unpackaged; read only if requested.</source>
        <translation>Das installierte Paket, mit dem das Programm kam, oder unpackaged; nur gelesen, wo danach gefragt wird.</translation>
    </message>
    <message>
        <source>The user of the process; if the process is unknown, that of the socket.</source>
        <translation>Der Benutzer des Prozesses; der des Sockets, wo kein Prozess bekannt ist.</translation>
    </message>
    <message>
        <source>The user ID of the process.</source>
        <translation>Die Nummer des Benutzers, unter dem der Prozess läuft.</translation>
    </message>
    <message>
        <source>The ID of the user that created the socket; known even without an owner.</source>
        <translation>Die Nummer des Benutzers, der den Socket angelegt hat; auch ohne Besitzer bekannt.</translation>
    </message>
    <message>
        <source>All processes that hold the socket open.</source>
        <translation>Alle Prozesse, die den Socket offen halten.</translation>
    </message>
    <message>
        <source>The start time of the process.</source>
        <translation>Wann der Prozess gestartet ist.</translation>
    </message>
    <message>
        <source>The start time of the process in clock ticks since boot; with boot_id and pid, it identifies the process.</source>
        <translation>Wann der Prozess gestartet ist, in Takten seit dem Systemstart; mit boot_id und PID seine Identität.</translation>
    </message>
    <message>
        <source>Whether the owner is known; if not, why: none, kernel, not_permitted, gone, foreign, unknown.</source>
        <translation>Ob der Besitzer bekannt ist, und wenn nicht, warum: none, kernel, not_permitted, gone, foreign, unknown.</translation>
    </message>
    <message>
        <source>Whether a process holds the socket, visible or not; empty if unknown.</source>
        <translation>Ob ein Prozess ihn hält, sichtbar oder nicht; leer, wo das nicht bekannt ist.</translation>
    </message>
    <message>
        <source>The process that held the socket before it lost its owner.</source>
        <translation>Wer ihn hielt, bevor er seinen Besitzer verlor.</translation>
    </message>
    <message>
        <source>The ID of the process that held the socket before it lost its owner.</source>
        <translation>Die Nummer des Prozesses, der ihn hielt, bevor er seinen Besitzer verlor.</translation>
    </message>
    <message>
        <source>The creation time of the socket if it was observed; otherwise "&lt;" and the time when it was first seen.</source>
        <translation>Wann der Socket entstanden ist, wo das zu sehen war; sonst „&lt;“ und wann er zuerst gesehen wurde.</translation>
    </message>
    <message>
        <source>The socket did not exist yet at this time.</source>
        <translation>Zu dieser Zeit gab es ihn noch nicht.</translation>
    </message>
    <message>
        <source>The socket already existed at this time.</source>
        <translation>Zu dieser Zeit gab es ihn schon.</translation>
    </message>
    <message>
        <source>Bytes sent by the socket; for TCP, the payload, each byte counted once.</source>
        <translation>Bytes, die er gesendet hat: bei TCP die Nutzdaten, jedes Byte einmal gezählt.</translation>
    </message>
    <message>
        <source>Packets sent by the socket; for TCP, segments with data.</source>
        <translation>Pakete, die er gesendet hat: bei TCP die Segmente mit Daten.</translation>
    </message>
    <message>
        <source>Bytes received by the socket.</source>
        <translation>Bytes, die er empfangen hat.</translation>
    </message>
    <message>
        <source>Packets received by the socket.</source>
        <translation>Pakete, die er empfangen hat.</translation>
    </message>
    <message>
        <source>What the counters cover: lifetime, since_observed or unknown.</source>
        <translation>Was die Zähler umfassen: lifetime, since_observed oder unknown.</translation>
    </message>
    <message>
        <source>Bytes sent per second, recently.</source>
        <translation>Zuletzt je Sekunde gesendete Bytes.</translation>
    </message>
    <message>
        <source>Bytes received per second, recently.</source>
        <translation>Zuletzt je Sekunde empfangene Bytes.</translation>
    </message>
    <message>
        <source>Bytes not yet read by the program; for LISTEN, connections not yet accepted; empty for datagrams.</source>
        <translation>Bytes, die darauf warten, dass das Programm sie liest; bei LISTEN wartende Verbindungen; leer bei Datagrammen.</translation>
    </message>
    <message>
        <source>Bytes not yet sent or acknowledged; for LISTEN, the maximum of waiting connections; empty for datagrams.</source>
        <translation>Bytes, die darauf warten, gesendet oder bestätigt zu werden; bei LISTEN, wie viele warten dürfen; leer bei Datagrammen.</translation>
    </message>
    <message>
        <source>Kernel memory of received data that was not yet read, including overhead.</source>
        <translation>Kernelspeicher für Empfangenes, das noch niemand gelesen hat, mit allem Zusatzaufwand.</translation>
    </message>
    <message>
        <source>Kernel memory of sent data that the kernel still keeps, including overhead.</source>
        <translation>Kernelspeicher für Gesendetes, das der Kernel noch behält, mit allem Zusatzaufwand.</translation>
    </message>
    <message>
        <source>Received packets that the kernel dropped before the program read them.</source>
        <translation>Empfangene Pakete, die der Kernel verworfen hat, bevor das Programm sie las.</translation>
    </message>
    <message>
        <source>The smoothed round-trip time to the remote side.</source>
        <translation>Wie lange ein Paket zur Gegenseite und zurück braucht, geglättet.</translation>
    </message>
    <message>
        <source>Segments that were retransmitted.</source>
        <translation>Segmente, die erneut gesendet werden mussten.</translation>
    </message>
    <message>
        <source>normal (part of a user session), system (a service), hidden (neither: worth checking), or empty.</source>
        <translation>normal (jemandes Sitzung), system (ein Dienst), hidden (keins von beiden: einen Blick wert) oder leer.</translation>
    </message>
    <message>
        <source>The reason for the class.</source>
        <translation>Woraus die Klasse folgt.</translation>
    </message>
    <message>
        <source>What is worth checking about the process, or nothing; read only if requested.</source>
        <translation>Was am Prozess einen zweiten Blick wert ist, oder nothing; nur gelesen, wo danach gefragt wird.</translation>
    </message>
    <message>
        <source>new, closing, or short_lived for a socket that opened and closed between two readings.</source>
        <translation>new für neue, closing für endende, short_lived für solche, die zwischen zwei Messungen kamen und gingen.</translation>
    </message>
    <message>
        <source>The firewall mark of the socket (SO_MARK).</source>
        <translation>Die Firewall-Markierung des Sockets (SO_MARK).</translation>
    </message>
    <message>
        <source>The network interface that the socket is bound to.</source>
        <translation>Die Netzschnittstelle, an die er gebunden ist.</translation>
    </message>
    <message>
        <source>The network namespace: its name or number; empty if it may not be read.</source>
        <translation>Der Netz-Namensraum, in dem er lebt: sein Name oder seine Nummer; leer, wo sie nicht gelesen werden darf.</translation>
    </message>
    <message>
        <source>The container that the process runs in.</source>
        <translation>Der Container, in dem der Prozess läuft.</translation>
    </message>
    <message>
        <source>The systemd unit of the process; a user's unit follows the user: user 1000: ssh.service.</source>
        <translation>Die systemd-Unit, zu der der Prozess gehört; bei einer des eigenen Dienst-Managers eines Benutzers steht dieser davor, etwa user 1000: ssh.service.</translation>
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
        <source>The inode of the socket, as in /proc/PID/fd.</source>
        <translation>Die Nummer der Datei des Sockets, wie in /proc/PID/fd.</translation>
    </message>
    <message>
        <source>The inode of the socket at the other end of a unix connection.</source>
        <translation>Die Inode des Sockets am anderen Ende einer Unix-Verbindung.</translation>
    </message>
    <message>
        <source>The kernel's ID of the socket, never reused; an accepted MPTCP socket has that of its listener.</source>
        <translation>Der bleibende Name, den der Kernel dem Socket gibt, nie zweimal vergeben; ein angenommener MPTCP-Socket hat den seines Lauschers.</translation>
    </message>
    <message>
        <source>Who opened the connection: outbound (this side), inbound (the remote side) or listening; empty if unknown.</source>
        <translation>Wer die Verbindung eröffnet hat: outbound (diese Seite), inbound (die Gegenseite), listening (wartet) oder leer, wo es unbekannt ist, wie bei UDP.</translation>
    </message>
</context>
<context>
    <name>Pages</name>
    <message>
        <source>not read, because other file systems do not answer</source>
        <translation>nicht gelesen, weil andere Dateisysteme nicht antworten</translation>
    </message>
    <message>
        <source>the process that read it ended early</source>
        <translation>der Prozess, der es las, endete vorzeitig</translation>
    </message>
    <message>
        <source>no child process can be created</source>
        <translation>es kann kein weiterer Prozess erzeugt werden</translation>
    </message>
    <message>
        <source>its file system does not answer</source>
        <translation>sein Dateisystem antwortet nicht</translation>
    </message>
    <message>
        <source>all addresses of the interface {1}</source>
        <translation>allen Adressen der Schnittstelle {1}</translation>
    </message>
    <message>
        <source>It waits for others on {ports}, only through the named interface; a firewall may still block.</source>
        <translation>Er wartet auf andere an {ports}, nur über die genannte Schnittstelle; eine Firewall kann sie noch abhalten.</translation>
    </message>
    <message>
        <source>The users of some processes, sockets or files are unknown.</source>
        <translation>Die Benutzer einiger Prozesse, Sockets oder Dateien sind nicht bekannt.</translation>
    </message>
    <message>
        <source>They are not mapped into the user namespace in which portexplorer runs, so the kernel reports the same number for all of them.</source>
        <translation>Sie liegen außerhalb des User-Namespace, in dem portexplorer läuft; dort meldet der Kernel für sie alle dieselbe Nummer.</translation>
    </message>
    <message>
        <source>Run portexplorer outside the container, or in the machine's first user namespace.</source>
        <translation>Starten Sie portexplorer außerhalb des Containers oder im ersten User-Namespace des Rechners.</translation>
    </message>
    <message>
        <source>Run portexplorer as root outside the container.</source>
        <translation>Starten Sie portexplorer als root außerhalb des Containers.</translation>
    </message>
    <message>
        <source>it is outside the map of this user namespace</source>
        <translation>das liegt außerhalb der Zuordnung dieses User-Namespace</translation>
    </message>
    <message>
        <source>user {uid}, group unknown</source>
        <translation>Benutzer {uid}, Gruppe unbekannt</translation>
    </message>
    <message>
        <source>Run as root: sudo portexplorer</source>
        <translation>Starten Sie das Programm als root: sudo portexplorer</translation>
    </message>
    <message>
        <source>Root lacks capabilities here: run portexplorer outside the container, or with more capabilities.</source>
        <translation>Root fehlen hier Rechte: Starten Sie portexplorer außerhalb des Containers oder mit mehr Capabilities.</translation>
    </message>
    <message>
        <source>This program may not open more files: its limit (RLIMIT_NOFILE) or the system's is reached.</source>
        <translation>Dieses Programm darf keine weiteren Dateien öffnen: Seine Grenze (RLIMIT_NOFILE) oder die des Systems ist erreicht.</translation>
    </message>
    <message>
        <source>This program may not create more threads: its limit (RLIMIT_NPROC) or its control group's is reached.</source>
        <translation>Dieses Programm darf keine weiteren Threads starten: Seine Grenze (RLIMIT_NPROC) oder die seiner Kontrollgruppe ist erreicht.</translation>
    </message>
    <message>
        <source>Raise the limit: ulimit -n 1024</source>
        <translation>Erhöhen Sie die Grenze: ulimit -n 1024</translation>
    </message>
    <message>
        <source>Raise the limit of processes: ulimit -u 1024</source>
        <translation>Die Grenze für Prozesse anheben: ulimit -u 1024</translation>
    </message>
    <message>
        <source>Sockets without a process, such as those in TIME_WAIT, are missing for the network namespaces that could not be opened ({count}).</source>
        <translation>Sockets, die kein Prozess hält, etwa die in TIME_WAIT, fehlen, wo andere Netz-Namensräume nicht geöffnet werden konnten ({count}).</translation>
    </message>
    <message>
        <source>The traffic of UDP, unix and other sockets is reported only when they close.</source>
        <translation>Was UDP-, Unix- und andere Sockets übertragen haben, wird erst bei ihrem Ende gemeldet.</translation>
    </message>
    <message>
        <source>Requires Linux 5.12 or later.</source>
        <translation>Ein Kernel ab Linux 5.12 meldet es.</translation>
    </message>
    <message>
        <source>{count} socket events were lost: some closed sockets are missing, and creation times may be only bounds.</source>
        <translation>{count} Socket-Ereignisse gingen verloren: Einige Sockets, die kamen und gingen, fehlen, und Entstehungszeiten sind vielleicht nur Grenzen.</translation>
    </message>
    <message>
        <source>The creation times of {count} sockets are only bounds.</source>
        <translation>Die Entstehungszeiten von {count} Sockets sind nur Grenzen.</translation>
    </message>
    <message>
        <source>They were opened when the limit of {most} remembered creation times was reached.</source>
        <translation>Sie wurden geöffnet, während die Entstehungszeiten von {most} anderen gemerkt waren; mehr werden es nicht.</translation>
    </message>
    <message>
        <source>They occurred faster than they could be read.</source>
        <translation>Es geschah mehr, als gelesen werden konnte.</translation>
    </message>
    <message>
        <source>Sockets that open and close between two readings are missed, and creation times are only bounds.</source>
        <translation>Sockets, die zwischen zwei Blicken kommen und gehen, sind nicht zu sehen, und Entstehungszeiten sind nur Grenzen.</translation>
    </message>
    <message>
        <source>{count} socket tables changed faster than they could be read; some rows may be missing or stale.</source>
        <translation>{count} Socket-Tabellen änderten sich schneller, als sie zu lesen waren; einige Zeilen können fehlen oder veraltet sein.</translation>
    </message>
    <message>
        <source>The kernel interrupted each attempt to read them.</source>
        <translation>Der Kernel hat das Lesen immer wieder unterbrochen.</translation>
    </message>
    <message>
        <source>Try again.</source>
        <translation>Sehen Sie noch einmal nach.</translation>
    </message>
    <message>
        <source>Sockets of protocol {protocol} are not listed.</source>
        <translation>Sockets des Protokolls {protocol} sind nicht aufgeführt.</translation>
    </message>
    <message>
        <source>This kernel has no table for them.</source>
        <translation>Dieser Kernel bietet keine Tabelle davon.</translation>
    </message>
    <message>
        <source>If they are used here, load the kernel module {module}.</source>
        <translation>Werden sie hier benutzt, laden Sie das Kernelmodul {module}.</translation>
    </message>
    <message>
        <source>/proc/net cannot be opened.</source>
        <translation>/proc/net lässt sich nicht öffnen.</translation>
    </message>
    <message>
        <source>Mount /proc.</source>
        <translation>Hängen Sie /proc ein.</translation>
    </message>
    <message>
        <source>Sockets of protocol {protocol} are read from /proc/net, without cookies and traffic counters.</source>
        <translation>Sockets des Protokolls {protocol} kommen aus /proc/net: ohne Cookies und ohne Zähler.</translation>
    </message>
    <message>
        <source>The kernel does not provide them by netlink.</source>
        <translation>Der Kernel bietet sie nicht über Netlink.</translation>
    </message>
    <message>
        <source>Sockets of protocol {protocol} could not be read.</source>
        <translation>Sockets des Protokolls {protocol} ließen sich nicht lesen.</translation>
    </message>
    <message>
        <source>This network namespace cannot be entered: that requires CAP_SYS_ADMIN.</source>
        <translation>Dieser Netz-Namensraum lässt sich nicht betreten; das verlangt das Recht CAP_SYS_ADMIN.</translation>
    </message>
    <message>
        <source>Sockets of network namespace {name} are not listed.</source>
        <translation>Sockets des Netz-Namensraums {name} sind nicht aufgeführt.</translation>
    </message>
    <message>
        <source>Sockets of the network namespace of process {pid} are not listed.</source>
        <translation>Sockets des Netz-Namensraums von Prozess {pid} sind nicht aufgeführt.</translation>
    </message>
    <message>
        <source>Its last process ended while it was read.</source>
        <translation>Sein letzter Prozess endete, während er gelesen wurde.</translation>
    </message>
    <message>
        <source>Entering it requires CAP_SYS_ADMIN, and no process in it is accessible instead.</source>
        <translation>Ihn zu betreten verlangt das Recht CAP_SYS_ADMIN, und kein Prozess darin darf stattdessen gefragt werden.</translation>
    </message>
    <message>
        <source>Owners and the sockets of other network namespaces are missing.</source>
        <translation>Eigentümer und die Sockets anderer Netz-Namensräume fehlen.</translation>
    </message>
    <message>
        <source>Owners are missing.</source>
        <translation>Besitzer fehlen.</translation>
    </message>
    <message>
        <source>The queue sizes of some unix sockets are unknown.</source>
        <translation>Wie viel in den Puffern einiger Unix-Sockets wartet, ist nicht bekannt.</translation>
    </message>
    <message>
        <source>The sizes of the queued messages are added up one by one: at most 1,000, and only if the queue does not change meanwhile.</source>
        <translation>Die Nachrichten werden einzeln zusammengezählt: bis zu 1.000, und nur, wenn sich die Warteschlange dabei nicht ändert.</translation>
    </message>
    <message>
        <source>The netlink backend (--backend netlink) always reports them. Linux 6.18 or later keeps the sum for stream sockets.</source>
        <translation>Das Lesen ohne Kernel-Programme (--backend netlink) zählt es immer zusammen. Linux 6.18 führt die Summe für Datenströme.</translation>
    </message>
    <message>
        <source>The owner of a socket is known from its first use, not from its creation; the close of sockets other than TCP is not reported.</source>
        <translation>Wer einen Socket angelegt hat, ist erst von seiner ersten Benutzung an bekannt; das Ende anderer Sockets als der von TCP ist nicht zu sehen.</translation>
    </message>
    <message>
        <source>The owner of a socket is known from its first use, not from its creation; neither the close of sockets other than TCP nor the peers of unconnected UDP sockets are reported.</source>
        <translation>Wer einen Socket angelegt hat, ist erst von seiner ersten Benutzung an bekannt; weder das Ende anderer Sockets als der von TCP noch die Gegenstellen unverbundener UDP-Sockets sind zu sehen.</translation>
    </message>
    <message>
        <source>Mount the whole cgroup2 hierarchy (in a container: docker run --cgroupns=host).</source>
        <translation>Hängen Sie die ganze cgroup2-Hierarchie ein (in einem Container: docker run --cgroupns=host).</translation>
    </message>
    <message>
        <source>Single sends and receives are not reported; the process that accepted a connection is known only if it asked for the peer's address, or when the connection ends.</source>
        <translation>Einzelnes Senden und Empfangen ist nicht zu sehen; wer eine Verbindung angenommen hat, ist nur bekannt, wo das Programm nach der Adresse der Gegenseite gefragt hat, oder am Ende.</translation>
    </message>
    <message>
        <source>This kernel neither has the tracepoints sock_send_length and sock_recv_length nor supports fexit programs.</source>
        <translation>Dieser Kernel hat weder die Tracepoints sock_send_length und sock_recv_length, noch lässt er ein Programm Funktionen verfolgen.</translation>
    </message>
    <message>
        <source>Linux 6.3 or later has the tracepoints.</source>
        <translation>Linux 6.3 und neuere haben die Tracepoints.</translation>
    </message>
    <message>
        <source>The traffic of sockets other than TCP is not counted.</source>
        <translation>Was andere Sockets als die von TCP übertragen, wird nicht gezählt.</translation>
    </message>
    <message>
        <source>Neither calls nor packets can be counted here.</source>
        <translation>Hier lassen sich weder Aufrufe noch Pakete zählen.</translation>
    </message>
    <message>
        <source>Run portexplorer as root, or use a newer kernel.</source>
        <translation>Starten Sie portexplorer als root, oder benutzen Sie einen neueren Kernel.</translation>
    </message>
    <message>
        <source>Sockets of families other than IPv4 and IPv6 are seen from their first send or receive; their open and close are not reported.</source>
        <translation>Sockets anderer Familien als IPv4 und IPv6 sind erst vom ersten Senden oder Empfangen an bekannt; ihr Öffnen und Schließen wird nicht gemeldet.</translation>
    </message>
    <message>
        <source>The kernel reports their creation only by a method that slows down every system call.</source>
        <translation>Der Kernel meldet ihr Entstehen nur auf einem Weg, der jeden Systemaufruf verlangsamt.</translation>
    </message>
    <message>
        <source>Sockets of type {table} that no process holds are not listed.</source>
        <translation>Nach Sockets von {table}, die kein Prozess hält, wird nicht gesucht.</translation>
    </message>
    <message>
        <source>This kernel has no BPF iterator for them.</source>
        <translation>Dieser Kernel lässt sich von einem Programm nicht danach fragen.</translation>
    </message>
    <message>
        <source>Use a newer kernel.</source>
        <translation>Ein neuerer Kernel kann es.</translation>
    </message>
    <message>
        <source>Sockets in network namespace {namespace} that no process holds are missing.</source>
        <translation>Sockets im Netz-Namensraum {namespace}, die kein Prozess hält, fehlen.</translation>
    </message>
    <message>
        <source>Some unix connections that wait to be accepted are not listed.</source>
        <translation>Einige Unix-Verbindungen, die auf ihre Annahme warten, sind nicht aufgeführt.</translation>
    </message>
    <message>
        <source>The kernel did not report those of every listener: a listener was closed meanwhile, or has too many.</source>
        <translation>Der Kernel hat sie nicht zu jedem lauschenden Socket gemeldet: Einer wurde inzwischen geschlossen, oder zu viele warten.</translation>
    </message>
    <message>
        <source>Network namespaces without processes are missing, and no namespace has a name.</source>
        <translation>Netzwerk-Namensräume ohne Prozesse fehlen, und kein Namensraum hat einen Namen.</translation>
    </message>
    <message>
        <source>The sockets of one network namespace are missing.</source>
        <translation>Die Sockets eines Netz-Namensraums fehlen.</translation>
    </message>
    <message>
        <source>The sockets of {count} network namespaces are missing.</source>
        <translation>Die Sockets von {count} Netz-Namensräumen fehlen.</translation>
    </message>
    <message>
        <source>They are opened through /proc, which is not mounted.</source>
        <translation>Sie werden über /proc geöffnet, das nicht eingehängt ist.</translation>
    </message>
    <message>
        <source>They could not be opened, and no process was found in them.</source>
        <translation>Sie ließen sich nicht öffnen, und kein Prozess war zu finden, der darin lebt.</translation>
    </message>
    <message>
        <source>The number of one network namespace is unknown.</source>
        <translation>Die Nummer eines Netz-Namensraums ist unbekannt.</translation>
    </message>
    <message>
        <source>The numbers of {count} network namespaces are unknown.</source>
        <translation>Die Nummern von {count} Netz-Namensräumen sind nicht bekannt.</translation>
    </message>
    <message>
        <source>Only the users of their processes may read /proc/PID/ns/net.</source>
        <translation>Nur die Benutzer ihrer Prozesse dürfen /proc/PID/ns/net lesen.</translation>
    </message>
    <message>
        <source>a file could not be opened</source>
        <translation>eine Datei ließ sich nicht öffnen</translation>
    </message>
    <message>
        <source>a file could not be read</source>
        <translation>eine Datei ließ sich nicht lesen</translation>
    </message>
    <message>
        <source>a file of /proc could not be opened</source>
        <translation>eine Datei unter /proc ließ sich nicht öffnen</translation>
    </message>
    <message>
        <source>a link of /proc could not be read</source>
        <translation>ein Verweis unter /proc ließ sich nicht lesen</translation>
    </message>
    <message>
        <source>the process's root directory could not be opened</source>
        <translation>die Dateien des Prozesses ließen sich nicht ansehen</translation>
    </message>
    <message>
        <source>it is not a regular file</source>
        <translation>es ist keine gewöhnliche Datei</translation>
    </message>
    <message>
        <source>permission denied, even for root</source>
        <translation>der Kernel verweigert es, sogar root</translation>
    </message>
    <message>
        <source>permission denied; root may read it</source>
        <translation>Sie dürfen es nicht lesen; root darf es</translation>
    </message>
    <message>
        <source>it is gone</source>
        <translation>es ist nicht mehr da</translation>
    </message>
    <message>
        <source>this kernel does not support it</source>
        <translation>dieser Kernel sagt es nicht</translation>
    </message>
    <message>
        <source>it could not be read</source>
        <translation>es ließ sich nicht lesen</translation>
    </message>
    <message>
        <source>Some names of unix sockets contain line breaks, so rows of this table may be forged.</source>
        <translation>Einige Namen von Unix-Sockets enthalten Zeilenumbrüche, so dass Zeilen dieser Tabelle erfunden sein können.</translation>
    </message>
    <message>
        <source>/proc/net/unix prints names unescaped, and netlink, which delimits them, could not be used.</source>
        <translation>/proc/net/unix gibt Namen aus, wie sie sind, und Netlink, das sie auseinanderhält, war nicht zu benutzen.</translation>
    </message>
    <message>
        <source>The sockets of one process could not be read, so they show no owner.</source>
        <translation>Die Sockets eines Prozesses ließen sich nicht lesen und zeigen deshalb keinen Besitzer.</translation>
    </message>
    <message>
        <source>The sockets of {count} processes could not be read, so they show no owner.</source>
        <translation>Die Sockets von {count} Prozessen ließen sich nicht lesen und zeigen deshalb keinen Besitzer.</translation>
    </message>
    <message>
        <source>Some processes are inaccessible even to root here, because of missing capabilities or a security module.</source>
        <translation>Einige Prozesse sind sogar vor root geschützt, durch Rechte, die root hier fehlen, oder durch ein Sicherheitsmodul.</translation>
    </message>
    <message>
        <source>They belong to other users, or protect themselves.</source>
        <translation>Sie gehören anderen Benutzern oder schützen sich selbst.</translation>
    </message>
    <message>
        <source>Processes of other users are invisible, so their sockets show no owner, or are missing if they are in another network namespace.</source>
        <translation>Prozesse anderer Benutzer sind unsichtbar, deshalb zeigen ihre Sockets keinen Besitzer.</translation>
    </message>
    <message>
        <source>The system hides them: /proc is mounted with the option hidepid.</source>
        <translation>Das System verbirgt sie: /proc ist mit der Option hidepid eingehängt.</translation>
    </message>
    <message>
        <source>Processes outside this PID namespace are not visible, so their sockets show no process.</source>
        <translation>Prozesse außerhalb dieses PID-Namensraums sind nicht sichtbar; ihre Sockets zeigen deshalb keinen Prozess.</translation>
    </message>
    <message>
        <source>This /proc shows a PID namespace other than the machine's first one, as in a container.</source>
        <translation>Dieses /proc zeigt einen anderen PID-Namensraum als den ersten des Rechners, wie in einem Container.</translation>
    </message>
    <message>
        <source>Run portexplorer outside the container, or start the container with the host's PID namespace (--pid=host).</source>
        <translation>Starten Sie portexplorer außerhalb des Containers, oder starten Sie den Container mit dem PID-Namensraum des Hosts (--pid=host).</translation>
    </message>
    <message>
        <source>Also been used by</source>
        <translation>Auch benutzt von</translation>
    </message>
    <message>
        <source>No new privileges</source>
        <translation>Keine neuen Rechte</translation>
    </message>
    <message>
        <source>Replaced libraries</source>
        <translation>Ersetzte Bibl.</translation>
    </message>
    <message>
        <source>Own namespaces</source>
        <translation>Eigene Namensräume</translation>
    </message>
    <message>
        <source>en</source>
        <translation>de</translation>
    </message>
    <message>
        <source>was {1}</source>
        <translation>war {1}</translation>
    </message>
    <message>
        <source>the kernel's own</source>
        <translation>gehört dem Kernel selbst</translation>
    </message>
    <message>
        <source>owner has just ended</source>
        <translation>Besitzer eben beendet</translation>
    </message>
    <message>
        <source>owner unknown</source>
        <translation>Besitzer unbekannt</translation>
    </message>
    <message>
        <source>in another PID namespace</source>
        <translation>in einem anderen PID-Namensraum</translation>
    </message>
    <message>
        <source>in container {1}</source>
        <translation>im Container {1}</translation>
    </message>
    <message>
        <source>owner not visible (user {1})</source>
        <translation>Besitzer nicht sichtbar (Benutzer {1})</translation>
    </message>
    <message>
        <source>owner not visible</source>
        <translation>Besitzer nicht sichtbar</translation>
    </message>
    <message>
        <source>missed</source>
        <translation>verpasst</translation>
    </message>
    <message>
        <source>success</source>
        <translation>Erfolg</translation>
    </message>
    <message>
        <source>nobody has it: only public addresses are given to somebody</source>
        <translation>niemand hat sie: nur öffentliche Adressen werden vergeben</translation>
    </message>
    <message>
        <source>To see all that uses it:</source>
        <translation>Um alles zu sehen, was sie benutzt:</translation>
    </message>
    <message>
        <source>On this machine</source>
        <translation>Auf diesem Rechner</translation>
    </message>
    <message>
        <source>Not known: {1}.</source>
        <translation>Nicht bekannt: {1}.</translation>
    </message>
    <message>
        <source>{1} more.</source>
        <translation>{1} weitere.</translation>
    </message>
    <message>
        <source>One socket waits at all addresses, and so at this one.</source>
        <translation>Ein Socket wartet an allen Adressen, also auch an dieser.</translation>
    </message>
    <message>
        <source>{1} sockets wait at all addresses, and so at this one.</source>
        <translation>{1} Sockets warten an allen Adressen, also auch an dieser.</translation>
    </message>
    <message>
        <source>Nobody talks with it now.</source>
        <translation>Niemand spricht jetzt mit ihr.</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>{1}, of {2} ({3})</source>
        <translation>{1}, aus {2} ({3})</translation>
    </message>
    <message>
        <source>Meaning</source>
        <translation>Bedeutung</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Port</translation>
    </message>
    <message>
        <source>Country, network</source>
        <translation>Land, Netz</translation>
    </message>
    <message>
        <source>Country</source>
        <translation>Land</translation>
    </message>
    <message>
        <source>{1} ({2}): where it is registered</source>
        <translation>{1} ({2}): dort ist sie eingetragen</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>From: {1}</source>
        <translation>Aus: {1}</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>None in this machine's hosts file.</source>
        <translation>Keiner in der hosts-Datei dieses Rechners.</translation>
    </message>
    <message>
        <source>{1}: this machine's hosts file says so</source>
        <translation>{1}: so sagt es die hosts-Datei dieses Rechners</translation>
    </message>
    <message>
        <source>{1}: name servers say so. The owner of the address chose it; it proves nothing.</source>
        <translation>{1}: so sagen es Nameserver. Der Inhaber der Adresse hat ihn gewählt; er beweist nichts.</translation>
    </message>
    <message>
        <source>Registry</source>
        <translation>Register</translation>
    </message>
    <message>
        <source>Not asked who has it.</source>
        <translation>Nicht gefragt, wem sie gehört.</translation>
    </message>
    <message>
        <source>organisation</source>
        <translation>Organisation</translation>
    </message>
    <message>
        <source>network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>addresses</source>
        <translation>Adressen</translation>
    </message>
    <message>
        <source>country</source>
        <translation>Land</translation>
    </message>
    <message>
        <source>complaints</source>
        <translation>Beschwerden</translation>
    </message>
    <message>
        <source>asked</source>
        <translation>gefragt</translation>
    </message>
    <message>
        <source>It named another server, but {1}.</source>
        <translation>Es nannte einen anderen Server, aber {1}.</translation>
    </message>
    <message>
        <source>{1}, then {2}</source>
        <translation>{1}, dann {2}</translation>
    </message>
    <message>
        <source>What the registry says</source>
        <translation>Was das Register sagt</translation>
    </message>
    <message>
        <source>… more: --all</source>
        <translation>… mehr: --all</translation>
    </message>
    <message>
        <source>… the rest was left out: the answer was too long.</source>
        <translation>… der Rest fehlt: die Antwort war zu lang.</translation>
    </message>
    <message>
        <source>{1} stands for {2} too.</source>
        <translation>{1} steht auch für {2}.</translation>
    </message>
    <message>
        <source>{1} listens at it, at {2}.</source>
        <translation>{1} lauscht an ihr, an {2}.</translation>
    </message>
    <message>
        <source>{1} has one connection to it, at its {2}.</source>
        <translation>{1} hat eine Verbindung zu ihr, zu {2} dort.</translation>
    </message>
    <message>
        <source>{1} has {2} connections to it, at its {3}.</source>
        <translation>{1} hat {2} Verbindungen zu ihr, zu {3} dort.</translation>
    </message>
    <message>
        <source>{1} has one connection from it, at {2} here.</source>
        <translation>{1} hat eine Verbindung von ihr, zu {2} hier.</translation>
    </message>
    <message>
        <source>{1} has {2} connections from it, at {3} here.</source>
        <translation>{1} hat {2} Verbindungen von ihr, zu {3} hier.</translation>
    </message>
    <message>
        <source>{1} has one connection with it, at its {2}.</source>
        <translation>{1} hat eine Verbindung mit ihr, mit {2} dort.</translation>
    </message>
    <message>
        <source>{1} has {2} connections with it, at its {3}.</source>
        <translation>{1} hat {2} Verbindungen mit ihr, mit {3} dort.</translation>
    </message>
    <message>
        <source>One connection with it has ended; the kernel still remembers it.</source>
        <translation>Eine Verbindung mit ihr ist zu Ende; der Kernel merkt sie sich noch.</translation>
    </message>
    <message>
        <source>{1} connections with it have ended; the kernel still remembers them.</source>
        <translation>{1} Verbindungen mit ihr sind zu Ende; der Kernel merkt sie sich noch.</translation>
    </message>
    <message>
        <source>port {1}</source>
        <translation>Port {1}</translation>
    </message>
    <message>
        <source>ports {1}</source>
        <translation>Port {1}</translation>
    </message>
    <message>
        <source>the {1}</source>
        <translation>{1}</translation>
    </message>
    <message>
        <source>{1}, and this machine's own</source>
        <translation>{1}, und zwar eine dieses Rechners</translation>
    </message>
    <message>
        <source>{1} of the network of {2}, registered in {3}</source>
        <translation>{1} im Netz von {2}, Land der Eintragung: {3}</translation>
    </message>
    <message>
        <source>{1} of the network of {2}</source>
        <translation>{1} im Netz von {2}</translation>
    </message>
    <message>
        <source>{1} registered in {2}</source>
        <translation>{1}, Land der Eintragung: {2}</translation>
    </message>
    <message>
        <source>Only public addresses have one.</source>
        <translation>So etwas haben nur öffentliche Adressen.</translation>
    </message>
    <message>
        <source>The file that was looked into does not know it.</source>
        <translation>Die Datei, in der nachgesehen wurde, kennt sie nicht.</translation>
    </message>
    <message>
        <source>{1} is {2}.</source>
        <translation>{1} ist {2}.</translation>
    </message>
    <message>
        <source>The group is: {1}.</source>
        <translation>Die Gruppe: {1}.</translation>
    </message>
    <message>
        <source>Here it stands for {1}.</source>
        <translation>Hier steht sie für {1}.</translation>
    </message>
    <message>
        <source>To find the machine, look at the list of devices that your router shows, or ask whoever runs the network.</source>
        <translation>Um den Rechner zu finden, sehen Sie in der Geräteliste Ihres Routers nach, oder fragen Sie, wer das Netz betreibt.</translation>
    </message>
    <message>
        <source>Ask the provider, if you must know who it is. To everybody else it looks like the provider's own address.</source>
        <translation>Fragen Sie den Anbieter, wenn Sie wissen müssen, wer es ist. Für alle anderen sieht sie aus wie eine Adresse des Anbieters.</translation>
    </message>
    <message>
        <source>If a program here talks with it, a setting is probably wrong. Look at the process.</source>
        <translation>Wenn ein Programm hier mit ihr spricht, stimmt wohl eine Einstellung nicht. Sehen Sie sich den Prozess an.</translation>
    </message>
    <message>
        <source>An address alone proves nothing: many sites share one, and the country is where it is registered. Look at the process that talks with it.</source>
        <translation>Eine Adresse allein beweist nichts: viele Angebote teilen sich eine, und das Land ist das der Eintragung. Sehen Sie sich den Prozess an, der mit ihr spricht.</translation>
    </message>
    <message>
        <source>There is nothing to do about it.</source>
        <translation>Hier gibt es nichts zu tun.</translation>
    </message>
    <message>
        <source>Name servers know no name of it.</source>
        <translation>Nameserver kennen keinen Namen zu ihr.</translation>
    </message>
    <message>
        <source>Name servers did not answer in time.</source>
        <translation>Nameserver haben nicht rechtzeitig geantwortet.</translation>
    </message>
    <message>
        <source>Name servers could not be reached, or would not say.</source>
        <translation>Nameserver waren nicht zu erreichen oder wollten nichts sagen.</translation>
    </message>
    <message>
        <source>The answer of the name servers was damaged, or no name of a machine.</source>
        <translation>Die Antwort der Nameserver war beschädigt oder kein Name eines Rechners.</translation>
    </message>
    <message>
        <source>Name servers were not asked.</source>
        <translation>Nameserver wurden nicht gefragt.</translation>
    </message>
    <message>
        <source>Not known: there is no file of countries here.</source>
        <translation>Nicht bekannt: hier ist keine Datei der Länder.</translation>
    </message>
    <message>
        <source>Not known: there is no file of networks here.</source>
        <translation>Nicht bekannt: hier ist keine Datei der Netze.</translation>
    </message>
    <message>
        <source>Most likely</source>
        <translation>Am ehesten</translation>
    </message>
    <message>
        <source>Not registered</source>
        <translation>Nicht eingetragen</translation>
    </message>
    <message>
        <source>Registered</source>
        <translation>Eingetragen</translation>
    </message>
    <message>
        <source>Nobody uses it now.</source>
        <translation>Niemand benutzt ihn jetzt.</translation>
    </message>
    <message>
        <source>{1} more use it.</source>
        <translation>{1} weitere benutzen ihn.</translation>
    </message>
    <message>
        <source>{1}; listed by {2}</source>
        <translation>{1}; verzeichnet bei {2}</translation>
    </message>
    <message>
        <source>{1}, {2}; listed by {3}</source>
        <translation>{1}, {2}; verzeichnet bei {3}</translation>
    </message>
    <message>
        <source>… {1} more: --all</source>
        <translation>… {1} weitere: --all</translation>
    </message>
    <message>
        <source>The kernel here takes ephemeral ports from {1} to {2}. As the port of a server the number can mean something:</source>
        <translation>Der Kernel hier nimmt flüchtige Ports von {1} bis {2}. Als Port eines Servers kann die Nummer etwas bedeuten:</translation>
    </message>
    <message>
        <source>The kernel here takes ephemeral ports from {1} to {2}, by chance. A program that calls out with this port means nothing by it.</source>
        <translation>Der Kernel hier nimmt zufällig flüchtige Ports von {1} bis {2}. Ruft ein Programm mit diesem Port nach außen, so bedeutet er nichts.</translation>
    </message>
    <message>
        <source>The name {1} stands for other ports too: {2}</source>
        <translation>Der Name {1} steht auch für andere Ports: {2}</translation>
    </message>
    <message>
        <source>{1} uses it as its own port, and talks to {2}.</source>
        <translation>{1} benutzt ihn als eigenen Port und spricht mit {2}.</translation>
    </message>
    <message>
        <source>The kernel chose it for {1}, which talks to {2}.</source>
        <translation>{1} spricht darüber mit {2}; der Kernel hat den Port dafür gewählt.</translation>
    </message>
    <message>
        <source>{1} listens on it on all addresses.</source>
        <translation>{1} lauscht darauf an allen Adressen.</translation>
    </message>
    <message>
        <source>{1} listens on it on all addresses, since {2}.</source>
        <translation>{1} lauscht darauf an allen Adressen, seit {2}.</translation>
    </message>
    <message>
        <source>{1} listens on it at {2}.</source>
        <translation>{1} lauscht darauf an {2}.</translation>
    </message>
    <message>
        <source>{1} listens on it at {2}, since {3}.</source>
        <translation>{1} lauscht darauf an {2}, seit {3}.</translation>
    </message>
    <message>
        <source>{1} has one connection on it, from {2}.</source>
        <translation>{1} hat eine Verbindung darauf, von {2}.</translation>
    </message>
    <message>
        <source>{1} has {2} connections on it, from {3}.</source>
        <translation>{1} hat {2} Verbindungen darauf, von {3}.</translation>
    </message>
    <message>
        <source>{1} is connected to it at {2}.</source>
        <translation>{1} ist mit ihm verbunden, bei {2}.</translation>
    </message>
    <message>
        <source>{1} has one connection to it at {2}, in state {3}.</source>
        <translation>{1} hat eine Verbindung zu ihm bei {2}, im Zustand {3}.</translation>
    </message>
    <message>
        <source>{1} has {2} connections to it at {3}, in state {4}.</source>
        <translation>{1} hat {2} Verbindungen zu ihm bei {3}, im Zustand {4}.</translation>
    </message>
    <message>
        <source>One connection has ended; the kernel still remembers it ({1}).</source>
        <translation>Eine Verbindung ist zu Ende; der Kernel merkt sie sich noch ({1}).</translation>
    </message>
    <message>
        <source>{1} connections have ended; the kernel still remembers them ({2}).</source>
        <translation>{1} Verbindungen sind zu Ende; der Kernel merkt sie sich noch ({2}).</translation>
    </message>
    <message>
        <source>Port {1} has no usual service. {2}</source>
        <translation>Port {1} hat keinen üblichen Dienst. {2}</translation>
    </message>
    <message>
        <source>Port {1} is most likely {2}. {3}</source>
        <translation>Port {1} ist am ehesten {2}. {3}</translation>
    </message>
    <message>
        <source>Port {1} is perhaps for {2} ({3}), which is not registered.</source>
        <translation>Port {1} ist vielleicht für {2} ({3}), was nicht eingetragen ist.</translation>
    </message>
    <message>
        <source>Port {1} is registered: {2}</source>
        <translation>Port {1} ist eingetragen: {2}</translation>
    </message>
    <message>
        <source>Port {1} is registered for {2}.</source>
        <translation>Port {1} ist eingetragen für {2}.</translation>
    </message>
    <message>
        <source>Port {1} is registered for {2} ({3}).</source>
        <translation>Port {1} ist eingetragen für {2} ({3}).</translation>
    </message>
    <message>
        <source>Port {1} has no known use of its own.</source>
        <translation>Port {1} hat keine bekannte eigene Verwendung.</translation>
    </message>
    <message>
        <source>Elsewhere it has no usual service. {1}</source>
        <translation>Anderswo hat er keinen üblichen Dienst. {1}</translation>
    </message>
    <message>
        <source>Elsewhere it is most likely {1}. {2}</source>
        <translation>Anderswo ist er am ehesten {1}. {2}</translation>
    </message>
    <message>
        <source>Elsewhere it is perhaps for {1} ({2}), which is not registered.</source>
        <translation>Anderswo ist er vielleicht für {1} ({2}), was nicht eingetragen ist.</translation>
    </message>
    <message>
        <source>Elsewhere it is registered: {1}</source>
        <translation>Anderswo ist er eingetragen: {1}</translation>
    </message>
    <message>
        <source>Elsewhere it is registered for {1}.</source>
        <translation>Anderswo ist er eingetragen für {1}.</translation>
    </message>
    <message>
        <source>Elsewhere it is registered for {1} ({2}).</source>
        <translation>Anderswo ist er eingetragen für {1} ({2}).</translation>
    </message>
    <message>
        <source>It has no known use of its own.</source>
        <translation>Er hat keine bekannte eigene Verwendung.</translation>
    </message>
    <message>
        <source>Here, port {1} belongs to {2}.</source>
        <translation>Hier benutzt {2} den Port {1}.</translation>
    </message>
    <message>
        <source>Here, port {1} belongs to {2} and {3} more.</source>
        <translation>Hier benutzen {2} und {3} weitere den Port {1}.</translation>
    </message>
    <message>
        <source>Port {1} is an ephemeral port chosen by the kernel. It stands for no service.</source>
        <translation>Port {1} ist ein flüchtiger Port, den der Kernel gewählt hat. Er steht für keinen Dienst.</translation>
    </message>
    <message>
        <source>A port number proves nothing: any program can use any port. To know, look at the process that uses it. See its path, its package, who started it, and whom it talks to.</source>
        <translation>Eine Portnummer beweist nichts: jedes Programm kann jeden Port benutzen. Gewissheit gibt der Prozess, der ihn benutzt. Sehen Sie nach seinem Pfad, seinem Paket, wer ihn gestartet hat und mit wem er spricht.</translation>
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
        <source>(not the start time)</source>
        <translation>(nicht die Startzeit)</translation>
    </message>
    <message>
        <source>General</source>
        <translation>Allgemein</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Security</source>
        <translation>Sicherheit</translation>
    </message>
    <message>
        <source>{1} port {2}</source>
        <translation>{1} Port {2}</translation>
    </message>
    <message>
        <source>{1} to {2}</source>
        <translation>{1} zu {2}</translation>
    </message>
    <message>
        <source>{1}, sent {2}, received {3}</source>
        <translation>{1}, gesendet {2}, empfangen {3}</translation>
    </message>
    <message>
        <source>Sockets</source>
        <translation>Sockets</translation>
    </message>
    <message>
        <source>It has none.</source>
        <translation>Er hat keine.</translation>
    </message>
    <message>
        <source>Nothing is known.</source>
        <translation>Nichts ist bekannt.</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>Prüfungen</translation>
    </message>
    <message>
        <source>fine: {1}</source>
        <translation>in Ordnung: {1}</translation>
    </message>
    <message>
        <source>stands out: {1}</source>
        <translation>fällt auf: {1}</translation>
    </message>
    <message>
        <source>not run: {1} {2}</source>
        <translation>nicht geprüft: {1} {2}</translation>
    </message>
    <message>
        <source>How do I know each of these?</source>
        <translation>Woher weiß ich das alles?</translation>
    </message>
    <message>
        <source>{1} processes are called {2}. Say which one by its number:</source>
        <translation>{1} Prozesse heißen {2}. Sagen Sie mit der Nummer, welcher gemeint ist:</translation>
    </message>
    <message>
        <source>{1} and {2}</source>
        <translation>{1} und {2}</translation>
    </message>
    <message>
        <source>{1} and {2} more</source>
        <translation>{1} und {2} weitere</translation>
    </message>
    <message>
        <source>{1} (in another PID namespace)</source>
        <translation>{1} (in einem anderen PID-Namensraum)</translation>
    </message>
    <message>
        <source>{1} (pid {2})</source>
        <translation>{1} (PID {2})</translation>
    </message>
    <message>
        <source>{1} (pid {2}, class {3})</source>
        <translation>{1} (PID {2}, Klasse {3})</translation>
    </message>
    <message>
        <source>the kernel itself</source>
        <translation>der Kernel selbst</translation>
    </message>
    <message>
        <source>a program that has just ended</source>
        <translation>ein Programm, das gerade zu Ende gegangen ist,</translation>
    </message>
    <message>
        <source>a program in another PID namespace</source>
        <translation>ein Programm in einem anderen PID-Namensraum</translation>
    </message>
    <message>
        <source>a program in container {1}</source>
        <translation>ein Programm im Container {1}</translation>
    </message>
    <message>
        <source>{1} tries to connect to it at {2}.</source>
        <translation>{1} versucht, sich mit ihm auf {2} zu verbinden.</translation>
    </message>
    <message>
        <source>{1} has reserved it with bind(), but neither listens on it nor is connected.</source>
        <translation>{1} hat ihn mit bind() belegt, lauscht aber nicht darauf und ist nicht verbunden.</translation>
    </message>
    <message>
        <source>{1} is bound to it, and is not connected.</source>
        <translation>{1} ist an ihn gebunden und nicht verbunden.</translation>
    </message>
    <message>
        <source>{1} uses it as its own port, and tries to connect to {2}.</source>
        <translation>{1} benutzt ihn als eigenen Port und versucht, sich mit {2} zu verbinden.</translation>
    </message>
    <message>
        <source>The kernel chose it for {1}, which tries to connect to {2}.</source>
        <translation>{1} versucht darüber, sich mit {2} zu verbinden; der Kernel hat den Port dafür gewählt.</translation>
    </message>
    <message>
        <source>One connection from {1} is being established ({2}).</source>
        <translation>Eine Verbindung von {1} wird gerade aufgebaut ({2}).</translation>
    </message>
    <message>
        <source>{1} connections from {2} are being established ({3}).</source>
        <translation>{1} Verbindungen von {2} werden gerade aufgebaut ({3}).</translation>
    </message>
    <message>
        <source>One connection from {1} waits to be accepted by the program that listens ({2}).</source>
        <translation>Eine Verbindung von {1} wartet darauf, dass das lauschende Programm sie annimmt ({2}).</translation>
    </message>
    <message>
        <source>{1} connections from {2} wait to be accepted by the program that listens ({3}).</source>
        <translation>{1} Verbindungen von {2} warten darauf, dass das lauschende Programm sie annimmt ({3}).</translation>
    </message>
    <message>
        <source>One connection was closed by its program; the kernel waits for the other end ({1}).</source>
        <translation>Eine Verbindung hat ihr Programm geschlossen; der Kernel wartet auf das andere Ende ({1}).</translation>
    </message>
    <message>
        <source>{1} connections were closed by their programs; the kernel waits for the other ends ({2}).</source>
        <translation>{1} Verbindungen haben ihre Programme geschlossen; der Kernel wartet auf die anderen Enden ({2}).</translation>
    </message>
    <message>
        <source>{1} tries to connect to it, at its {2}.</source>
        <translation>{1} versucht, sich mit ihr zu verbinden, zu {2} dort.</translation>
    </message>
    <message>
        <source>{1} tries to connect from it to {2}.</source>
        <translation>{1} versucht, sich von ihr aus mit {2} zu verbinden.</translation>
    </message>
    <message>
        <source>{1} uses it for one connection, with {2}.</source>
        <translation>{1} benutzt sie für eine Verbindung mit {2}.</translation>
    </message>
    <message>
        <source>{1} uses it for {2} connections, with {3}.</source>
        <translation>{1} benutzt sie für {2} Verbindungen mit {3}.</translation>
    </message>
    <message>
        <source>One connection with it was closed by its program; the kernel waits for the other end.</source>
        <translation>Eine Verbindung mit ihr hat ihr Programm geschlossen; der Kernel wartet auf das andere Ende.</translation>
    </message>
    <message>
        <source>{1} connections with it were closed by their programs; the kernel waits for the other ends.</source>
        <translation>{1} Verbindungen mit ihr haben ihre Programme geschlossen; der Kernel wartet auf die anderen Enden.</translation>
    </message>
    <message>
        <source>One connection with it is being established, at {1} here.</source>
        <translation>Eine Verbindung mit ihr wird gerade aufgebaut, zu {1} hier.</translation>
    </message>
    <message>
        <source>{1} connections with it are being established, at {2} here.</source>
        <translation>{1} Verbindungen mit ihr werden gerade aufgebaut, zu {2} hier.</translation>
    </message>
    <message>
        <source>One connection with it waits to be accepted by the program that listens, at {1} here.</source>
        <translation>Eine Verbindung mit ihr wartet darauf, dass das lauschende Programm sie annimmt, zu {1} hier.</translation>
    </message>
    <message>
        <source>{1} connections with it wait to be accepted by the program that listens, at {2} here.</source>
        <translation>{1} Verbindungen mit ihr warten darauf, dass das lauschende Programm sie annimmt, zu {2} hier.</translation>
    </message>
    <message>
        <source>a socket that no program holds</source>
        <translation>ein Socket, den kein Programm hält</translation>
    </message>
    <message>
        <source>{1} in another network namespace</source>
        <translation>{1} in einem anderen Netz-Namensraum</translation>
    </message>
    <message>
        <source>{1} in network namespace {2}</source>
        <translation>{1} im Netz-Namensraum {2}</translation>
    </message>
    <message>
        <source>In another network namespace: {1}</source>
        <translation>In einem anderen Netz-Namensraum: {1}</translation>
    </message>
    <message>
        <source>In network namespace {1}: {2}</source>
        <translation>Im Netz-Namensraum {1}: {2}</translation>
    </message>
    <message>
        <source>No visible socket uses it, but others may be missing. {1}</source>
        <translation>Kein sichtbarer Socket gehört dazu, aber andere können fehlen. {1}</translation>
    </message>
    <message>
        <source>somebody who is not known</source>
        <translation>jemand Unbekanntes</translation>
    </message>
    <message>
        <source>a program that you may not see</source>
        <translation>ein Programm, das Sie nicht sehen dürfen,</translation>
    </message>
    <message>
        <source>a program that you may not see (user {1})</source>
        <translation>ein Programm, das Sie nicht sehen dürfen (Benutzer {1}),</translation>
    </message>
    <message>
        <source>Also called</source>
        <translation>Auch genannt</translation>
    </message>
    <message>
        <source>See also</source>
        <translation>Siehe auch</translation>
    </message>
    <message>
        <source>Each of these is explained by: portexplorer what term TERM. How to read the list as a whole: portexplorer what beginner.</source>
        <translation>Jedes davon erklärt: portexplorer what term WORT. Wie man die Liste als Ganzes liest: portexplorer what beginner.</translation>
    </message>
    <message>
        <source>It could not be looked at: {why}.</source>
        <translation>Es ließ sich nicht ansehen: {why}.</translation>
    </message>
    <message>
        <source>The file it runs is not at {path}: nothing, or another file, is there.</source>
        <translation>Die Datei, die er ausführt, ist nicht unter {path}: dort ist nichts oder eine andere Datei.</translation>
    </message>
    <message>
        <source>only its own container names a package for it</source>
        <translation>nur sein eigener Container nennt dafür ein Paket</translation>
    </message>
    <message>
        <source>Its file was deleted while it runs; another file, of no known package, is at {path} now.</source>
        <translation>Seine Datei wurde gelöscht, während er läuft; unter {path} liegt jetzt eine andere, die zu keinem bekannten Paket gehört.</translation>
    </message>
    <message>
        <source>Its file {path} was deleted while it runs, and nothing stands there any more.</source>
        <translation>Seine Datei {path} wurde gelöscht, während er läuft, und dort liegt nichts mehr.</translation>
    </message>
    <message>
        <source>Its program never was a file: it is only in memory ({path}).</source>
        <translation>Sein Programm war nie eine Datei: es ist nur im Speicher ({path}).</translation>
    </message>
    <message>
        <source>It runs from {place}, where {who} may put files; only their owners may replace them (sticky).</source>
        <translation>Er läuft aus {place}, wo {who} Dateien ablegen darf; nur deren Besitzer dürfen sie ersetzen (Sticky-Bit).</translation>
    </message>
    <message>
        <source>Others can replace the file it runs: {who} may write {place}.</source>
        <translation>Andere können die Datei ersetzen, die er ausführt: Schreiben in {place} darf {who}.</translation>
    </message>
    <message>
        <source>{address} port {port}</source>
        <translation>{address} Port {port}</translation>
    </message>
    <message>
        <source>It is a shell that takes its commands from the network: from {remote}.</source>
        <translation>Es ist eine Shell, die ihre Befehle aus dem Netz nimmt: von {remote}.</translation>
    </message>
    <message>
        <source>Its environment loads foreign code into it: LD_PRELOAD={value}.</source>
        <translation>Seine Umgebung lädt fremden Code hinein: LD_PRELOAD={value}.</translation>
    </message>
    <message>
        <source>its user chooses which files it sees</source>
        <translation>sein Benutzer bestimmt, welche Dateien er sieht</translation>
    </message>
    <message>
        <source>/etc/ld.so.preload loads foreign code into every program: {value}.</source>
        <translation>/etc/ld.so.preload lädt fremden Code in jedes Programm: {value}.</translation>
    </message>
    <message>
        <source>No installed package has the file {path}. That is usual for what somebody built or copied here.</source>
        <translation>Kein installiertes Paket hat die Datei {path}. Das ist üblich bei dem, was jemand hier gebaut oder hierher kopiert hat.</translation>
    </message>
    <message>
        <source>Its file is not the one that came with the package {package}: the checksum differs.</source>
        <translation>Seine Datei ist nicht die aus dem Paket {package}: die Prüfsumme ist eine andere.</translation>
    </message>
    <message>
        <source>It runs code from a file that was deleted, and nothing stands there any more: {path}.</source>
        <translation>Er führt Code aus einer gelöschten Datei aus, und dort liegt nichts mehr: {path}.</translation>
    </message>
    <message>
        <source>It runs code of no package from a place that others may write: {path}.</source>
        <translation>Er führt Code aus keinem Paket aus, von einem Ort, an den andere schreiben dürfen: {path}.</translation>
    </message>
    <message>
        <source>Process {pid} watches and controls it, as a debugger does.</source>
        <translation>Prozess {pid} beobachtet und steuert ihn, wie ein Debugger es tut.</translation>
    </message>
    <message>
        <source>It talks to {remote}, which miners of digital money use. A port proves nothing.</source>
        <translation>Er spricht mit {remote}, wie es Schürfer digitalen Geldes tun. Ein Port beweist nichts.</translation>
    </message>
    <message>
        <source>Its file gives whoever starts it further rights, and it came with no package that is known.</source>
        <translation>Seine Datei gibt jedem, der sie startet, weitere Rechte, und sie kam mit keinem bekannten Paket.</translation>
    </message>
    <message>
        <source>It calls itself {name}, as only the kernel's own threads are shown, but it runs {path}.</source>
        <translation>Er nennt sich {name}, wie sonst nur die eigenen Threads des Kernels, führt aber {path} aus.</translation>
    </message>
    <message>
        <source>Its file still stands where it was started from, or an update has replaced it.</source>
        <translation>Seine Datei liegt noch dort, von wo er gestartet wurde, oder eine Aktualisierung hat sie ersetzt.</translation>
    </message>
    <message>
        <source>Ask who started it; the program can still be copied from /proc/{pid}/exe.</source>
        <translation>Fragen Sie, wer ihn gestartet hat; das Programm lässt sich noch aus /proc/{pid}/exe kopieren.</translation>
    </message>
    <message>
        <source>Its program is a file, not only in memory.</source>
        <translation>Sein Programm ist eine Datei und nicht nur im Speicher.</translation>
    </message>
    <message>
        <source>Before you end it, keep a copy of it from /proc/{pid}/exe.</source>
        <translation>Bevor Sie ihn beenden, kopieren Sie das Programm aus /proc/{pid}/exe.</translation>
    </message>
    <message>
        <source>Only root and its own user can write where the file it runs is.</source>
        <translation>Nur root und sein eigener Benutzer können dort schreiben, wo die Datei liegt, die er ausführt.</translation>
    </message>
    <message>
        <source>Look who may write there, and whether the program belongs there.</source>
        <translation>Sehen Sie nach, wer dort schreiben darf und ob das Programm dorthin gehört.</translation>
    </message>
    <message>
        <source>It is no shell that takes its commands from the network.</source>
        <translation>Es ist keine Shell, die ihre Befehle aus dem Netz nimmt.</translation>
    </message>
    <message>
        <source>If you do not know who is at the other end, end it: kill {pid}.</source>
        <translation>Wenn Sie nicht wissen, wer am anderen Ende ist, beenden Sie ihn: kill {pid}.</translation>
    </message>
    <message>
        <source>Its environment loads no foreign code into it (LD_PRELOAD).</source>
        <translation>Seine Umgebung lädt keinen fremden Code hinein (LD_PRELOAD).</translation>
    </message>
    <message>
        <source>Look where that file came from, and who set the variable.</source>
        <translation>Sehen Sie nach, woher diese Datei kommt und wer die Variable gesetzt hat.</translation>
    </message>
    <message>
        <source>The machine loads no foreign code into every program (/etc/ld.so.preload).</source>
        <translation>Der Rechner lädt keinen fremden Code in jedes Programm (/etc/ld.so.preload).</translation>
    </message>
    <message>
        <source>Look where that file came from, and who wrote the list.</source>
        <translation>Sehen Sie nach, woher diese Datei kommt und wer die Liste geschrieben hat.</translation>
    </message>
    <message>
        <source>Its file came with an installed package.</source>
        <translation>Seine Datei kam mit einem installierten Paket.</translation>
    </message>
    <message>
        <source>Ask who put it there.</source>
        <translation>Fragen Sie, wer sie dorthin gelegt hat.</translation>
    </message>
    <message>
        <source>Its file is unchanged since its package was installed.</source>
        <translation>Seine Datei ist unverändert, seit ihr Paket installiert wurde.</translation>
    </message>
    <message>
        <source>Ask who changed it, or install the package again.</source>
        <translation>Fragen Sie, wer sie geändert hat, oder installieren Sie das Paket neu.</translation>
    </message>
    <message>
        <source>None of its libraries was deleted without a replacement.</source>
        <translation>Keine seiner Bibliotheken wurde ersatzlos gelöscht.</translation>
    </message>
    <message>
        <source>Start it anew, and look whether this stays.</source>
        <translation>Starten Sie ihn neu und sehen Sie nach, ob es so bleibt.</translation>
    </message>
    <message>
        <source>None of its libraries comes from a place that others may write.</source>
        <translation>Keine seiner Bibliotheken kommt von einem Ort, an den andere schreiben dürfen.</translation>
    </message>
    <message>
        <source>Look who may write there, and whether the file belongs there.</source>
        <translation>Sehen Sie nach, wer dort schreiben darf und ob die Datei dorthin gehört.</translation>
    </message>
    <message>
        <source>No other process watches and controls it.</source>
        <translation>Kein anderer Prozess beobachtet und steuert ihn.</translation>
    </message>
    <message>
        <source>Look at the other process too, with portexplorer what process.</source>
        <translation>Sehen Sie sich auch den anderen Prozess an, mit portexplorer what process.</translation>
    </message>
    <message>
        <source>It talks to no port that only miners of digital money are known for.</source>
        <translation>Er spricht mit keinem Port, der nur von Schürfern digitalen Geldes bekannt ist.</translation>
    </message>
    <message>
        <source>Look how busy the processor is, and ask who wanted this program.</source>
        <translation>Sehen Sie nach, wie beschäftigt der Prozessor ist, und fragen Sie, wer dieses Programm wollte.</translation>
    </message>
    <message>
        <source>Its file gives no further rights, or it came with a package.</source>
        <translation>Seine Datei gibt keine weiteren Rechte, oder sie kam mit einem Paket.</translation>
    </message>
    <message>
        <source>Ask who put it there, and whether it needs these rights.</source>
        <translation>Fragen Sie, wer sie dorthin gelegt hat und ob sie diese Rechte braucht.</translation>
    </message>
    <message>
        <source>It does not call itself like a thread of the kernel.</source>
        <translation>Er nennt sich nicht wie ein Thread des Kernels.</translation>
    </message>
    <message>
        <source>Ask who started it: a program has no reason to look like the kernel.</source>
        <translation>Fragen Sie, wer ihn gestartet hat: ein Programm hat keinen Grund, wie der Kernel auszusehen.</translation>
    </message>
    <message>
        <source>computing checksums requires libcrypto 3 (OpenSSL), which is not installed</source>
        <translation>Prüfsummen brauchen die Bibliothek libcrypto 3 von OpenSSL, die nicht installiert ist</translation>
    </message>
    <message>
        <source>the installed libcrypto (OpenSSL) lacks the functions for checksums</source>
        <translation>der Bibliothek libcrypto von OpenSSL fehlt, was Prüfsummen brauchen</translation>
    </message>
    <message>
        <source>reading the file was cancelled</source>
        <translation>das Lesen der ganzen Datei wurde abgebrochen</translation>
    </message>
    <message>
        <source>the file could not be read completely</source>
        <translation>die Datei ließ sich nicht bis zum Ende lesen</translation>
    </message>
    <message>
        <source>its package has no checksums</source>
        <translation>sein Paket nennt keine Prüfsummen</translation>
    </message>
    <message>
        <source>its package has no checksum for it</source>
        <translation>sein Paket nennt keine Prüfsumme dafür</translation>
    </message>
    <message>
        <source>it is no program</source>
        <translation>es ist kein Programm</translation>
    </message>
    <message>
        <source>the file is cut short</source>
        <translation>die Datei ist abgeschnitten</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>partial</source>
        <translation>teilweise</translation>
    </message>
    <message>
        <source>full</source>
        <translation>vollständig</translation>
    </message>
    <message>
        <source>it is no ELF file</source>
        <translation>es ist keine ELF-Datei</translation>
    </message>
    <message>
        <source>its ELF header makes no sense</source>
        <translation>ihr ELF-Kopf ergibt keinen Sinn</translation>
    </message>
    <message>
        <source>its file cannot be looked at</source>
        <translation>seine Datei lässt sich nicht ansehen</translation>
    </message>
    <message>
        <source>its open files could not be read</source>
        <translation>seine offenen Dateien ließen sich nicht lesen</translation>
    </message>
    <message>
        <source>you may not see its open files; root may</source>
        <translation>Sie dürfen seine offenen Dateien nicht sehen; root darf es</translation>
    </message>
    <message>
        <source>its packages are rpm's, in another root than ours, where they are not read</source>
        <translation>seine Pakete sind die von rpm in einem anderen Wurzelverzeichnis als unserem, wo sie nicht gelesen werden</translation>
    </message>
    <message>
        <source>there is no rpm database</source>
        <translation>hier ist keine Datenbank von rpm</translation>
    </message>
    <message>
        <source>no list of installed packages that can be read is there</source>
        <translation>dort ist keine lesbare Liste installierter Pakete</translation>
    </message>
    <message>
        <source>which file it runs is not known</source>
        <translation>welche Datei er ausführt, ist nicht bekannt</translation>
    </message>
    <message>
        <source>the file that it runs is not the one at its path</source>
        <translation>die Datei, die er ausführt, ist nicht die an ihrem Platz</translation>
    </message>
    <message>
        <source>strict</source>
        <translation>streng</translation>
    </message>
    <message>
        <source>filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>they could not be read</source>
        <translation>sie ließen sich nicht lesen</translation>
    </message>
    <message>
        <source>they are of a form that is not known</source>
        <translation>sie haben eine unbekannte Form</translation>
    </message>
    <message>
        <source>the file is large; --all reads it all the same</source>
        <translation>die Datei ist groß; --all liest sie trotzdem</translation>
    </message>
    <message>
        <source>dpkg keeps no checksum of it that can be read</source>
        <translation>dpkg hat dafür keine lesbare Prüfsumme</translation>
    </message>
    <message>
        <source>rpm keeps no checksum of it that can be read</source>
        <translation>rpm hat dafür keine lesbare Prüfsumme</translation>
    </message>
    <message>
        <source>it runs a file that was removed or replaced since, which has nothing to be compared with</source>
        <translation>die ausgeführte Datei wurde seither entfernt oder ersetzt, so dass ein Vergleich fehlt</translation>
    </message>
    <message>
        <source>its package has a kind of checksum that this machine does not compute</source>
        <translation>sein Paket hat eine Art von Prüfsumme, die dieser Rechner nicht berechnet</translation>
    </message>
    <message>
        <source>it has no version resource</source>
        <translation>es hat keine Versionsangaben</translation>
    </message>
    <message>
        <source>its version resource makes no sense</source>
        <translation>seine Versionsangaben ergeben keinen Sinn</translation>
    </message>
    <message>
        <source>it is no Windows program</source>
        <translation>es ist kein Windows-Programm</translation>
    </message>
    <message>
        <source>no installed package has this file</source>
        <translation>kein installiertes Paket hat diese Datei</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>nicht bekannt</translation>
    </message>
    <message>
        <source>none: a part of the kernel</source>
        <translation>keine: ein Teil des Kernels</translation>
    </message>
    <message>
        <source>at its path</source>
        <translation>an ihrem Platz</translation>
    </message>
    <message>
        <source>deleted; another file is at its path</source>
        <translation>gelöscht; an ihrem Pfad liegt eine andere Datei</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>gelöscht</translation>
    </message>
    <message>
        <source>not at its path: nothing, or another file, is there</source>
        <translation>nicht an ihrem Platz: dort ist nichts oder eine andere Datei</translation>
    </message>
    <message>
        <source>in memory only</source>
        <translation>nur im Speicher</translation>
    </message>
    <message>
        <source>{parent}, by {others}</source>
        <translation>{parent}, von {others}</translation>
    </message>
    <message>
        <source>64-bit ELF program, {architecture}, linked statically</source>
        <translation>64-Bit-ELF-Programm, {architecture}, statisch gebunden</translation>
    </message>
    <message>
        <source>32-bit ELF program, {architecture}, linked statically</source>
        <translation>32-Bit-ELF-Programm, {architecture}, statisch gebunden</translation>
    </message>
    <message>
        <source>64-bit ELF program, {architecture}</source>
        <translation>64-Bit-ELF-Programm, {architecture}</translation>
    </message>
    <message>
        <source>32-bit ELF program, {architecture}</source>
        <translation>32-Bit-ELF-Programm, {architecture}</translation>
    </message>
    <message>
        <source>In menus</source>
        <translation>In Menüs</translation>
    </message>
    <message>
        <source>Icon</source>
        <translation>Symbol</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Pfad</translation>
    </message>
    <message>
        <source>File is</source>
        <translation>Datei ist</translation>
    </message>
    <message>
        <source>Script</source>
        <translation>Skript</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>it has no arguments, or they could not be read</source>
        <translation>es gibt keine Argumente, oder sie ließen sich nicht lesen</translation>
    </message>
    <message>
        <source>Root directory</source>
        <translation>Wurzelverzeichnis</translation>
    </message>
    <message>
        <source>{root} (chroot)</source>
        <translation>{root} (chroot)</translation>
    </message>
    <message>
        <source>the directories above its root (chroot) could not be read</source>
        <translation>die Verzeichnisse über seiner Wurzel (chroot) ließen sich nicht lesen</translation>
    </message>
    <message>
        <source>it is outside of the process's root</source>
        <translation>es liegt außerhalb der Wurzel des Prozesses</translation>
    </message>
    <message>
        <source>Works in</source>
        <translation>Arbeitet in</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>File created</source>
        <translation>Datei angelegt</translation>
    </message>
    <message>
        <source>the file system does not tell</source>
        <translation>das Dateisystem sagt es nicht</translation>
    </message>
    <message>
        <source>File modified</source>
        <translation>Datei geändert</translation>
    </message>
    <message>
        <source>File last read</source>
        <translation>Zuletzt gelesen</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Gestartet</translation>
    </message>
    <message>
        <source>Started by</source>
        <translation>Gestartet von</translation>
    </message>
    <message>
        <source>its parent process is not visible</source>
        <translation>sein Elternprozess ist nicht sichtbar</translation>
    </message>
    <message>
        <source>no process that is still running</source>
        <translation>keinem Prozess, der noch läuft</translation>
    </message>
    <message>
        <source>Terminal</source>
        <translation>Terminal</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>Sitzung</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Unit</translation>
    </message>
    <message>
        <source>Container</source>
        <translation>Container</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>Threads</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Package</source>
        <translation>Paket</translation>
    </message>
    <message>
        <source>{package}, according to its own container</source>
        <translation>{package}, laut seinem eigenen Container</translation>
    </message>
    <message>
        <source>Maintainer</source>
        <translation>Betreuer</translation>
    </message>
    <message>
        <source>Homepage</source>
        <translation>Webseite</translation>
    </message>
    <message>
        <source>Made from</source>
        <translation>Gebaut aus</translation>
    </message>
    <message>
        <source>What it is</source>
        <translation>Was es ist</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>its copyright file is not of a form that can be read</source>
        <translation>seine Copyright-Datei hat keine lesbare Form</translation>
    </message>
    <message>
        <source>Copyright</source>
        <translation>Copyright</translation>
    </message>
    <message>
        <source>Script's package</source>
        <translation>Paket des Skripts</translation>
    </message>
    <message>
        <source>Windows product</source>
        <translation>Windows-Produkt</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Beschreibung</translation>
    </message>
    <message>
        <source>Windows version</source>
        <translation>Windows-Version</translation>
    </message>
    <message>
        <source>Company</source>
        <translation>Firma</translation>
    </message>
    <message>
        <source>Build-id</source>
        <translation>Build-ID</translation>
    </message>
    <message>
        <source>Note in the file</source>
        <translation>Vermerk in Datei</translation>
    </message>
    <message>
        <source>Go</source>
        <translation>Go</translation>
    </message>
    <message>
        <source>Go module</source>
        <translation>Go-Modul</translation>
    </message>
    <message>
        <source>Go module version</source>
        <translation>Go-Modulversion</translation>
    </message>
    <message>
        <source>File's owner</source>
        <translation>Dateibesitzer</translation>
    </message>
    <message>
        <source>user {uid}, group {gid}</source>
        <translation>Benutzer {uid}, Gruppe {gid}</translation>
    </message>
    <message>
        <source>Mode</source>
        <translation>Modus</translation>
    </message>
    <message>
        <source>Setuid</source>
        <translation>Setuid</translation>
    </message>
    <message>
        <source>Setgid</source>
        <translation>Setgid</translation>
    </message>
    <message>
        <source>{place} by {who}, new files only (sticky)</source>
        <translation>{place} durch {who}, nur neue Dateien (Sticky-Bit)</translation>
    </message>
    <message>
        <source>{place} by {who}</source>
        <translation>{place}: {who}</translation>
    </message>
    <message>
        <source>Others may write</source>
        <translation>Auch beschreibbar</translation>
    </message>
    <message>
        <source>nothing on its path</source>
        <translation>nichts auf ihrem Pfad</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>As installed</source>
        <translation>Wie installiert</translation>
    </message>
    <message>
        <source>File capabilities</source>
        <translation>Datei-Rechte</translation>
    </message>
    <message>
        <source>Capabilities</source>
        <translation>Capabilities</translation>
    </message>
    <message>
        <source>all, as root has</source>
        <translation>alle, wie root sie hat</translation>
    </message>
    <message>
        <source>Seccomp</source>
        <translation>Seccomp</translation>
    </message>
    <message>
        <source>none: it sees what we see</source>
        <translation>keine: er sieht, was wir sehen</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Label</translation>
    </message>
    <message>
        <source>LD_PRELOAD</source>
        <translation>LD_PRELOAD</translation>
    </message>
    <message>
        <source>not set</source>
        <translation>nicht gesetzt</translation>
    </message>
    <message>
        <source>ld.so.preload</source>
        <translation>ld.so.preload</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>leer</translation>
    </message>
    <message>
        <source>Traced by</source>
        <translation>Beobachtet von</translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>niemandem</translation>
    </message>
    <message>
        <source>process {pid}</source>
        <translation>Prozess {pid}</translation>
    </message>
    <message>
        <source>Deleted libraries</source>
        <translation>Gelöschte Bibl.</translation>
    </message>
    <message>
        <source>Of no package</source>
        <translation>Aus keinem Paket</translation>
    </message>
    <message>
        <source>this file does not tell</source>
        <translation>diese Datei sagt es nicht</translation>
    </message>
    <message>
        <source>PIE</source>
        <translation>PIE</translation>
    </message>
    <message>
        <source>RELRO</source>
        <translation>RELRO</translation>
    </message>
    <message>
        <source>NX stack</source>
        <translation>NX-Stapel</translation>
    </message>
    <message>
        <source>Stack canary</source>
        <translation>Stapelwächter</translation>
    </message>
    <message>
        <source>Fortified</source>
        <translation>Gehärtet</translation>
    </message>
    <message>
        <source>user {id}</source>
        <translation>Benutzer {id}</translation>
    </message>
    <message>
        <source>group {id}</source>
        <translation>Gruppe {id}</translation>
    </message>
    <message>
        <source>everyone</source>
        <translation>jeder</translation>
    </message>
    <message>
        <source>normal</source>
        <translation>gewöhnlich</translation>
    </message>
    <message>
        <source>system</source>
        <translation>System</translation>
    </message>
    <message>
        <source>hidden</source>
        <translation>verborgen</translation>
    </message>
    <message>
        <source>reading rpm packages requires librpm, which is not installed</source>
        <translation>um Pakete von rpm zu lesen, fehlt die Bibliothek librpm</translation>
    </message>
    <message>
        <source>the rpm database could not be read</source>
        <translation>die Paketdatenbank von rpm ließ sich nicht lesen</translation>
    </message>
    <message>
        <source>{name} ended while it was looked at; what was read until then is shown.</source>
        <translation>{name} ging zu Ende, während er angesehen wurde; gezeigt wird, was bis dahin gelesen war.</translation>
    </message>
    <message>
        <source>{name} ({pid}) is a part of the kernel itself, not a program.</source>
        <translation>{name} ({pid}) ist ein Teil des Kernels selbst, kein Programm.</translation>
    </message>
    <message>
        <source>It has no executable and no arguments.</source>
        <translation>Er hat keine Programmdatei und keine Argumente.</translation>
    </message>
    <message>
        <source>It runs {path}.</source>
        <translation>Er führt {path} aus.</translation>
    </message>
    <message>
        <source>{name} ({pid}) is a Windows program, run by Wine; the program calls itself {what}.</source>
        <translation>{name} ({pid}) ist ein Windows-Programm, das Wine ausführt; das Programm nennt sich selbst {what}.</translation>
    </message>
    <message>
        <source>The version resource of {path}.</source>
        <translation>Die Versionsangaben von {path}.</translation>
    </message>
    <message>
        <source>{name} ({pid}) is a script, run by {interpreter}.</source>
        <translation>{name} ({pid}) ist ein Skript, ausgeführt von {interpreter}.</translation>
    </message>
    <message>
        <source>{name} ({pid}) is run by {interpreter}.</source>
        <translation>{name} ({pid}) wird von {interpreter} ausgeführt.</translation>
    </message>
    <message>
        <source>{name} ({pid}) is a program of "{what}".</source>
        <translation>{name} ({pid}) ist ein Programm von „{what}“.</translation>
    </message>
    <message>
        <source>{manager} says so of the package {package}.</source>
        <translation>So sagt es {manager} vom Paket {package}.</translation>
    </message>
    <message>
        <source>{name} ({pid}) is a program that nothing here describes.</source>
        <translation>{name} ({pid}) ist ein Programm, das hier nichts beschreibt.</translation>
    </message>
    <message>
        <source>It runs in a user namespace that root has not made. There its user chooses which files it sees and which program it seems to run.</source>
        <translation>Er läuft in einem Benutzer-Namensraum, den nicht root angelegt hat. Dort bestimmt sein Benutzer, welche Dateien er sieht und welches Programm er auszuführen scheint.</translation>
    </message>
    <message>
        <source>The owner of the namespace, as the kernel names it.</source>
        <translation>Der Eigentümer des Namensraums, wie der Kernel ihn nennt.</translation>
    </message>
    <message>
        <source>The package's list of files has it. Maintainer: {maintainer}.</source>
        <translation>Die Dateiliste des Pakets enthält es. Betreuer: {maintainer}.</translation>
    </message>
    <message>
        <source>Whoever set up the container wrote that; it is no proof.</source>
        <translation>Das hat geschrieben, wer den Container eingerichtet hat; es ist kein Beweis.</translation>
    </message>
    <message>
        <source>The script that its arguments name came with the package {package}, version {version}.</source>
        <translation>Das Skript, das seine Argumente nennen, kam mit dem Paket {package}, Version {version}.</translation>
    </message>
    <message>
        <source>According to its own container, the script that its arguments name came with the package {package}, version {version}.</source>
        <translation>Laut seinem eigenen Container kam das Skript, das seine Argumente nennen, mit dem Paket {package}, Version {version}.</translation>
    </message>
    <message>
        <source>A process can change its arguments; they are no proof.</source>
        <translation>Ein Prozess kann seine Argumente ändern; sie sind kein Beweis.</translation>
    </message>
    <message>
        <source>Who made what it runs is not known: {why}.</source>
        <translation>Von wem das stammt, was er ausführt, ist nicht bekannt: {why}.</translation>
    </message>
    <message>
        <source>Who made what it runs is not known.</source>
        <translation>Von wem das stammt, was er ausführt, ist nicht bekannt.</translation>
    </message>
    <message>
        <source>The program that runs it came with the package {package}, version {version}.</source>
        <translation>Das Programm, das es ausführt, kam mit dem Paket {package}, Version {version}.</translation>
    </message>
    <message>
        <source>According to its own container, the program that runs it came with the package {package}, version {version}.</source>
        <translation>Laut seinem eigenen Container kam das Programm, das es ausführt, mit dem Paket {package}, Version {version}.</translation>
    </message>
    <message>
        <source>Its environment names the bundle {bundle} as its source.</source>
        <translation>Seine Umgebung nennt das Bündel {bundle} als Herkunft.</translation>
    </message>
    <message>
        <source>Anybody can set that variable; it is no proof.</source>
        <translation>Jeder kann die Variable APPIMAGE setzen; sie ist kein Beweis.</translation>
    </message>
    <message>
        <source>Anybody can write that into a file; it is no proof.</source>
        <translation>Das kann jeder in eine Datei schreiben; es ist kein Beweis.</translation>
    </message>
    <message>
        <source>A note in its file says: {note}.</source>
        <translation>Ein Vermerk in seiner Datei sagt: {note}.</translation>
    </message>
    <message>
        <source>Its file says that it was built from {module}, in Go.</source>
        <translation>Seine Datei sagt, dass sie aus {module} gebaut wurde, in Go.</translation>
    </message>
    <message>
        <source>It came with the package {package}, version {version}.</source>
        <translation>Es kam mit dem Paket {package}, Version {version}.</translation>
    </message>
    <message>
        <source>According to its own container, it came with the package {package}, version {version}.</source>
        <translation>Laut seinem eigenen Container kam es mit dem Paket {package}, Version {version}.</translation>
    </message>
    <message>
        <source>Who made it is not known: {why}.</source>
        <translation>Von wem es stammt, ist nicht bekannt: {why}.</translation>
    </message>
    <message>
        <source>Its program file is unchanged since.</source>
        <translation>Seine Programmdatei ist seither unverändert.</translation>
    </message>
    <message>
        <source>Its program file was changed since.</source>
        <translation>Seine Programmdatei wurde seither verändert.</translation>
    </message>
    <message>
        <source>The checksum of the file, compared with its package's.</source>
        <translation>Die Prüfsumme der Datei, verglichen mit der ihres Pakets.</translation>
    </message>
    <message>
        <source>An update has replaced its file, which is harmless; it runs the older one until it is started anew.</source>
        <translation>Eine Aktualisierung hat seine Datei ersetzt, was harmlos ist; bis zum Neustart läuft die ältere.</translation>
    </message>
    <message>
        <source>The kernel says that {path} was removed, and another file stands there.</source>
        <translation>Der Kernel sagt, dass {path} entfernt wurde, und dort liegt eine andere Datei.</translation>
    </message>
    <message>
        <source>Its control group is {cgroup}.</source>
        <translation>Seine Kontrollgruppe ist {cgroup}.</translation>
    </message>
    <message>
        <source>(unknown)</source>
        <translation>(unbekannt)</translation>
    </message>
    <message>
        <source>It runs in the container {container}, as the user {user}.</source>
        <translation>Er läuft im Container {container}, als Benutzer {user}.</translation>
    </message>
    <message>
        <source>A service manager of a user started it as a service, {unit}; it runs as the user {user}.</source>
        <translation>Die Dienstverwaltung eines Benutzers hat ihn als Dienst {unit} gestartet; er läuft als Benutzer {user}.</translation>
    </message>
    <message>
        <source>The system started it as a service, {unit}; it runs as the user {user}.</source>
        <translation>Das System hat ihn als Dienst {unit} gestartet; er läuft als Benutzer {user}.</translation>
    </message>
    <message>
        <source>It was started in the terminal {terminal} by {parent}, as the user {user}.</source>
        <translation>Er wurde im Terminal {terminal} von {parent} gestartet, als Benutzer {user}.</translation>
    </message>
    <message>
        <source>It is init, the first process, which the kernel started; it runs as the user {user}.</source>
        <translation>Er ist init, der erste Prozess, den der Kernel gestartet hat; er läuft als Benutzer {user}.</translation>
    </message>
    <message>
        <source>It was started by {parent}; it runs as the user {user}.</source>
        <translation>Er wurde von {parent} gestartet; er läuft als Benutzer {user}.</translation>
    </message>
    <message>
        <source>What started it is not visible; it runs as the user {user}.</source>
        <translation>Was ihn gestartet hat, ist nicht sichtbar; er läuft als Benutzer {user}.</translation>
    </message>
    <message>
        <source>What started it has ended, or is init; it runs as the user {user}.</source>
        <translation>Was ihn gestartet hat, ist zu Ende oder ist init; er läuft als Benutzer {user}.</translation>
    </message>
    <message>
        <source>Its parent is {parent}.</source>
        <translation>Sein Elternprozess ist {parent}.</translation>
    </message>
    <message>
        <source>{name} ({pid}) runs the same program and started it as a helper, as servers do for visitors or tasks.</source>
        <translation>{name} ({pid}) führt dasselbe Programm aus und hat ihn als Helfer gestartet, wie Server es für Besucher oder Aufgaben tun.</translation>
    </message>
    <message>
        <source>Both run {path}.</source>
        <translation>Beide führen {path} aus.</translation>
    </message>
    <message>
        <source>Open sockets that both hold: {count}.</source>
        <translation>Offene Sockets, die beide halten: {count}.</translation>
    </message>
    <message>
        <source>{items} and {more} more</source>
        <translation>{items} und {more} weitere</translation>
    </message>
    <message>
        <source>Whom it talks to is not known: {why}.</source>
        <translation>Mit wem er spricht, ist nicht bekannt: {why}.</translation>
    </message>
    <message>
        <source>The kernel's table of sockets, and the files that it has open; sockets of its own: {count}.</source>
        <translation>Die Socket-Tabelle des Kernels und die Dateien, die er offen hat; eigene Sockets: {count}.</translation>
    </message>
    <message>
        <source>It waits for others on {ports}, on all addresses; a firewall may still block.</source>
        <translation>Er wartet auf andere an {ports}, an allen Adressen; eine Firewall kann sie noch abhalten.</translation>
    </message>
    <message>
        <source>It waits for others on {ports}, on some addresses only.</source>
        <translation>Er wartet auf andere an {ports}, nur an einigen Adressen.</translation>
    </message>
    <message>
        <source>It waits on {ports} for programs of this machine only.</source>
        <translation>Er wartet an {ports} nur auf Programme dieses Rechners.</translation>
    </message>
    <message>
        <source>The kernel's table of sockets, at the moment of the look.</source>
        <translation>Die Socket-Tabelle des Kernels im Augenblick des Blicks.</translation>
    </message>
    <message>
        <source>It has no established connection now.</source>
        <translation>Er hat gerade keine bestehende Verbindung.</translation>
    </message>
    <message>
        <source>It has no network connection now.</source>
        <translation>Er hat jetzt keine Netzverbindung.</translation>
    </message>
    <message>
        <source>It holds no open connection now.</source>
        <translation>Er hält jetzt keine offene Verbindung.</translation>
    </message>
    <message>
        <source>One connection is open, from {peers}.</source>
        <translation>Eine Verbindung ist offen, von {peers}.</translation>
    </message>
    <message>
        <source>One connection is open, to {peers}.</source>
        <translation>Eine Verbindung ist offen, zu {peers}.</translation>
    </message>
    <message>
        <source>One connection is open, with {peers}.</source>
        <translation>Eine Verbindung ist offen, mit {peers}.</translation>
    </message>
    <message>
        <source>{count} connections are open, with {peers}.</source>
        <translation>{count} Verbindungen sind offen, mit {peers}.</translation>
    </message>
    <message>
        <source>The other side has closed one connection, which it has not closed itself (CLOSE_WAIT).</source>
        <translation>Die Gegenseite hat eine Verbindung geschlossen, die er selbst nicht geschlossen hat (CLOSE_WAIT).</translation>
    </message>
    <message>
        <source>The other side has closed {count} connections, which it has not closed itself (CLOSE_WAIT).</source>
        <translation>Die Gegenseite hat {count} Verbindungen geschlossen, die er selbst nicht geschlossen hat (CLOSE_WAIT).</translation>
    </message>
    <message>
        <source>One connection is being opened or closed.</source>
        <translation>Eine Verbindung wird gerade auf- oder abgebaut.</translation>
    </message>
    <message>
        <source>{count} connections are being opened or closed.</source>
        <translation>{count} Verbindungen werden gerade auf- oder abgebaut.</translation>
    </message>
    <message>
        <source>It has one raw or packet socket, which sends and receives without connections.</source>
        <translation>Er hat einen Raw- oder Paket-Socket, der ohne Verbindungen sendet und empfängt.</translation>
    </message>
    <message>
        <source>It has {count} raw or packet sockets, which send and receive without connections.</source>
        <translation>Er hat {count} Raw- oder Paket-Sockets, die ohne Verbindungen senden und empfangen.</translation>
    </message>
    <message>
        <source>None of {all} checks stands out.</source>
        <translation>Keine von {all} Prüfungen fällt auf.</translation>
    </message>
    <message>
        <source>One of {all} checks stands out.</source>
        <translation>Eine von {all} Prüfungen fällt auf.</translation>
    </message>
    <message>
        <source>{out} of {all} checks stand out.</source>
        <translation>{out} von {all} Prüfungen fallen auf.</translation>
    </message>
    <message>
        <source>None of {all} checks stands out; {not_run} could not run.</source>
        <translation>Keine von {all} Prüfungen fällt auf (nicht möglich: {not_run}).</translation>
    </message>
    <message>
        <source>One of {all} checks stands out; {not_run} could not run.</source>
        <translation>Eine von {all} Prüfungen fällt auf (nicht möglich: {not_run}).</translation>
    </message>
    <message>
        <source>{out} of {all} checks stand out; {not_run} could not run.</source>
        <translation>{out} von {all} Prüfungen fallen auf (nicht möglich: {not_run}).</translation>
    </message>
    <message>
        <source>Not looked at ({id}): {why}</source>
        <translation>Nicht angesehen ({id}): {why}</translation>
    </message>
    <message>
        <source>Nothing that was seen asks you to do anything.</source>
        <translation>Nichts von dem, was zu sehen war, verlangt etwas von Ihnen.</translation>
    </message>
    <message>
        <source>Any of this can be harmless; it is a reason to look, and no proof.</source>
        <translation>All das kann harmlos sein; es ist ein Anlass nachzusehen und kein Beweis.</translation>
    </message>
    <message>
        <source>unspecified</source>
        <translation>unbestimmt</translation>
    </message>
    <message>
        <source>no address at all</source>
        <translation>gar keine Adresse</translation>
    </message>
    <message>
        <source>A socket that is bound to it accepts calls at every address of this machine.</source>
        <translation>Ein Socket, der an sie gebunden ist, nimmt Anrufe an jeder Adresse dieses Rechners an.</translation>
    </message>
    <message>
        <source>loopback</source>
        <translation>Loopback</translation>
    </message>
    <message>
        <source>a loopback address</source>
        <translation>eine Loopback-Adresse</translation>
    </message>
    <message>
        <source>It stays inside this machine: no packet to it ever meets a network.</source>
        <translation>Sie bleibt in diesem Rechner: kein Paket an sie gelangt je in ein Netz.</translation>
    </message>
    <message>
        <source>private</source>
        <translation>privat</translation>
    </message>
    <message>
        <source>a private address</source>
        <translation>eine private Adresse</translation>
    </message>
    <message>
        <source>It belongs to a home or company network. Many networks use the same one, so it means another machine in each of them.</source>
        <translation>Sie gehört zu einem Heim- oder Firmennetz. Viele Netze benutzen dieselbe, so dass sie in jedem einen anderen Rechner meint.</translation>
    </message>
    <message>
        <source>unique-local</source>
        <translation>lokal eindeutig</translation>
    </message>
    <message>
        <source>a unique local address</source>
        <translation>eine lokal eindeutige Adresse</translation>
    </message>
    <message>
        <source>It is IPv6's private address: it belongs to one site, and the internet does not carry it.</source>
        <translation>Sie ist die private Adresse von IPv6: sie gehört zu einem Standort, und das Internet leitet sie nicht weiter.</translation>
    </message>
    <message>
        <source>link-local</source>
        <translation>verbindungslokal</translation>
    </message>
    <message>
        <source>a link-local address</source>
        <translation>eine verbindungslokale Adresse</translation>
    </message>
    <message>
        <source>It reaches only the machines on the same cable or wireless network. A machine gives it to itself.</source>
        <translation>Sie erreicht nur die Rechner am selben Kabel oder Funknetz. Ein Rechner gibt sie sich selbst.</translation>
    </message>
    <message>
        <source>shared</source>
        <translation>geteilt</translation>
    </message>
    <message>
        <source>a shared address (CGNAT)</source>
        <translation>eine geteilte Adresse (CGNAT)</translation>
    </message>
    <message>
        <source>It lies inside the network of a provider, which lets many customers share one public address.</source>
        <translation>Sie liegt im Netz eines Anbieters, bei dem sich viele Kunden eine öffentliche Adresse teilen.</translation>
    </message>
    <message>
        <source>documentation</source>
        <translation>Dokumentation</translation>
    </message>
    <message>
        <source>a documentation address</source>
        <translation>eine Adresse für Dokumentation</translation>
    </message>
    <message>
        <source>It is kept for examples in books and manuals. No real machine should have it.</source>
        <translation>Sie ist für Beispiele in Büchern und Handbüchern da. Kein echter Rechner sollte sie haben.</translation>
    </message>
    <message>
        <source>benchmarking</source>
        <translation>Messungen</translation>
    </message>
    <message>
        <source>a benchmarking address</source>
        <translation>eine Adresse für Messungen</translation>
    </message>
    <message>
        <source>It is kept for measuring network devices in a laboratory.</source>
        <translation>Sie ist dafür da, Netzgeräte im Labor zu messen.</translation>
    </message>
    <message>
        <source>multicast</source>
        <translation>Multicast</translation>
    </message>
    <message>
        <source>a multicast address</source>
        <translation>eine Multicast-Adresse</translation>
    </message>
    <message>
        <source>It names a group: everyone who has joined the group receives what is sent there.</source>
        <translation>Sie benennt eine Gruppe: wer ihr beigetreten ist, empfängt, was dorthin gesendet wird.</translation>
    </message>
    <message>
        <source>broadcast</source>
        <translation>Broadcast</translation>
    </message>
    <message>
        <source>the broadcast address</source>
        <translation>die Broadcast-Adresse</translation>
    </message>
    <message>
        <source>What is sent there reaches every machine on the same network.</source>
        <translation>Was dorthin gesendet wird, erreicht jeden Rechner im selben Netz.</translation>
    </message>
    <message>
        <source>v4-mapped</source>
        <translation>IPv4 in IPv6</translation>
    </message>
    <message>
        <source>an IPv4 address in IPv6's clothes</source>
        <translation>eine IPv4-Adresse im Kleid von IPv6</translation>
    </message>
    <message>
        <source>An IPv6 socket writes IPv4 addresses so. It means the IPv4 address.</source>
        <translation>So schreibt ein IPv6-Socket IPv4-Adressen. Gemeint ist die IPv4-Adresse.</translation>
    </message>
    <message>
        <source>nat64</source>
        <translation>NAT64</translation>
    </message>
    <message>
        <source>an IPv4 address behind NAT64</source>
        <translation>eine IPv4-Adresse hinter NAT64</translation>
    </message>
    <message>
        <source>A gateway translates between IPv6 here and IPv4 there. It means the IPv4 address.</source>
        <translation>Ein Übergang übersetzt zwischen IPv6 hier und IPv4 dort. Gemeint ist die IPv4-Adresse.</translation>
    </message>
    <message>
        <source>6to4</source>
        <translation>6to4</translation>
    </message>
    <message>
        <source>a 6to4 address</source>
        <translation>eine 6to4-Adresse</translation>
    </message>
    <message>
        <source>It carries IPv6 through IPv4, which hardly anybody does any more. The IPv4 address is part of it.</source>
        <translation>Sie trägt IPv6 durch IPv4, was kaum noch jemand tut. Die IPv4-Adresse ist ein Teil von ihr.</translation>
    </message>
    <message>
        <source>teredo</source>
        <translation>Teredo</translation>
    </message>
    <message>
        <source>a Teredo address</source>
        <translation>eine Teredo-Adresse</translation>
    </message>
    <message>
        <source>It carries IPv6 in UDP from behind a router. Hardly anybody does that any more.</source>
        <translation>Sie trägt IPv6 in UDP hinter einem Router hervor. Das tut kaum noch jemand.</translation>
    </message>
    <message>
        <source>protocol</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>an address set aside for a protocol</source>
        <translation>eine Adresse, die einem Protokoll vorbehalten ist</translation>
    </message>
    <message>
        <source>It serves the network itself and belongs to no single machine.</source>
        <translation>Sie dient dem Netz selbst und gehört keinem einzelnen Rechner.</translation>
    </message>
    <message>
        <source>discard</source>
        <translation>verworfen</translation>
    </message>
    <message>
        <source>a discard address</source>
        <translation>eine Adresse zum Wegwerfen</translation>
    </message>
    <message>
        <source>Routers throw away what is sent there.</source>
        <translation>Router werfen weg, was dorthin gesendet wird.</translation>
    </message>
    <message>
        <source>reserved</source>
        <translation>reserviert</translation>
    </message>
    <message>
        <source>a reserved address</source>
        <translation>eine reservierte Adresse</translation>
    </message>
    <message>
        <source>Nobody has it yet. A packet from there was made up.</source>
        <translation>Noch hat sie niemand. Ein Paket von dort wäre erfunden.</translation>
    </message>
    <message>
        <source>public</source>
        <translation>öffentlich</translation>
    </message>
    <message>
        <source>a public address</source>
        <translation>eine öffentliche Adresse</translation>
    </message>
    <message>
        <source>It is one machine or network on the internet. Who has it can be looked up.</source>
        <translation>Sie ist ein Rechner oder Netz im Internet. Wem sie gehört, lässt sich nachschlagen.</translation>
    </message>
    <message>
        <source>all machines on the same network</source>
        <translation>alle Rechner im selben Netz</translation>
    </message>
    <message>
        <source>all routers on the same network</source>
        <translation>alle Router im selben Netz</translation>
    </message>
    <message>
        <source>OSPF routers</source>
        <translation>OSPF-Router</translation>
    </message>
    <message>
        <source>RIP routers</source>
        <translation>RIP-Router</translation>
    </message>
    <message>
        <source>VRRP routers</source>
        <translation>VRRP-Router</translation>
    </message>
    <message>
        <source>IGMP: who has joined which group</source>
        <translation>IGMP: wer welcher Gruppe beigetreten ist</translation>
    </message>
    <message>
        <source>mDNS: machines on the same network tell their names</source>
        <translation>mDNS: Rechner im selben Netz nennen ihre Namen</translation>
    </message>
    <message>
        <source>LLMNR: Windows machines on the same network tell their names</source>
        <translation>LLMNR: Windows-Rechner im selben Netz nennen ihre Namen</translation>
    </message>
    <message>
        <source>the same network only</source>
        <translation>nur das eigene Netz</translation>
    </message>
    <message>
        <source>NTP: clocks</source>
        <translation>NTP: Uhren</translation>
    </message>
    <message>
        <source>PTP: precise clocks</source>
        <translation>PTP: genaue Uhren</translation>
    </message>
    <message>
        <source>one chosen sender to many</source>
        <translation>von einem gewählten Sender an viele</translation>
    </message>
    <message>
        <source>SSDP: devices on the same network announce what they offer</source>
        <translation>SSDP: Geräte im selben Netz sagen, was sie anbieten</translation>
    </message>
    <message>
        <source>inside one organization</source>
        <translation>innerhalb einer Organisation</translation>
    </message>
    <message>
        <source>MLD: who has joined which group</source>
        <translation>MLD: wer welcher Gruppe beigetreten ist</translation>
    </message>
    <message>
        <source>DHCPv6: servers that hand out addresses</source>
        <translation>DHCPv6: Server, die Adressen vergeben</translation>
    </message>
    <message>
        <source>the one machine whose address ends so</source>
        <translation>der eine Rechner, dessen Adresse so endet</translation>
    </message>
    <message>
        <source>this machine only</source>
        <translation>nur dieser Rechner</translation>
    </message>
    <message>
        <source>the same site only</source>
        <translation>nur der eigene Standort</translation>
    </message>
    <message>
        <source>Andorra</source>
        <translation>Andorra</translation>
    </message>
    <message>
        <source>United Arab Emirates</source>
        <translation>Vereinigte Arabische Emirate</translation>
    </message>
    <message>
        <source>Afghanistan</source>
        <translation>Afghanistan</translation>
    </message>
    <message>
        <source>Antigua and Barbuda</source>
        <translation>Antigua und Barbuda</translation>
    </message>
    <message>
        <source>Anguilla</source>
        <translation>Anguilla</translation>
    </message>
    <message>
        <source>Albania</source>
        <translation>Albanien</translation>
    </message>
    <message>
        <source>Armenia</source>
        <translation>Armenien</translation>
    </message>
    <message>
        <source>Angola</source>
        <translation>Angola</translation>
    </message>
    <message>
        <source>Antarctica</source>
        <translation>Antarktis</translation>
    </message>
    <message>
        <source>Argentina</source>
        <translation>Argentinien</translation>
    </message>
    <message>
        <source>American Samoa</source>
        <translation>Amerikanisch-Samoa</translation>
    </message>
    <message>
        <source>Austria</source>
        <translation>Österreich</translation>
    </message>
    <message>
        <source>Australia</source>
        <translation>Australien</translation>
    </message>
    <message>
        <source>Aruba</source>
        <translation>Aruba</translation>
    </message>
    <message>
        <source>Åland Islands</source>
        <translation>Åland</translation>
    </message>
    <message>
        <source>Azerbaijan</source>
        <translation>Aserbaidschan</translation>
    </message>
    <message>
        <source>Bosnia and Herzegovina</source>
        <translation>Bosnien und Herzegowina</translation>
    </message>
    <message>
        <source>Barbados</source>
        <translation>Barbados</translation>
    </message>
    <message>
        <source>Bangladesh</source>
        <translation>Bangladesch</translation>
    </message>
    <message>
        <source>Belgium</source>
        <translation>Belgien</translation>
    </message>
    <message>
        <source>Burkina Faso</source>
        <translation>Burkina Faso</translation>
    </message>
    <message>
        <source>Bulgaria</source>
        <translation>Bulgarien</translation>
    </message>
    <message>
        <source>Bahrain</source>
        <translation>Bahrain</translation>
    </message>
    <message>
        <source>Burundi</source>
        <translation>Burundi</translation>
    </message>
    <message>
        <source>Benin</source>
        <translation>Benin</translation>
    </message>
    <message>
        <source>Saint Barthélemy</source>
        <translation>Saint-Barthélemy</translation>
    </message>
    <message>
        <source>Bermuda</source>
        <translation>Bermuda</translation>
    </message>
    <message>
        <source>Brunei</source>
        <translation>Brunei</translation>
    </message>
    <message>
        <source>Bolivia</source>
        <translation>Bolivien</translation>
    </message>
    <message>
        <source>Caribbean Netherlands</source>
        <translation>Karibische Niederlande</translation>
    </message>
    <message>
        <source>Brazil</source>
        <translation>Brasilien</translation>
    </message>
    <message>
        <source>Bahamas</source>
        <translation>Bahamas</translation>
    </message>
    <message>
        <source>Bhutan</source>
        <translation>Bhutan</translation>
    </message>
    <message>
        <source>Bouvet Island</source>
        <translation>Bouvetinsel</translation>
    </message>
    <message>
        <source>Botswana</source>
        <translation>Botsuana</translation>
    </message>
    <message>
        <source>Belarus</source>
        <translation>Belarus</translation>
    </message>
    <message>
        <source>Belize</source>
        <translation>Belize</translation>
    </message>
    <message>
        <source>Canada</source>
        <translation>Kanada</translation>
    </message>
    <message>
        <source>Cocos (Keeling) Islands</source>
        <translation>Kokosinseln</translation>
    </message>
    <message>
        <source>Congo (Kinshasa)</source>
        <translation>Kongo (Kinshasa)</translation>
    </message>
    <message>
        <source>Central African Republic</source>
        <translation>Zentralafrikanische Republik</translation>
    </message>
    <message>
        <source>Congo (Brazzaville)</source>
        <translation>Kongo (Brazzaville)</translation>
    </message>
    <message>
        <source>Switzerland</source>
        <translation>Schweiz</translation>
    </message>
    <message>
        <source>Côte d'Ivoire</source>
        <translation>Elfenbeinküste</translation>
    </message>
    <message>
        <source>Cook Islands</source>
        <translation>Cookinseln</translation>
    </message>
    <message>
        <source>Chile</source>
        <translation>Chile</translation>
    </message>
    <message>
        <source>Cameroon</source>
        <translation>Kamerun</translation>
    </message>
    <message>
        <source>China</source>
        <translation>China</translation>
    </message>
    <message>
        <source>Colombia</source>
        <translation>Kolumbien</translation>
    </message>
    <message>
        <source>Costa Rica</source>
        <translation>Costa Rica</translation>
    </message>
    <message>
        <source>Cuba</source>
        <translation>Kuba</translation>
    </message>
    <message>
        <source>Cape Verde</source>
        <translation>Kap Verde</translation>
    </message>
    <message>
        <source>Curaçao</source>
        <translation>Curaçao</translation>
    </message>
    <message>
        <source>Christmas Island</source>
        <translation>Weihnachtsinsel</translation>
    </message>
    <message>
        <source>Cyprus</source>
        <translation>Zypern</translation>
    </message>
    <message>
        <source>Czechia</source>
        <translation>Tschechien</translation>
    </message>
    <message>
        <source>Germany</source>
        <translation>Deutschland</translation>
    </message>
    <message>
        <source>Djibouti</source>
        <translation>Dschibuti</translation>
    </message>
    <message>
        <source>Denmark</source>
        <translation>Dänemark</translation>
    </message>
    <message>
        <source>Dominica</source>
        <translation>Dominica</translation>
    </message>
    <message>
        <source>Dominican Republic</source>
        <translation>Dominikanische Republik</translation>
    </message>
    <message>
        <source>Algeria</source>
        <translation>Algerien</translation>
    </message>
    <message>
        <source>Ecuador</source>
        <translation>Ecuador</translation>
    </message>
    <message>
        <source>Estonia</source>
        <translation>Estland</translation>
    </message>
    <message>
        <source>Egypt</source>
        <translation>Ägypten</translation>
    </message>
    <message>
        <source>Western Sahara</source>
        <translation>Westsahara</translation>
    </message>
    <message>
        <source>Eritrea</source>
        <translation>Eritrea</translation>
    </message>
    <message>
        <source>Spain</source>
        <translation>Spanien</translation>
    </message>
    <message>
        <source>Ethiopia</source>
        <translation>Äthiopien</translation>
    </message>
    <message>
        <source>Finland</source>
        <translation>Finnland</translation>
    </message>
    <message>
        <source>Fiji</source>
        <translation>Fidschi</translation>
    </message>
    <message>
        <source>Falkland Islands</source>
        <translation>Falklandinseln</translation>
    </message>
    <message>
        <source>Micronesia</source>
        <translation>Mikronesien</translation>
    </message>
    <message>
        <source>Faroe Islands</source>
        <translation>Färöer</translation>
    </message>
    <message>
        <source>France</source>
        <translation>Frankreich</translation>
    </message>
    <message>
        <source>Gabon</source>
        <translation>Gabun</translation>
    </message>
    <message>
        <source>United Kingdom</source>
        <translation>Vereinigtes Königreich</translation>
    </message>
    <message>
        <source>Grenada</source>
        <translation>Grenada</translation>
    </message>
    <message>
        <source>Georgia</source>
        <translation>Georgien</translation>
    </message>
    <message>
        <source>French Guiana</source>
        <translation>Französisch-Guayana</translation>
    </message>
    <message>
        <source>Guernsey</source>
        <translation>Guernsey</translation>
    </message>
    <message>
        <source>Ghana</source>
        <translation>Ghana</translation>
    </message>
    <message>
        <source>Gibraltar</source>
        <translation>Gibraltar</translation>
    </message>
    <message>
        <source>Greenland</source>
        <translation>Grönland</translation>
    </message>
    <message>
        <source>Gambia</source>
        <translation>Gambia</translation>
    </message>
    <message>
        <source>Guinea</source>
        <translation>Guinea</translation>
    </message>
    <message>
        <source>Guadeloupe</source>
        <translation>Guadeloupe</translation>
    </message>
    <message>
        <source>Equatorial Guinea</source>
        <translation>Äquatorialguinea</translation>
    </message>
    <message>
        <source>Greece</source>
        <translation>Griechenland</translation>
    </message>
    <message>
        <source>South Georgia and the South Sandwich Islands</source>
        <translation>Südgeorgien und die Südlichen Sandwichinseln</translation>
    </message>
    <message>
        <source>Guatemala</source>
        <translation>Guatemala</translation>
    </message>
    <message>
        <source>Guam</source>
        <translation>Guam</translation>
    </message>
    <message>
        <source>Guinea-Bissau</source>
        <translation>Guinea-Bissau</translation>
    </message>
    <message>
        <source>Guyana</source>
        <translation>Guyana</translation>
    </message>
    <message>
        <source>Hong Kong</source>
        <translation>Hongkong</translation>
    </message>
    <message>
        <source>Heard Island and McDonald Islands</source>
        <translation>Heard und McDonaldinseln</translation>
    </message>
    <message>
        <source>Honduras</source>
        <translation>Honduras</translation>
    </message>
    <message>
        <source>Croatia</source>
        <translation>Kroatien</translation>
    </message>
    <message>
        <source>Haiti</source>
        <translation>Haiti</translation>
    </message>
    <message>
        <source>Hungary</source>
        <translation>Ungarn</translation>
    </message>
    <message>
        <source>Indonesia</source>
        <translation>Indonesien</translation>
    </message>
    <message>
        <source>Ireland</source>
        <translation>Irland</translation>
    </message>
    <message>
        <source>Israel</source>
        <translation>Israel</translation>
    </message>
    <message>
        <source>Isle of Man</source>
        <translation>Isle of Man</translation>
    </message>
    <message>
        <source>India</source>
        <translation>Indien</translation>
    </message>
    <message>
        <source>British Indian Ocean Territory</source>
        <translation>Britisches Territorium im Indischen Ozean</translation>
    </message>
    <message>
        <source>Iraq</source>
        <translation>Irak</translation>
    </message>
    <message>
        <source>Iran</source>
        <translation>Iran</translation>
    </message>
    <message>
        <source>Iceland</source>
        <translation>Island</translation>
    </message>
    <message>
        <source>Italy</source>
        <translation>Italien</translation>
    </message>
    <message>
        <source>Jersey</source>
        <translation>Jersey</translation>
    </message>
    <message>
        <source>Jamaica</source>
        <translation>Jamaika</translation>
    </message>
    <message>
        <source>Jordan</source>
        <translation>Jordanien</translation>
    </message>
    <message>
        <source>Japan</source>
        <translation>Japan</translation>
    </message>
    <message>
        <source>Kenya</source>
        <translation>Kenia</translation>
    </message>
    <message>
        <source>Kyrgyzstan</source>
        <translation>Kirgisistan</translation>
    </message>
    <message>
        <source>Cambodia</source>
        <translation>Kambodscha</translation>
    </message>
    <message>
        <source>Kiribati</source>
        <translation>Kiribati</translation>
    </message>
    <message>
        <source>Comoros</source>
        <translation>Komoren</translation>
    </message>
    <message>
        <source>Saint Kitts and Nevis</source>
        <translation>St. Kitts und Nevis</translation>
    </message>
    <message>
        <source>North Korea</source>
        <translation>Nordkorea</translation>
    </message>
    <message>
        <source>South Korea</source>
        <translation>Südkorea</translation>
    </message>
    <message>
        <source>Kuwait</source>
        <translation>Kuwait</translation>
    </message>
    <message>
        <source>Cayman Islands</source>
        <translation>Kaimaninseln</translation>
    </message>
    <message>
        <source>Kazakhstan</source>
        <translation>Kasachstan</translation>
    </message>
    <message>
        <source>Laos</source>
        <translation>Laos</translation>
    </message>
    <message>
        <source>Lebanon</source>
        <translation>Libanon</translation>
    </message>
    <message>
        <source>Saint Lucia</source>
        <translation>St. Lucia</translation>
    </message>
    <message>
        <source>Liechtenstein</source>
        <translation>Liechtenstein</translation>
    </message>
    <message>
        <source>Sri Lanka</source>
        <translation>Sri Lanka</translation>
    </message>
    <message>
        <source>Liberia</source>
        <translation>Liberia</translation>
    </message>
    <message>
        <source>Lesotho</source>
        <translation>Lesotho</translation>
    </message>
    <message>
        <source>Lithuania</source>
        <translation>Litauen</translation>
    </message>
    <message>
        <source>Luxembourg</source>
        <translation>Luxemburg</translation>
    </message>
    <message>
        <source>Latvia</source>
        <translation>Lettland</translation>
    </message>
    <message>
        <source>Libya</source>
        <translation>Libyen</translation>
    </message>
    <message>
        <source>Morocco</source>
        <translation>Marokko</translation>
    </message>
    <message>
        <source>Monaco</source>
        <translation>Monaco</translation>
    </message>
    <message>
        <source>Moldova</source>
        <translation>Republik Moldau</translation>
    </message>
    <message>
        <source>Montenegro</source>
        <translation>Montenegro</translation>
    </message>
    <message>
        <source>Saint Martin</source>
        <translation>Saint-Martin</translation>
    </message>
    <message>
        <source>Madagascar</source>
        <translation>Madagaskar</translation>
    </message>
    <message>
        <source>Marshall Islands</source>
        <translation>Marshallinseln</translation>
    </message>
    <message>
        <source>North Macedonia</source>
        <translation>Nordmazedonien</translation>
    </message>
    <message>
        <source>Mali</source>
        <translation>Mali</translation>
    </message>
    <message>
        <source>Myanmar</source>
        <translation>Myanmar</translation>
    </message>
    <message>
        <source>Mongolia</source>
        <translation>Mongolei</translation>
    </message>
    <message>
        <source>Macao</source>
        <translation>Macau</translation>
    </message>
    <message>
        <source>Northern Mariana Islands</source>
        <translation>Nördliche Marianen</translation>
    </message>
    <message>
        <source>Martinique</source>
        <translation>Martinique</translation>
    </message>
    <message>
        <source>Mauritania</source>
        <translation>Mauretanien</translation>
    </message>
    <message>
        <source>Montserrat</source>
        <translation>Montserrat</translation>
    </message>
    <message>
        <source>Malta</source>
        <translation>Malta</translation>
    </message>
    <message>
        <source>Mauritius</source>
        <translation>Mauritius</translation>
    </message>
    <message>
        <source>Maldives</source>
        <translation>Malediven</translation>
    </message>
    <message>
        <source>Malawi</source>
        <translation>Malawi</translation>
    </message>
    <message>
        <source>Mexico</source>
        <translation>Mexiko</translation>
    </message>
    <message>
        <source>Malaysia</source>
        <translation>Malaysia</translation>
    </message>
    <message>
        <source>Mozambique</source>
        <translation>Mosambik</translation>
    </message>
    <message>
        <source>Namibia</source>
        <translation>Namibia</translation>
    </message>
    <message>
        <source>New Caledonia</source>
        <translation>Neukaledonien</translation>
    </message>
    <message>
        <source>Niger</source>
        <translation>Niger</translation>
    </message>
    <message>
        <source>Norfolk Island</source>
        <translation>Norfolkinsel</translation>
    </message>
    <message>
        <source>Nigeria</source>
        <translation>Nigeria</translation>
    </message>
    <message>
        <source>Nicaragua</source>
        <translation>Nicaragua</translation>
    </message>
    <message>
        <source>Netherlands</source>
        <translation>Niederlande</translation>
    </message>
    <message>
        <source>Norway</source>
        <translation>Norwegen</translation>
    </message>
    <message>
        <source>Nepal</source>
        <translation>Nepal</translation>
    </message>
    <message>
        <source>Nauru</source>
        <translation>Nauru</translation>
    </message>
    <message>
        <source>Niue</source>
        <translation>Niue</translation>
    </message>
    <message>
        <source>New Zealand</source>
        <translation>Neuseeland</translation>
    </message>
    <message>
        <source>Oman</source>
        <translation>Oman</translation>
    </message>
    <message>
        <source>Panama</source>
        <translation>Panama</translation>
    </message>
    <message>
        <source>Peru</source>
        <translation>Peru</translation>
    </message>
    <message>
        <source>French Polynesia</source>
        <translation>Französisch-Polynesien</translation>
    </message>
    <message>
        <source>Papua New Guinea</source>
        <translation>Papua-Neuguinea</translation>
    </message>
    <message>
        <source>Philippines</source>
        <translation>Philippinen</translation>
    </message>
    <message>
        <source>Pakistan</source>
        <translation>Pakistan</translation>
    </message>
    <message>
        <source>Poland</source>
        <translation>Polen</translation>
    </message>
    <message>
        <source>Saint Pierre and Miquelon</source>
        <translation>Saint-Pierre und Miquelon</translation>
    </message>
    <message>
        <source>Pitcairn</source>
        <translation>Pitcairninseln</translation>
    </message>
    <message>
        <source>Puerto Rico</source>
        <translation>Puerto Rico</translation>
    </message>
    <message>
        <source>Palestine</source>
        <translation>Palästina</translation>
    </message>
    <message>
        <source>Portugal</source>
        <translation>Portugal</translation>
    </message>
    <message>
        <source>Palau</source>
        <translation>Palau</translation>
    </message>
    <message>
        <source>Paraguay</source>
        <translation>Paraguay</translation>
    </message>
    <message>
        <source>Qatar</source>
        <translation>Katar</translation>
    </message>
    <message>
        <source>Réunion</source>
        <translation>Réunion</translation>
    </message>
    <message>
        <source>Romania</source>
        <translation>Rumänien</translation>
    </message>
    <message>
        <source>Serbia</source>
        <translation>Serbien</translation>
    </message>
    <message>
        <source>Russia</source>
        <translation>Russland</translation>
    </message>
    <message>
        <source>Rwanda</source>
        <translation>Ruanda</translation>
    </message>
    <message>
        <source>Saudi Arabia</source>
        <translation>Saudi-Arabien</translation>
    </message>
    <message>
        <source>Solomon Islands</source>
        <translation>Salomonen</translation>
    </message>
    <message>
        <source>Seychelles</source>
        <translation>Seychellen</translation>
    </message>
    <message>
        <source>Sudan</source>
        <translation>Sudan</translation>
    </message>
    <message>
        <source>Sweden</source>
        <translation>Schweden</translation>
    </message>
    <message>
        <source>Singapore</source>
        <translation>Singapur</translation>
    </message>
    <message>
        <source>Saint Helena</source>
        <translation>St. Helena</translation>
    </message>
    <message>
        <source>Slovenia</source>
        <translation>Slowenien</translation>
    </message>
    <message>
        <source>Svalbard and Jan Mayen</source>
        <translation>Svalbard und Jan Mayen</translation>
    </message>
    <message>
        <source>Slovakia</source>
        <translation>Slowakei</translation>
    </message>
    <message>
        <source>Sierra Leone</source>
        <translation>Sierra Leone</translation>
    </message>
    <message>
        <source>San Marino</source>
        <translation>San Marino</translation>
    </message>
    <message>
        <source>Senegal</source>
        <translation>Senegal</translation>
    </message>
    <message>
        <source>Somalia</source>
        <translation>Somalia</translation>
    </message>
    <message>
        <source>Suriname</source>
        <translation>Suriname</translation>
    </message>
    <message>
        <source>South Sudan</source>
        <translation>Südsudan</translation>
    </message>
    <message>
        <source>São Tomé and Príncipe</source>
        <translation>São Tomé und Príncipe</translation>
    </message>
    <message>
        <source>El Salvador</source>
        <translation>El Salvador</translation>
    </message>
    <message>
        <source>Sint Maarten</source>
        <translation>Sint Maarten</translation>
    </message>
    <message>
        <source>Syria</source>
        <translation>Syrien</translation>
    </message>
    <message>
        <source>Eswatini</source>
        <translation>Eswatini</translation>
    </message>
    <message>
        <source>Turks and Caicos Islands</source>
        <translation>Turks- und Caicosinseln</translation>
    </message>
    <message>
        <source>Chad</source>
        <translation>Tschad</translation>
    </message>
    <message>
        <source>French Southern Territories</source>
        <translation>Französische Süd- und Antarktisgebiete</translation>
    </message>
    <message>
        <source>Togo</source>
        <translation>Togo</translation>
    </message>
    <message>
        <source>Thailand</source>
        <translation>Thailand</translation>
    </message>
    <message>
        <source>Tajikistan</source>
        <translation>Tadschikistan</translation>
    </message>
    <message>
        <source>Tokelau</source>
        <translation>Tokelau</translation>
    </message>
    <message>
        <source>Timor-Leste</source>
        <translation>Osttimor</translation>
    </message>
    <message>
        <source>Turkmenistan</source>
        <translation>Turkmenistan</translation>
    </message>
    <message>
        <source>Tunisia</source>
        <translation>Tunesien</translation>
    </message>
    <message>
        <source>Tonga</source>
        <translation>Tonga</translation>
    </message>
    <message>
        <source>Türkiye</source>
        <translation>Türkei</translation>
    </message>
    <message>
        <source>Trinidad and Tobago</source>
        <translation>Trinidad und Tobago</translation>
    </message>
    <message>
        <source>Tuvalu</source>
        <translation>Tuvalu</translation>
    </message>
    <message>
        <source>Taiwan</source>
        <translation>Taiwan</translation>
    </message>
    <message>
        <source>Tanzania</source>
        <translation>Tansania</translation>
    </message>
    <message>
        <source>Ukraine</source>
        <translation>Ukraine</translation>
    </message>
    <message>
        <source>Uganda</source>
        <translation>Uganda</translation>
    </message>
    <message>
        <source>United States Minor Outlying Islands</source>
        <translation>Kleinere Amerikanische Überseeinseln</translation>
    </message>
    <message>
        <source>United States</source>
        <translation>Vereinigte Staaten</translation>
    </message>
    <message>
        <source>Uruguay</source>
        <translation>Uruguay</translation>
    </message>
    <message>
        <source>Uzbekistan</source>
        <translation>Usbekistan</translation>
    </message>
    <message>
        <source>Vatican City</source>
        <translation>Vatikanstadt</translation>
    </message>
    <message>
        <source>Saint Vincent and the Grenadines</source>
        <translation>St. Vincent und die Grenadinen</translation>
    </message>
    <message>
        <source>Venezuela</source>
        <translation>Venezuela</translation>
    </message>
    <message>
        <source>British Virgin Islands</source>
        <translation>Britische Jungferninseln</translation>
    </message>
    <message>
        <source>US Virgin Islands</source>
        <translation>Amerikanische Jungferninseln</translation>
    </message>
    <message>
        <source>Vietnam</source>
        <translation>Vietnam</translation>
    </message>
    <message>
        <source>Vanuatu</source>
        <translation>Vanuatu</translation>
    </message>
    <message>
        <source>Wallis and Futuna</source>
        <translation>Wallis und Futuna</translation>
    </message>
    <message>
        <source>Samoa</source>
        <translation>Samoa</translation>
    </message>
    <message>
        <source>Kosovo</source>
        <translation>Kosovo</translation>
    </message>
    <message>
        <source>Yemen</source>
        <translation>Jemen</translation>
    </message>
    <message>
        <source>Mayotte</source>
        <translation>Mayotte</translation>
    </message>
    <message>
        <source>South Africa</source>
        <translation>Südafrika</translation>
    </message>
    <message>
        <source>Zambia</source>
        <translation>Sambia</translation>
    </message>
    <message>
        <source>Zimbabwe</source>
        <translation>Simbabwe</translation>
    </message>
    <message>
        <source>States of connections</source>
        <translation>Zustände von Verbindungen</translation>
    </message>
    <message>
        <source>a state of a connection</source>
        <translation>ein Zustand einer Verbindung</translation>
    </message>
    <message>
        <source>Protocols</source>
        <translation>Protokolle</translation>
    </message>
    <message>
        <source>a protocol</source>
        <translation>ein Protokoll</translation>
    </message>
    <message>
        <source>Classes of processes</source>
        <translation>Klassen von Prozessen</translation>
    </message>
    <message>
        <source>a class of processes</source>
        <translation>eine Klasse von Prozessen</translation>
    </message>
    <message>
        <source>Marks and signs</source>
        <translation>Marken und Zeichen</translation>
    </message>
    <message>
        <source>a mark in the list</source>
        <translation>eine Marke in der Liste</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Spalten</translation>
    </message>
    <message>
        <source>a column</source>
        <translation>eine Spalte</translation>
    </message>
    <message>
        <source>What the column owner says</source>
        <translation>Was in der Spalte Besitzer steht</translation>
    </message>
    <message>
        <source>a word of the column owner</source>
        <translation>ein Wort der Spalte Besitzer</translation>
    </message>
    <message>
        <source>Worth a second look</source>
        <translation>Einen zweiten Blick wert</translation>
    </message>
    <message>
        <source>a reason for a second look</source>
        <translation>ein Anlass für einen zweiten Blick</translation>
    </message>
    <message>
        <source>Other terms</source>
        <translation>Andere Begriffe</translation>
    </message>
    <message>
        <source>a term</source>
        <translation>ein Begriff</translation>
    </message>
    <message>
        <source>backdoor</source>
        <translation>Hintertür</translation>
    </message>
    <message>
        <source>botnet</source>
        <translation>Botnetz</translation>
    </message>
    <message>
        <source>miner</source>
        <translation>Schürfprogramm</translation>
    </message>
    <message>
        <source>trojan</source>
        <translation>Trojaner</translation>
    </message>
    <message>
        <source>worm</source>
        <translation>Wurm</translation>
    </message>
    <message>
        <source>remote-access trojan</source>
        <translation>Fernsteuerungs-Trojaner</translation>
    </message>
    <message>
        <source>command-and-control server</source>
        <translation>Steuerserver (C2)</translation>
    </message>
    <message>
        <source>the query was cancelled</source>
        <translation>die Frage wurde zurückgenommen</translation>
    </message>
    <message>
        <source>the registry's server {1} did not answer in time</source>
        <translation>der Server {1} des Registers hat nicht rechtzeitig geantwortet</translation>
    </message>
    <message>
        <source>the registry's server {1} could not be reached</source>
        <translation>der Server {1} des Registers war nicht zu erreichen</translation>
    </message>
    <message>
        <source>the registry's server {1} was not asked: its address is not public</source>
        <translation>der Server {1} des Registers wurde nicht gefragt: seine Adresse ist nicht öffentlich</translation>
    </message>
    <message>
        <source>(last peer)</source>
        <translation>(letzter Partner)</translation>
    </message>
    <message>
        <source>(last of {1} peers)</source>
        <translation>(letzter von {1} Partnern)</translation>
    </message>
    <message>
        <source>A test service that sends back what it gets; hardly anybody runs it today.</source>
        <translation>Ein Testdienst, der zurücksendet, was er bekommt; heute betreibt ihn kaum noch jemand.</translation>
    </message>
    <message>
        <source>The data channel of FTP in its old, active form.</source>
        <translation>Der Datenkanal von FTP in seiner alten, aktiven Form.</translation>
    </message>
    <message>
        <source>File transfer; passwords travel unencrypted unless TLS is asked for.</source>
        <translation>Dateiübertragung; Passwörter reisen unverschlüsselt, wenn nicht TLS verlangt wird.</translation>
    </message>
    <message>
        <source>Secure remote login, and what travels inside it: scp, sftp, git, rsync.</source>
        <translation>Sichere Anmeldung aus der Ferne, und was darin reist: scp, sftp, git, rsync.</translation>
    </message>
    <message>
        <source>Remote login without encryption; old devices still offer it.</source>
        <translation>Anmeldung aus der Ferne ohne Verschlüsselung; alte Geräte bieten sie noch an.</translation>
    </message>
    <message>
        <source>Mail servers hand mail to each other here.</source>
        <translation>Darüber reichen Mailserver einander die Mail weiter.</translation>
    </message>
    <message>
        <source>An old way to ask for the time; NTP took its place.</source>
        <translation>Ein alter Weg, nach der Uhrzeit zu fragen; an seine Stelle trat NTP.</translation>
    </message>
    <message>
        <source>Asks a registry who owns an address or a name.</source>
        <translation>Fragt ein Register, wem eine Adresse oder ein Name gehört.</translation>
    </message>
    <message>
        <source>Network devices check here who may log in to them.</source>
        <translation>Darüber prüfen Netzgeräte, wer sich bei ihnen anmelden darf.</translation>
    </message>
    <message>
        <source>Turns names into addresses; TCP carries answers that are too long for UDP.</source>
        <translation>Macht aus Namen Adressen; TCP trägt Antworten, die für UDP zu lang sind.</translation>
    </message>
    <message>
        <source>Turns names into addresses; nearly every program needs it.</source>
        <translation>Macht aus Namen Adressen; fast jedes Programm braucht das.</translation>
    </message>
    <message>
        <source>Gives addresses to machines that join a network.</source>
        <translation>Gibt Rechnern, die in ein Netz kommen, ihre Adresse.</translation>
    </message>
    <message>
        <source>Where a machine waits for the address that the network gives it.</source>
        <translation>Dort wartet ein Rechner auf die Adresse, die ihm das Netz gibt.</translation>
    </message>
    <message>
        <source>Very simple file transfer, for devices that boot over the network.</source>
        <translation>Sehr einfache Dateiübertragung, für Geräte, die über das Netz starten.</translation>
    </message>
    <message>
        <source>An old service that tells who is logged in; hardly anybody runs it today.</source>
        <translation>Ein alter Dienst, der sagt, wer angemeldet ist; heute betreibt ihn kaum noch jemand.</translation>
    </message>
    <message>
        <source>Web pages without encryption.</source>
        <translation>Webseiten ohne Verschlüsselung.</translation>
    </message>
    <message>
        <source>Proves who somebody is, in company networks with Active Directory or FreeIPA.</source>
        <translation>Beweist, wer jemand ist, in Firmennetzen mit Active Directory oder FreeIPA.</translation>
    </message>
    <message>
        <source>A mail program fetches mail here, without encryption at first.</source>
        <translation>Darüber holt ein Mailprogramm Mail ab, zunächst ohne Verschlüsselung.</translation>
    </message>
    <message>
        <source>Tells on which ports NFS and its kin listen (rpcbind).</source>
        <translation>Sagt, an welchen Ports NFS und seine Verwandten lauschen (rpcbind).</translation>
    </message>
    <message>
        <source>Old chat servers ask here which user made a connection.</source>
        <translation>Darüber fragen alte Chatserver, welcher Benutzer eine Verbindung aufgebaut hat.</translation>
    </message>
    <message>
        <source>Usenet news.</source>
        <translation>Nachrichten des Usenet.</translation>
    </message>
    <message>
        <source>Sets the clock by time servers.</source>
        <translation>Stellt die Uhr nach Zeitservern.</translation>
    </message>
    <message>
        <source>Tells programs on Windows machines where other services listen.</source>
        <translation>Sagt Programmen auf Windows-Rechnern, wo andere Dienste lauschen.</translation>
    </message>
    <message>
        <source>Windows machines find each other by name, the old way.</source>
        <translation>Windows-Rechner finden einander über ihre Namen, auf die alte Art.</translation>
    </message>
    <message>
        <source>Windows machines announce themselves, the old way.</source>
        <translation>Windows-Rechner melden, dass sie da sind, auf die alte Art.</translation>
    </message>
    <message>
        <source>Windows file sharing, the old way.</source>
        <translation>Dateifreigaben von Windows, auf die alte Art.</translation>
    </message>
    <message>
        <source>A mail program reads mail here, without encryption at first.</source>
        <translation>Darüber liest ein Mailprogramm Mail, zunächst ohne Verschlüsselung.</translation>
    </message>
    <message>
        <source>Devices and servers are watched by this: counters, temperatures, ink.</source>
        <translation>Damit werden Geräte und Server beobachtet: Zähler, Temperaturen, Tinte.</translation>
    </message>
    <message>
        <source>Devices report trouble here on their own.</source>
        <translation>Darüber melden Geräte Störungen von sich aus.</translation>
    </message>
    <message>
        <source>Routers of the Internet tell each other ways here.</source>
        <translation>Darüber nennen die Router des Internets einander Wege.</translation>
    </message>
    <message>
        <source>Chat; most servers use 6667 or 6697 instead.</source>
        <translation>Chat; die meisten Server benutzen stattdessen 6667 oder 6697.</translation>
    </message>
    <message>
        <source>A directory of users and groups is asked here.</source>
        <translation>Darüber wird ein Verzeichnis von Benutzern und Gruppen befragt.</translation>
    </message>
    <message>
        <source>Encrypted web pages, and much else that wants to pass firewalls.</source>
        <translation>Verschlüsselte Webseiten, und vieles andere, das durch Firewalls kommen will.</translation>
    </message>
    <message>
        <source>Encrypted web pages over QUIC, the newer way of HTTPS.</source>
        <translation>Verschlüsselte Webseiten über QUIC, die neuere Art von HTTPS.</translation>
    </message>
    <message>
        <source>Windows and Samba file sharing; it should not be reachable from the Internet.</source>
        <translation>Dateifreigaben von Windows und Samba; sie sollten aus dem Internet nicht zu erreichen sein.</translation>
    </message>
    <message>
        <source>Changes passwords in networks with Kerberos.</source>
        <translation>Ändert Passwörter in Netzen mit Kerberos.</translation>
    </message>
    <message>
        <source>A mail program hands in outgoing mail here, encrypted from the start.</source>
        <translation>Darüber reicht ein Mailprogramm ausgehende Mail ein, von Anfang an verschlüsselt.</translation>
    </message>
    <message>
        <source>Sets up IPsec tunnels (VPN).</source>
        <translation>Baut Tunnel mit IPsec auf (VPN).</translation>
    </message>
    <message>
        <source>Controls machines in industry; it knows no passwords.</source>
        <translation>Steuert Maschinen in der Industrie; es kennt keine Passwörter.</translation>
    </message>
    <message>
        <source>Log lines travel here; long ago it was the remote shell rsh.</source>
        <translation>Darüber reisen Logzeilen; vor langer Zeit war es die Fern-Shell rsh.</translation>
    </message>
    <message>
        <source>Machines send their log lines to a collector here.</source>
        <translation>Darüber senden Rechner ihre Logzeilen an eine Sammelstelle.</translation>
    </message>
    <message>
        <source>Printing, the old way.</source>
        <translation>Drucken, auf die alte Art.</translation>
    </message>
    <message>
        <source>Routers of small networks tell each other ways here.</source>
        <translation>Darüber nennen die Router kleiner Netze einander Wege.</translation>
    </message>
    <message>
        <source>Where a machine waits for settings of its IPv6 network.</source>
        <translation>Dort wartet ein Rechner auf Einstellungen seines IPv6-Netzes.</translation>
    </message>
    <message>
        <source>Gives settings to machines that join an IPv6 network.</source>
        <translation>Gibt Rechnern, die in ein IPv6-Netz kommen, ihre Einstellungen.</translation>
    </message>
    <message>
        <source>File sharing of older Macs.</source>
        <translation>Dateifreigaben älterer Macs.</translation>
    </message>
    <message>
        <source>Cameras offer their pictures here.</source>
        <translation>Darüber bieten Kameras ihre Bilder an.</translation>
    </message>
    <message>
        <source>A mail program hands in outgoing mail here.</source>
        <translation>Darüber reicht ein Mailprogramm ausgehende Mail ein.</translation>
    </message>
    <message>
        <source>Printing; on most Linux machines it is CUPS.</source>
        <translation>Drucken; auf den meisten Linux-Rechnern ist es CUPS.</translation>
    </message>
    <message>
        <source>CUPS hears of printers in the network here, the old way.</source>
        <translation>Darüber erfährt CUPS von Druckern im Netz, auf die alte Art.</translation>
    </message>
    <message>
        <source>A directory of users and groups is asked here, encrypted.</source>
        <translation>Darüber wird ein Verzeichnis von Benutzern und Gruppen befragt, verschlüsselt.</translation>
    </message>
    <message>
        <source>Name lookups, encrypted.</source>
        <translation>Namensabfragen, verschlüsselt.</translation>
    </message>
    <message>
        <source>Copies files and keeps them the same on both sides.</source>
        <translation>Kopiert Dateien und hält sie auf beiden Seiten gleich.</translation>
    </message>
    <message>
        <source>VMware's hosts are managed here.</source>
        <translation>Darüber werden die Wirte von VMware verwaltet.</translation>
    </message>
    <message>
        <source>The data channel of encrypted FTP.</source>
        <translation>Der Datenkanal von verschlüsseltem FTP.</translation>
    </message>
    <message>
        <source>File transfer, encrypted from the start.</source>
        <translation>Dateiübertragung, von Anfang an verschlüsselt.</translation>
    </message>
    <message>
        <source>A mail program reads mail here, encrypted.</source>
        <translation>Darüber liest ein Mailprogramm Mail, verschlüsselt.</translation>
    </message>
    <message>
        <source>A mail program fetches mail here, encrypted.</source>
        <translation>Darüber holt ein Mailprogramm Mail ab, verschlüsselt.</translation>
    </message>
    <message>
        <source>A proxy that passes on any connection.</source>
        <translation>Ein Proxy, der jede Verbindung weiterreicht.</translation>
    </message>
    <message>
        <source>A virtual private network, over TCP where UDP is blocked.</source>
        <translation>Ein virtuelles privates Netz (VPN), über TCP, wo UDP gesperrt ist.</translation>
    </message>
    <message>
        <source>A virtual private network.</source>
        <translation>Ein virtuelles privates Netz (VPN).</translation>
    </message>
    <message>
        <source>Microsoft's database.</source>
        <translation>Die Datenbank von Microsoft.</translation>
    </message>
    <message>
        <source>Tells where instances of Microsoft's database listen.</source>
        <translation>Sagt, wo Instanzen der Datenbank von Microsoft lauschen.</translation>
    </message>
    <message>
        <source>Oracle's database.</source>
        <translation>Die Datenbank von Oracle.</translation>
    </message>
    <message>
        <source>A tunnel for VPNs, mostly inside IPsec.</source>
        <translation>Ein Tunnel für VPNs, meistens innerhalb von IPsec.</translation>
    </message>
    <message>
        <source>Joins a phone and a desktop.</source>
        <translation>Verbindet ein Telefon und einen Desktop.</translation>
    </message>
    <message>
        <source>An old VPN that is no longer safe.</source>
        <translation>Ein altes VPN, das nicht mehr sicher ist.</translation>
    </message>
    <message>
        <source>Checks who may use a network, such as Wi-Fi in a company.</source>
        <translation>Prüft, wer ein Netz benutzen darf, etwa das WLAN einer Firma.</translation>
    </message>
    <message>
        <source>Counts who used a network, and how much.</source>
        <translation>Zählt, wer ein Netz benutzt hat, und wie viel.</translation>
    </message>
    <message>
        <source>Sensors and home automation exchange messages here, unencrypted.</source>
        <translation>Darüber tauschen Sensoren und Haussteuerungen Nachrichten aus, unverschlüsselt.</translation>
    </message>
    <message>
        <source>Devices announce themselves for UPnP: televisions, routers, media servers.</source>
        <translation>Geräte melden für UPnP, dass sie da sind: Fernseher, Router, Medienserver.</translation>
    </message>
    <message>
        <source>File sharing between Unix machines.</source>
        <translation>Dateifreigaben zwischen Unix-Rechnern.</translation>
    </message>
    <message>
        <source>Keeps the settings of clusters such as Kafka's.</source>
        <translation>Bewahrt die Einstellungen von Clustern auf, etwa denen von Kafka.</translation>
    </message>
    <message>
        <source>SSH servers are often moved here, mostly in containers and virtual machines.</source>
        <translation>Dorthin werden SSH-Server oft verlegt, meistens in Containern und virtuellen Maschinen.</translation>
    </message>
    <message>
        <source>Docker's control without protection: whoever reaches it rules the machine.</source>
        <translation>Die Steuerung von Docker ohne Schutz: wer sie erreicht, beherrscht den Rechner.</translation>
    </message>
    <message>
        <source>Docker's control, protected by TLS.</source>
        <translation>Die Steuerung von Docker, durch TLS geschützt.</translation>
    </message>
    <message>
        <source>Keeps the settings of Kubernetes clusters.</source>
        <translation>Bewahrt die Einstellungen von Kubernetes-Clustern auf.</translation>
    </message>
    <message>
        <source>The members of an etcd cluster talk to each other here.</source>
        <translation>Darüber sprechen die Mitglieder eines etcd-Clusters miteinander.</translation>
    </message>
    <message>
        <source>Web programs under development, and Grafana.</source>
        <translation>Webprogramme, an denen gerade entwickelt wird, und Grafana.</translation>
    </message>
    <message>
        <source>A web proxy.</source>
        <translation>Ein Web-Proxy.</translation>
    </message>
    <message>
        <source>Active Directory's directory of all users is asked here.</source>
        <translation>Darüber wird das Verzeichnis aller Benutzer von Active Directory befragt.</translation>
    </message>
    <message>
        <source>The databases MySQL and MariaDB.</source>
        <translation>Die Datenbanken MySQL und MariaDB.</translation>
    </message>
    <message>
        <source>Shows the desktop of a Windows machine (RDP), or of xrdp.</source>
        <translation>Zeigt den Desktop eines Windows-Rechners (RDP) oder den von xrdp.</translation>
    </message>
    <message>
        <source>Carries the picture of a Windows remote desktop faster than TCP does.</source>
        <translation>Trägt das Bild eines entfernten Windows-Desktops schneller als TCP.</translation>
    </message>
    <message>
        <source>Calls and games find out here how they appear to the Internet.</source>
        <translation>Darüber finden Anrufe und Spiele heraus, wie sie vom Internet aus aussehen.</translation>
    </message>
    <message>
        <source>Shares music in the house, as iTunes did.</source>
        <translation>Teilt Musik im Haus, wie iTunes es tat.</translation>
    </message>
    <message>
        <source>Printers and Windows machines announce themselves here.</source>
        <translation>Darüber melden Drucker und Windows-Rechner, dass sie da sind.</translation>
    </message>
    <message>
        <source>RabbitMQ and other Erlang programs find each other here (epmd).</source>
        <translation>Darüber finden RabbitMQ und andere Erlang-Programme einander (epmd).</translation>
    </message>
    <message>
        <source>Few programs use it; security testers know it as the default of Metasploit.</source>
        <translation>Nur wenige Programme benutzen ihn; Sicherheitsprüfer kennen ihn als Voreinstellung von Metasploit.</translation>
    </message>
    <message>
        <source>Carries IPsec tunnels (VPN) through routers.</source>
        <translation>Trägt Tunnel mit IPsec (VPN) durch Router.</translation>
    </message>
    <message>
        <source>Carries a network inside another, between hosts of containers and virtual machines.</source>
        <translation>Trägt ein Netz in einem anderen, zwischen Wirten von Containern und virtuellen Maschinen.</translation>
    </message>
    <message>
        <source>Web programs under development (Flask), AirPlay on Macs, container registries.</source>
        <translation>Webprogramme, an denen gerade entwickelt wird (Flask), AirPlay auf Macs, Container-Registries.</translation>
    </message>
    <message>
        <source>Measures how fast a network is; also Synology's web page.</source>
        <translation>Misst, wie schnell ein Netz ist; auch die Webseite von Synology.</translation>
    </message>
    <message>
        <source>Sets up telephone calls, over TCP.</source>
        <translation>Baut Telefongespräche auf, über TCP.</translation>
    </message>
    <message>
        <source>Sets up telephone calls.</source>
        <translation>Baut Telefongespräche auf.</translation>
    </message>
    <message>
        <source>Sets up telephone calls, encrypted.</source>
        <translation>Baut Telefongespräche auf, verschlüsselt.</translation>
    </message>
    <message>
        <source>A development server for web pages.</source>
        <translation>Ein Entwicklungsserver für Webseiten.</translation>
    </message>
    <message>
        <source>Measures how fast a network is.</source>
        <translation>Misst, wie schnell ein Netz ist.</translation>
    </message>
    <message>
        <source>Chat clients reach their server here.</source>
        <translation>Darüber erreichen Chatprogramme ihren Server.</translation>
    </message>
    <message>
        <source>Chat servers talk to each other here.</source>
        <translation>Darüber sprechen Chatserver miteinander.</translation>
    </message>
    <message>
        <source>Machines find each other by name in the local network (Avahi, Bonjour).</source>
        <translation>Rechner finden einander im lokalen Netz über ihre Namen (Avahi, Bonjour).</translation>
    </message>
    <message>
        <source>Windows machines and systemd-resolved find each other by name here.</source>
        <translation>Darüber finden Windows-Rechner und systemd-resolved einander über ihre Namen.</translation>
    </message>
    <message>
        <source>A database.</source>
        <translation>Eine Datenbank.</translation>
    </message>
    <message>
        <source>Controls an Android device over the network (adb).</source>
        <translation>Steuert ein Android-Gerät über das Netz (adb).</translation>
    </message>
    <message>
        <source>The web page of Elasticsearch.</source>
        <translation>Die Webseite von Elasticsearch.</translation>
    </message>
    <message>
        <source>RabbitMQ passes messages between programs here, encrypted.</source>
        <translation>Darüber reicht RabbitMQ Nachrichten zwischen Programmen weiter, verschlüsselt.</translation>
    </message>
    <message>
        <source>RabbitMQ passes messages between programs here.</source>
        <translation>Darüber reicht RabbitMQ Nachrichten zwischen Programmen weiter.</translation>
    </message>
    <message>
        <source>Small devices exchange values here.</source>
        <translation>Darüber tauschen kleine Geräte Werte aus.</translation>
    </message>
    <message>
        <source>Shows the desktop of a machine.</source>
        <translation>Zeigt den Desktop eines Rechners.</translation>
    </message>
    <message>
        <source>Shows the desktop of a machine, through the maker's servers.</source>
        <translation>Zeigt den Desktop eines Rechners, über Server des Herstellers.</translation>
    </message>
    <message>
        <source>Windows machines are managed here.</source>
        <translation>Darüber werden Windows-Rechner verwaltet.</translation>
    </message>
    <message>
        <source>Windows machines are managed here, encrypted.</source>
        <translation>Darüber werden Windows-Rechner verwaltet, verschlüsselt.</translation>
    </message>
    <message>
        <source>A desktop lets programs of other machines show windows here.</source>
        <translation>Darüber lässt ein Desktop Programme anderer Rechner Fenster zeigen.</translation>
    </message>
    <message>
        <source>SSH carries windows of programs to the desktop here (ssh -X).</source>
        <translation>Darüber bringt SSH Fenster von Programmen auf den Desktop (ssh -X).</translation>
    </message>
    <message>
        <source>A fast database in memory; often without a password.</source>
        <translation>Eine schnelle Datenbank im Arbeitsspeicher; oft ohne Passwort.</translation>
    </message>
    <message>
        <source>The control of a Kubernetes cluster.</source>
        <translation>Die Steuerung eines Kubernetes-Clusters.</translation>
    </message>
    <message>
        <source>Chat, unencrypted.</source>
        <translation>Chat, unverschlüsselt.</translation>
    </message>
    <message>
        <source>Chat, encrypted.</source>
        <translation>Chat, verschlüsselt.</translation>
    </message>
    <message>
        <source>Shares files with many others.</source>
        <translation>Teilt Dateien mit vielen anderen.</translation>
    </message>
    <message>
        <source>Web programs under development, such as python3 -m http.server.</source>
        <translation>Webprogramme, an denen gerade entwickelt wird, etwa python3 -m http.server.</translation>
    </message>
    <message>
        <source>The web page that rules virtual machines of Proxmox.</source>
        <translation>Die Webseite, die virtuelle Maschinen von Proxmox steuert.</translation>
    </message>
    <message>
        <source>Televisions and loudspeakers are told here what to play.</source>
        <translation>Darüber erfahren Fernseher und Lautsprecher, was sie abspielen sollen.</translation>
    </message>
    <message>
        <source>Televisions and loudspeakers are told here what to play; also Tomcat's AJP.</source>
        <translation>Darüber erfahren Fernseher und Lautsprecher, was sie abspielen sollen; auch AJP von Tomcat.</translation>
    </message>
    <message>
        <source>Web servers and proxies for which port 80 is taken or forbidden.</source>
        <translation>Webserver und Proxys, für die Port 80 besetzt oder verboten ist.</translation>
    </message>
    <message>
        <source>A second web server beside the one on 8080.</source>
        <translation>Ein zweiter Webserver neben dem an 8080.</translation>
    </message>
    <message>
        <source>A database of measurements.</source>
        <translation>Eine Datenbank für Messwerte.</translation>
    </message>
    <message>
        <source>Plays films and music in the house.</source>
        <translation>Spielt Filme und Musik im Haus ab.</translation>
    </message>
    <message>
        <source>The web page of a smart home.</source>
        <translation>Die Webseite einer Haussteuerung (Smart Home).</translation>
    </message>
    <message>
        <source>Keeps passwords and keys of programs; also MiniDLNA's page.</source>
        <translation>Bewahrt Passwörter und Schlüssel von Programmen auf; auch die Seite von MiniDLNA.</translation>
    </message>
    <message>
        <source>Routers of MikroTik are managed here.</source>
        <translation>Darüber werden Router von MikroTik verwaltet.</translation>
    </message>
    <message>
        <source>Bitcoin's nodes talk to each other here.</source>
        <translation>Darüber sprechen die Knoten von Bitcoin miteinander.</translation>
    </message>
    <message>
        <source>The web page that rules Syncthing.</source>
        <translation>Die Webseite, die Syncthing steuert.</translation>
    </message>
    <message>
        <source>Encrypted web pages of programs for which 443 is taken.</source>
        <translation>Verschlüsselte Webseiten von Programmen, für die 443 besetzt ist.</translation>
    </message>
    <message>
        <source>Cameras and video servers offer their pictures here.</source>
        <translation>Darüber bieten Kameras und Videoserver ihre Bilder an.</translation>
    </message>
    <message>
        <source>Sensors and home automation exchange messages here, encrypted.</source>
        <translation>Darüber tauschen Sensoren und Haussteuerungen Nachrichten aus, verschlüsselt.</translation>
    </message>
    <message>
        <source>Notebooks for computing in the browser; also other web servers.</source>
        <translation>Notizbücher zum Rechnen im Browser; auch andere Webserver.</translation>
    </message>
    <message>
        <source>A popular number without one owner; SonarQube takes it too.</source>
        <translation>Eine beliebte Nummer, die nicht nur einem gehört; auch SonarQube nimmt sie.</translation>
    </message>
    <message>
        <source>Relays of the Tor network talk to each other here.</source>
        <translation>Darüber sprechen die Relays des Tor-Netzes miteinander.</translation>
    </message>
    <message>
        <source>Programs reach the Tor network here.</source>
        <translation>Darüber erreichen Programme das Tor-Netz.</translation>
    </message>
    <message>
        <source>Collects measurements; on other machines Cockpit's web page.</source>
        <translation>Sammelt Messwerte; auf anderen Rechnern die Webseite von Cockpit.</translation>
    </message>
    <message>
        <source>The web page of the BitTorrent program Transmission.</source>
        <translation>Die Webseite des BitTorrent-Programms Transmission.</translation>
    </message>
    <message>
        <source>Passes streams of messages between programs.</source>
        <translation>Reicht Ströme von Nachrichten zwischen Programmen weiter.</translation>
    </message>
    <message>
        <source>Printers take pages here (JetDirect); on servers Prometheus's node exporter.</source>
        <translation>Darüber nehmen Drucker Seiten an (JetDirect); auf Servern der Node Exporter von Prometheus.</translation>
    </message>
    <message>
        <source>The Tor Browser reaches the Tor network here.</source>
        <translation>Darüber erreicht der Tor Browser das Tor-Netz.</translation>
    </message>
    <message>
        <source>A search engine and database.</source>
        <translation>Eine Suchmaschine und Datenbank.</translation>
    </message>
    <message>
        <source>The members of an Elasticsearch cluster talk to each other here.</source>
        <translation>Darüber sprechen die Mitglieder eines Elasticsearch-Clusters miteinander.</translation>
    </message>
    <message>
        <source>Fetches source code, unencrypted and for reading only.</source>
        <translation>Holt Quelltext, unverschlüsselt und nur zum Lesen.</translation>
    </message>
    <message>
        <source>A web page that rules a server.</source>
        <translation>Eine Webseite, die einen Server steuert.</translation>
    </message>
    <message>
        <source>A server's watcher asks here how it does.</source>
        <translation>Darüber fragt der Beobachter eines Servers, wie es ihm geht.</translation>
    </message>
    <message>
        <source>Servers report here how they do.</source>
        <translation>Darüber melden Server, wie es ihnen geht.</translation>
    </message>
    <message>
        <source>Each machine of a Kubernetes cluster is told here what to run.</source>
        <translation>Darüber erfährt jeder Rechner eines Kubernetes-Clusters, was er ausführen soll.</translation>
    </message>
    <message>
        <source>A fast store in memory; it should not be reachable from the Internet.</source>
        <translation>Ein schneller Zwischenspeicher im Arbeitsspeicher; er sollte aus dem Internet nicht zu erreichen sein.</translation>
    </message>
    <message>
        <source>Answers of a language model that runs on this machine.</source>
        <translation>Antworten eines Sprachmodells, das auf diesem Rechner läuft.</translation>
    </message>
    <message>
        <source>Few programs use it; it is best known for NetBus, a remote-access trojan of 1998.</source>
        <translation>Nur wenige Programme benutzen ihn; am bekanntesten ist er durch NetBus, einen Fernsteuerungs-Trojaner von 1998.</translation>
    </message>
    <message>
        <source>The web page that rules RabbitMQ.</source>
        <translation>Die Webseite, die RabbitMQ steuert.</translation>
    </message>
    <message>
        <source>Dropbox finds other machines in the same network.</source>
        <translation>Dropbox findet andere Rechner im selben Netz.</translation>
    </message>
    <message>
        <source>A server of the game, for consoles and phones.</source>
        <translation>Ein Server des Spiels, für Konsolen und Telefone.</translation>
    </message>
    <message>
        <source>A web page of measurements of this machine.</source>
        <translation>Eine Webseite mit Messwerten dieses Rechners.</translation>
    </message>
    <message>
        <source>Controls power and water plants; also Usermin's page.</source>
        <translation>Steuert Kraftwerke und Wasserwerke; auch die Seite von Usermin.</translation>
    </message>
    <message>
        <source>Syncthing finds other machines in the same network.</source>
        <translation>Syncthing findet andere Rechner im selben Netz.</translation>
    </message>
    <message>
        <source>Keeps folders the same on several machines.</source>
        <translation>Hält Ordner auf mehreren Rechnern gleich.</translation>
    </message>
    <message>
        <source>Keeps folders the same on several machines, over QUIC.</source>
        <translation>Hält Ordner auf mehreren Rechnern gleich, über QUIC.</translation>
    </message>
    <message>
        <source>A server of the game.</source>
        <translation>Ein Server des Spiels.</translation>
    </message>
    <message>
        <source>The console of a Minecraft server (RCON).</source>
        <translation>Die Konsole eines Minecraft-Servers (RCON).</translation>
    </message>
    <message>
        <source>Watches Redis servers and replaces one that fails.</source>
        <translation>Beobachtet Redis-Server und ersetzt einen, der ausfällt.</translation>
    </message>
    <message>
        <source>Servers of Counter-Strike and other games.</source>
        <translation>Server von Counter-Strike und anderen Spielen.</translation>
    </message>
    <message>
        <source>Few programs use it; it is best known for SubSeven, a remote-access trojan of 1999.</source>
        <translation>Nur wenige Programme benutzen ihn; am bekanntesten ist er durch SubSeven, einen Fernsteuerungs-Trojaner von 1999.</translation>
    </message>
    <message>
        <source>Servers of the game and of those made from it.</source>
        <translation>Server des Spiels und derer, die daraus entstanden sind.</translation>
    </message>
    <message>
        <source>Ethereum's nodes talk to each other here.</source>
        <translation>Darüber sprechen die Knoten von Ethereum miteinander.</translation>
    </message>
    <message>
        <source>Few programs use it; it is best known for Back Orifice, a remote-access trojan of 1998.</source>
        <translation>Nur wenige Programme benutzen ihn; am bekanntesten ist er durch Back Orifice, einen Fernsteuerungs-Trojaner von 1998.</translation>
    </message>
    <message>
        <source>Controls heating, light and doors of buildings.</source>
        <translation>Steuert Heizung, Licht und Türen von Gebäuden.</translation>
    </message>
    <message>
        <source>A popular number without one owner.</source>
        <translation>Eine beliebte Nummer, die nicht nur einem gehört.</translation>
    </message>
    <message>
        <source>The BitTorrent program Transmission exchanges files here.</source>
        <translation>Darüber tauscht das BitTorrent-Programm Transmission Dateien aus.</translation>
    </message>
</context>
</TS>
