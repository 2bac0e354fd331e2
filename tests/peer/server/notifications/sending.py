"""Writing rows and telling the sockets (section 3.1)."""

import uuid
from dataclasses import dataclass

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer

from accounts.models import User
from notifications.frame import Frame, frame
from notifications.models import Notification


@dataclass(frozen=True)
class Draft:
    """What is to be sent, before anything is validated."""

    message: str | None
    type: str | None = "SYSTEM"
    related_type: str | None = None
    related_id: str | None = None
    sensitive: bool = False

    def is_sendable(self) -> bool:
        return (
            self.message is not None
            and "\0" not in self.message
            and self.type is not None
            and len(self.type) <= 20
            and len(self.related_type or "") <= 255
        )


def send(receiver: User, draft: Draft, times: int = 1) -> list[Notification]:
    """Writes rows and pushes them, as fast as it can; nothing at all for what can't be stored."""
    if not draft.is_sendable():
        return []
    rows = Notification.objects.bulk_create(row(receiver, draft) for _ in range(times))
    frames = [frame(one, draft.message, draft.related_type) for one in rows]
    async_to_sync(push)(receiver, frames)
    return rows


def write(receiver: User, draft: Draft, times: int) -> list[Notification]:
    """Rows as the web site's booking writes them: without a subject, and nobody is told (section 6)."""
    return Notification.objects.bulk_create(
        Notification(receiver=receiver, message=draft.message, notification_type=draft.type) for _ in range(times)
    )


def row(receiver: User, draft: Draft) -> Notification:
    # The live frame is plain, what is stored is not, and the data itself is thrown away.
    stored = f"{draft.message} [ENCRYPTED]" if draft.sensitive else draft.message
    return Notification(
        receiver=receiver,
        message=stored,
        is_encrypted=draft.sensitive,
        subject=draft.related_type or "Notification",
        notification_type=draft.type,
        object_id=as_uuid(draft.related_id),
    )


def as_uuid(text: str | None) -> uuid.UUID | None:
    """Ids of other shapes are dropped, those of chat rooms for example."""
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        return None


async def push(receiver: User, frames: list[Frame]) -> None:
    layer = get_channel_layer()
    for one in frames:
        await layer.group_send(group_of(receiver), {"type": "notification_message", "frame": one})


def group_of(user: User) -> str:
    return f"notifications_{user.pk}"
