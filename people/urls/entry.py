"""Addresses whose names others expect without a prefix: allauth's."""

from django.urls import path

from people.views import entry

urlpatterns = [
    path("sign-in/", entry.sign_in, name="account_login"),
    path("sign-out/", entry.sign_out, name="account_logout"),
    path("account/password/reset/", entry.forgot_password, name="account_reset_password"),
    path("account/password/sent/", entry.password_sent, name="account_reset_password_done"),
]
