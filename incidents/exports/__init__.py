"""What leaves as a file."""

from incidents.exports.letters import letter_pdf, sample_pdf

__all__ = ["letter_pdf", "sample_pdf"]
