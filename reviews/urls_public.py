"""Addresses of the editorial policy, which everybody may read."""

from django.urls import path

from reviews.views import public

urlpatterns = [
    path("policy/", public.policy, name="policy"),
    path("policy/<int:number>/", public.policy, name="policy_number"),
]
