"""``lacwg issues edit``."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from lacwg.commands.issues.bills import BillFields
from lacwg.commands.issues.display import show_issue
from lacwg.commands.issues.fields import IssueChanges, IssueFields, IssueId, with_fields
from lacwg.commands.options.details import Lang
from lacwg.commands.options.verb import WritingRun, verb
from lacwg.commands.shared import saving, text_editing, translations
from lacwg.commands.shared.output import NO_CHANGE
from lacwg.commands.shared.typed_fields import by_field
from lacwg.records import Issue, Language
from lacwg.voice.stale_translations import StaleTranslation, without_stale

_TEXTS: Final = ("title", "stance", "summary")


@verb
def edit(
    run: WritingRun, issue: IssueId, fields: IssueFields, changes: IssueChanges, bill: BillFields, lang: Lang = None
) -> None:
    """Change an issue; without anything to change, open your editor on its record.

    --number and what follows it is of the --bill, which may be left out where there is one alone. An empty value,
    as --summary "", takes out what is there. --status counts as looked up today, unless --checked says otherwise.
    With --lang the texts are those of another language, and the issue's own stay.

    Example: lacwg issues edit honduras --bill "Berta Caceres Act" --number "H.R. 1945" --status "in committee"
    """
    record_id = run.store.issues.find(issue)
    again = f"lacwg issues edit {record_id}"
    if lang is not None:
        translations.refuse(run, lang, Issue, by_field(changes, fields, bill))
    elif (replace(fields, public_link=False), changes, bill) == (IssueFields(), IssueChanges(), BillFields()):
        instead = '--stance "TEXT"'
        result = text_editing.in_editor(run, lambda store: store.issues, record_id, again=again, instead=instead)
        show_issue(run, result.record, [result.told])
        return
    about: list[str] = []
    stale: list[StaleTranslation] = []

    def changed(old: Issue) -> Issue:
        new, about[:] = with_fields(run, old, fields, _without_title(changes, lang), bill)
        if lang is not None:
            return translations.worded(old, lang, _texts(new, fields, changes))
        new, stale[:] = without_stale(old, new)
        return new

    record, told = saving.change(run, lambda store: store.issues, record_id, changed)
    show_issue(run, record, [told] if told == NO_CHANGE else [*about, told])
    translations.tell(run, stale, again)


def _without_title(changes: IssueChanges, language: Language | None) -> IssueChanges:
    """The changes but for an empty title in another language: the issue itself needs one."""
    return replace(changes, title=None) if language is not None and changes.title == "" else changes


def _texts(new: Issue, fields: IssueFields, changes: IssueChanges) -> dict[str, str | None]:
    """What was typed in another language; None for what goes out of its table."""
    typed = {"title": changes.title, "stance": fields.stance, "summary": fields.summary}
    return {key: getattr(new, key) if text else None for key, text in typed.items() if text is not None}
