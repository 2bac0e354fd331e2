from django.urls import include, path
from rest_framework.routers import SimpleRouter

from notifications import views

router = SimpleRouter()
router.register("", views.NotificationViewSet, basename="notification")

urlpatterns = [
    path("status/", views.status),
    path("test/", views.test),
    path("", include(router.urls)),
]
