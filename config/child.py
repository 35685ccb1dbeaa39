"""Run one command and end it together with whoever started us: python child.py COMMAND...

Our stdin is a pipe whose other end the starter holds. The kernel closes it however the starter
goes, SIGKILL included. The command then gets SIGTERM and, a little later, everything that is
left of our process group gets SIGKILL. Standard library only: this starts beside every child.
"""

import os
import signal
import subprocess
import sys
import threading

GRACE_SECONDS = 8


def main() -> None:
    """Start the command, watch it and the pipe, and leave nobody behind."""
    command = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL)  # noqa: S603 - from `up`

    def end(*_: object) -> None:
        command.terminate()
        threading.Timer(GRACE_SECONDS, os.killpg, (0, signal.SIGKILL)).start()

    def watch() -> None:
        sys.stdin.buffer.read()
        end()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    threading.Thread(target=watch, daemon=True).start()
    command.wait()
    os.killpg(0, signal.SIGKILL)  # workers of a command that was itself killed, and we


if __name__ == "__main__":
    main()
