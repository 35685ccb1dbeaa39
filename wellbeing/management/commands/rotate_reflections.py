"""After a new key was put in front of REFLECTION_KEYS: seal every private note with it."""

from django.core.management.base import BaseCommand, CommandError

from wellbeing.operations import rotate_reflections


class Command(BaseCommand):
    help = "Seal private notes with the first key of REFLECTION_KEYS. Can be stopped and run again."

    def handle(self, *args: object, **options: object) -> None:
        done = rotate_reflections()
        self.stdout.write(f"sealed anew: {done.resealed}")
        self.stdout.write(f"with the first key before: {done.kept}")
        for key, count in sorted(done.lost.items()):
            self.stdout.write(f"cannot be opened, key {key or 'unknown'}: {count}")
        if done.lost:
            message = "Some notes need a key that is not in REFLECTION_KEYS. They were left as is."
            raise CommandError(message)
        if done.left:
            message = "An old key was used meanwhile. Restart web and worker, then run this again."
            raise CommandError(message)
        self.stdout.write("Only the first key of REFLECTION_KEYS is needed now.")
