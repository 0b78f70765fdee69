"""Addresses for signing in and out."""

from django.urls import path

from articles.views import accounts

urlpatterns = [
    path("sign-in/", accounts.sign_in, name="sign_in"),
    path("welcome/<uidb64>/<token>/", accounts.Welcome.as_view(), name="welcome"),
    path("sign-out/", accounts.sign_out, name="sign_out"),
]
