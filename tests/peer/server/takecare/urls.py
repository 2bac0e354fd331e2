from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def home(request: HttpRequest) -> HttpResponse:
    return HttpResponse("<!doctype html><title>TakeCare</title>")


urlpatterns = [
    path("", home),
    path("accounts/", include("accounts.urls")),
    path("api/v1/notifications/", include("notifications.urls")),
    path("_peer/", include("control.urls")),
]
