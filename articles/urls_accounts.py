"""Addresses for signing in and out, and of one's own account."""

from django.urls import path

from articles.views import accounts, own_account

urlpatterns = [
    path("sign-in/", accounts.sign_in, name="sign_in"),
    path("welcome/<uidb64>/<token>/", accounts.Welcome.as_view(), name="welcome"),
    path("forgotten/", accounts.forgotten, name="forgotten"),
    path("forgotten/sent/", accounts.forgotten_sent, name="forgotten_sent"),
    path("reset/<uidb64>/<token>/", accounts.Reset.as_view(), name="reset"),
    path("sign-out/", accounts.sign_out, name="sign_out"),
    path("desk/me/", own_account.me, name="me"),
    path("desk/me/password/", own_account.me_password, name="me_password"),
    path("desk/me/address/", own_account.me_address, name="me_address"),
    path("desk/me/address/<str:signed>/", own_account.me_address_confirm, name="me_address_confirm"),
    path("desk/me/sessions/end/", own_account.me_sessions_end, name="me_sessions_end"),
    path("desk/me/sessions/<slug:key>/end/", own_account.me_session_end, name="me_session_end"),
]
