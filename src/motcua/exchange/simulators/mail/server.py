"""The SMTP server: keeps every e-mail, and fails on demand with the protocol's own codes."""

from __future__ import annotations

from email import message_from_bytes, policy
from typing import Any

from aiosmtpd.controller import Controller

from motcua.exchange.simulators.host import fault_of
from motcua.exchange.simulators.inbox import Inbox

INBOX = Inbox()
MODES = {
    "refuse": "says that no mailbox exists (550)",
    "busy": "asks to come back later (451)",
    "lose": "takes the e-mail and hangs up before saying so",
}


class _Handler:
    """Speaks as aiosmtpd asks; `mailbox` refuses whoever has no mailbox."""

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        """Take or refuse a recipient."""
        del server, session, options
        mode = fault_of("mail").mode
        if mode == "down":
            return "421 simulated failure"
        if mode == "refuse" or address.startswith("nobody@"):
            return "550 5.1.1 no such mailbox"
        if mode == "busy":
            return "451 4.3.0 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Keep an e-mail."""
        del session
        mail = message_from_bytes(envelope.content, policy=policy.default)
        body = mail.get_body(("plain",))
        INBOX.add(
            to=", ".join(envelope.rcpt_tos),
            title=str(mail["Subject"]),
            text=body.get_content().replace("\r\n", "\n") if body is not None else "",
            reference=str(mail["Message-ID"]),
        )
        if fault_of("mail").mode == "lose":
            server.transport.close()
        return "250 OK"


def server_start(port: int) -> Controller:
    """Listen on 127.0.0.1; the controller's `stop` ends it."""
    controller = Controller(_Handler(), hostname="127.0.0.1", port=port)
    controller.start()
    return controller
