"""Addresses of what HR reads."""

import datetime as dt

from django.urls import path, register_converter

from reports.periods import MONTH, QUARTER_OR_YEAR, Period, month_named
from reports.views import (
    board,
    cards,
    contacts,
    counted,
    papers,
    patterns,
    periods,
    places,
    refused,
    setting_changes,
    training,
    trends,
    words,
)

app_name = "reports"


class MonthConverter:
    """A calendar month as "2026-10", given as its first day."""

    regex = MONTH

    def to_python(self, value: str) -> dt.date:
        return month_named(value)

    def to_url(self, value: dt.date) -> str:
        return f"{value:%Y-%m}"


class ReportConverter:
    """Any report of a month, a quarter or a year, as its address says it."""

    regex = r"20\d{2}(?:-q[1-4]|-(?:0[1-9]|1[0-2]))?"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class PeriodConverter:
    """A calendar quarter as "2026-q3", a calendar year as "2026"."""

    regex = QUARTER_OR_YEAR

    def to_python(self, value: str) -> Period:
        return Period.named(value)

    def to_url(self, value: Period) -> str:
        return str(value)


register_converter(ReportConverter, "report")
register_converter(MonthConverter, "month")
register_converter(PeriodConverter, "period")

urlpatterns = [
    path("contacts/", contacts.contacts, name="contacts"),
    path("contacts/import/", contacts.contacts_import, name="contacts_import"),
    path("contacts/import/<uuid:public_id>/", contacts.contacts_keep, name="contacts_keep"),
    path("contacts/intake/<uuid:public_id>/", contacts.contacts_intake, name="contacts_intake"),
    path("contacts/intake/<uuid:public_id>/settled/", contacts.settled, name="intake_settled"),
    path("contacts/table/", contacts.contacts_table, name="contacts_table"),
    path("contacts/sample/", contacts.contacts_sample, name="contacts_sample"),
    path("training/late/", training.training_late, name="training_late"),
    path("training/late/table/", training.training_late_table, name="training_late_table"),
    path("training/effect/", training.training_effect, name="training_effect"),
    path("training/effect/table/", training.training_effect_table, name="training_effect_table"),
    path("patterns/", patterns.patterns, name="patterns"),
    path("pattern/<uuid:public_id>/", patterns.pattern, name="pattern"),
    path("pattern/<uuid:public_id>/table/", cards.pattern_table, name="pattern_table"),
    path("pattern/<uuid:public_id>/owner/", patterns.owner, name="pattern_owner"),
    path("pattern/<uuid:public_id>/step/", patterns.step_new, name="pattern_step"),
    path("pattern/step/<uuid:public_id>/removal/", patterns.step_removal, name="step_removal"),
    path("pattern/<uuid:public_id>/second-look/", patterns.second_look, name="pattern_look"),
    path("pattern/<uuid:public_id>/dismissal/", patterns.dismissal, name="pattern_dismissal"),
    path("pattern/<uuid:public_id>/reopening/", patterns.reopening, name="pattern_reopening"),
    path("pattern/<uuid:public_id>/closure/", patterns.closure, name="pattern_closure"),
    path("settings/changes/", setting_changes.setting_changes, name="setting_changes"),
    path("pattern/<uuid:public_id>/message/", cards.message_new, name="pattern_message_new"),
    path("pattern/message/<uuid:public_id>/", cards.message, name="pattern_message"),
    path("pattern/<uuid:public_id>/survey/", cards.survey, name="pattern_survey"),
    path("patterns/how/", cards.how, name="patterns_how"),
    path("counted/", counted.counted, name="counted"),
    path("counted/table/", counted.counted_table, name="counted_table"),
    path("counted/refresh/", counted.counted_refresh, name="counted_refresh"),
    path("trends/", trends.trends, name="trends"),
    path("promises-kept/", board.promises, name="promises"),
    path("promises-kept/<month:month>/", board.promises_month, name="promises_month"),
    path("promises-kept/<month:month>/table/", board.promises_table, name="promises_table"),
    path("trends/place/", places.places, name="places"),
    path("trends/place/table/", places.places_table, name="places_table"),
    path("trends/place/<uuid:public_id>/", places.place, name="place"),
    path("trends/place/<uuid:public_id>/table/", places.place_table, name="place_table"),
    path("trends/<month:month>/", trends.month, name="month"),
    path("trends/<period:period>/", periods.period, name="period"),
    path("trends/<period:period>/table/", periods.period_table, name="period_table"),
    path("trends/subscription/<slug:span>/", words.subscription, name="subscription"),
    path("trends/<report:report>/words/<slug:part>/", words.words, name="words"),
    path("trends/<month:month>/pdf/", papers.month_paper, name="month_paper"),
    path("trends/<period:period>/pdf/", papers.period_paper, name="period_paper"),
    path("trends/<month:month>/council/", papers.month_council, name="month_council"),
    path("trends/<period:period>/council/", papers.period_council, name="period_council"),
    path("trends/<month:month>/table/", trends.month_table, name="month_table"),
    path("trends/<month:month>/made-good/", trends.made_good, name="made_good"),
    path("trends/<month:month>/made-good/table/", trends.made_good_table, name="made_good_table"),
    # Last: whatever is no calendar period.
    path("trends/<str:window>/", refused.window, name="window"),
]
