"""Routes of the finance office."""

from __future__ import annotations

from django.urls import URLPattern, path

from motcua.office.views.bank_account_change import bank_account_change
from motcua.office.views.bank_account_new import bank_account_new
from motcua.office.views.bank_accounts import bank_accounts
from motcua.office.views.mismatch_approve import mismatch_approve
from motcua.office.views.mismatch_resolve import mismatch_resolve
from motcua.office.views.payment_receipt import payment_receipt
from motcua.office.views.payments import payments
from motcua.office.views.payments_cash import payments_cash
from motcua.office.views.payments_file import payments_file
from motcua.office.views.payments_statement import payments_statement
from motcua.office.views.refund_new import refund_new
from motcua.office.views.refunds import refunds
from motcua.office.views.till import till

urlpatterns: list[URLPattern] = [
    path("payments/", payments, name="payments"),
    path("payments/day.<str:kind>", payments_file, name="payments_file"),
    path("payments/cash/", payments_cash, name="payments_cash"),
    path("till/", till, name="till"),
    path("payments/statement/", payments_statement, name="payments_statement"),
    path("payments/differences/<row:mismatch_id>/", mismatch_resolve, name="mismatch_resolve"),
    path(
        "refunds/differences/<row:mismatch_id>/",
        mismatch_approve,
        name="mismatch_approve",
    ),
    path("payments/receipts/<str:code>/", payment_receipt, name="payment_receipt"),
    path("refunds/payments/<str:code>/", refund_new, name="refund_new"),
    path("payments/accounts/", bank_accounts, name="bank_accounts"),
    path("payments/accounts/new/", bank_account_new, name="bank_account_new"),
    path(
        "payments/accounts/changes/<row:change_id>/",
        bank_account_change,
        name="bank_account_change",
    ),
    path("refunds/", refunds, name="refunds"),
]
