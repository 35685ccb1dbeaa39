"""The month by product, channel and place: withheld together, for a spreadsheet, and drilled."""

import csv
import datetime as dt
import io

import pytest
from django.test import Client

from incidents.models import Incident, Product
from people.models import RoleGrant, Site, User
from reports.models import MonthlyReport
from reports.operations.publish import publish_month
from tests.cast import Cast
from tests.factories import MembershipFactory, TeamFactory, UserFactory
from tests.reports.attack import narrowed
from tests.reports.company import OCTOBER, after_close, report

PAGE, SHEET = "/trends/2026-10/", "/trends/2026-10/table/"
PHONE, MAIL, CHAT = 2, 3, 4


def filled(cast: Cast, *, by_mail: int = 6, by_chat: int = 0) -> None:
    """October: two teams at two places; 12 people by phone, `by_mail` and `by_chat` otherwise."""
    pump = Product.objects.create(name="=Heat pump")
    rows: list[Incident] = []
    for name in ("Alpha", "Beta"):
        site = Site.objects.create(name=f"Place {name}", time_zone="Europe/Amsterdam")
        team = TeamFactory.create(name=f"Desk {name}", site=site, parent=None)
        staff = UserFactory.create_batch(12)
        for n, person in enumerate(staff):
            MembershipFactory.create(user=person, team=team)
            day = OCTOBER + dt.timedelta(days=n)
            channels = [PHONE]
            channels += [MAIL] if n < by_mail else []
            channels += [CHAT] if n < by_chat and name == "Alpha" else []
            for channel in channels:
                made = report(person, team, day, product=pump, is_serious=n % 2 == 0)
                made.site, made.channel = site, channel
                rows.append(made)
    Incident.objects.bulk_create(rows)
    publish_month(month=OCTOBER, now=after_close(OCTOBER))


def sheet(client: Client, address: str = SHEET) -> list[list[str]]:
    answer = client.get(address)
    assert answer.headers["Content-Type"].startswith("text/csv")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_a31_serious_product_place_channel_and_hour_are_counted_and_exported(
    client: Client, cast: Cast
) -> None:
    filled(cast)
    client.force_login(cast.hana)
    rows = sheet(client)
    assert ["How far it went", "Threatening or physical", "18"] in rows
    assert ["By product", "'=Heat pump", "36"] in rows
    for row in (["By channel", "phone", "24"], ["By channel", "e-mail", "12"]):
        assert row in rows
    for row in (["By place", "Place Alpha", "18"], ["By team", "Desk Beta", "18"]):
        assert row in rows
    assert ["Month", "2026-10", "36"] in rows
    december = dt.date(2026, 12, 1)
    publish_month(month=december, now=after_close(december))
    hours = sheet(client, "/trends/2026-12/table/")
    assert any(row[0] == "By weekday and hour, rounded to five" for row in hours), "per quarter"
    html = client.get(PAGE).text
    for words in ("By channel", "E-mail", "Place Alpha", SHEET):
        assert words in html


def test_a31_few_people_are_withheld_on_the_page_and_in_the_export(
    client: Client, cast: Cast
) -> None:
    filled(cast, by_chat=2)
    client.force_login(cast.hana)
    rows = {row[1]: row[2] for row in sheet(client) if row[0] == "By channel"}
    assert rows == {"phone": "24", "e-mail": "not shown", "chat": "not shown"}
    figures = MonthlyReport.objects.get().figures
    shown = {row["number"]: row["reports"] for row in figures["channels"]}
    for channel in (MAIL, CHAT):
        least, most = narrowed(figures["month"]["reports"], shown, (channel,))
        assert most - least >= 2


def test_places_are_withheld_when_a_team_is(client: Client, cast: Cast) -> None:
    """Place less shown team would give the withheld team away."""
    filled(cast)
    MonthlyReport.objects.get_queryset().delete()
    gamma = TeamFactory.create(name="Desk Gamma", site=Site.objects.get(name="Place Beta"))
    staff: list[User] = UserFactory.create_batch(10)
    for person in staff:
        MembershipFactory.create(user=person, team=gamma)
    for person in staff[:2]:
        made = report(person, gamma, OCTOBER)
        made.site = gamma.site
        made.save()
    publish_month(month=OCTOBER, now=after_close(OCTOBER))
    figures = MonthlyReport.objects.get().figures
    assert None in [team["reports"] for team in figures["teams"]]
    assert figures["sites"] == []


def test_a31_number_leads_to_its_list_for_who_may_open_it_alone(client: Client, cast: Cast) -> None:
    filled(cast)
    client.force_login(cast.hana)
    html = client.get(PAGE).text
    assert "/reports/?" not in html, "HR reads no report"
    RoleGrant.objects.create(user=cast.pim, role=RoleGrant.Role.HR)
    client.force_login(cast.pim)
    html = client.get(PAGE).text
    pump = Product.objects.get().public_id
    site = Site.objects.get(name="Place Alpha").public_id
    for query, count in ((f"product={pump}", 36), ("channel=email", 12), (f"site={site}", 18)):
        address = f"/reports/?month=2026-10&amp;{query}"
        assert f'<a href="{address}">{count}</a>' in html
        found = client.get(address.replace("&amp;", "&"))
        assert found.context["page"].paginator.count == count
    assert client.get("/reports/?month=2026-11").context["page"].paginator.count == 0


@pytest.mark.parametrize("who", ["max", "ana", "pim", "bo"])
def test_export_is_for_hr_alone(client: Client, cast: Cast, who: str) -> None:
    filled(cast)
    client.force_login(getattr(cast, who))
    assert client.get(SHEET).status_code == 404


def test_month_of_a_few_exports_nothing(client: Client, cast: Cast) -> None:
    report(cast.ana, cast.north, OCTOBER).save()
    publish_month(month=OCTOBER, now=after_close(OCTOBER))
    client.force_login(cast.hana)
    assert sheet(client) == [["Table", "What", "Figure"], ["Month", "2026-10", "not shown"]]


def test_report_made_before_still_opens(client: Client, cast: Cast) -> None:
    filled(cast)
    made = MonthlyReport.objects.get()
    for name in ("channels", "sites"):
        del made.figures[name]
    made.save()
    client.force_login(cast.hana)
    assert "By channel" not in client.get(PAGE).text


def test_place_less_its_other_teams_does_not_give_a_small_team_away(cast: Cast) -> None:
    """Three people of a small team at the first place are shown with a team of the second."""
    here, there = (
        Site.objects.create(name=f"Place {name}", time_zone="Europe/Amsterdam") for name in "AB"
    )
    rows: list[Incident] = []
    teams = [("Few", here, None, 3), ("Small", there, None, 9), ("Large", here, cast.region, 20)]
    for name, site, parent, size in teams:
        team = TeamFactory.create(name=name, site=site, parent=parent)
        for person in UserFactory.create_batch(size):
            MembershipFactory.create(user=person, team=team)
            made = report(person, team, OCTOBER)
            made.site = site
            rows.append(made)
    Incident.objects.bulk_create(rows)
    publish_month(month=OCTOBER, now=after_close(OCTOBER))
    figures = MonthlyReport.objects.get().figures
    assert sorted(team["reports"] for team in figures["teams"]) == [12, 20]
    shown = {row["name"]: row["reports"] for row in figures["sites"]}
    assert [shown[name] for name in ("Place A", "Place B")] == [None, None]
