"""Addresses of the editors' house: people, policy, facts of the site, emergencies."""

from django.urls import path

from reviews.views import house, house_emergencies, house_rules, readdressing, topics

urlpatterns = [
    path("desk/people/", house.people_list, name="people"),
    path("desk/people/invite/", house.invite, name="invite"),
    path("desk/people/<uuid:uid>/", house.person, name="person"),
    path("desk/people/<uuid:uid>/link/", house.first_link, name="first_link"),
    path("desk/people/<uuid:uid>/parts/<slug:role>/", house.grant, name="grant"),
    path("desk/people/<uuid:uid>/parts/<int:pk>/end/", house.end_grant, name="end_grant"),
    path("desk/people/<uuid:uid>/licence/", house.licence, name="licence"),
    path("desk/people/<uuid:uid>/correct/", house.correct, name="correct"),
    path("desk/people/<uuid:uid>/close/", house.close, name="close"),
    path("desk/policy/", house_rules.rules, name="rules"),
    path("desk/site/", house_rules.site_facts, name="site_facts"),
    path("desk/topics/", topics.topics_desk, name="topics_desk"),
    path("desk/topics/new/", topics.topic_new, name="topic_new"),
    path("desk/topics/<int:pk>/", topics.topic_desk, name="topic_desk"),
    path("desk/topics/<int:pk>/remove/", topics.topic_remove, name="topic_remove"),
    path("desk/articles/<uuid:uid>/address/", readdressing.article_address, name="article_address"),
    path("desk/emergencies/", house_emergencies.emergencies, name="emergencies"),
]
