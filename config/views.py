"""Pages of the house itself: is it alive, is it ready, and what went wrong."""

from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
@login_not_required
def healthz(request: HttpRequest) -> JsonResponse:
    """Say that the process answers; asks nothing of anything else."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
@login_not_required
def readyz(request: HttpRequest) -> JsonResponse:
    """Say whether requests can be served: the database answers and its tables are current."""
    try:
        is_current = _has_current_tables()
    except DatabaseError:
        return _unready({"database": "unreachable"})
    if not is_current:
        return _unready({"database": "ok", "migrations": "missing"})
    return JsonResponse({"status": "ok", "database": "ok", "migrations": "ok"})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Tell a person that their page was too old to be trusted, and what to do."""
    return render(request, "403_csrf.html", status=HTTPStatus.FORBIDDEN)


def _unready(parts: dict[str, str]) -> JsonResponse:
    return JsonResponse({"status": "unavailable", **parts}, status=HTTPStatus.SERVICE_UNAVAILABLE)


def _has_current_tables() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
