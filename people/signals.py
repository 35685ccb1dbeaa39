"""What happened to people, told to the rooms above. Receivers only insert rows."""

from django.dispatch import Signal

# Sent with `person` and `now` inside the transaction that ends somebody's access.
person_deactivated = Signal()
# Sent with `key`, `person` and `now` when a browser could not be woken, in its own transaction.
push_failed = Signal()
# Sent with `person` and `now` when days away were noted or ended, in the same transaction.
absence_changed = Signal()
# Sent with `recipient`, `paths`, the pages it leads to, and the key `mail` when a mail is made up.
# Receivers answer with the files that go along, as `EmailAttachment`, and may note what they gave.
mail_made_up = Signal()
# Sent with `mail`, its key, in the transaction that notes that a mail has left.
mail_sent = Signal()
