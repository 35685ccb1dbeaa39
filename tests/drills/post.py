"""A mail server that counts, on loopback, with a script of faults."""

import re
import socketserver
import threading
from collections import Counter
from collections.abc import Callable
from typing import Self

Fault = Callable[["PostOffice", str], str]


class PostOffice:
    """Takes every message and counts them by the path they tell of.

    `fault` is asked once a message has arrived in full, and names the answer: "250 kept",
    "451 later", "554 no", or "" to hang up without a word. What is refused is not counted.
    """

    def __init__(self, fault: Fault) -> None:
        self.got: Counter[str] = Counter()
        self.refused = 0
        self._fault = fault
        office = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                office.talk(self)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port: int = self._server.server_address[1]

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def talk(self, line: socketserver.StreamRequestHandler) -> None:
        line.wfile.write(b"220 here\r\n")
        while command := line.rfile.readline().strip().upper():
            if command == b"DATA":
                line.wfile.write(b"354 go on\r\n")
                if not self._take(line):
                    return
            else:
                line.wfile.write(b"221 bye\r\n" if command == b"QUIT" else b"250 fine\r\n")
            if command == b"QUIT":
                return

    def _take(self, line: socketserver.StreamRequestHandler) -> bool:
        text = b"".join(iter(line.rfile.readline, b".\r\n")).decode()
        found = re.search(r"/witness/(\d+)/", text)
        path = found.group(1) if found else "?"
        self.got[path] += 1
        answer = self._fault(self, path)
        if not answer.startswith("250"):
            self.got[path] -= bool(answer)
            self.refused += 1
        line.wfile.write(f"{answer}\r\n".encode() if answer else b"")
        return bool(answer)
