"""Routes after the sending: one's own dossier, messages, petitions."""

from __future__ import annotations

from django.urls import URLPattern, path

from motcua.portal.views.my_appointment import my_appointment
from motcua.portal.views.my_appointment_new import my_appointment_new
from motcua.portal.views.my_appointments import my_appointments
from motcua.portal.views.my_dossier import my_dossier
from motcua.portal.views.my_dossier_file import my_dossier_file
from motcua.portal.views.my_dossier_letter import my_dossier_letter
from motcua.portal.views.my_dossier_rate import my_dossier_rate
from motcua.portal.views.my_dossier_result import my_dossier_result
from motcua.portal.views.my_dossier_slip import my_dossier_slip
from motcua.portal.views.my_dossier_supply import my_dossier_supply
from motcua.portal.views.my_dossier_supply_file import my_dossier_supply_file
from motcua.portal.views.my_dossier_supply_item import my_dossier_supply_item
from motcua.portal.views.my_dossier_supply_upload import my_dossier_supply_upload
from motcua.portal.views.my_dossier_supply_upload_part import my_dossier_supply_upload_part
from motcua.portal.views.my_dossier_withdraw import my_dossier_withdraw
from motcua.portal.views.my_messages import my_messages
from motcua.portal.views.my_messages_choices import my_messages_choices
from motcua.portal.views.my_petition import my_petition
from motcua.portal.views.my_petition_new import my_petition_new
from motcua.portal.views.my_petitions import my_petitions
from motcua.portal.views.my_visit import my_visit
from motcua.portal.views.my_visit_new import my_visit_new
from motcua.portal.views.my_visits import my_visits

OWN = "my/dossiers/<str:code>/"
routes: list[URLPattern] = [
    path(OWN, my_dossier, name="my_dossier"),
    path(f"{OWN}supply/", my_dossier_supply, name="my_dossier_supply"),
    path(f"{OWN}supply/<int:place>/", my_dossier_supply_item, name="my_dossier_supply_item"),
    path(
        f"{OWN}supply/<int:place>/uploads/",
        my_dossier_supply_upload,
        name="my_dossier_supply_upload",
    ),
    path(
        f"{OWN}supply/<int:place>/uploads/<str:upload_id>/",
        my_dossier_supply_upload_part,
        name="my_dossier_supply_upload_part",
    ),
    path(
        f"{OWN}supply/<int:ordinal>/files/<int:file_id>/",
        my_dossier_supply_file,
        name="my_dossier_supply_file",
    ),
    path(f"{OWN}withdraw/", my_dossier_withdraw, name="my_dossier_withdraw"),
    path(f"{OWN}rate/", my_dossier_rate, name="my_dossier_rate"),
    path(f"{OWN}petition/", my_petition_new, name="my_petition_new"),
    path(f"{OWN}files/<int:attachment_id>/", my_dossier_file, name="my_dossier_file"),
    path(f"{OWN}result/<int:version>/", my_dossier_result, name="my_dossier_result"),
    path(f"{OWN}letters/<int:paper_id>/", my_dossier_letter, name="my_dossier_letter"),
    path(f"{OWN}slip/", my_dossier_slip, name="my_dossier_slip"),
    path("my/messages/", my_messages, name="my_messages"),
    path("my/messages/choices/", my_messages_choices, name="my_messages_choices"),
    path("my/appointments/", my_appointments, name="my_appointments"),
    path("my/appointments/new/", my_appointment_new, name="my_appointment_new"),
    path("my/appointments/<int:appointment_id>/", my_appointment, name="my_appointment"),
    path("my/visits/", my_visits, name="my_visits"),
    path("my/visits/new/", my_visit_new, name="my_visit_new"),
    path("my/visits/<int:visit_id>/", my_visit, name="my_visit"),
    path("my/petitions/", my_petitions, name="my_petitions"),
    path("my/petitions/<str:number>/", my_petition, name="my_petition"),
]
