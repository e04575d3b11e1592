"""What the check of a result says, in words: what was looked at, what it means, what to do."""

from __future__ import annotations

import hashlib
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.documents.signatures import registry
from motcua.documents.signatures.apart import file_check_apart
from motcua.documents.signatures.types import FileCheck, Found, Level, StampVerdict, Verdict
from motcua.dossiers.queries.proof import ResultProof, proof_by_hashes, proof_bytes
from motcua.dossiers.types import PaperForm
from motcua.kernel import clock
from motcua.ui import formats
from motcua.ui.types import Tone

KEPT_SECONDS, KEPT = 600, 200
_kept: OrderedDict[str, tuple[float, FileCheck]] = OrderedDict()


@dataclass(frozen=True)
class SignatureTold:
    """One signature: a word for it, and lines of what was looked at."""

    found: Found
    word: str
    tone: Tone
    meaning: str
    time: str
    chain: str
    after: str
    capacity: str = ""


FORMS = {
    PaperForm.SUPPLEMENT: gettext_lazy("Request for a supplement (form 02)"),
    PaperForm.REFUSAL: gettext_lazy("Refusal (form 03)"),
    PaperForm.APOLOGY: gettext_lazy("Apology with a new date (form 04)"),
    PaperForm.STOP: gettext_lazy("Notice of stop (form 05)"),
}


@dataclass(frozen=True)
class Told:
    """What the page says. `kind` is the notice's: success, warning or error."""

    kind: str
    title: str
    text: str
    proof: ResultProof | None = None
    is_file: bool = False
    checked: tuple[str, ...] = ()
    signatures: tuple[SignatureTold, ...] = ()
    unsigned: bool = False

    @property
    def form(self) -> Any:
        """Return what the official form is called; empty for a result."""
        form = self.proof.form if self.proof is not None else None
        return FORMS.get(form, "") if form is not None else ""


def code_told(proof: ResultProof) -> Told:
    """Return what is known of what bears a code; our own stored file is looked at."""
    check = _own_check(proof)
    if check is None or check.sha256 != proof.sha256:
        return Told(
            "error",
            _("Our own copy of this paper cannot be read now"),
            _("That says nothing about your paper. Please ask the office that issued it."),
            proof,
            checked=(_("The code was found among what was issued here."),),
        )
    kind, title, text = _standing(proof, check)
    checked = (
        _("The code was found among what was issued here."),
        _("The file as it was issued is stored unchanged (SHA-256 %(hash)s).")
        % {"hash": proof.sha256[:16]},
        *_signatures_checked(check),
    )
    return Told(
        kind,
        title,
        text,
        proof,
        checked=checked,
        signatures=_signatures(check, proof),
        unsigned=not check.signatures,
    )


def file_told(data: bytes) -> Told:
    """Return what an uploaded file is. It is looked at and forgotten."""
    sha256 = hashlib.sha256(data).hexdigest()
    proof = proof_by_hashes([sha256])
    known_at = proof.issued_at if proof is not None else None
    check = file_check_apart(data, registry.trust(), now=clock.now(), known_at=known_at)
    original = None if proof is not None else proof_by_hashes(check.prefixes)
    signatures = _signatures(check, proof or original)
    if proof is not None:
        kind, title, text = _standing(proof, check)
        checked = (
            _("Your file is the one that was issued, byte for byte (SHA-256 %(hash)s).")
            % {"hash": sha256[:16]},
            *_signatures_checked(check),
        )
        unsigned = not check.signatures
        return Told(kind, title, text, proof, True, checked, signatures, unsigned)
    return _unknown(check, original, signatures)


def _unknown(
    check: FileCheck, original: ResultProof | None, signatures: tuple[SignatureTold, ...]
) -> Told:
    looked = (
        _("No result issued here has exactly this content (SHA-256 %(hash)s).")
        % {"hash": check.sha256[:16]},
        *_signatures_checked(check),
    )
    if original is not None:
        return Told(
            "error",
            _("This is not the file that was issued: something was added to it"),
            _("It begins with a result issued here. Ask its holder for the original file."),
            original,
            True,
            looked,
            signatures,
        )
    unsigned = not check.problem and not signatures
    return Told(*_strange(check), None, True, looked, signatures, unsigned)


def _strange(check: FileCheck) -> tuple[str, str, str]:
    """Return kind, title and text for a file that has nothing to do with a result issued here."""
    if check.problem:
        return ("error", *_problem(check.problem))
    if not check.signatures:
        return (
            "error",
            _("This file was not issued here, and nobody has signed it"),
            _(
                "A photo, a scan or a print that was saved again is another file: "
                "check the original file, or type the code that stands on its last page."
            ),
        )
    if check.good:
        return (
            "warning",
            _("This file was not issued here. Its signatures hold"),
            _("Who signed stands below. Whether it is in force, only its issuer can say."),
        )
    return (
        "error",
        _("Do not rely on this file"),
        _("It was not issued here, and its signatures do not hold. Why stands below."),
    )


def _problem(problem: str) -> tuple[str, str]:
    words = {
        "not_pdf": (
            _("This is not a PDF file"),
            _("Results are PDF files. A photo or a scan of one cannot be checked."),
        ),
        "encrypted": (
            _("This PDF is locked by a password"),
            _("No result is issued so. Ask its holder for the original file."),
        ),
        "complex": (
            _("This file is too complicated to be checked"),
            _("It was not issued here. Ask its holder for the original file."),
        ),
        "damaged": (
            _("This file is damaged and cannot be read"),
            _("Download it again from where you got it, and check that file."),
        ),
    }
    return words[problem]


