"""What a test tells the peer to do."""

from typing import Any

from django.contrib.sessions.models import Session

from accounts.models import User
from control.door import command
from control.faults import faults
from notifications import sending
from notifications.models import Notification
from notifications.sending import Draft

Body = dict[str, Any]


@command
def switch_faults(body: Body) -> None:
    faults.switch(body)


@command
def reset(body: Body) -> None:
    faults.reset()
    Session.objects.all().delete()
    User.objects.all().delete()


@command
def add_user(body: Body) -> str:
    password = body.pop("password")
    user = User(**body)
    user.set_password(password)
    user.save()
    return str(user.id)


@command
def deactivate(body: Body) -> None:
    User.objects.filter(id=body["user"]).update(is_active=False)


@command
def change_password(body: Body) -> None:
    user = User.objects.get(id=body["user"])
    user.set_password(body["password"])
    user.save()


@command
def end_sessions(body: Body) -> None:
    for session in Session.objects.all():
        if session.get_decoded().get("_auth_user_id") == body["user"]:
            session.delete()


@command
def send(body: Body) -> list[str]:
    receiver = User.objects.filter(id=body["user"]).first()
    if receiver is None:
        return []
    return [str(row.id) for row in sending.send(receiver, Draft(**body["draft"]), body.get("times", 1))]


@command
def write_rows(body: Body) -> list[str]:
    receiver = User.objects.get(id=body["user"])
    return [str(row.id) for row in sending.write(receiver, Draft(**body["draft"]), body["times"])]


@command
def rows(body: Body) -> list[Body]:
    """Everything that is stored for a user, deleted ones too, oldest first."""
    columns = ["id", "message", "notification_type", "status", "date", "delivered_at", "retry_count"]
    return list(Notification.objects.filter(receiver=body["user"]).order_by("date").values(*columns))
