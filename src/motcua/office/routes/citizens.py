"""Routes about people who sign in at the portal: who acts for whom, and help."""

from __future__ import annotations

from django.urls import URLPattern, path

from motcua.office.views.assist import assist
from motcua.office.views.identity_review import identity_review
from motcua.office.views.identity_reviews import identity_reviews
from motcua.office.views.relation import relation
from motcua.office.views.relation_proof import relation_proof
from motcua.office.views.relations import relations

urlpatterns: list[URLPattern] = [
    path("relations/", relations, name="relations"),
    path("relations/<int:relation_id>/", relation, name="relation"),
    path("relations/<int:relation_id>/proof/", relation_proof, name="relation_proof"),
    path("identity-cases/", identity_reviews, name="identity_reviews"),
    path("identity-cases/<int:review_id>/", identity_review, name="identity_review"),
    path("assist/", assist, name="assist"),
]
