"""Addresses of the post: the inbox, how mail is wanted, the editors' post room, periodic work."""

from django.urls import path

from reviews.views import inbox, post_room

urlpatterns = [
    path("desk/inbox/", inbox.inbox, name="inbox"),
    path("desk/inbox/read/", inbox.inbox_read_all, name="inbox_read_all"),
    path("desk/inbox/choice/", inbox.mail_choice, name="mail_choice"),
    path("desk/inbox/<int:pk>/read/", inbox.inbox_read, name="inbox_read"),
    path("desk/periodic/", post_room.periodic_work, name="periodic"),
    path("desk/periodic/<slug:name>/run/", post_room.run_job, name="run_job"),
    path("desk/mail/", post_room.mail, name="mail"),
    path("desk/mail/<int:pk>/", post_room.mail_read, name="mail_read"),
    path("desk/mail/<int:pk>/again/", post_room.mail_again, name="mail_again"),
    path("stop-mail/<str:token>/", inbox.stop_mail, name="stop_mail"),
]
