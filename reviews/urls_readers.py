"""Addresses of what readers sent, for those whose work it is."""

from django.urls import path

from reviews.views import questions, reports

urlpatterns = [
    path("desk/reports/", reports.reports, name="reports"),
    path("desk/reports/<int:pk>/", reports.report_desk, name="report_desk"),
    path("desk/reports/<int:pk>/read/", reports.report_read, name="report_read"),
    path("desk/reports/<int:pk>/forget/", reports.report_forget, name="report_forget"),
    path("desk/questions/", questions.questions, name="questions"),
    path("desk/questions/<int:pk>/", questions.question_desk, name="question_desk"),
    path("desk/questions/<int:pk>/begin/", questions.question_begin, name="question_begin"),
    path("write/articles/<uuid:uid>/reports/", reports.write_reports, name="write_reports"),
]
