"""Controls for files in forms of the portal: several at once, a camera on a telephone."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from motcua.filing.rules import FILES_MOST


class Files(forms.ClearableFileInput):
    """A control for several files; a phone offers its camera."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once."""

    widget = Files

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the files that were chosen."""
        if not data:
            return []
        if len(data) > FILES_MOST:
            raise forms.ValidationError(_("These are too many files at once."))
        return [super(FilesField, self).clean(one, initial) for one in data]


class AddForm(forms.Form):
    """Files that are added to a paper, from the device or from its camera."""

    file = FilesField(
        label=gettext_lazy("Add files or photos"),
        widget=Files(attrs={"accept": "application/pdf,image/jpeg,image/png", "multiple": True}),
    )
    photo = FilesField(
        label=gettext_lazy("Take a photo"),
        widget=Files(attrs={"accept": "image/jpeg,image/png", "capture": "environment"}),
        required=False,
    )

    def chosen(self) -> list[Any]:
        """Return every file that was chosen, of a form that is valid."""
        return [*self.cleaned_data["file"], *self.cleaned_data["photo"]]
