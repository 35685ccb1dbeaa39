"""Addresses of people, teams and one's own account."""

from django.urls import path

from people.views import (
    access,
    account_keys,
    devices,
    entry,
    organisation,
    persons,
    preferences,
    push,
    teams,
)

app_name = "people"
urlpatterns = [
    path("sign-in/slip/", entry.slip_sign_in, name="slip_sign_in"),
    path("account/", preferences.preferences, name="preferences"),
    path("account/password/", preferences.password, name="password"),
    path("account/key/", account_keys.key, name="account_key"),
    path("account/key/private/", account_keys.private_key, name="account_key_private"),
    path("account/pin/", devices.pin, name="pin"),
    path("account/pin/removal/", devices.pin_removal, name="pin_removal"),
    path("devices/", devices.devices, name="devices"),
    path("devices/<uuid:public_id>/revocation/", devices.device_revocation, name="revocation"),
    path("push/", push.push, name="push"),
    path("push/removal/", push.push_removal, name="push_removal"),
    path("device/sign-in/", devices.pin_sign_in, name="pin_sign_in"),
    path("device/presence/", devices.presence, name="presence"),
    path("invitation/", entry.choose_password, name="choose_password"),
    path("invitation/<str:token>/", entry.open_link, name="link"),
    path("organisation/", organisation.organisation, name="organisation"),
    path("people/", persons.people, name="people"),
    path("people/mails/", persons.parked_mails, name="parked_mails"),
    path("people/new/", persons.person_new, name="person_new"),
    path("people/<uuid:public_id>/", persons.person, name="person"),
    path("people/<uuid:public_id>/invitation/", access.invitation, name="invitation"),
    path("people/<uuid:public_id>/slip/", access.slip, name="slip"),
    path("people/<uuid:public_id>/deactivation/", access.deactivation, name="deactivation"),
    path("people/<uuid:public_id>/reactivation/", access.reactivation, name="reactivation"),
    path("people/<uuid:public_id>/role/", access.role, name="role"),
    path("people/<uuid:public_id>/role/<str:role>/end/", access.role_end, name="role_end"),
    path("people/<uuid:public_id>/place/", access.place, name="place"),
    path("people/<uuid:public_id>/place/<uuid:place_id>/end/", access.place_end, name="place_end"),
    path("teams/", teams.teams, name="teams"),
    path("teams/new/", teams.team_new, name="team_new"),
    path("teams/<uuid:public_id>/", teams.team, name="team"),
    path("teams/<uuid:public_id>/place/", teams.team_place, name="team_place"),
    path("teams/<uuid:public_id>/closing/", teams.team_closing, name="team_closing"),
    path("sites/new/", teams.site_new, name="site_new"),
    path("sites/<uuid:public_id>/", teams.site, name="site"),
]