def _standing(proof: ResultProof, check: FileCheck) -> tuple[str, str, str]:
    """Return kind, title and text for a file that is the one issued."""
    if proof.form is not None:
        return _form_standing(check)
    if proof.replaced_at is not None:
        return (
            "warning",
            _("This result was issued here, and replaced by a later version"),
            _("A newer version was issued on %(day)s. Rely on that one.")
            % {"day": formats.day(proof.replaced_at)},
        )
    if proof.withdrawn:
        return (
            "warning",
            _("This result was issued here, and withdrawn"),
            _("The office has taken it back. Do not rely on it; ask the office."),
        )
    if not check.signatures:
        return (
            "warning",
            _("This result was issued here, and is not digitally signed"),
            _("Its content is unchanged since it was issued. It bears no digital signature."),
        )
    if not check.good:
        return (
            "warning",
            _("This result was issued here; a signature cannot be confirmed"),
            _("The file is unchanged since then. Why a signature is doubted stands below."),
        )
    return (
        "success",
        _("This result is genuine and in force"),
        _("It was issued here, is unchanged since, and its signatures hold."),
    )


def _form_standing(check: FileCheck) -> tuple[str, str, str]:
    """Return the same for an official form, of which there are no versions."""
    if not check.signatures:
        return (
            "warning",
            _("This official form was issued here, and is not digitally signed"),
            _("Its content is unchanged since it was issued. It bears no digital signature."),
        )
    if not check.good:
        return (
            "warning",
            _("This official form was issued here; a signature cannot be confirmed"),
            _("The file is unchanged since then. Why a signature is doubted stands below."),
        )
    return (
        "success",
        _("This official form is genuine"),
        _("The form was issued here, is unchanged since, and its signatures hold."),
    )


def _signatures_checked(check: FileCheck) -> tuple[str, ...]:
    if not check.signatures:
        return (_("The file carries no digital signature."),) if not check.problem else ()
    return (
        _(
            "Each signature: the signed content, what was added later, the certificate and its "
            "authorities, revocation, and the time-stamp."
        ),
    )


_WORDS = {
    Verdict.GOOD: Tone.DONE,
    Verdict.CHANGED: Tone.OVERDUE,
    Verdict.UNTRUSTED: Tone.OVERDUE,
    Verdict.REVOKED: Tone.OVERDUE,
    Verdict.EXPIRED: Tone.DUE_SOON,
    Verdict.UNPROVED: Tone.DUE_SOON,
}


def _signatures(check: FileCheck, proof: ResultProof | None) -> tuple[SignatureTold, ...]:
    """Return the signatures of a file; of those made here, in which capacity they were made."""
    made = {
        one.fingerprint: one.capacity_text
        for one in (proof.signatures if proof is not None else ())
    }
    return tuple(_signature(one, made.get(one.fingerprint, "")) for one in check.signatures)


def _signature(one: Found, capacity: str) -> SignatureTold:
    word, meaning = _verdict(one)
    told = (_time(one), _chain(one), _after(one))
    good = one.verdict is Verdict.GOOD
    return SignatureTold(
        one, word, _WORDS[one.verdict], meaning, *told, capacity=capacity if good else ""
    )


def _verdict(one: Found) -> tuple[str, str]:
    words = {
        Verdict.GOOD: (_("Holds"), _("The signature is good.")),
        Verdict.CHANGED: (
            _("Broken"),
            _("The document is not, or no longer, what was signed."),
        ),
        Verdict.UNTRUSTED: (
            _("Not trusted"),
            _("Anybody can make such a certificate: no authority trusted here stands behind it."),
        ),
        Verdict.REVOKED: (_("Revoked"), _("The certificate was revoked before it signed.")),
        Verdict.EXPIRED: (
            _("Not provable"),
            _("Nothing proves that it was signed while the certificate was valid."),
        ),
        Verdict.UNPROVED: (
            _("Not provable"),
            _("Nothing says whether the certificate was revoked."),
        ),
    }
    return words[one.verdict]


def _time(one: Found) -> str:
    if one.stamp is StampVerdict.GOOD and one.stamped_at is not None:
        return _("%(at)s, proved by a time-stamp of %(who)s") % {
            "at": formats.instant(one.stamped_at),
            "who": one.stamper,
        }
    if one.stamp is StampVerdict.BAD:
        return _("Not known: its time-stamp does not hold")
    if one.claimed_at is not None:
        return _("%(at)s, as the signer says; there is no time-stamp") % {
            "at": formats.instant(one.claimed_at)
        }
    return _("Not known: there is no time-stamp")


def _chain(one: Found) -> str:
    values = {"issuer": one.issuer, "root": one.root}
    if not one.root:
        return _("Issued by %(issuer)s, which leads to no authority trusted here") % values
    if one.level is Level.LT:
        return _("Issued by %(issuer)s, trusted through %(root)s; the proofs are in the file") % (
            values
        )
    return _("Issued by %(issuer)s, trusted through %(root)s") % values


def _after(one: Found) -> str:
    if one.verdict is Verdict.CHANGED:
        return _("The document was changed")
    if one.whole:
        return _("Nothing was added after this signature")
    return _("Only further signatures and their proofs were added after it")


def _own_check(proof: ResultProof) -> FileCheck | None:
    """Return the check of our own stored file, remembered for ten minutes by this process."""
    found = _kept.get(proof.sha256)
    if found is not None and found[0] > time.monotonic():
        return found[1]
    data = proof_bytes(proof)
    if data is None:
        return None
    check = file_check_apart(data, registry.trust(), now=clock.now(), known_at=proof.issued_at)
    _kept[proof.sha256] = (time.monotonic() + KEPT_SECONDS, check)
    while len(_kept) > KEPT:
        _kept.popitem(last=False)
    return check
