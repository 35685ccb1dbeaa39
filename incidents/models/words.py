"""What an administrator may put in the organisation's own words."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.codes import WordList
from people.ids import uuid7
from people.models import User


class ProductQuerySet(models.QuerySet["Product"]):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def visible_to(self, user: User) -> Self:
        """Products are known to everybody who works here."""
        return self.all()


class Product(models.Model):
    """A product or service that a contact was about."""

    public_id = models.UUIDField(default=uuid7, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120, unique=True)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = ProductQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class CodeWord(models.Model):
    """The organisation's own wording, place or hiding of one entry of a code list."""

    word_list = models.CharField(max_length=16, choices=[(w.value, w.value) for w in WordList])
    key = models.CharField(max_length=40)
    label_en = models.CharField(_("in English"), max_length=80, blank=True)
    label_nl = models.CharField(_("in Dutch"), max_length=80, blank=True)
    position = models.PositiveSmallIntegerField(_("place"), null=True, blank=True)
    is_hidden = models.BooleanField(_("hidden"), default=False)

    class Meta:
        ordering = ["word_list", "position", "key"]
        constraints = [models.UniqueConstraint(fields=["word_list", "key"], name="code_word_once")]

    def __str__(self) -> str:
        return f"{self.word_list}: {self.key}"
