"""The relations that the Service Index counts: names, columns, what an empty value means.

`motcua.index/1`: an outsider who holds these tables can recompute every number with the texts of
`build`. A value that is empty (NULL) is *not known*, which is not the same as *no*: what is not
known makes a row "unknown" for the indicators that need it, never a row that counts against a unit.
Instants are UTC with microseconds, days are days of the legal zone (Asia/Ho_Chi_Minh).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

VERSION = "motcua.index/1"


class Kind(StrEnum):
    """What a column holds, in words that every engine has a type for."""

    TEXT = "text"
    INT = "bigint"
    BOOL = "boolean"
    INSTANT = "timestamptz"


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `doc` says what it tells and when it is not known."""

    name: str
    kind: Kind
    doc: str


@dataclass(frozen=True, slots=True)
class Relation:
    """A table that indicators count."""

    name: str
    doc: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the columns in order."""
        return tuple(column.name for column in self.columns)


T, N, B, I = Kind.TEXT, Kind.INT, Kind.BOOL, Kind.INSTANT  # noqa: E741 - a table to be read

DOSSIER = Relation(
    "dossier",
    "A dossier in one version of what the index asks of it. As it stood at T: valid_from <= T and"
    " (valid_to is empty or valid_to > T). A fold of its sealed events and of nothing else.",
    (
        Column("code", T, "Code of the dossier."),
        Column("version", N, "Number of the last event that this version tells of."),
        Column("valid_from", I, "Legal instant from which the version stands."),
        Column("valid_to", I, "Instant before which it stands; empty: it stands still."),
        Column("identity", T, "Code in the system that owns the case; its own code as a rule."),
        Column("mirrored", B, "Whether another system owns it; one identity is counted once."),
        Column("unit_id", N, "The competent unit, to which timeliness belongs."),
        Column("receiving_unit_id", N, "The unit whose counter took it in."),
        Column("procedure_code", T, "National code of the procedure."),
        Column("procedure_version_id", N, "Version under which it was handed in."),
        Column("channel", N, "1 counter, 2 online, 3 post; empty counts as 1 (domain brief 2.2)."),
        Column("status", N, "National status 1 to 10."),
        Column("submitted_at", I, "NgayNopHoSo."),
        Column("accepted_at", I, "NgayTiepNhan; empty: not accepted (yet)."),
        Column("due_at", I, "NgayHenTra in force; suspensions have moved it."),
        Column("ended_at", I, "First of status 9, 10, 8/3, 7 since it was last opened."),
        Column("returned_at", I, "NgayTra."),
        Column("stands_since", I, "Since when the clock stands; empty while it runs."),
        Column("supplements", N, "How often a supplement was asked for after acceptance."),
        Column(
            "spent_seconds",
            N,
            "Clock time from acceptance to the end without suspensions; while the clock stands, up"
            " to where it stands; empty while it runs.",
        ),
        Column(
            "ran_from",
            N,
            "Whole second since 1970: acceptance, later by every suspension that is over.",
        ),
        Column("e_result", B, "A file of the result exists. Not known of an imported dossier."),
        Column(
            "has_file", B, "A component has a digital file. Not known of events before `parts`."
        ),
        Column(
            "all_digital", B, "Every component on paper has its digital copy. Not known likewise."
        ),
        Column("reused", B, "A component came from an earlier copy, a result or a data source."),
        Column("from_store", B, "A component came from the national store. No event tells it yet."),
        Column("shared", B, "The result is in the national catalogue. No event tells it yet."),
        Column("fee_due", B, "Something was to be paid. Not known of an imported dossier."),
        Column(
            "paid_online", N, "0 no, 1 national payment platform, 2 own gateway; empty: not told."
        ),
        Column("identified", B, "Signed in with the electronic identity (VNeID)."),
        Column("population", B, "Data of the population database stood for a component."),
        Column("synchronised", B, "Told to the national portal. No event tells it yet."),
    ),
)
PROCEDURE = Relation(
    "procedure",
    "A procedure in one version, from the catalogue.",
    (
        Column("version_id", N, "Number of the version."),
        Column("code", T, "National code."),
        Column("field_code", T, "Field of public administration."),
        Column("valid_from", I, "In force from."),
        Column("valid_to", I, "In force until before; empty: still."),
        Column("announced_at", I, "Day of the deciding act. The catalogue does not hold it yet."),
        Column(
            "announce_by", I, "Until when it had to be decided. Not known without the law's day."
        ),
        Column(
            "published_at", I, "When it was made public. Not known without the national record."
        ),
        Column(
            "unpublished", B, "Decided and still to be made public; empty: not known, as are most."
        ),
        Column("publish_by", I, "Until when it had to be made public."),
        Column("complete", B, "The record has all its parts (Decree 63/2010/NĐ-CP Art. 8)."),
        Column("online", T, "full, partial or none; empty: not known."),
        Column("has_fee", B, "A fee can arise; empty: the fee is not known."),
        Column(
            "fee_online", B, "The fee is open to payment on the national portal; not known yet."
        ),
        Column("paper_result", B, "The result is a paper or document."),
        Column("for_citizens", B, "Citizens may file it; empty: not known."),
        Column("limit_seconds", N, "Longest time where it is told in hours or days of the clock."),
    ),
)
OFFERING = Relation(
    "offering",
    "A procedure that a unit resolves, from and until.",
    (
        Column("unit_id", N, "The competent unit."),
        Column("procedure_code", T, "National code."),
        Column("valid_from", I, "Opened."),
        Column("valid_to", I, "Closed; empty: still open."),
    ),
)
PETITION = Relation(
    "petition",
    "A petition on procedures or officials (PAKN); whether it is late can be told of any instant.",
    (
        Column("number", T, "Its number."),
        Column("unit_id", N, "The unit that answers."),
        Column("dossier_code", T, "Dossier that it speaks of; empty without one."),
        Column("procedure_code", T, "Procedure of that dossier; not told yet."),
        Column("kind", T, "regulation or behaviour."),
        Column("received_at", I, "When it was sent, or last forwarded to this unit."),
        Column("state", T, "received, in_process, waiting, answered, refused, withdrawn."),
        Column("closed_at", I, "When it was answered, refused or withdrawn."),
        Column("in_time", B, "Each step was taken in its time; empty: still to be seen."),
        Column(
            "due_at",
            I,
            "The last instant at which it was not late: the limit that was missed, or that of the"
            " next step while it is open.",
        ),
        Column("published_in_time", B, "The answer was published in time; not known yet."),
        Column("repeated", B, "The same person had asked about the same dossier before."),
        Column("disliked", B, "More dislikes than likes; not known without the national portal."),
    ),
)
RATING = Relation(
    "rating",
    "What somebody said after the result, once per dossier.",
    (
        Column("dossier_code", T, "The dossier."),
        Column("score", N, "5 very satisfied to 1 not at all."),
        Column("rated_at", I, "When."),
    ),
)
NATIONAL = Relation(
    "national",
    "What the national systems count of a unit in a month; empty until they are connected.",
    (
        Column("unit_id", N, "The unit."),
        Column("month", I, "First instant of the month."),
        Column("reported", N, "Received according to the National Reporting System."),
        Column("on_portal", N, "Received according to the National Public Service Portal."),
        Column("synchronised", N, "Of these, synchronised from here with their day of reception."),
        Column("last_year", N, "Received in the whole year before; 0 also where there was none."),
    ),
)
UNIT = Relation(
    "unit",
    "A unit in the tree; `places` says under which units its rows are shown.",
    (
        Column("unit_id", N, "The unit."),
        Column("code", T, "Its code."),
        Column("name", T, "Its full name as last called."),
        Column("parent_id", N, "The unit above it."),
        Column("path", T, "/ and the ids of its ancestors and itself, each followed by /."),
        Column("valid_from", I, "Founded."),
        Column("valid_to", I, "Ended; empty: exists."),
        Column("heir_ids", T, "Ids of the units that took it over whole, with a comma between."),
        Column("level", T, "state, province, commune; below: part of one; empty: not known."),
    ),
)
RELATIONS = {
    one.name: one for one in (DOSSIER, PROCEDURE, OFFERING, PETITION, RATING, NATIONAL, UNIT)
}
Row = dict[str, object]
"""One row of a relation by column."""
Tables = dict[str, list[Row]]
"""Rows of relations by name; a relation that is missing is empty."""
