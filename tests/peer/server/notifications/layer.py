from collections import defaultdict
from typing import Any

from channels_redis.core import BoundedQueue, RedisChannelLayer

from control.faults import faults

# More than any test sends at once.
AMPLE = 1_000_000


class BurstLayer(RedisChannelLayer):
    """Holds a hundred messages for a channel, as by default, and silently drops the others (section 8)."""

    def __init__(self, **config: Any) -> None:
        super().__init__(**config)
        self.receive_buffer = defaultdict(lambda: BoundedQueue(self.get_capacity("")))

    def get_capacity(self, channel: str) -> int:
        return self.capacity if faults.lose_in_bursts else AMPLE
