"""The only pages anybody may open: signing in, and getting back in."""

from http import HTTPStatus

from allauth.account.views import LoginView
from allauth.core import ratelimit
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from people.errors import RuleBroken
from people.forms import ForgotForm, NewPasswordForm, SignInForm, SlipForm
from people.http import device_of, form_page, posted
from people.models import User
from people.operations import LinkSpent, accept_invitation, ask_password_link, use_slip
from people.queries import database_now, has_open_link

BACKEND = "people.http.SignInBackend"
LINK = "link"  # where the session keeps the token of a mailed link, off the address bar


class SignIn(LoginView):  # type: ignore[misc] # allauth has no types
    """Allauth's sign-in with its throttles; a refused form answers 422."""

    http_method_names = ("get", "head", "post")

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """On a shared device show its locked screen first; the password is one tap on."""
        if device_of(request) is not None and "password" not in request.GET:
            return redirect("incidents:device")
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response

    def form_invalid(self, form: SignInForm) -> HttpResponse:
        response: HttpResponse = super().form_invalid(form)
        response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return response


sign_in = SignIn.as_view()


@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session, after a question, and let the browser forget what it kept."""
    if request.method != "POST":
        return render(request, "account/logout.html")
    logout(request)
    response = redirect("account_login")
    # Reports that wait on this device, sealed, are wiped on request only: the page says so.
    # A shared device keeps none.
    is_empty = request.POST.get("stored") == "nothing" or device_of(request) is not None
    response["Clear-Site-Data"] = '"cache", "storage"' if is_empty else '"cache"'
    return response


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def slip_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in with a printed slip and choose a password in the same step."""
    form = SlipForm(posted(request))
    if form.is_valid():
        typed = form.cleaned_data
        if not ratelimit.consume(request, action="slip", key=typed["sign_in_name"].lower()):
            form.add_error(None, _("Too many tries. Wait five minutes and try again."))
            return form_page(request, "people/entry/slip.html", form)
        try:
            person = use_slip(
                sign_in_name=typed["sign_in_name"],
                code=typed["code"],
                password=typed["password"],
                now=database_now(),
            )
        except RuleBroken as error:
            error.show_in(form)
        else:
            return _let_in(request, person)
    return form_page(request, "people/entry/slip.html", form)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def forgot_password(request: HttpRequest) -> HttpResponse:
    """Send a link for a new password. The answer is the same whoever asks for whom."""
    form = ForgotForm(posted(request))
    if form.is_valid():
        email = form.cleaned_data["email"]
        if ratelimit.consume(request, action="reset_password", key=email.lower()):
            ask_password_link(email=email, now=database_now())
            return redirect("account_reset_password_done")
        form.add_error(None, _("Too many tries. Wait five minutes and try again."))
    return form_page(request, "account/password_reset.html", form)


@login_not_required
@require_safe
def password_sent(request: HttpRequest) -> HttpResponse:
    """Say that a mail is on its way, if there is somebody to send it to."""
    return render(request, "account/password_reset_done.html")


@login_not_required
@never_cache
@require_safe
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Take the token of a mailed link out of the address, so that no log or page keeps it."""
    if not has_open_link(token, database_now()):
        return _spent(request)
    request.session[LINK] = token
    return redirect("people:choose_password")


@login_not_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def choose_password(request: HttpRequest) -> HttpResponse:
    """Choose a password with the link that was opened, once, and be signed in."""
    token = request.session.get(LINK, "")
    if not has_open_link(token, database_now()):
        return _spent(request)
    form = NewPasswordForm(posted(request))
    if not form.is_valid():
        return form_page(request, "people/entry/choose_password.html", form)
    try:
        person = accept_invitation(
            token=token, password=form.cleaned_data["password"], now=database_now()
        )
    except LinkSpent:
        return _spent(request)
    del request.session[LINK]
    return _let_in(request, person)


def _let_in(request: HttpRequest, person: User) -> HttpResponse:
    login(request, person, backend=BACKEND)
    return redirect("/")


def _spent(request: HttpRequest) -> HttpResponse:
    return render(request, "people/entry/spent.html", status=HTTPStatus.NOT_FOUND)
