"""Form fields: label above, hint, error at the field, one column, nothing typed is lost."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import BaseValidator, MaxValueValidator, MinValueValidator
from django.forms import BaseForm, BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.ui import formats
from motcua.ui.templatetags.library import register

_LIMITS: dict[str, tuple[type[BaseValidator], Any]] = {
    "min_value": (MinValueValidator, gettext_lazy("Enter a number that is not below %(n)s.")),
    "max_value": (MaxValueValidator, gettext_lazy("Enter a number that is not above %(n)s.")),
}
WIDTHS = frozenset({"", "short", "medium"})


@register.inclusion_tag("ui/components/field.html")
def field(
    bound: BoundField,
    hint: str = "",
    autocomplete: str = "",
    width: str = "",
    autofocus: bool = False,  # noqa: FBT001, FBT002 - a template's argument
) -> dict[str, Any]:
    """Return one field of a Django form."""
    if width not in WIDTHS:
        raise ValueError(f"there is no field of width {width!r}")
    return _field(bound, hint, {"autocomplete": autocomplete}, width, autofocus=autofocus)


@register.inclusion_tag("ui/components/fields.html")
def fields(form: BaseForm) -> dict[str, Any]:
    """Return all fields of a form in their order, hidden ones too."""
    return {"form": form, "hidden": form.hidden_fields(), "visible": form.visible_fields()}


@register.inclusion_tag("ui/components/upload.html")
def upload(bound: BoundField, hint: str = "") -> dict[str, Any]:
    """Return a file field that tells the limit, the chosen file's name and size, and progress."""
    limit = settings.UPLOAD_MAX_BYTES
    told = hint or _("PDF, JPG or PNG, up to %(size)s.") % {"size": formats.file_size(limit)}
    context = _field(bound, told, {}, "")
    too_large = _(
        "The file is too large (%(size)s). The limit is %(limit)s. "
        "Please take the photo again in normal mode."
    ) % {"size": "{size}", "limit": formats.file_size(limit)}
    return context | {"limit": limit, "too_large": too_large}


@register.inclusion_tag("ui/components/error_summary.html")
def error_summary(*all_forms: BaseForm | list[BaseForm]) -> dict[str, Any]:
    """Return every error of the forms with a link to its field; nothing when there is none."""
    lines: list[dict[str, str]] = []
    listed = [form if isinstance(form, list) else [form] for form in all_forms]
    for form in (one for several in listed for one in several):
        lines += [{"href": "", "text": str(text)} for text in form.non_field_errors()]
        for bound in form:
            label = f"{bound.label}{'' if _asks(bound) else ':'}"
            lines += [
                {"href": f"#{_first_id(bound)}", "text": text if named else f"{label} {text}"}
                for text, named in _told(bound)
            ]
    return {"lines": lines}


def errors_text(form: BaseForm) -> str:
    """Return every error of a form in one line, for where the form itself is not shown."""
    return " ".join(line["text"] for line in error_summary(form)["lines"])


def _field(
    bound: BoundField, hint: str, extra: dict[str, Any], width: str, *, autofocus: bool = False
) -> dict[str, Any]:
    told = hint or bound.help_text
    errors = [text for text, _named in _told(bound)]
    described = [f"{bound.auto_id}_hint"] * bool(told) + [f"{bound.auto_id}_error"] * bool(errors)
    attributes: dict[str, Any] = {key: value for key, value in extra.items() if value}
    if described:
        attributes["aria-describedby"] = " ".join(described)
    if errors:
        attributes["aria-invalid"] = "true"
    if autofocus:
        attributes["autofocus"] = True
    group = isinstance(bound.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
    return {
        "bound": bound,
        "hint": told,
        "errors": errors,
        "described": " ".join(described),
        "width": width,
        "group": group,
        "options": bound.subwidgets if group else (),
        "checkbox": isinstance(bound.field.widget, forms.CheckboxInput),
        # Needed in some cases only: its hint says in which, and "(optional)" would deny it.
        "optional": not (bound.field.required or "data-sometimes" in bound.field.widget.attrs),
        "widget": "" if group else bound.as_widget(attrs=attributes),
    }


def _told(bound: BoundField) -> list[tuple[str, bool]]:
    """Return what is wrong with a field, and whether the words name the field themselves.

    Where nothing was given and the form has no words of its own for that, they say what to give:
    Django's "This field is required." names nothing. Nor are its words for a number that is too
    small or too large those of people.
    """
    general = forms.Field.default_error_messages["required"]
    found = []
    for error in bound.errors.as_data():
        text = " ".join(error.messages)
        limit = _LIMITS.get(str(error.code))
        if text == general:
            found.append((_missing(bound), True))
        elif limit and error.message is limit[0].message and error.params:
            found.append((str(limit[1]) % {"n": error.params["limit_value"]}, False))
        else:
            found.append((text, False))
    return found


def _missing(bound: BoundField) -> str:
    kind, label = bound.field, {"label": str(bound.label).rstrip(" :")}
    if isinstance(kind, forms.FileField):
        return _("Choose a file for “%(label)s”.") % label
    if isinstance(kind, forms.BooleanField):
        return _("Tick “%(label)s”.") % label
    if isinstance(kind, forms.ChoiceField | forms.ModelChoiceField):
        return (_("Answer “%(label)s”.") if _asks(bound) else _("Choose “%(label)s”.")) % label
    return (_("Answer “%(label)s”.") if _asks(bound) else _("Enter “%(label)s”.")) % label


def _asks(bound: BoundField) -> bool:
    return str(bound.label).endswith("?")  # a question ends by itself


def _first_id(bound: BoundField) -> str:
    group = isinstance(bound.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
    return f"{bound.auto_id}_0" if group else bound.auto_id
