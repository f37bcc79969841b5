"""A program for the screenshots: listens and connects as its arguments say, and transfers data.

Exits with its parent.
"""
import ctypes
import random
import socket
import sys
import threading
import time

ctypes.CDLL(None).prctl(1, 15)  # PR_SET_PDEATHSIG, SIGTERM
random.seed(sys.argv[1])


def accept_all(listener):
    inside = []
    while True:
        inside.append(listener.accept()[0])
        threading.Thread(target=answer, args=(inside.pop(),), daemon=True).start()


def answer(connection):
    with connection:
        while connection.recv(65536):
            pass


keep = []
talkers = []
for word in sys.argv[1:]:
    kind, _, place = word.partition("=")
    host, _, port = place.rpartition(":")
    if kind == "listen":
        keep.append(socket.create_server((host, int(port)), backlog=20))
        threading.Thread(target=accept_all, args=(keep[-1],), daemon=True).start()
    elif kind == "listen6":
        keep.append(socket.create_server((host.strip("[]"), int(port)), family=socket.AF_INET6))
    elif kind == "udp":
        keep.append(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        keep[-1].bind((host, int(port)))
    elif kind in ("talk", "hold"):
        for _ in range(100):
            try:
                talkers.append((socket.create_connection((host, int(port))), kind))
                break
            except OSError:
                time.sleep(0.05)
for s, _ in talkers:
    s.settimeout(0.2)
for step in range(100000):
    for s, kind in talkers:
        if kind == "talk":
            s.sendall(b"x" * random.randrange(200, 24000))
            try:
                while s.recv(65536):
                    pass
            except OSError:
                pass
    if any(w.startswith("short") for w in sys.argv) and step % 2 == 0:
        try:
            socket.create_connection(("127.0.0.1", 8080), timeout=1).close()
        except OSError:
            pass
    time.sleep(0.4)
