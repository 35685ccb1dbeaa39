"""Every page a person meets: its address, and how to get it into the state worth looking at."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from reports.periods import Period, last_closed, last_quarter
from tests.journeys.rows import Rows

Act = Callable[[Page], None]


@dataclass(frozen=True)
class Place:
    """A page by its name; `act` is what to do there first, such as sending an empty form."""

    name: str
    path: str
    act: Act | None = None
    status: int = 200

    def open(self, page: Page) -> None:
        """Go there; an error page must not pass for the page that is meant."""
        answer = page.goto(self.path)
        assert answer is not None
        assert answer.status == self.status, f"{self.name}: {answer.status}"
        if self.act:
            self.act(page)


def press(selector: str) -> Act:
    """Return an act that presses one button of the page and waits for the answer."""

    def act(page: Page) -> None:
        with page.expect_navigation():
            page.locator(selector).first.evaluate("button => button.click()")

    return act


def _all(*acts: Act) -> Act:
    """Return an act that does one thing after the other."""

    def act(page: Page) -> None:
        for each in acts:
            each(page)

    return act


CARD = "main a[href^='/pattern/']"
SEND = press("main form[method=post]:not(.alert-bar) button, .tabbar.action button")
SEND_BAR = press(".tabbar.action button")


def _forged(page: Page) -> None:
    """Send a form whose page is too old to be trusted."""
    page.locator("[name=csrfmiddlewaretoken]").evaluate_all("all => all.map(i => i.value = 'old')")
    SEND(page)


ENTRANCE = (
    Place("sign-in", "/sign-in/"),
    Place("sign-in-error", "/sign-in/", SEND),
    Place("sign-in-slip", "/sign-in/slip/"),
    Place("sign-in-slip-error", "/sign-in/slip/", SEND),
    Place("password-reset", "/account/password/reset/"),
    Place("password-sent", "/account/password/sent/"),
    Place("too-old", "/sign-in/", _forged),
)


def staff(rows: Rows) -> list[Place]:
    return [
        Place("home", "/home/"),
        Place("report-new", "/report/new/"),
        Place("report-offline", "/report/offline/"),
        Place("report-kept", "/report/offline/?kept=1"),
        Place("offline", "/offline/"),
        Place("report-error", "/report/new/", SEND_BAR),
        Place("thanks", f"/report/{rows.own_report}/thanks/"),
        Place("mine", "/mine/"),
        Place("report-own", f"/report/{rows.own_report}/"),
        Place("details", f"/report/{rows.own_report}/details/"),
        Place("witnesses", f"/report/{rows.own_report}/witnesses/"),
        Place("part of it", f"/report/{rows.own_report}/involved/"),
        Place("messages-error", f"/report/{rows.own_report}/messages/", SEND),
        Place("checkin-own", f"/checkin/{rows.own_checkin}/"),
        Place("checkin-own-held", f"/checkin/{rows.own_talk}/"),
        Place("checkin-end", f"/checkin/{rows.own_checkin}/end/"),
        Place("offer", f"/offer/{rows.offer}/"),
        Place("checkin-ask", "/checkin/new/"),
        Place("checkin-ask-error", "/checkin/new/", SEND),
        Place("promises", "/promises/"),
        Place("promise", f"/promise/{rows.promise}/"),
        Place("promise-error", f"/promise/{rows.promise}/", SEND),
        Place("promise-new", f"/report/{rows.own_report}/promises/"),
        Place("promise-new-error", f"/report/{rows.own_report}/promises/", SEND),
        Place("remedy-new", f"/report/{rows.own_report}/remedies/"),
        Place("remedy-new-error", f"/report/{rows.own_report}/remedies/", SEND),
        Place("customer-search", "/customers/"),
        *_staff_themselves(rows),
    ]


def _staff_themselves(rows: Rows) -> list[Place]:
    return [
        Place("training-own", "/training/"),
        Place("courses-own", "/training/courses/"),
        Place("quiz", "/training/quiz/1/"),
        Place("quiz-error", "/training/quiz/1/", SEND),
        Place("need-refusal", f"/training/need/{rows.own_need}/refusal/"),
        Place("practice", "/practice/"),
        Place("practice-scenario", f"/practice/{rows.scenario}/"),
        Place("practice-sessions", "/practice/sessions/"),
        Place("practice-session-error", f"/practice/{rows.scenario}/sessions/", SEND_BAR),
        Place("notes", "/reflections/"),
        Place("note", f"/reflections/{rows.note}/"),
        Place("note-new-error", "/reflections/new/", SEND_BAR),
        Place("calendar", "/calendar/"),
        Place("breathe", "/breathe/"),
        Place("guidance", "/guidance/"),
        Place("helpers", "/helpers/"),
        Place("help", "/help/"),
        Place("help-sent", "/help/", press("main form[data-retry] button")),
        Place("procedure", "/procedure/?channel=phone"),
        Place("house-rules", "/house-rules/"),
        Place("policy", "/policy/"),
        Place("account", "/account/"),
        Place("absences", "/absences/"),
        Place("notices", "/account/notices/"),
        Place("password", "/account/password/"),
        Place("password-error", "/account/password/", SEND),
        Place("pin", "/account/pin/"),
        Place("pin-error", "/account/pin/", SEND),
        Place("counted", "/home/", press("form[action='/tally/'] button")),
        Place("break", "/help/", press("form[action='/break/'] button")),
        Place("break-ended", "/home/", press("form[action$='/end/'] button")),
        Place("sign-out", "/sign-out/"),
        Place("error-403", "/people/", status=403),
        Place("error-404", "/nothing/here/", status=404),
    ]


def manager(rows: Rows) -> list[Place]:
    return [
        Place("today", "/today/"),
        Place("reports", "/reports/"),
        Place("report", f"/report/{rows.report}/"),
        Place("report-owed", f"/report/{rows.owed}/"),
        Place("judgement", f"/report/{rows.owed}/judgement/"),
        Place("judgement-error", f"/report/{rows.owed}/judgement/", SEND_BAR),
        Place("answer", f"/report/{rows.owed}/answer/"),
        Place("answer-error", f"/report/{rows.owed}/answer/", SEND),
        Place("checkin", f"/checkin/{rows.checkin}/"),
        Place("checkin-error", f"/checkin/{rows.checkin}/", press("button[form=talk]")),
        Place("checkin-held", f"/checkin/{rows.talk}/"),
        Place("help-calls", "/help/calls/"),
        Place("help-record", "/help/record/"),
        Place("takeover", f"/report/{rows.report}/takeover/"),
        Place("takeover-error", f"/report/{rows.report}/takeover/", SEND),
        Place("praise", f"/report/{rows.ended}/praise/"),
        Place("praise-error", f"/report/{rows.ended}/praise/", SEND),
        Place("measures", "/measures/"),
        Place("measure", f"/measure/{rows.measure}/"),
        Place("measure-decision", f"/measure/{rows.proposed}/decision/"),
        Place("measure-decision-error", f"/measure/{rows.proposed}/decision/", SEND_BAR),
        Place("measure-new", f"/report/{rows.grounded}/measure/new/"),
        Place("measure-refusal", f"/measure/{rows.proposed}/refusal/"),
        Place("measure-refusal-error", f"/measure/{rows.proposed}/refusal/", SEND),
        Place("measure-review", f"/measure/{rows.measure}/review/"),
        Place("measure-review-error", f"/measure/{rows.measure}/review/", SEND),
        Place("objection-new", f"/measure/{rows.measure}/objections/"),
        Place("letter", f"/letter/{rows.letter}/"),
        Place("evidence", f"/report/{rows.report}/evidence/"),
        Place("report-move", f"/report/{rows.report}/other-customer/"),
        Place("complaint-new", f"/report/{rows.owed}/complaint/"),
        Place("complaint-error", f"/report/{rows.owed}/complaint/", SEND),
        *_manager_of_customers(rows),
        *_manager_of_training(),
        *_manager_of_the_team(),
        Place("slip", f"/people/{rows.newcomer}/slip/"),
        Place("slip-made", f"/people/{rows.newcomer}/slip/", SEND),
    ]


def _manager_of_the_team() -> list[Place]:
    return [
        Place("assignments", "/assignments/"),
        Place("closing-days", "/closing-days/"),
        Place("counted-reports", "/counted/"),
        Place("devices", "/devices/"),
    ]


def _manager_of_training() -> list[Place]:
    return [
        Place("training", "/training/"),
        Place("courses", "/training/courses/"),
        Place("attendances", "/training/courses/", press("a[href$='/attendances/']")),
    ]


def _manager_of_customers(rows: Rows) -> list[Place]:
    return [
        Place("customers", "/customers/"),
        Place("customer", f"/customer/{rows.customer}/"),
        Place("customer-identity", f"/customer/{rows.customer}/identity/"),
        Place("customer-promise", f"/customer/{rows.customer}/promises/"),
        Place("customer-new-error", "/customers/new/", SEND),
        Place("duplicates", "/customers/duplicates/"),
        Place("merge-choose", f"/customer/{rows.customer}/merge/"),
        Place("merge", f"/customer/{rows.twins[0]}/merge/?other={rows.twins[1]}"),
        Place("remedy", f"/remedy/{rows.remedy}/"),
        Place("remedy-error", f"/remedy/{rows.remedy}/", SEND),
        Place("complaint", f"/complaint/{rows.complaint}/"),
        Place("follow-up", f"/follow-up/{rows.follow_up}/"),
        Place(
            "follow-up-error",
            f"/follow-up/{rows.follow_up}/",
            press("form[action$='/facts/'] button"),
        ),
        Place("relation", f"/relation/{rows.relation}/"),
        Place("relation-error", f"/relation/{rows.relation}/", SEND),
        Place("who", f"/report/{rows.report}/customer/"),
        Place("agreement-end", f"/agreement/{rows.agreement}/end/"),
    ]


def adviser(rows: Rows) -> list[Place]:
    return [
        Place("adviser-today", "/today/"),
        Place("adviser-notes", "/reflections/shared/"),
        Place("adviser-reports", "/reports/"),
        Place("adviser-counted", "/counted/", press("main form.inline button")),
        Place("adviser-report", f"/report/{rows.report}/"),
        Place("measure-second", f"/measure/{rows.prepared}/"),
        Place("objection", f"/objection/{rows.objection}/"),
        Place("objection-error", f"/objection/{rows.objection}/", SEND),
    ]


def admin(rows: Rows) -> list[Place]:
    return [
        Place("people", "/people/"),
        Place("person", f"/people/{rows.person}/"),
        Place("person-new", "/people/new/"),
        Place("person-error", "/people/new/", SEND),
        Place("deactivation", f"/people/{rows.person}/deactivation/"),
        Place("teams", "/teams/"),
        Place("team", f"/teams/{rows.team}/"),
        Place("team-new", "/teams/new/"),
        Place("organisation", "/organisation/"),
        Place("presets", "/care/"),
        Place("preset-shown", "/care/standard/", SEND),
        Place("help-route", "/help/route/"),
        Place("help-route-team", f"/help/route/{rows.team}/"),
        Place("team-closing", f"/teams/{rows.team}/closing/"),
        Place("site", f"/sites/{rows.site}/"),
        Place("site-new", "/sites/new/"),
        Place("words", "/words/"),
        Place("letters", "/letters/"),
        Place("wording", "/letters/warning/en/"),
        Place("word-list", "/words/behaviour/"),
        Place("product", f"/words/product/{rows.product}/"),
    ]


def hr(today: dt.date) -> list[Place]:
    closed = last_closed(today)
    return [
        Place("promises-kept", "/promises-kept/"),
        Place("procedure-edit", "/procedure/edit/?channel=phone"),
        Place("house-rules-edit", "/house-rules/edit/"),
        Place("trends", "/trends/"),
        Place("trends-waiting", f"/trends/{today:%Y-%m}/"),
        Place("trends-quarter", f"/trends/{Period.quarter(last_quarter(closed)[0])}/"),
        Place("trends-year", f"/trends/{Period.year(closed).before}/"),
        Place("trends-places", "/trends/place/"),
        Place("trends-place", "/trends/place/", press("main table a")),
        Place("trends-refused", "/trends/2026-w41/", status=400),
        Place("training-counts", "/training/"),
        Place("training-late", "/training/late/"),
        Place("training-effect", "/training/effect/"),
        Place("course-new-error", "/training/courses/new/", SEND),
        Place("attendance-import-error", "/training/courses/import/", SEND),
        Place("remedy-rules", "/remedies/"),
        Place("objection-noted", "/objections/new/"),
        Place("objection-noted-error", "/objections/new/", SEND),
        Place("made-good", "/trends/", press("a[href*='/made-good/']")),
        Place("report-words", "/trends/", press("a[href*='/words/signals/']")),
        *_hr_of_patterns(),
    ]


def _hr_of_patterns() -> list[Place]:
    """The cards, what is decided about them on one form, and the numbers they rest on."""
    return [
        Place("patterns", "/patterns/"),
        Place("patterns-how", "/patterns/how/"),
        Place("pattern", "/patterns/", press(CARD)),
        Place(
            "pattern-step-error", "/patterns/", _all(press(CARD), press("a[href$='/step/']"), SEND)
        ),
        Place("contacts", "/contacts/"),
        Place("settings-changes", "/settings/changes/"),
    ]


EMPTY_STAFF = (Place("home-empty", "/home/"), Place("mine-empty", "/mine/"))
EMPTY_MANAGER = (
    Place("today-empty", "/today/"),
    Place("reports-empty", "/reports/"),
    Place("customers-empty", "/customers/"),
    Place("training-empty", "/training/"),
)
