from __future__ import annotations

from dataclasses import replace
from typing import Final

from lacwg import kinds
from lacwg.commands.issues.fields import BillFields, IssueChanges, IssueFields, IssueId, show_issue, with_fields
from lacwg.commands.options.details import Lang
from lacwg.commands.options.verb import WritingRun, verb
from lacwg.commands.shared import saving, text_editing
from lacwg.commands.shared.output import NO_CHANGE
from lacwg.commands.shared.typed_fields import by_field, refuse_untranslatable, tell_stale, worded
from lacwg.records import Issue
from lacwg.voice.stale_translations import StaleTranslation, without_stale

_TEXTS: Final = ("title", "stance", "summary")


@verb
def edit(
    run: WritingRun, issue: IssueId, fields: IssueFields, changes: IssueChanges, bill: BillFields, lang: Lang = None
) -> None:
    """Change an issue.

    Without options it opens your editor. --number and the options below it are about the --bill, which you may leave
    out where there is only one. An empty value, such as --summary "", removes what is there. --status counts as looked
    up today, unless --checked says otherwise. With --lang the texts are translations, and the issue's own texts stay.

    Example: lacwg issues edit honduras --bill "Berta Caceres" --status "in committee"
    """
    record_id = run.store.issues.find(issue)
    again = f"lacwg issues edit {record_id}"
    if lang is not None:
        refuse_untranslatable(run, lang, Issue, by_field(changes, fields, bill))
    elif (replace(fields, public_link=False), changes, bill) == (IssueFields(), IssueChanges(), BillFields()):
        record, told = text_editing.in_editor(run, kinds.ISSUE, record_id, instead='--stance "TEXT"')
        show_issue(run, record, [told])
        return
    # an empty title goes out of the words in another language: the issue itself needs one
    own = replace(changes, title=None) if lang is not None and changes.title == "" else changes
    about: list[str] = []
    stale: list[StaleTranslation] = []

    def changed(old: Issue) -> Issue:
        new, about[:] = with_fields(run, old, fields, own, bill)
        if lang is not None:
            typed = by_field(changes, fields)
            texts = {key: getattr(new, key) if typed[key] else None for key in _TEXTS if typed[key] is not None}
            return worded(old, lang, texts)
        new, stale[:] = without_stale(old, new)
        return new

    record, told = saving.change(run, lambda store: store.issues, record_id, changed)
    show_issue(run, record, [told] if told == NO_CHANGE else [*about, told])
    tell_stale(run, stale, again)
