"""The key of an account, and what lies on a device."""

from tests.access.cells import Cell, Row

OFFLINE = {
    "service_worker": Row(get=Cell(), is_public=True),
    "manifest": Row(get=Cell(), is_public=True),
    "offline": Row(get=Cell()),
    "incidents:report_offline": Row(get=Cell()),
    "people:account_key": Row(post=Cell()),
    # Nobody in this world has a key yet.
    "people:account_key_private": Row(post=Cell(status=404)),
}
