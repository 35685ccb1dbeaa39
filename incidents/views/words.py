"""The organisation's own words: products and code lists. For administrators."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.forms import BaseFormSet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from incidents.codes import LIST_TITLES, LISTS, WordList
from incidents.forms.words import ProductChangeForm, ProductForm, WordForm, WordFormSet, changes_of
from incidents.models import Product
from incidents.operations.words import change_product, change_words, create_product
from incidents.queries.words import editable_words
from people.errors import RuleBroken
from people.http import UserRequest, form_page, posted, requires
from people.permissions import administers
from people.queries import database_now


@require_safe
@requires(administers)
def words(request: UserRequest) -> HttpResponse:
    """Show the products and the lists there are."""
    return _words_page(request, ProductForm())


@require_POST
@requires(administers)
def product_new(request: UserRequest) -> HttpResponse:
    """Add a product."""
    form = ProductForm(request.POST)
    if form.is_valid():
        try:
            create_product(actor=request.user, name=form.cleaned_data["name"], now=database_now())
        except RuleBroken as error:
            error.show_in(form)
        else:
            return redirect("incidents:words")
    return _words_page(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(administers)
def product(request: UserRequest, public_id: UUID) -> HttpResponse:
    """Rename a product, or take it out of use."""
    found = get_object_or_404(Product.objects.visible_to(request.user), public_id=public_id)
    initial = {"name": found.name, "is_active": found.is_active}
    form = ProductChangeForm(posted(request), initial=initial)
    if form.is_valid():
        try:
            change_product(
                actor=request.user,
                product=found,
                name=form.cleaned_data["name"],
                is_active=form.cleaned_data["is_active"],
                now=database_now(),
            )
        except RuleBroken as error:
            error.show_in(form)
        else:
            return redirect("incidents:words")
    return form_page(request, "incidents/product.html", form, {"product": found})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(administers)
def word_list(request: UserRequest, word_list: str) -> HttpResponse:
    """Show and change the words, the order and the hiding of one list."""
    if word_list not in WordList.__members__.values():
        raise Http404
    asked = WordList(word_list)
    if request.method != "POST":
        return _list_page(request, asked, WordFormSet(initial=_rows(asked)))
    formset = WordFormSet(request.POST)
    if not formset.is_valid():
        return _list_page(request, asked, formset)
    try:
        change_words(
            actor=request.user, word_list=asked, changes=changes_of(formset), now=database_now()
        )
    except RuleBroken as error:
        return _list_page(request, asked, formset, refusal=str(error.message))
    messages.success(request, _("Saved."))
    return redirect("incidents:word_list", word_list)


def _rows(word_list: WordList) -> list[dict[str, object]]:
    return [
        {
            "key": word.key,
            "label_en": word.label_en,
            "label_nl": word.label_nl,
            "place": place,
            "is_hidden": word.is_hidden,
        }
        for place, word in enumerate(editable_words(word_list), start=1)
    ]


def _words_page(request: UserRequest, form: ProductForm) -> HttpResponse:
    context = {
        "products": Product.objects.visible_to(request.user),
        "lists": [(key, title, len(LISTS[key])) for key, title in LIST_TITLES.items()],
    }
    return form_page(request, "incidents/words.html", form, context)


def _list_page(
    request: UserRequest,
    word_list: WordList,
    formset: "BaseFormSet[WordForm]",
    *,
    refusal: str = "",
) -> HttpResponse:
    severity = {word.key: word.severity for word in editable_words(word_list)}
    context = {
        "word_list": word_list,
        "title": LIST_TITLES[word_list],
        "formset": formset,
        "rows": [(form, severity.get(form["key"].value())) for form in formset],
        "refusal": refusal,
        "has_errors": bool(refusal) or (formset.is_bound and not formset.is_valid()),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if context["has_errors"] else HTTPStatus.OK
    return render(request, "incidents/word_list.html", context, status=status)
