"""Why figures come in fixed periods alone, said to whoever asks for others."""

from django.utils.translation import gettext_lazy as _

REASON = _(
    "Figures come by whole month, quarter or year, and for the whole organisation. With days or "
    "teams of your own choosing, taking one figure from another would tell about a few people, "
    "or about one."
)
