"""A province whose dossiers live at random, whose kept totals are held against counting."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

from motcua.dossiers.queries import DossierLife
from motcua.dossiers.types import Channel
from motcua.indicators.index import sample
from motcua.indicators.index.asking import Counts, counts_of
from motcua.indicators.index.beside import tables_beside, units_rows
from motcua.indicators.index.catalogue import INDICATORS
from motcua.indicators.index.definition import Span
from motcua.indicators.index.places import places
from motcua.indicators.index.standing import kept_of
from motcua.indicators.queries import index, index_totals
from motcua.indicators.services import cases
from motcua.kernel import clock
from motcua.organisations.models import Succession, Unit
from tests.builders.index import PROCEDURES, UNITS, told, walked
from tests.builders.organisations import province_make, unit_make
from tests.builders.procedures import offering_make, version_make

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
MONTHS = (date(2026, 8, 1), date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1))


class World:
    """A province with three communes, one of which took over a fourth, and random dossiers."""

    def __init__(self, rng: Random, monkeypatch) -> None:
        self.rng, self.lives = rng, {}
        province = province_make()
        made = [unit_make(parent_id=province.id) for _number in range(3)]
        self.units = dict(zip(UNITS, (province, *made), strict=True))
        Unit.objects.filter(pk=made[1].id).update(valid_to=date(2026, 9, 10))
        Succession.objects.create(
            old_id=made[1].id,
            new_id=made[2].id,
            transfer="whole",
            is_split=False,
            effective_on=date(2026, 9, 10),
        )
        self.versions = {}
        for number, code in enumerate(PROCEDURES):
            version = version_make(code=code)
            self.versions[11 + number] = version.id
            for unit in self.units.values():
                if rng.random() < 0.7:
                    offering_make(unit=unit, version=version)
        self.beside = {
            "petition": [
                dict(
                    sample.petition(
                        f"p{n}",
                        unit_id=self.units[rng.choice(UNITS)].id,
                        dossier_code=f"d{rng.randint(0, 90)}",
                        received_at=NOW - timedelta(days=rng.randint(0, 100)),
                    )
                )
                for n in range(12)
            ],
            "rating": [
                {
                    "dossier_code": f"d{n}",
                    "score": rng.randint(1, 5),
                    "rated_at": NOW - timedelta(days=rng.randint(0, 80)),
                }
                for n in range(0, 90, 4)
            ],
        }

        def beside(unit_ids=None):
            return tables_beside(unit_ids) | self.beside

        monkeypatch.setattr(index, "tables_beside", beside)
        monkeypatch.setattr(index_totals, "tables_beside", beside)
        monkeypatch.setattr(
            cases, "dossier_lives", lambda ids: [self.lives[i] for i in sorted(ids)]
        )

    def live(self, number: int) -> None:
        """Give a dossier a (new) random life, somewhere in the last four months."""
        days = timedelta(days=self.rng.randint(-30, 70))
        chain = told(self.rng, walked(self.rng), 90)
        first = chain[0].data
        first |= {
            "competent": self.units[first["competent"]].id,
            "receiving": self.units[1].id,
            "version": self.versions[first["version"]],
        }
        facts = []
        for fact in chain:
            data = dict(fact.data)
            if "due_at" in data:
                data["due_at"] = (datetime.fromisoformat(data["due_at"]) + days).isoformat()
            facts.append(replace(fact, at=fact.at + days, data=data))
        self.lives[number] = DossierLife(
            number, f"d{number}", 1, 1, 1, Channel.COUNTER, None, tuple(facts)
        )

    def read(self, numbers) -> None:
        """Let the worker read these dossiers anew."""
        assert cases._replace(set(numbers)) == []

    def counted(self, day: date) -> Counts:
        """Return what counting says of a month or longer (by its day), under every unit."""
        units, kept = units_rows(), kept_of(day, clock.now())
        span = Span(kept.start, kept.until, kept.months)
        shown = places(units.keys(), units, kept.until)
        return counts_of(index.engine_live(), tuple(INDICATORS.values()), span, shown)

    def differs(self, days: Collection[date] = MONTHS) -> list[str]:
        """Return where what is kept (and what is not) says something else than counting."""
        units = units_rows()
        wrong = []
        for month in days:
            kept = kept_of(month, clock.now())
            shown = places(units.keys(), units, kept.until)
            counted = self.counted(month)
            told_ = index_totals.month_counts(kept, kept.months, units, shown)
            wrong += [
                f"{month} {key}: {counted.get(key)} {told_.get(key)}"
                for key in counted.keys() | told_.keys()
                if counted.get(key) != told_.get(key)
            ]
        return sorted(wrong)
