#!/usr/bin/python3
r"""Creates web_server.jsonl: a server on port 8080 of a private network namespace, to which 30
clients connect in three waves of ten. Each wave disconnects when the next one has connected.
Requires root. RECORD_SAMPLES is the tool of tests/support:

  unshare --net --pid --fork --mount-proc tests/recordings/web_server.py RECORD_SAMPLES \
    >tests/recordings/web_server.jsonl
"""
import socket
import subprocess
import sys

WAVES_AFTER = (2, 5, 8)  # samples


def wave_of_ten(listener):
    ends = []
    for _ in range(10):
        client = socket.create_connection(("127.0.0.1", 8080))
        server = listener.accept()[0]
        client.sendall(b"x" * 100)
        server.sendall(b"y" * 5 * len(server.recv(100, socket.MSG_WAITALL)))
        ends += [client, server]
    return ends


subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
listener = socket.create_server(("127.0.0.1", 8080), backlog=64)
wave = []
with subprocess.Popen([sys.argv[1], "12", "250"], stdout=subprocess.PIPE, text=True) as recorder:
    for number, line in enumerate(recorder.stdout, 1):
        sys.stdout.write(line)
        if number in WAVES_AFTER:
            before, wave = wave, wave_of_ten(listener)
            for end in before:
                end.close()
