"""The list's filters and pages (section 5.1)."""

from typing import Any

from django.db.models import QuerySet
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response

from notifications.models import Notification

Rows = QuerySet[Notification]


def filtered(rows: Rows, request: Request) -> Rows:
    asked = request.query_params
    if status := asked.get("status"):
        rows = rows.filter(status=status)
    if kind := asked.get("type"):
        rows = rows.filter(notification_type=kind)
    if asked.get("unread", "").lower() == "true":
        rows = rows.filter(status=Notification.Status.UNREAD)
    if text := asked.get("search"):
        rows = containing(rows, text)
    return rows


def containing(rows: Rows, text: str) -> Rows:
    """PostgreSQL folds the case of all letters and refuses NUL; SQLite does neither."""
    if "\0" in text:
        raise ValueError("A string literal cannot contain NUL (0x00) characters.")
    folded = text.lower()
    return rows.filter(id__in=[row.id for row in rows if folded in row.message.lower()])


def limit(request: Request) -> int | None:
    """How many of the first rows are wanted, when it is a number that makes sense."""
    text = request.query_params.get("limit", "")
    return int(text) if text.isdecimal() else None


def first(results: list[dict[str, Any]], limit: int) -> Response:
    """With a limit, the counts say nothing about the total."""
    body = {"results": results, "count": len(results), "page": 1, "total_pages": 1}
    return Response(body | {"is_dropdown": True} if limit <= 5 else body)


class Pages(PageNumberPagination):
    page_size = 10
    invalid_page_message = "Invalid page."

    def get_paginated_response(self, results: list[dict[str, Any]]) -> Response:
        asked = self.request.query_params.get("page", "1")
        count = self.page.paginator.count
        return Response(
            {
                "results": results,
                "count": count,
                "page": 1 if asked == "last" else int(asked),
                "total_pages": -(-count // self.page_size),
            }
        )
