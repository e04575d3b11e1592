"""National payment platform: announces, takes, tells and gives back money that does not exist.

Protocol. Every request of either side carries `X-Merchant`, `X-Timestamp` (seconds) and
`X-Signature`: hex HMAC-SHA256, under the merchant's secret, of method, path, timestamp and
hex SHA-256 of the body, joined by line feeds. A timestamp more than 300 seconds off is refused.

- `POST api/orders` `{reference, amount, description, return_url, callback_url}` → 201
  `{id, pay_url}`; the same reference with the same amount again → the same answer, with another
  amount → 409.
- `GET api/orders/<reference>` → `{id, reference, amount, state, paid_amount, paid_at}`; state is
  one of open, paid, failed, cancelled, expired (after 15 minutes); 404 when it is not known.
- `POST api/orders/<reference>/cancel` → as GET; what is paid stays paid.
- `POST api/refunds` `{reference, refund_reference, amount}` → `{id, state: done, amount}`; the same
  `refund_reference` again → the same answer; more than was paid → 422.
- `GET api/days/<yyyy-mm-dd>` → a list of `{id, reference, amount, at}`, refunds negative, by the
  legal day.
- Call-back: `POST callback_url` `{reference, id, state, amount}`, signed likewise; the answer's
  status is all that counts. It may come late, twice, or never: only the query is the truth.
"""
