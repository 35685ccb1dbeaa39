"""Pages of care: each view reads what the address says, asks permission, does one thing."""
