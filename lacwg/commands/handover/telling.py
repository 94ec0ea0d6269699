"""All that the next coordinator needs: what the folder, this person's settings and this machine say of the group."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import takewhile
from urllib.parse import urlsplit

from lacwg import render
from lacwg.commands import queries
from lacwg.commands.actions.recorded import open_actions, standing
from lacwg.commands.check.findings import gathered
from lacwg.commands.home import minutes_to_do
from lacwg.commands.series.show import change_said, rule_and_hour
from lacwg.commands.shared import on_duty
from lacwg.commands.shared.contact_names import contact_names
from lacwg.errors import LacwgError
from lacwg.exporters.documents.document import Block, Document, Items, Row, Section, Table, Text, table
from lacwg.issue_threads import FRESH, is_stale
from lacwg.remotes import timers
from lacwg.run import Run
from lacwg.schedule.month import Month
from lacwg.text.english import plural
from lacwg.text.remote_addresses import shown

SHOWN = 20
"""Findings and months' gatherings that are named one by one."""
SOON = dt.timedelta(days=92)
COMMANDS = (
    ("lacwg", "What is next, and what to look at."),
    ("lacwg agenda prepare", "An agenda from what is open and coming up."),
    ("lacwg meetings announce", "The text that tells people of the next meeting."),
    ("lacwg minutes start", "Minutes of the latest meeting; then lacwg minutes edit."),
    ("lacwg meetings move next --to DATE --reason TEXT", "Move a meeting; cancel calls it off."),
    ('lacwg events add "TITLE" --start WHEN', "A new event."),
    ("lacwg actions list", "Who promised to do what."),
    ("lacwg check", "What is wrong or missing, and how to mend it."),
    ("lacwg sync", "Share the folder with the other coordinators."),
    ("lacwg undo", "Take back the last step."),
)


def document(run: Run) -> Document:
    """The document, in English, as all that the program says to coordinators."""
    now, group = queries.now(run), run.store.group
    by_itself = _items(timers.naming("lacwg"), "Nothing, as far as this machine says.")
    sections = [_group(run), _people(run, now.date()), _places(run), Section("What runs by itself", by_itself)]
    sections += [_rules(run, now), _rhythm(run, now), *_open(run, now.date()), _findings(run)]
    sections.append(Section("Ten commands", (Table((), COMMANDS), Text("The manual: lacwg help"))))
    to_see_to = [*checklist(run)]
    for heading, taking in (("To hand over", False), ("To take back", True)):
        sections.append(Section(heading, (Items(tuple(text for back, text in to_see_to if back is taking), True),)))
    as_of = f"As of {run.english.long_date(now)}, from {run.store.folder.root.resolve()}."
    about = (group.name, as_of, "For coordinators only.")
    return Document("Handover", about, tuple(sections), "en", group.language)


def _pairs(*pairs: tuple[str, object]) -> Table:
    """Labels and values, of those that have one."""
    return Table((), tuple((label, render.one_line(str(value))) for label, value in pairs if value))


def _table(columns: tuple[str, ...], rows: Sequence[Row], none: str = "") -> tuple[Block, ...]:
    """A table; where there is no row, ``none`` or nothing."""
    return (table(columns, rows),) if rows else (Text(none),) if none else ()


def _items(lines: Sequence[str], none: str = "") -> tuple[Block, ...]:
    return (Items(tuple(lines)),) if lines else (Text(none),) if none else ()


def _group(run: Run) -> Section:
    group = run.store.group
    pairs = _pairs(
        ("Name", group.name), ("Short", group.short_name), ("Part of", group.parent), ("Since", group.formed),
        ("Time zone", group.timezone), ("Language", group.language),
        ("Languages of the page", ", ".join(group.languages)),
        ("Quorum", group.quorum or "none"), ("Holidays of", ", ".join(group.holidays)),
    )  # fmt: skip
    return Section("Who we are", (pairs, *([Text(group.mission.strip())] if group.mission else [])))


