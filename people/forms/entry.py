"""Signing in, by password, slip or link."""

from allauth.account.forms import LoginForm
from django import forms
from django.utils.translation import gettext_lazy as _

from people.forms.base import NewPasswordFields, helper


class SignInForm(LoginForm):  # type: ignore[misc] # allauth has no types
    """E-mail address or sign-in name, and password."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail or sign-in name")
        self.fields["login"].widget.attrs = {"autocomplete": "username", "autocapitalize": "none"}
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs = {"autocomplete": "current-password"}
        self.helper = helper()


class SlipForm(NewPasswordFields):
    """What stands on the slip, and the password to use from now on."""

    sign_in_name = forms.CharField(
        label=_("Sign-in name"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    code = forms.CharField(
        label=_("Code on the slip"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "none"}),
    )
    field_order = ("sign_in_name", "code", "password", "password_again")
    helper = helper()


class ForgotForm(forms.Form):
    """The address to send a link for a new password to."""

    email = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    helper = helper()


class NewPasswordForm(NewPasswordFields):
    """A password chosen through a link."""

    helper = helper()


class ChangePasswordForm(NewPasswordFields):
    """Another password, by somebody who knows the present one."""

    password_now = forms.CharField(
        label=_("Your password now"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ("password_now", "password", "password_again")
    helper = helper()
