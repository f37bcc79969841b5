"""Remote hosts for the screenshots: serves connections on the far end of the veth pair.

Exits when its standard input is closed.
"""
import selectors
import socket
import sys
import threading
import time

SERVED = [("198.51.100.7", 443), ("198.51.100.7", 80), ("203.0.113.25", 993), ("203.0.113.80", 22)]


def serve(host, port):
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.SOL_IP, 15, 1)  # IP_FREEBIND
    listener.bind((host, port))
    listener.listen(50)
    chooser = selectors.DefaultSelector()
    chooser.register(listener, selectors.EVENT_READ)
    while True:
        for key, _ in chooser.select():
            if key.fileobj is listener:
                connection, _ = listener.accept()
                chooser.register(connection, selectors.EVENT_READ)
                continue
            data = key.fileobj.recv(65536)
            if not data:
                chooser.unregister(key.fileobj)
                key.fileobj.close()
            else:
                key.fileobj.sendall(data * 4 if len(data) < 9000 else data)


for place in SERVED:
    threading.Thread(target=serve, args=place, daemon=True).start()
print("ready", flush=True)
sys.stdin.read()
