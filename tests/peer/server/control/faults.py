"""The faults that can be switched while the peer runs; at the start they are as the deployed server has them."""

from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any

from django.conf import settings


class Replay(StrEnum):
    """What a connect does with rows that no socket was sent (section 3.4)."""

    CRASH = "crash"
    WORKS = "works"
    OFF = "off"


class LostUpdate(StrEnum):
    """Which change loses when a delivery and a mark by REST meet (section 4.3)."""

    OFF = "off"
    MARK = "mark"
    STAMP = "stamp"


@dataclass
class Faults:
    replay: Replay = Replay.CRASH
    lose_in_bursts: bool = True
    lost_update: LostUpdate = LostUpdate.OFF
    # Whether what a socket is told to mark is acknowledged and nothing more (section 4).
    empty_acks: bool = False
    # Besides 127.0.0.1, by which the peer itself is controlled (section 2.2).
    allowed_hosts: list[str] = field(default_factory=lambda: ["*"])

    def switch(self, wanted: dict[str, Any]) -> None:
        """Takes over what is named and leaves the rest; a wrong name or value is an error."""
        kinds = {
            "replay": Replay,
            "lose_in_bursts": bool,
            "lost_update": LostUpdate,
            "empty_acks": bool,
            "allowed_hosts": list,
        }
        for name, value in wanted.items():
            setattr(self, name, kinds[name](value))
        # In place: whoever checks origins holds this very list.
        settings.ALLOWED_HOSTS[:] = ["127.0.0.1", *self.allowed_hosts]

    def reset(self) -> None:
        fresh = Faults()
        self.switch({each.name: getattr(fresh, each.name) for each in fields(fresh)})


faults = Faults()
