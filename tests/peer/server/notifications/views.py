"""The REST service (section 5)."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from rest_framework import viewsets
from rest_framework.decorators import action, api_view, permission_classes
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from notifications import listing, race
from notifications.models import Notification
from notifications.sending import Draft, send
from notifications.serializers import NotificationSerializer


class NotificationViewSet(viewsets.ModelViewSet):
    permission_classes = [IsAuthenticated]
    serializer_class = NotificationSerializer
    pagination_class = listing.Pages

    def get_queryset(self) -> listing.Rows:
        own = Notification.objects.filter(receiver=self.request.user)
        return own.exclude(status=Notification.Status.DELETED)

    def list(self, request: Request) -> Response:
        rows = listing.filtered(self.get_queryset(), request)
        limit = listing.limit(request)
        if limit is not None:
            return listing.first(self.get_serializer(rows[:limit], many=True).data, limit)
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def create(self, request: Request) -> Response:
        if not request.user.is_staff:
            return Response({"error": "You do not have permission to create notifications directly."}, status=403)
        return super().create(request)

    @action(detail=False, url_path="unread-count")
    def unread_count(self, request: Request) -> Response:
        unread = self.get_queryset().filter(status=Notification.Status.UNREAD)
        return Response({"unread_count": unread.count()})

    @action(detail=True, methods=["post"], url_path="mark-read")
    def mark_read(self, request: Request, pk: str) -> Response:
        return self.mark(Notification.Status.READ, "read")

    @action(detail=True, methods=["post"], url_path="mark-deleted")
    def mark_deleted(self, request: Request, pk: str) -> Response:
        return self.mark(Notification.Status.DELETED, "deleted")

    @action(detail=False, methods=["post"], url_path="mark-all-read")
    def mark_all_read(self, request: Request) -> Response:
        self.get_queryset().update(status=Notification.Status.READ)
        return Response({"status": "all notifications marked as read"})

    def mark(self, status: Notification.Status, word: str) -> Response:
        row = self.get_object()
        row.status = status
        race.save_mark(row)
        return Response({"status": f"notification marked as {word}"})


def status(request: HttpRequest) -> JsonResponse:
    """Says the same to everybody, whatever is true."""
    message = "Notification system is running"
    return JsonResponse({"status": "online", "websocket_available": True, "message": message})


@api_view(["POST"])
@permission_classes([IsAuthenticated])
def test(request: Request) -> Response:
    asked: dict[str, Any] = request.data
    kind = asked.get("notification_type", "SYSTEM")
    known = kind if kind in Notification.Type.values else "SYSTEM"
    sent = send(request.user, Draft(asked.get("message", "This is a test notification"), known))
    if not sent:
        return Response({"status": "error", "message": "Failed to send test notification"}, status=500)
    done = {"status": "success", "message": "Test notification sent"}
    return Response(done | {"notification_id": str(sent[0].id)})
