"""What can be asked about care; one module per page or question."""
