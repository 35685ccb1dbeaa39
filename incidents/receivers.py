"""What the facts do when something happened to calls and phones: one operation each."""

import datetime as dt

from django.dispatch import receiver

from incidents.models import HelpCall
from incidents.operations.help.waking import note_sending_failed, wake_for_call
from incidents.signals import help_rung
from people.models import User
from people.signals import push_failed


@receiver(help_rung, dispatch_uid="wake-for-call")
def wake(*, call: HelpCall, person: User, now: dt.datetime, **_: object) -> None:
    wake_for_call(call=call, person=person, now=now)


@receiver(push_failed, dispatch_uid="note-sending-failed")
def sending_failed(*, key: str, now: dt.datetime, **_: object) -> None:
    note_sending_failed(key=key, now=now)
