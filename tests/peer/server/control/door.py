import json
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseForbidden, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

Command = Callable[[dict[str, Any]], Any]


def command(run: Command) -> Callable[[HttpRequest], HttpResponseBase]:
    """Makes a view of a command: JSON in, JSON out, for those on this machine only."""

    @csrf_exempt
    @require_POST
    def view(request: HttpRequest) -> HttpResponseBase:
        if request.META.get("REMOTE_ADDR") != "127.0.0.1":
            return HttpResponseForbidden()
        return JsonResponse({"result": run(json.loads(request.body))})

    return view
