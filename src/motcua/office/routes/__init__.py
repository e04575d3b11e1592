"""Routes by topic; each module offers `urlpatterns`, `office/urls.py` joins them."""
