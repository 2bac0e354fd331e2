from typing import Any

from notifications.models import Notification

Frame = dict[str, Any]


def frame(row: Notification, message: str, related_type: str | None) -> Frame:
    """What a socket is told of a row: ten keys in this order (section 3.1)."""
    return {
        "message": message,
        "notification_id": str(row.id),
        "notification_type": row.notification_type,
        "date": row.date.isoformat(),
        "status": row.status,
        "type": row.notification_type,
        "id": str(row.id),
        "unread": row.status == Notification.Status.UNREAD,
        "related_object_id": str(row.object_id) if row.object_id else None,
        "related_object_type": related_type,
    }
