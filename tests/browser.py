"""Find a Chromium for the browser journeys."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOW_TO_GET_ONE = (
    "No Chromium on this machine, so the browser journeys did not run and this is no full pass. "
    "Debian and Ubuntu: apt-get install chromium (root gets it by itself). Elsewhere: put "
    f"one of {', '.join(NAMES)} on PATH, or name it in CHROMIUM=/path/to/it."
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_chromium() -> str | None:
    """Return the path of a Chromium: the one named in CHROMIUM, else one on PATH."""
    names = (os.environ.get("CHROMIUM", ""), *NAMES)
    return next((path for name in names if name and (path := shutil.which(name))), None)
