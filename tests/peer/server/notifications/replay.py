"""What happens on connect to rows that no socket was sent (section 3.4)."""

from collections.abc import Iterator
from typing import Any

from accounts.models import User
from control.faults import Replay, faults
from notifications.frame import frame
from notifications.models import Notification

AT_MOST = 50


def events(user: User) -> Iterator[dict[str, Any]]:
    """The events for the user's group, newest row first."""
    if faults.replay == Replay.OFF:
        return
    rows = Notification.objects.filter(receiver=user, delivered_at=None)[:AT_MOST]
    for row in rows:
        told = frame(row, row.message, None)
        if faults.replay == Replay.WORKS:
            yield {"type": "notification_message", "frame": told}
        else:
            row.retry_count += 1
            row.save(update_fields=["retry_count"])
            # The frame's own type wins, and no consumer has a handler of that name.
            yield {"type": "notification_message", **told}
