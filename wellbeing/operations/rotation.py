"""Seal private notes with the newest key, so that an old one can be thrown away."""

from collections import Counter
from dataclasses import dataclass, field

from django.db import transaction

from wellbeing.models import Reflection
from wellbeing.queries.reflections import key_ring, opened

BATCH = 200


@dataclass
class Rotation:
    """What became of the notes; `lost` counts, per key, those that cannot be opened.

    `left` were sealed with another key behind the walk, by a process that still has the old ring.
    """

    resealed: int = 0
    kept: int = 0
    left: int = 0
    lost: Counter[str] = field(default_factory=Counter)


def rotate_reflections() -> Rotation:
    """Seal every note with the first key that is sealed with another one.

    Each batch is one transaction that locks its rows, so that a note somebody is changing is not
    overwritten, and a run that is killed goes on where it stopped. A note that cannot be opened
    stays as it is and is counted.
    """
    done = Rotation()
    present, last = key_ring().present, 0
    while found := _batch(present, last, done):
        last = found
    done.kept = Reflection.objects.filter(key_id=present).count() - done.resealed
    others = Reflection.objects.exclude(key_id=present).count()
    done.left = others - sum(done.lost.values())
    return done


@transaction.atomic
def _batch(present: str, last: int, done: Rotation) -> int:
    """Reseal the next rows; return the last one looked at, 0 when there is none left."""
    old = Reflection.objects.exclude(key_id=present)
    keys = list(old.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH])
    for row in old.filter(pk__in=keys).select_for_update().order_by("pk"):
        words = opened(row).words
        if words is None:
            done.lost[row.key_id] += 1
            continue
        sealed = key_ring().seal(words, row.place)
        row.ciphertext, row.key_id = sealed.data, sealed.key_id
        row.save(update_fields=["ciphertext", "key_id"])
        done.resealed += 1
    return keys[-1] if keys else 0
