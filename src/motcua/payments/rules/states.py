"""How an order may go on, and when an unanswered attempt is asked about again."""

from __future__ import annotations

from datetime import timedelta

from motcua.payments.types import OrderState

S = OrderState
FOLLOWS: dict[OrderState, frozenset[OrderState]] = {
    S.PENDING: frozenset({S.PAYING, S.CANCELLED, S.EXPIRED}),
    S.PAYING: frozenset({S.PENDING, S.PAID, S.HELD, S.CANCELLED, S.EXPIRED}),
    S.HELD: frozenset({S.PAID, S.PENDING, S.CANCELLED}),
    S.PAID: frozenset(),
    S.CANCELLED: frozenset(),
    S.EXPIRED: frozenset(),
}
FIRST = timedelta(seconds=10)
LONGEST = timedelta(minutes=10)


def may_follow(state: OrderState, after: OrderState) -> bool:
    """Tell whether an order may go from one state to another."""
    return after in FOLLOWS[state]


def next_ask(asks: int) -> timedelta:
    """Return how long to wait before the provider is asked again: 10 s, 20 s, … 10 minutes."""
    return min(FIRST * (1 << min(max(asks, 0), 10)), LONGEST)
