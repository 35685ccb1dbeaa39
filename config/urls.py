"""Every address of the product, app by app."""

from allauth.account import views as account
from django.urls import include, path, re_path

from config import api, views

handler400 = "config.views.bad_request"
handler403 = "config.views.permission_denied"
handler404 = "config.views.page_not_found"

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("breathe/", views.breathe, name="breathe"),
    path("help/", views.get_help, name="help"),
    path("policy/", views.policy, name="policy"),
    path("language/", views.language, name="language"),
    path("theme/", views.theme, name="theme"),
    # Sign-in: of allauth only what is used. Sign-up is there to say that it is closed.
    path("account/login/", account.login, name="account_login"),
    path("account/logout/", account.logout, name="account_logout"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path("account/signup/", account.signup, name="account_signup"),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/password/reset/", account.password_reset, name="account_reset_password"),
    path(
        "account/password/reset/done/",
        account.password_reset_done,
        name="account_reset_password_done",
    ),
    path(
        "account/password/reset/saved/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^account/password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("api/v1/", include(api)),
]
