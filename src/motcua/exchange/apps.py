"""Django application of exchange, and django-allauth's applications as this project uses them."""

from __future__ import annotations

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """See the package's docstring."""

    name = "motcua.exchange"
    label = "exchange"
    default = True  # of the three in this module

    def ready(self) -> None:
        """Register the adapters with the packages that need them."""
        from django.conf import settings

        from motcua.exchange import mail, payments, population, sms

        mail.register()
        sms.register()
        payments.register()
        if settings.POPULATION_URL:
            population.register()
        if settings.VNEID_ISSUER:
            from motcua.citizens.providers import provider_register
            from motcua.exchange.vneid import VNeID

            provider_register(VNeID())


class AllauthAccounts(AppConfig):
    """Allauth's accounts without their middleware: its classes are used, its tables are not."""

    name = "allauth.account"


class AllauthSocial(AppConfig):
    """Allauth's social accounts, likewise."""

    name = "allauth.socialaccount"
