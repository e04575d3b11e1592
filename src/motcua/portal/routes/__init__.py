"""Routes of the portal by area; `portal.urls` joins them."""
