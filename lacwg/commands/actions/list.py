from __future__ import annotations

import datetime as dt

from lacwg import render
from lacwg.audience.view import may_see
from lacwg.commands import queries
from lacwg.commands.actions import recorded
from lacwg.commands.actions.recorded import RecordedAction
from lacwg.commands.options.ids import persons
from lacwg.commands.options.verb import flag, option, verb
from lacwg.commands.sending.options import SendingAlone
from lacwg.commands.shared import asking
from lacwg.commands.shared.contact_names import contact_names, somebody
from lacwg.commands.shared.output import show_all
from lacwg.errors import UsageError
from lacwg.run import Run
from lacwg.text.english import plural
from lacwg.voice.voice import Voice, voice_of


@verb
def list_(
    run: Run,
    sending: SendingAlone,
    who: str | None = option("NAME", "Only this person's.", autocompletion=persons),
    overdue: bool = flag("Only those that are overdue."),
    everything: bool = flag("Done and dropped ones, too.", "--all"),
) -> None:
    """List the open actions of all meetings.

    Those that are due first come first. With --send each person gets their own.

    Example: lacwg actions list --who Yoav --overdue
    Example: lacwg actions list --send members --dry-run
    """
    asking.exclude("--overdue and --all", overdue and everything)
    names, today = contact_names(run), queries.now(run).date()
    wanted = somebody("--who", who)
    found = [
        each
        for each in recorded.all_actions(run)
        if (everything or each.action.open)
        and (not overdue or each.overdue(today))
        and (wanted is None or names.is_meant(wanted, each.action.who))
    ]
    found.sort(key=lambda each: each.order)
    if sending.wanted:
        _send(run, found, sending, today)
        return
    whom = "" if wanted is None else f" for {render.one_line(names.said(wanted))}"
    show_all(
        run,
        found,
        lambda each: [
            each.action.id,
            recorded.standing(each, today, run.voice),
            render.one_line(each.action.what),
            names.shown(each.action.who),
        ],
        none=f"Nothing is overdue{whom}." if overdue else f"Nothing to do{whom}.",
        json=lambda each: recorded.recorded_json(each, names, today),
        plain=recorded.PLAIN,
        breaking=(1, 2, 3),
    )


def _send(run: Run, found: list[RecordedAction], sending: SendingAlone, today: dt.date) -> None:
    """Sends each person their own of these actions, as far as members may see them."""
    from lacwg.commands.export import exporting
    from lacwg.commands.sending import recipients
    from lacwg.commands.sending.outgoing import Letter
    from lacwg.commands.sending.send import About, send

    if sending.test is not None and not sending.send:
        raise UsageError("each person gets their own actions, and none is named", hint="say whose: --send CONTACT")
    group, names = run.store.group, contact_names(run)
    to = recipients.meant(run, sending, sending.audience)
    drawn = exporting.draw(run, "members", series=[], events=[], also=["meetings"])
    own: dict[str, list[RecordedAction]] = {}
    for each in found:
        if (whose := names.one(each.action.who)) is not None:
            own.setdefault(whose, []).append(each)
    hidden = [each for some in own.values() for each in some if not may_see("members", each.audience)]
    if hidden:
        record = queries.reference_of(run, hidden[0].record_id)
        run.message(
            f"{plural(len(hidden), 'action')} of meetings whose record is private left out; to include them, for each "
            f"of these meetings, such as the first: lacwg minutes edit {record} --audience members"
        )

    def compose(one: recipients.Recipient) -> Letter | None:
        theirs = (each for who in (one.contact, *one.also) for each in own.get(who, []))
        some = [each for each in theirs if may_see(one.reader, each.audience)]
        if not some or one.reader != "members":
            return None
        say = voice_of(group, recipients.spoken(one, group, lambda _: True) or sending.lang or run.settings.language)
        lines = [f"{number}. {_line(each, say)}" for number, each in enumerate(some, 1)]
        title = say.gettext("Your actions")
        head = say.gettext("{name}: {about}", name=group.short_name or group.name, about=title)
        return Letter(head, "\n".join([title, "", *lines]), one.reader, say.code, drawn.scanner)

    def _line(each: RecordedAction, say: Voice) -> str:
        return render.one_line(f"{each.action.what} · {recorded.standing(each, today, say)}")

    send(run, About("actions", None, "actions", str(today), lists=to.lists), to, compose, sending)
