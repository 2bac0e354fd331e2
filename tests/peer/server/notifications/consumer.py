"""The socket (sections 2 to 4)."""

import json
from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import User
from control.faults import faults
from notifications import race, replay
from notifications.models import Notification
from notifications.sending import group_of

Event = dict[str, Any]


class NotificationConsumer(AsyncWebsocketConsumer):
    user: User
    group: str

    async def connect(self) -> None:
        self.user = self.scope["user"]
        if not self.user.is_authenticated:
            await self.close()
            return
        self.group = group_of(self.user)
        await self.channel_layer.group_add(self.group, self.channel_name)
        await self.accept()
        for event in await database_sync_to_async(lambda: list(replay.events(self.user)))():
            await self.channel_layer.group_send(self.group, event)

    async def disconnect(self, code: int) -> None:
        if hasattr(self, "group"):
            await self.channel_layer.group_discard(self.group, self.channel_name)

    async def notification_message(self, event: Event) -> None:
        row = await Notification.objects.filter(id=event["frame"]["id"]).afirst()
        await self.send(text_data=json.dumps(event["frame"]))
        if row is not None:
            await race.wait_for_mark(row)
            row.delivered_at = timezone.now()
            await database_sync_to_async(race.save_stamp)(row)

    # Knows no binary frames: one ends the socket with 1011.
    async def receive(self, text_data: str) -> None:
        try:
            command = json.loads(text_data)
        except json.JSONDecodeError:
            return
        if not isinstance(command, dict):
            return
        match command.get("action"):
            case "mark_read":
                await self.mark_read(command.get("notification_id"))
            case "mark_all_read":
                await database_sync_to_async(self.set_all_read)()
                await self.acknowledge(action="mark_all_read")

    async def mark_read(self, id: Any) -> None:
        if not id:
            return
        try:
            await database_sync_to_async(self.set_read)(id)
        except ValidationError:
            return
        await self.acknowledge(action="mark_read", notification_id=id)

    async def acknowledge(self, **what: Any) -> None:
        await self.send(text_data=json.dumps({"status": "success", **what}))

    def set_read(self, id: Any) -> None:
        if faults.empty_acks:
            return
        # Whether there was such a row makes no difference to the answer.
        Notification.objects.filter(id=id, receiver=self.user).update(status=Notification.Status.READ)

    def set_all_read(self) -> None:
        if faults.empty_acks:
            return
        unread = Notification.objects.filter(receiver=self.user, status=Notification.Status.UNREAD)
        unread.update(status=Notification.Status.READ)
