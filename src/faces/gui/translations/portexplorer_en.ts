<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
    <context>
        <name>ProcessWindow</name>
        <message numerus="yes">
            <source>%n socket(s)</source>
            <translation>
                <numerusform>%n socket</numerusform>
                <numerusform>%n sockets</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>SocketModel</name>
        <message numerus="yes">
            <source>%n socket(s)</source>
            <translation>
                <numerusform>%n socket</numerusform>
                <numerusform>%n sockets</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>StatusLine</name>
        <message numerus="yes">
            <source>%n socket(s)</source>
            <translation>
                <numerusform>%n socket</numerusform>
                <numerusform>%n sockets</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n hidden by you</source>
            <translation>
                <numerusform>%n hidden by you</numerusform>
                <numerusform>%n hidden by you</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n owner(s) not visible</source>
            <translation>
                <numerusform>%n owner not visible</numerusform>
                <numerusform>%n owners not visible</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n owner(s) unknown</source>
            <translation>
                <numerusform>%n owner unknown</numerusform>
                <numerusform>%n owners unknown</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>The owner(s) of %n socket(s) are not visible here.</source>
            <translation>
                <numerusform>The owner of %n socket is not visible here.</numerusform>
                <numerusform>The owners of %n sockets are not visible here.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>The owner(s) of %n socket(s) could not be found.</source>
            <translation>
                <numerusform>The owner of %n socket could not be found.</numerusform>
                <numerusform>The owners of %n sockets could not be found.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Tray</name>
        <message numerus="yes">
            <source>And %n more.</source>
            <translation>
                <numerusform>And %n more.</numerusform>
                <numerusform>And %n more.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>AddressQueries</name>
        <message numerus="yes">
            <source>%1 and %n more</source>
            <translation>
                <numerusform>%1 and %n more</numerusform>
                <numerusform>%1 and %n more</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n address(es)</source>
            <translation>
                <numerusform>%n address</numerusform>
                <numerusform>%n addresses</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n more address(es) are left for later: each answer has a window of its own.</source>
            <translation>
                <numerusform>%n more address is left for later: each answer has a window of its own.</numerusform>
                <numerusform>%n more addresses are left for later: each answer has a window of its own.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>LogDock</name>
        <message numerus="yes">
            <source>%1 and %n more</source>
            <translation>
                <numerusform>%1 and %n more</numerusform>
                <numerusform>%1 and %n more</numerusform>
            </translation>
        </message>
    </context>
</TS>
