"""Routes of paying: what is owed, the ways to pay, receipts and their check."""

from __future__ import annotations

from django.urls import URLPattern, path

from motcua.portal.views.my_payments import my_payments
from motcua.portal.views.pay import pay
from motcua.portal.views.pay_back import pay_back
from motcua.portal.views.pay_dossier import pay_dossier
from motcua.portal.views.pay_notify import pay_notify
from motcua.portal.views.payment_receipt import payment_receipt
from motcua.portal.views.receipt_check import receipt_check

routes: list[URLPattern] = [
    path("my/dossiers/<str:code>/pay/", pay_dossier, name="pay_dossier"),
    path("my/payments/", my_payments, name="my_payments"),
    path("my/payments/<str:code>/", pay, name="pay"),
    path("my/payments/<str:code>/back/", pay_back, name="pay_back"),
    path("my/payments/<str:code>/receipt/", payment_receipt, name="payment_receipt"),
    path("verify/receipt/", receipt_check, name="receipt_check"),
    path("pay/notify/", pay_notify, name="pay_notify"),
]
