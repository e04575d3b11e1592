"""What a service task may have the software do: a closed list, because a drawing runs no code.

Each action is described here and done by a handler that its package registers
(`services.calls.service_handle`). What it finds out becomes data of the process; when it cannot be
done, a person gets the step and answers the same questions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from motcua.workflow.rules.elements import Field, Outcome

DONE, NOT_DONE = "done", "not_done"
OUTCOMES = (
    Outcome(DONE, {"vi": "Đã làm xong", "en": "Done", "id": "Selesai"}),
    Outcome(
        NOT_DONE, {"vi": "Không làm được", "en": "Cannot be done", "id": "Tidak bisa dikerjakan"}
    ),
)
"""How a service ends; the software itself knows the first one only."""


@dataclass(frozen=True)
class ServiceAction:
    """One thing that the software can do; `texts` are the messages to choose from, if it sends."""

    code: str
    gives: tuple[Field, ...] = ()
    texts: tuple[str, ...] = ()


MESSAGE, FEE_ORDER, FEE_CHECK, POPULATION = "message", "fee_order", "fee_check", "population"
ACTIONS: Mapping[str, ServiceAction] = {
    MESSAGE: ServiceAction(
        MESSAGE,
        (
            Field(
                "applicant_told",
                "boolean",
                {
                    "vi": "Đã báo cho người nộp hồ sơ",
                    "en": "The applicant was told",
                    "id": "Pemohon telah diberi tahu",
                },
                required=False,
            ),
        ),
        ("step_visit", "step_inspection", "step_forwarded"),
    ),
    FEE_ORDER: ServiceAction(
        FEE_ORDER,
        (
            Field(
                "fee_owed",
                "boolean",
                {"vi": "Còn khoản phải nộp", "en": "Something is owed", "id": "Masih ada tagihan"},
                required=False,
            ),
        ),
    ),
    FEE_CHECK: ServiceAction(
        FEE_CHECK,
        (
            Field(
                "fee_paid",
                "boolean",
                {
                    "vi": "Phí, lệ phí đã nộp đủ",
                    "en": "Fees are paid in full",
                    "id": "Biaya telah lunas",
                },
                required=False,
            ),
        ),
    ),
    POPULATION: ServiceAction(
        POPULATION,
        (
            Field(
                "population",
                "choice",
                {
                    "vi": "Cơ sở dữ liệu quốc gia về dân cư cho biết",
                    "en": "What the population database says",
                    "id": "Jawaban basis data kependudukan",
                },
                required=False,
                values=("same", "differs", "unknown"),
                labels={
                    "same": {"vi": "đúng như khai", "en": "the same", "id": "sama"},
                    "differs": {"vi": "khác lời khai", "en": "something else", "id": "berbeda"},
                    "unknown": {"vi": "không có người này", "en": "nobody", "id": "tidak ada"},
                },
            ),
        ),
    ),
}
