"""`make sizes SIZE=300`: HR's pages of an organisation with so many reports, timed and pictured.

Made like the browser journeys: on the tests' own database, which is left empty.
"""

import sys

import pytest

if __name__ == "__main__":
    sys.exit(pytest.main(["tests/journeys/sizes.py", "-q", "-s", "-n0"]))
