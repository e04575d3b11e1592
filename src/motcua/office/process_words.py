"""Words of the process editor: what its scripts say, by short keys, in the active language."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS: dict[str, str | Promise] = {
    "step": _("Step of a person"),
    "service": _("Step of the software"),
    "decision": _("Decision by a table"),
    "call": _("Another process"),
    "choice": _("Choice between ways"),
    "parallel": _("Ways side by side"),
    "timer": _("Waiting time"),
    "boundary": _("Time limit of a step"),
    "send": _("Question to another unit"),
    "receive": _("Answer of another unit"),
    "start": _("Start"),
    "end": _("End"),
}

DRAWING: dict[str, str | Promise] = {
    "hand": _("Move the sheet"),
    "lasso": _("Choose several"),
    "connect": _("Draw a way"),
    "create": _("Draw: {kind}"),
    "append": _("Go on with: {kind}"),
    "replace": _("Make it something else"),
    "delete": _("Remove"),
    "severity.error": _("To mend"),
    "severity.warning": _("To consider"),
    "findings.none": _("Nothing to mend."),
    "findings.count": _("{errors} to mend, {warnings} to consider"),
    "undone": _("Taken back."),
    "redone": _("Done again."),
    "saving": _("Saving…"),
    "saved": _("Saved {when}"),
    "unsaved": _("Not saved yet"),
    "not_saved": _("Not saved: no connection. It is tried again every 10 seconds."),
    "not_saved_other": _("Not saved: somebody else has saved meanwhile."),
}

PANEL: dict[str, str | Promise] = {
    "back": _("Back to where I was"),
    "process": _("The whole process"),
    "process.hint": _("Choose an element to see what belongs to it."),
    "process.first": _("Go to the first element"),
    "drawing": _("Part of the drawing"),
    "drawing.hint": _("Lanes and notes explain the drawing. They change nothing of how it runs."),
    "way": _("Way on"),
    "way.from": _("From {where}"),
    "unnamed": _("{kind} without a name"),
    "unnamed.hint": _("It has no name yet. Please give it one."),
    "name.vi": _("Name in Vietnamese"),
    "name.en": _("Name in English"),
    "name.id": _("Name in Indonesian"),
    "kind": _("Kind of element"),
    "code": _("Code:"),
    "choose": _("Choose"),
    "remove": _("Remove"),
    "role": _("Who does it (role)"),
    "role.none": _("nobody yet"),
    "unit": _("Unit"),
    "unit.none": _("no unit yet"),
    "unit.hint": _("Which unit this is in a dossier follows from where it is taken in."),
    "act": _("What is done to the dossier"),
    "act.hint": _("The right that it needs follows from this."),
    "hours": _("Working hours"),
    "hours.hint": _("8 hours are a working day. The legal limit wins over their sum."),
    "hours.short": _("{hours} working hours"),
    "outcomes": _("How the step can end"),
    "outcomes.hint": _("Ways that follow can depend on it."),
    "outcomes.add": _("Add an ending"),
    "fields": _("What is filled in"),
    "fields.hint": _("The official fills it in when finishing; ways and tables can depend on it."),
    "fields.add": _("Add something to fill in"),
    "fields.kind": _("Kind of answer"),
    "fields.values": _("Answers to choose from"),
    "fields.values_add": _("Add an answer"),
    "fields.required": _("Must be filled in"),
    "timer.kind": _("How the time is counted"),
    "timer.calendar": _("Days and hours of the calendar"),
    "timer.working": _("Working hours of a unit"),
    "timer.hours": _("Working hours to wait"),
    "timer.unit_hint": _("Whose working hours are counted."),
    "timer.days": _("Days"),
    "timer.hours_more": _("and hours"),
    "call": _("Which process"),
    "call.hint": _("This version stays, also when the other process is changed later."),
    "receive": _("Waits for the answer to"),
    "receive.none": _("Draw the question to another unit first."),
    "service": _("What the software does"),
    "service.hint": _("It is tried several times before a person gets the step."),
    "service.text": _("Which message"),
    "service.gives": _("Ways that follow can depend on: {what}."),
    "service.person": _("Who does it when the software cannot"),
    "service.person_hint": _("The hours are kept free for this person; the reason stands beside."),
    "ways": _("Where it goes on"),
    "ways.to": _("Goes on to"),
    "ways.default": _("Taken when no other way fits"),
    "ways.new": _("One more way, to"),
    "ways.add": _("Add this way"),
    "ways.remove": _("Remove this way"),
    "limit.add": _("Add a time limit"),
}

CONDITIONS: dict[str, str | Promise] = {
    "condition.last": _("how the step before ended"),
    "condition.of": _("how “{step}” ended"),
    "condition.field": _("Taken when"),
    "condition.compare": _("comparison"),
    "condition.value": _("value"),
    "condition.drop": _("Drop"),
    "condition.more": _("One more condition"),
    "condition.join": _("Of these conditions"),
    "condition.by_hand": _("This condition was written by hand."),
    "condition.anew": _("Choose it anew"),
    "join.all": _("all must hold"),
    "join.any": _("one is enough"),
    "join.and": _("and"),
    "join.or": _("or"),
    "compare.==": _("is"),
    "compare.!=": _("is not"),
    "compare.<": _("is less than"),
    "compare.<=": _("is at most"),
    "compare.>": _("is more than"),
    "compare.>=": _("is at least"),
    "value.True": _("yes"),
    "value.False": _("no"),
}

TABLE: dict[str, str | Promise] = {
    "table.title": _("Decision table"),
    "table.open": _("Open the table"),
    "table.none": _("There is no table yet."),
    "table.summary": _("{rows} rows: from {inputs} follows {outputs}."),
    "table.hit": _("When several rows fit"),
    "table.hit_hint": _("A row fits when all its cells fit. When none fits, nothing comes out."),
    "table.unique": _("that is a mistake: only one may fit"),
    "table.first": _("the first of them counts"),
    "table.every": _("they must say the same"),
    "table.input": _("Asked {number}"),
    "table.output": _("Comes out {number}"),
    "table.type": _("Kind of value"),
    "table.text": _("word"),
    "table.number": _("number"),
    "table.yes_no": _("yes or no"),
    "table.row": _("Row"),
    "table.acts": _("Order"),
    "table.cell": _("Row {row}, {column}"),
    "table.value": _("{cell}: number"),
    "table.to": _("{cell}: up to"),
    "table.any": _("anything"),
    "table.between": _("is from … to …"),
    "table.empty": _("A table without rows decides nothing. Add a row."),
    "table.row_add": _("Add a row"),
    "table.input_add": _("Ask one more thing"),
    "table.output_add": _("Let one more thing come out"),
    "table.row_remove": _("Remove row {row}"),
    "table.up": _("Move row {row} up"),
    "table.down": _("Move row {row} down"),
}

LIST: dict[str, str | Promise] = {
    "list.hint": _("Choose an element: then it can be changed, removed, or followed by another."),
    "list.properties": _("Properties"),
    "list.kind": _("What follows"),
    "list.add": _("Add after it"),
    "list.added": _("Added: {what}."),
    "list.removed": _("Removed: {what}."),
    "list.then": _("then {where}"),
    "list.if": _("{where}, when {condition}"),
    "list.otherwise": _("otherwise {where}"),
    "list.unsaid": _("{where}, but when is not said yet"),
    "list.nowhere": _("It leads nowhere yet."),
    "list.findings": _("To look at: {count}"),
}

# What bpmn-js says of itself, by its own English words.
LIBRARY: dict[str, str | Promise] = {
    "Search in diagram": _("Search in the drawing"),
    "Open minimap": _("Overview"),
    "Search": _("Search"),
    "No matching entries": _("Nothing fits"),
}


def editor_words() -> dict[str, str]:
    """Return every word of the editor in the active language, by its key."""
    named = {f"kind.{kind}": word for kind, word in KINDS.items()}
    parts = (named, DRAWING, PANEL, CONDITIONS, TABLE, LIST)
    return {key: str(word) for part in parts for key, word in part.items()}


def library_words() -> dict[str, str]:
    """Return the words of bpmn-js in the active language, by its English ones."""
    return {key: str(word) for key, word in LIBRARY.items()}