def _people(run: Run, today: dt.date) -> Section:
    rows: list[Row] = []
    everybody = list(run.store.contacts.all())
    for each in everybody:
        held = [(one.role, "" if one.to is None else run.english.long_date(one.to)) for one in each.roles_on(today)]
        reach = ", ".join(filter(None, (each.email, each.phone))) or "no address"
        held = held or [("–", "")] * (len(everybody) <= SHOWN)
        rows += [(role, each.name, reach, until) for role, until in held]
    lists = Counter(name for each in everybody for name in each.lists)
    told = [f"{name}: {plural(number, 'contact')}" for name, number in sorted(lists.items())]
    count = Text(f"{plural(len(everybody), 'contact')} in all: lacwg contacts list")
    roles = _table(("Role", "Who", "How to reach them", "Until"), sorted(rows))
    return Section("Who does what", (*roles, count, *_items(told)))


def _places(run: Run) -> Section:
    group, store = run.store.group, run.store
    rows = _pairs(
        ("The folder", store.folder.root.resolve()),
        ("Kept in git at", _remote(run) or "nowhere: this machine alone has it"),
        ("The page", group.site.base_url), ("The page's repository", group.site.remote and shown(group.site.remote)),
        ("Its branch", group.site.branch), ("The page is built into", group.site.output),
        ("The calendar", group.publish.address and shown(group.publish.address)),
        ("Its name", group.publish.calendar), ("Who reads it", group.publish.audience),
        ("Mail goes out as", group.mail.from_), ("Sent by this machine", group.reminders.installation),
        ("Your settings", run.settings_file.path),
    )  # fmt: skip
    signed = [
        (*each[:3], f'in the keyring as "lacwg {each[1]}", {each[2]}; or in {each[3]}') for each in _accounts(run)
    ]
    return Section("Where things are", (rows, *_table(("Account", "Server", "User", "Its password"), signed)))


def _remote(run: Run) -> str | None:
    """Where the folder is shared by git; None: nowhere."""
    try:
        repository = run.repository(run.store.folder.root)
        repository.refuse()
        remote = repository.remote
        return None if remote is None else shown(repository.setting(f"remote.{remote.name}.url") or remote.name)
    except LacwgError:
        return None


def _accounts(run: Run) -> Iterator[tuple[str, str, str, str]]:
    """Where this person signs in: what for, the server, the user, and the variable that may hold the password."""
    if address := run.store.group.publish.address:
        host = urlsplit(address).hostname or shown(address)
        yield "calendar", host, run.settings.publish.user or "not set", "LACWG_CALDAV_PASSWORD"
    if server := run.settings.mail.server:
        yield "mail", server, run.settings.mail.user or "none", "LACWG_SMTP_PASSWORD"


def _rules(run: Run, now: dt.datetime) -> Section:
    say, rows, coming, names = run.english, list[Row](), list[tuple[dt.date, str, str]](), contact_names(run)
    for each in run.store.series.all():
        rows.append((each.title, rule_and_hour(each, say, now.date()), "" if each.until is None else str(each.until)))
        later = [change for change in each.changes if change.from_ > now.date()]
        coming += [(one.from_, each.title, change_said(one, say, now.date())) for one in later]
        soon = takewhile(lambda one: one.span.start_utc < now + SOON, queries.timed(run.store, each, now))
        told = [(one, render.status_column(one, say)) for one in soon]
        coming += [(one.span.day, one.title, said) for one, said in told if said]
    turns = [one for each in on_duty.dutied(run, None, now.date()) for one in on_duty.coming(run, each)]
    duties = [
        (say.short_date(each.occurrence.span.day), each.occurrence.title, each.duty.role, names.shown(who))
        for each in sorted(turns, key=lambda one: one.occurrence.order)
        for who in each.who
    ]
    blocks = _table(("What", "When", "Until"), rows, "There is no rule yet.")
    blocks += _table(("Day", "What", "What is different"), [(say.short_date(day), *of) for day, *of in sorted(coming)])
    blocks += _table(("Day", "What", "Duty", "Who"), duties)
    return Section("The rules, and what is different in the next months", blocks)


