"""Saving whole rows: who saves last wins, and the other's change is lost (section 4.3).

There it takes an unlucky moment. Here, with the fault, a delivery and a mark by REST wait for each other.
"""

import asyncio
import time
import uuid

from control.faults import LostUpdate, faults
from notifications.models import Notification

# Seconds that one waits for the other; a mark that comes later meets nothing.
PATIENCE = 3.0
BLINK = 0.01

# Rows that a mark has met.
marked: set[uuid.UUID] = set()


async def wait_for_mark(row: Notification) -> None:
    """What a delivery does between reading a row and saving its stamp."""
    end = time.monotonic() + PATIENCE
    while faults.lost_update != LostUpdate.OFF and row.id not in marked and time.monotonic() < end:
        await asyncio.sleep(BLINK)


def save_stamp(row: Notification) -> None:
    row.save(update_fields=None if faults.lost_update == LostUpdate.MARK else ["delivered_at"])


def save_mark(row: Notification) -> None:
    match faults.lost_update:
        case LostUpdate.OFF:
            row.save(update_fields=["status"])
        case LostUpdate.MARK:
            row.save()
            marked.add(row.id)
        case LostUpdate.STAMP:
            marked.add(row.id)
            wait_for_stamp(row)
            row.save()


def wait_for_stamp(row: Notification) -> None:
    end = time.monotonic() + PATIENCE
    while Notification.objects.filter(id=row.id, delivered_at=None).exists() and time.monotonic() < end:
        time.sleep(BLINK)
