"""Versions and where they hold: on which one a new dossier of a procedure starts in a unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from motcua.identity.types import Action, Actor
from motcua.kernel import clock
from motcua.kernel.errors import NotFound
from motcua.kernel.kept import Kept
from motcua.kernel.scope import SYSTEM, scope_use
from motcua.organisations.queries import units_by_ids
from motcua.procedures.queries import offerings_of
from motcua.workflow.drawn import UseView, VersionView
from motcua.workflow.models import Definition, Draft, Use
from motcua.workflow.queries.definitions import deployed, latest, name_in
from motcua.workflow.queries.drawings import drafts_in_sight


@dataclass(frozen=True)
class Chosen:
    """The version on which a process starts, and the units of parts that an offering leaves out."""

    definition: Definition
    parts: Mapping[str, int] = field(default_factory=dict)


COUNTED = 100_000
_RUNNING = """
SELECT definition_id, count(*) FROM (
  SELECT definition_id FROM workflow_process
  WHERE definition_id = ANY(%s) AND status IN ('active', 'suspended') LIMIT %s) running
GROUP BY definition_id
"""
_chosen: Kept[Chosen] = Kept("processes", "units")


def process_chosen(key: str, *, procedure: str = "", unit_id: int | None = None) -> Chosen:
    """Return on which version a process starts today.

    A version that a unit has drawn for the procedure and that holds today comes before the
    newest version of the catalogue's process `key`; of several the one of the nearest unit, then
    the one with the latest day. Raises NotFound.
    """
    if not procedure or unit_id is None:
        return Chosen(latest(key))
    today = clock.today()
    return _chosen.get(
        (key, procedure, unit_id, today), lambda: _choose(key, procedure, unit_id, today)
    )


def version_chosen(definition_id: int) -> Chosen:
    """Return one version, whatever else holds; NotFound."""
    row = Definition.objects.defer("bpmn").filter(pk=definition_id).first()
    if row is None:
        raise NotFound("process_unknown", _("There is no such process."))
    return Chosen(row)


def _choose(key: str, procedure: str, unit_id: int, day: date) -> Chosen:
    uses = list(
        Use.objects.select_related("definition")
        .defer("definition__bpmn")
        .filter(procedure=procedure, effective_on__lte=day)
    )
    best = _best(uses, unit_id) if uses else None
    return Chosen(best.definition, best.parts) if best else Chosen(latest(key))


def _best(uses: list[Use], unit_id: int) -> Use | None:
    unit = units_by_ids({unit_id}).get(unit_id)
    path = unit.path_ids if unit else (unit_id,)
    fitting = [use for use in uses if use.unit_id in path]
    return max(
        fitting,
        key=lambda use: (path.index(use.unit_id), use.effective_on, use.pk),
        default=None,
    )


def process_uses(procedure: str, unit_id: int) -> list[UseView]:
    """Return what has held and will hold for a procedure in a unit, newest day first."""
    unit = units_by_ids({unit_id}).get(unit_id)
    path = unit.path_ids if unit else (unit_id,)
    rows = list(_uses().filter(procedure=procedure, unit_id__in=path))
    now = _best([use for use in rows if use.effective_on <= clock.today()], unit_id)
    return [_use_view(use, in_force=now is not None and use.pk == now.pk) for use in rows]


def _uses() -> QuerySet[Use]:
    rows = Use.objects.select_related("definition").defer("definition__bpmn")
    return rows.order_by("-effective_on", "-pk")


def _use_view(use: Use, *, in_force: bool) -> UseView:
    return UseView(
        id=use.pk,
        definition_id=use.definition_id,
        key=use.definition.key,
        version=use.definition.version,
        procedure=use.procedure,
        unit_id=use.unit_id,
        effective_on=use.effective_on,
        parts=use.parts,
        submitted_by_id=use.submitted_by_id,
        approved_by_id=use.approved_by_id,
        approved_at=use.approved_at,
        in_force=in_force,
    )


def procedures_served(definition_id: int, unit_id: int) -> tuple[str, ...]:
    """Return the procedures that a unit resolves by a version, by code; NotFound for the version.

    Of a drawn version those for which it was set in force on the unit's path or below it; of one
    that comes with the software those open in the unit that name it, where no drawn one does.
    """
    row = version_chosen(definition_id).definition
    if row.unit_id is not None:
        rows = Use.objects.filter(definition=row)
        units = units_by_ids({unit_id, *rows.values_list("unit_id", flat=True)})
        path = units[unit_id].path_ids if unit_id in units else (unit_id,)
        near = [one for one, unit in units.items() if one in path or unit_id in unit.path_ids]
        held = rows.filter(unit_id__in=near).values_list("procedure", flat=True)
        return tuple(sorted(set(held)))
    named = {one.code for one in offerings_of(unit_id) if one.version.process_key == row.key}
    begun = Use.objects.filter(procedure__in=named, effective_on__lte=clock.today())
    uses: dict[str, list[Use]] = {}
    for use in begun:
        uses.setdefault(use.procedure, []).append(use)
    return tuple(sorted(code for code in named if not _best(uses.get(code, []), unit_id)))


def process_versions(actor: Actor, *, key: str = "") -> list[VersionView]:
    """Return the versions in sight, of one process or of all; by key, newest first."""
    rows = Definition.objects.filter(_sight(actor)).defer("bpmn").order_by("key", "-version")
    return _versions(actor, rows.filter(key=key) if key else rows)


def process_version(actor: Actor, definition_id: int) -> VersionView:
    """Return a version in sight; NotFound for any other."""
    rows = Definition.objects.filter(_sight(actor), pk=definition_id).defer("bpmn")
    found = _versions(actor, rows)
    if not found:
        raise NotFound("process_unknown", _("There is no such process."))
    return found[0]


def _sight(actor: Actor) -> Q:
    """Return which versions somebody sees: shipped ones, drawn ones of units in sight, used ones.

    A use further up on the path of the actor's units holds for them: people see by what they work.
    """
    drawn = drafts_in_sight(actor).exclude(definition=None).values("definition_id")
    used = Use.objects.filter(unit_id__in=_above(actor)).values("definition_id")
    return Q(unit=None) | Q(pk__in=drawn) | Q(pk__in=used)


def _above(actor: Actor) -> set[int]:
    """Return the units on the paths of those where somebody may draw or approve."""
    rights = (Action.PROCESS_DRAW, Action.PROCESS_APPROVE)
    posted = {one.unit_id for one in actor.postings if any(map(one.may, rights))}
    return {one for unit in units_by_ids(posted).values() for one in unit.path_ids}


def _versions(actor: Actor, found: QuerySet[Definition]) -> list[VersionView]:
    definitions = list(found)
    drafts = {
        row.definition_id: row
        for row in drafts_in_sight(actor)
        .filter(definition__in=[row.pk for row in definitions])
        .defer("bpmn")
        .order_by("pk")
    }
    uses = _uses_of([row.pk for row in definitions if row.unit_id is not None])
    above = _above(actor)
    return [
        _version_view(
            row,
            drafts.get(row.pk),
            tuple(one for one in uses.get(row.pk, ()) if row.pk in drafts or one.unit_id in above),
        )
        for row in definitions
    ]


def _uses_of(definitions: list[int]) -> dict[int, list[UseView]]:
    """Return where versions hold, by version; others of the same procedures may come before."""
    mine = Use.objects.filter(definition__in=definitions).values("procedure")
    rows = list(_uses().filter(procedure__in=mine))
    found: dict[int, list[UseView]] = {}
    for use in rows:
        if use.definition_id not in definitions:
            continue
        same = [o for o in rows if o.procedure == use.procedure and o.effective_on <= clock.today()]
        best = _best(same, use.unit_id)
        view = _use_view(use, in_force=best is not None and best.pk == use.pk)
        found.setdefault(use.definition_id, []).append(view)
    return found


def process_running(actor: Actor, key: str) -> dict[int, int]:
    """Return how many processes run on each version of a process in sight; at most 100,000 counted.

    A figure of the whole installation, by the system's scope: it tells nothing of any dossier.
    """
    rows = Definition.objects.filter(_sight(actor), key=key)
    versions = list(rows.values_list("pk", flat=True))
    if not versions:
        return {}
    with scope_use(SYSTEM), connection.cursor() as cursor:
        cursor.execute(_RUNNING, [versions, COUNTED])
        return dict.fromkeys(versions, 0) | dict(cursor.fetchall())


def _version_view(row: Definition, draft: Draft | None, uses: tuple[UseView, ...]) -> VersionView:
    return VersionView(
        definition_id=row.pk,
        key=row.key,
        version=row.version,
        name=name_in(deployed(row.pk, row.sha256).drawn.names),
        deployed_at=row.deployed_at,
        deployed_by_id=row.deployed_by_id,
        unit_id=row.unit_id,
        draft_id=draft.pk if draft else None,
        approved_by_id=draft.decided_by_id if draft else row.deployed_by_id if uses else None,
        note=draft.note if draft else "",
        uses=uses,
    )
