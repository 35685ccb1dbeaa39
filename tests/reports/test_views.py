"""What HR reads, who else does not, and what is not in the page at all."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from incidents.models import Incident
from people.models import RoleGrant, User
from reports.models import ContactVolume, MonthlyReport
from reports.operations.publish import publish_due_months, publish_month
from reports.periods import Period, shifted
from tests.cast import Cast
from tests.factories import CustomerFactory, UserFactory
from tests.reports.company import (
    OCTOBER,
    Company,
    after_close,
    busy_months,
    contacts,
    founded,
    report,
)

PAGE, SEPTEMBER = "/trends/2026-10/", dt.date(2026, 9, 1)
PUBLISHED: list[Any] = []


@pytest.fixture
def hana(db: None, client: Client) -> User:
    user: User = UserFactory.create(name="Hana Mol", email="hana@luwte.example")
    RoleGrant.objects.create(user=user, role=RoleGrant.Role.HR)
    client.force_login(user)
    return user


def test_trends_before_the_first_report_tells_when_the_first_one_comes(
    client: Client, hana: User
) -> None:
    """The way in led to a month that nothing was known of, and that is not found."""
    assert client.get("/trends/", follow=True).status_code == 200
    today = timezone.localdate()
    assert client.get(f"/trends/{Period.quarter(today)}/").status_code == 200
    assert client.get(f"/trends/{Period.year(today)}/").status_code == 200
    assert client.get(f"/trends/{today.year - 1}/").status_code == 404


@pytest.fixture
def company(db: None) -> Company:
    made = founded()
    busy_months(made)
    contacts(made)
    return made


@pytest.fixture
def published(company: Company) -> Company:
    """The company with all its months published; figures are worked out once for all tests."""
    if not PUBLISHED:
        publish_due_months(now=after_close(OCTOBER))
        PUBLISHED.extend(MonthlyReport.objects.values("month", "made_at", "figures"))
    else:
        MonthlyReport.objects.bulk_create(MonthlyReport(**row) for row in PUBLISHED)
    return company


def page(client: Client, path: str = PAGE) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def test_trends_leads_to_the_newest_published_month(
    client: Client, hana: User, published: Company
) -> None:
    assert client.get("/trends/").headers["Location"] == PAGE
    text = page(client)
    assert 'href="/trends/2026-09/"' in text
    assert "2026-11" not in text
    assert 'href="/trends/2026-10/"' in page(client, "/trends/2026-09/")


def test_page_says_what_stands_out_before_it_shows_figures(
    client: Client, hana: User, published: Company
) -> None:
    text = page(client)
    assert '<h1 class="display">October 2026</h1>' in text
    assert "October looks like the months before it. One product stands out." in text
    assert "<b>Product 1</b> leads to nearly twice as many reports as its contacts suggest." in text
    assert "Per 10,000 contacts" in text
    assert re.search(r"\d+ reports in six months where about \d+ were expected\.", text)
    assert "Also in last month's report" in text
    assert text.index("What stands out") < text.index("people reported at least once")


def test_published_month_has_the_usual_range_of_each_team(published: Company) -> None:
    teams = MonthlyReport.objects.get(month=OCTOBER).figures["teams"]
    assert len(teams) == 4
    for team in teams:
        low, high = team["usual"]
        assert low < 15 < high, "a quarter of sixty a month"


def test_page_shows_every_chart_with_its_table(
    client: Client, hana: User, published: Company
) -> None:
    text = page(client)
    charts = re.findall(r'<svg class="chart[^"]*"[^>]*>', text)
    assert len(charts) >= 4 + 1 + 4
    assert all('role="img"' in chart and "aria-label=" in chart for chart in charts)
    assert text.count("The figures as a table") == 2
    for caption in ("Reports by weekday and hour, rounded to five", "By team", "Monthly figures"):
        assert caption in text


def test_page_keeps_to_the_content_policy(client: Client, hana: User, published: Company) -> None:
    text = page(client)
    assert not re.search(r"\sstyle=", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert "var(--c-line)" in text
    assert "font-family" not in text


def test_page_lists_teams_by_name_and_ranks_nobody(
    client: Client, hana: User, published: Company
) -> None:
    text = page(client)
    names = re.findall(r"<li> <span> (Team [A-D])", text)
    assert names == sorted(names)
    assert len(names) == 4


def test_page_never_holds_a_person_a_customer_or_a_withheld_count(
    client: Client, hana: User, company: Company
) -> None:
    lonely = company.teams[3]
    Incident.objects.filter(team=lonely, occurred_on__gte=OCTOBER).delete()
    users = company.staff[lonely.pk]
    Incident.objects.bulk_create(
        report(user, lonely, OCTOBER, product=company.products[2]) for user in users[:2] * 2
    )
    publish_due_months(now=after_close(OCTOBER))
    text = page(client)
    assert text.count("not shown") >= 2
    row = re.search(r"Team D .*?</li>", text)
    assert row is not None
    assert "not shown" in row[0]
    assert "<b>" not in row[0]
    for user in User.objects.exclude(pk=hana.pk):
        assert user.name not in text
    for customer in company.customers:
        assert str(customer.public_id) not in text


def test_customer_shows_a_count_only_from_five_different_reporters(
    client: Client, hana: User, company: Company
) -> None:
    Incident.objects.update(customer=None)
    wanted, rare, *others = CustomerFactory.create_batch(400)
    for customer, size in ((wanted, 9), (rare, 4), *((other, 1) for other in others[:60])):
        team = company.teams[0]
        Incident.objects.bulk_create(
            report(user, team, SEPTEMBER + dt.timedelta(days=i), customer=customer)
            for i, user in enumerate(company.staff[team.pk][:size])
        )
    for month in (SEPTEMBER, OCTOBER):
        publish_month(month=month, now=after_close(month))
    text = page(client)
    assert "was reported about 10 times in the last whole quarter, by at least 5" in text
    assert "gives a signal: reported again, by different colleagues" in text
    assert "was reported 4 times" not in text
    assert "Nothing is agreed yet" in text
    assert "In the last whole quarter 2 customers were reported again and again." in text
    told = [row.figures["customers"] for row in MonthlyReport.objects.order_by("month")]
    assert told[0] == told[1], "no two reports count stretches that differ by a month"


def test_page_without_contacts_speaks_of_change_alone(
    client: Client, hana: User, company: Company
) -> None:
    ContactVolume.objects.all().delete()
    publish_due_months(now=after_close(OCTOBER))
    text = page(client)
    assert "contacts suggest" not in text
    assert "Per 10,000 contacts" not in text
    assert "no contact numbers for enough weeks: changes only" in text
    assert "So this says what changed, not what is higher than elsewhere." in text
    assert "that it had in the half year before" in text


def test_page_of_few_reports_points_at_nobody(client: Client, hana: User) -> None:
    made = founded(teams=2)
    team = made.teams[0]
    Incident.objects.bulk_create(report(u, team, OCTOBER) for u in made.staff[team.pk][:4])
    publish_month(month=OCTOBER, now=after_close(OCTOBER))
    text = page(client)
    assert "Too few reports to show without pointing at someone." in text
    assert "kpi" not in text


def test_page_of_a_first_month_compares_with_nothing(client: Client, hana: User) -> None:
    made = founded(teams=2)
    busy_months(made, months=1)
    publish_month(month=OCTOBER, now=after_close(OCTOBER))
    text = page(client)
    assert "There are too few earlier months to compare October with." in text
    assert "Usual for a month" not in text
    assert "Nothing stands out this month" not in text
    assert "Nothing can stand out yet" in text
    assert "Products are not compared yet. That takes the contact numbers" in text
    assert "We compared" not in text
    assert "says what changed" not in text


def test_open_month_says_when_it_closes_and_a_future_one_is_gone(
    client: Client, hana: User, company: Company
) -> None:
    today = timezone.localdate()
    running = today.replace(day=1)
    closes = shifted(running, 1).replace(day=15)
    assert f"closes on 15 {closes:%B %Y}" in page(client, f"/trends/{running:%Y-%m}/")
    assert client.get(f"/trends/{shifted(running, 1):%Y-%m}/").status_code == 404
    assert client.get("/trends/2019-01/").status_code == 404


def test_other_windows_and_filters_are_refused_with_the_reason(
    client: Client, cast: Cast, company: Company
) -> None:
    publish_month(month=OCTOBER, now=after_close(OCTOBER))
    client.force_login(cast.hana)
    asked = [
        *("/trends/2026-13/", "/trends/2026-w41/", "/trends/2026-10-05/", "/trends/2026-q5/"),
        *(f"{PAGE}?team=3", f"{PAGE}table/?as=xlsx&from=2026-10-02", "/trends/2026-q4/?site=1"),
        *(f"{PAGE}made-good/?product=1", "/training/late/?team=2", "/trends/?until=2026-10-09"),
        *("/promises-kept/2026-10/?team=1", "/promises-kept/2026-10/table/?person=4"),
    ]
    for path in asked:
        answer = client.get(path)
        assert (path, answer.status_code) == (path, 400)
        assert "taking one figure from another would tell about a few people" in answer.text
    assert client.get(f"{PAGE}table/?as=xlsx").status_code == 200
    client.force_login(cast.max)
    assert client.get(f"{PAGE}?team=3").status_code == 404
    assert client.get("/trends/2026-w41/").status_code == 404


def test_closed_month_without_a_report_says_that_it_is_being_made(
    client: Client, hana: User, company: Company
) -> None:
    assert "Its report is being made" in page(client, "/trends/2026-06/")


@pytest.mark.parametrize("path", ["/trends/", PAGE])
@pytest.mark.parametrize("who", ["ana", "max", "pim", "bo"])
def test_trends_do_not_exist_for_others(client: Client, cast: Cast, who: str, path: str) -> None:
    MonthlyReport.objects.create(
        month=OCTOBER, made_at=after_close(OCTOBER), figures={"month": {"is_shown": False}}
    )
    client.force_login(getattr(cast, who))
    assert client.get(path).status_code == 404
    client.force_login(cast.hana)
    assert client.get(path, follow=True).status_code == 200
    assert client.post(path).status_code == 405


@pytest.mark.django_db
def test_trends_ask_who_is_there(client: Client) -> None:
    assert client.get(reverse("reports:trends")).status_code == 302
    assert reverse("account_login") in client.get(PAGE).headers["Location"]


def test_page_reads_and_does_not_count(
    client: Client,
    hana: User,
    published: Company,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    page(client)
    with django_assert_max_num_queries(13):
        page(client)


def test_page_speaks_dutch_numbers_and_months(
    client: Client, hana: User, published: Company
) -> None:
    hana.language = "nl"
    hana.save(update_fields=["language"])
    text = page(client)
    assert '<h1 class="display">Oktober 2026</h1>' in text
    assert re.search(r">okt\.? 2026</text>", text, re.IGNORECASE)
    assert re.search(r'<td class="r">\d+,\d</td>', text)
    assert not re.search(r'(?:cx|x1|width)="\d+,\d', text)


def test_months_with_a_missing_week_are_left_out_of_the_comparison(
    client: Client, hana: User, company: Company
) -> None:
    gone = ContactVolume.objects.filter(product=company.products[1], team=company.teams[0])
    gone.filter(day__gte=dt.date(2026, 8, 10), day__lt=dt.date(2026, 8, 17)).delete()
    publish_due_months(now=after_close(OCTOBER))
    text = page(client)
    assert "left out of the comparison: Product 2, 1 month." in re.sub(r"\s+", " ", text)
    figures = MonthlyReport.objects.get(month=OCTOBER).figures
    assert figures["basis"] != "changes"
    (gap,) = figures["gaps"]
    assert (gap["name"], gap["months"], gap["is_left_out"]) == ("Product 2", 1, False)
