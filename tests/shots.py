"""`make shots`: pictures of every page in screenshots/, with the demonstration's data.

They are made like the browser journeys: on the tests' own database, which they leave empty.
"""

import sys

import pytest

if __name__ == "__main__":
    sys.exit(pytest.main(["tests/journeys/shots.py", "-q", "-s", "-n0"]))
