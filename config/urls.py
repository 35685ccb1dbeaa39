"""Every address of the product, app by app."""

from django.urls import include, path

from config import api, device, views

handler400 = "config.views.bad_request"
handler403 = "config.views.permission_denied"
handler404 = "config.views.page_not_found"

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("sw.js", device.service_worker, name="service_worker"),
    path("manifest.webmanifest", device.manifest, name="manifest"),
    path("offline/", device.offline, name="offline"),
    path("breathe/", views.breathe, name="breathe"),
    path("help/", views.get_help, name="help"),
    path("policy/", views.policy, name="policy"),
    path("language/", views.language, name="language"),
    path("theme/", views.theme, name="theme"),
    path("", include("people.urls.entry")),
    path("", include("people.urls")),
    path("", include("reports.urls")),
    path("api/v1/", include(api)),
    path("", include("wellbeing.urls")),
    path("", include("incidents.urls")),
]
