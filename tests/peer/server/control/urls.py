from django.urls import path

from control import commands

urlpatterns = [
    path("faults", commands.switch_faults),
    path("reset", commands.reset),
    path("add-user", commands.add_user),
    path("deactivate", commands.deactivate),
    path("change-password", commands.change_password),
    path("end-sessions", commands.end_sessions),
    path("send", commands.send),
    path("write-rows", commands.write_rows),
    path("rows", commands.rows),
]