def _rhythm(run: Run, now: dt.datetime) -> Section:
    """What happened in each of the twelve months before this one."""
    this, first = Month(now.year, now.month), Month(now.year - 1, now.month)
    start, end = (queries.midnight(run, each.first) for each in (first, this))
    months: dict[Month, Counter[str]] = {}
    for each in takewhile(lambda one: one.span.start_utc < end, queries.everything(run, start)):
        if each.span.start_utc >= start:
            off = f" ({render.status_column(each, run.english)})" if each.status == "cancelled" else ""
            month = months.setdefault(Month(each.span.day.year, each.span.day.month), Counter())
            month[render.one_line(each.title + off)] += 1
    rows = [
        (run.english.month_year(month.first), "; ".join(f"{title}{f', {n} times' * (n > 1)}" for title, n in found))
        for month, found in sorted((month, some.most_common(SHOWN)) for month, some in months.items())
    ]
    return Section("The year's rhythm", _table(("Month", "What there was"), rows, "Nothing yet."))


def _open(run: Run, today: dt.date) -> Iterator[Section]:
    """Drafts, what people promised, and bills."""
    names, say = contact_names(run), run.english
    drafts = [f"Minutes {each.text}" for each in minutes_to_do(run, today)]
    actions = [
        (render.one_line(each.action.what), names.shown(each.action.who), standing(each, today, say), each.action.id)
        for each in open_actions(run)
    ]
    none = "" if drafts else "No draft, and no open action."
    yield Section("What is open", (*_items(drafts), *_table(("To do", "Who", "When", "Id"), actions, none)))
    bills = tuple(
        (render.one_line(issue.title), render.one_line(bill.name), bill.status or "not recorded",
         "now" if bill.checked is None or is_stale(bill, today) else say.long_date(bill.checked + FRESH))
        for issue in run.store.issues.all() for bill in issue.bills
    )  # fmt: skip
    if bills:
        yield Section("Bills", _table(("Issue", "Bill", "Status", "Look it up"), bills))


def _findings(run: Run) -> Section:
    found = sorted(gathered(run).found, key=lambda each: (each.severity != "error", each.order))
    often = Counter(each.error.code for each in found)
    first = {each.error.code: each for each in reversed(found)}
    rows = [(code, often[code], f"{first[code].where}: {first[code].error.message}") for code in often]
    return Section("What lacwg check finds", _table(("Code", "How often", "For example"), rows, "Nothing is wrong."))


def checklist(run: Run, *, walking: bool = False) -> Iterator[tuple[bool, str]]:
    """What to see to, and whether that is to be taken back. ``walking``: without the walk through it."""
    group, remote = run.store.group, _remote(run)
    yield False, "Go through this document together, and keep it where only coordinators can read it."
    if remote:
        yield False, f"Give them an account of their own at {remote}, to read and to write; they begin with git clone."
        yield True, f"Their account and keys at {remote}."
    else:
        yield False, f"Copy the folder {run.store.folder.root.resolve()} to their machine; better: share it, lacwg sync"
        yield True, "The copies of the folder that they keep: there are people's addresses in it."
    if group.site.remote:
        yield False, f"Let them push to {shown(group.site.remote)}."
        yield True, f"Their right to push to {shown(group.site.remote)}."
    for what, host, user, _ in _accounts(run):
        keep = f'keyring set "lacwg {host}" {user}'
        yield False, f"The {what} account at {host}: an own one, or {user} with a new password, kept by: {keep}"
        yield True, f"The password of {user} at {host}: change it, and on the old machine: keyring del" + keep[11:]
    if group.reminders.installation:
        yield False, "Reminders from their machine: its id (lacwg config) as installation in [reminders] of group.toml"
    if timers.naming("lacwg"):
        yield True, "The timers of the old machine, named above."
    if any(each.private.host_key for each in run.store.series.all()):
        yield False, "The host key of the online meetings: lacwg series show, with --private"
    if not walking:
        yield False, "Roles, actions and duties: lacwg handover --to NAME walks through them, and through this list."
    yield False, "Tell the members at the next meeting, and the partners."
    yield True, "Keys to rooms, the mailing list's administration, accounts on social networks."
