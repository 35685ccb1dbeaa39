"""What may be done to people, teams and what is sent to them; every write goes through here."""

from people.operations.delivery import notify, queue_mail

__all__ = ["notify", "queue_mail"]
