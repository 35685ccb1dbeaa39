"""Addresses of the facts. What is done to a report is a resource of its own."""

from django.urls import path

from incidents.views import (
    answers,
    complaints,
    customers,
    details,
    house_rules,
    judgement,
    moment,
    promises,
    remedies,
    report,
    route,
    words,
)

app_name = "incidents"

urlpatterns = [
    path("report/new/", report.report_new, name="report_new"),
    path("report/offline/", report.report_offline, name="report_offline"),
    path("report/new/draft/", report.report_draft, name="report_draft"),
    path("report/new/discard/", report.report_discard, name="report_discard"),
    path("report/new/behaviours/", report.report_behaviours, name="report_behaviours"),
    path("report/<uuid:public_id>/details/", details.details, name="details"),
    path("report/<uuid:public_id>/judgement/", judgement.judgement, name="judgement"),
    path("report/<uuid:public_id>/answer/", answers.answer, name="answer"),
    path("answer/<uuid:public_id>/reply/", answers.reply, name="reply"),
    path("help/route/", route.help_route, name="help_route"),
    path("help/route/<uuid:public_id>/", route.help_route_team, name="help_route_team"),
    path("help/route/<uuid:public_id>/reset/", route.help_route_reset, name="help_route_reset"),
    path("tally/", moment.tally_new, name="tally_new"),
    path("tally/<uuid:public_id>/undo/", moment.tally_undo, name="tally_undo"),
    path("tally/<uuid:public_id>/product/", moment.tally_product, name="tally_product"),
    path("break/", moment.pause_new, name="pause_new"),
    path("break/<uuid:public_id>/", moment.pause, name="pause"),
    path("break/<uuid:public_id>/cover/", moment.pause_cover, name="pause_cover"),
    path("break/<uuid:public_id>/end/", moment.pause_end, name="pause_end"),
    path("customers/", customers.customers, name="customers"),
    path("customer/<uuid:public_id>/", customers.customer, name="customer"),
    path("customer/<uuid:public_id>/agreements/", customers.agreements, name="agreements"),
    path("agreement/<uuid:public_id>/end/", customers.agreement_end, name="agreement_end"),
    path("promises/", promises.promises, name="promises"),
    path("promise/<uuid:public_id>/", promises.promise, name="promise"),
    path("promise/<uuid:public_id>/owner/", promises.promise_owner, name="promise_owner"),
    path("report/<uuid:public_id>/promises/", promises.report_promises, name="report_promises"),
    path("report/<uuid:public_id>/postponement/", promises.postponement, name="postponement"),
    path("report/<uuid:public_id>/cause/", promises.cause, name="cause"),
    path(
        "customer/<uuid:public_id>/promises/", promises.customer_promises, name="customer_promises"
    ),
    path("report/<uuid:public_id>/remedies/", remedies.report_remedies, name="report_remedies"),
    path("remedy/<uuid:public_id>/", remedies.remedy, name="remedy"),
    path("remedies/", remedies.remedy_rules, name="remedy_rules"),
    path("customer-match/", customers.customer_match, name="customer_match"),
    path("report/<uuid:public_id>/complaint/", complaints.complaint_new, name="complaint_new"),
    path("complaint/<uuid:public_id>/", complaints.complaint, name="complaint"),
    path(
        "complaint/<uuid:public_id>/outcome/",
        complaints.complaint_outcome,
        name="complaint_outcome",
    ),
    path("house-rules/", house_rules.house_rules, name="house_rules"),
    path("house-rules/<int:version>/", house_rules.house_rules, name="house_rules_version"),
    path("words/", words.words, name="words"),
    path("words/product/", words.product_new, name="product_new"),
    path("words/product/<uuid:public_id>/", words.product, name="product"),
    path("words/<str:word_list>/", words.word_list, name="word_list"),
]
