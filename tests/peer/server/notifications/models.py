import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone


class Notification(models.Model):
    """One row (section 10). Its type is validated by forms only, so anything may be stored (3.1)."""

    class Type(models.TextChoices):
        REFERRAL = "REFERRAL"
        PRESCRIPTION = "PRESCRIPTION"
        APPOINTMENT = "APPOINTMENT"
        SYSTEM = "SYSTEM"
        MEDICAL = "MEDICAL"
        ISSUE = "ISSUE"
        MESSAGE = "MESSAGE"
        MEDICAL_RECORD = "MEDICAL_RECORD"

    class Status(models.TextChoices):
        UNREAD = "UNREAD"
        READ = "READ"
        DELETED = "DELETED"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    receiver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    message = models.TextField(blank=True)
    is_encrypted = models.BooleanField(default=False)
    subject = models.CharField(max_length=255, blank=True)
    date = models.DateTimeField(default=timezone.now)
    notification_type = models.CharField(max_length=20, choices=Type.choices)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.UNREAD)
    object_id = models.UUIDField(null=True, blank=True)
    delivery_channel = models.CharField(max_length=10, default="IN_APP")
    severity = models.CharField(max_length=10, default="MEDIUM")
    delivered_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    retry_count = models.SmallIntegerField(default=0)
    max_retries = models.SmallIntegerField(default=3)
    is_resolved = models.BooleanField(default=False)
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-date"]
