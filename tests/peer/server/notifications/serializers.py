from rest_framework import serializers

from notifications.models import Notification

# Types whose encrypted data is not even announced (section 3.1).
SILENT = {Notification.Type.MEDICAL, Notification.Type.PRESCRIPTION}


class NotificationSerializer(serializers.ModelSerializer):
    """A row as REST tells it, keys in the order of section 5.1."""

    receiver_name = serializers.CharField(source="receiver.name", read_only=True)
    receiver_email = serializers.CharField(source="receiver.email", read_only=True)
    data = serializers.SerializerMethodField()

    class Meta:
        model = Notification
        fields = [
            "id",
            "receiver",
            "receiver_name",
            "receiver_email",
            "message",
            "subject",
            "date",
            "notification_type",
            "status",
            "object_id",
            "delivery_channel",
            "severity",
            "delivered_at",
            "read_at",
            "data",
        ]
        read_only_fields = ["date", "delivered_at", "read_at"]

    def get_data(self, row: Notification) -> dict[str, str] | None:
        if row.is_encrypted and row.notification_type not in SILENT:
            return {"placeholder": "Encrypted data cannot be retrieved"}
        return None
