"""Saving whole rows: who saves last wins, and the other change is lost (section 4.3)."""

import time

from control.faults import LostUpdate, faults
from notifications.models import Notification

# Seconds between reading a row and saving it: enough for a client that marks a frame as it arrives.
WINDOW = 0.3


def stamp_window() -> float:
    """How long a delivery stamp takes, so that a mark made meanwhile is overwritten."""
    return WINDOW if faults.lost_update == LostUpdate.MARK else 0.0


def save_mark(row: Notification) -> None:
    """Saves a changed status, or with the fault the whole row, when the delivery stamp has been saved already."""
    if faults.lost_update == LostUpdate.STAMP:
        time.sleep(WINDOW)
        row.save()
    else:
        row.save(update_fields=["status"])


def save_stamp(row: Notification) -> None:
    """Saves a delivery stamp, or with the fault the whole row."""
    row.save() if faults.lost_update == LostUpdate.MARK else row.save(update_fields=["delivered_at"])
