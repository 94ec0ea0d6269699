"""What was counted, told in a language: the document of a report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from lacwg.exporters.documents.counts import Met, Numbers, Promise
from lacwg.exporters.documents.document import Bars, Block, Document, Heat, Items, Row, Section, Table, line, table
from lacwg.exporters.documents.minutes import votes
from lacwg.issue_threads import is_stale
from lacwg.records import Group
from lacwg.schedule.month import first_weekday, weeks
from lacwg.schedule.occurrences import Occurrence
from lacwg.voice.translation import Untranslated, own_language
from lacwg.voice.voice import FORMATS, Voice

LISTED: Final = 100
"""Of more than these only numbers are told."""
RANKED: Final = 20
"""Places and issues that have a bar of their own."""


def document(numbers: Numbers, group: Group, names: Mapping[str, str], say: Voice) -> Document:
    """The document; ``group`` as in the view that was counted, ``names`` by contacts' ids."""
    telling = _Telling(numbers, group, names, say)
    sections = [telling.glance(), telling.meetings(), *telling.minutes(), telling.events(), telling.calendar()]
    sections += [*telling.bills(), *telling.announced(), telling.unknown()]
    whole = tuple(section for section in sections if section.blocks)
    return Document(telling.title, tuple(telling.about()), whole, say.code, group.language)


class _Telling:
    def __init__(self, numbers: Numbers, group: Group, names: Mapping[str, str], say: Voice) -> None:
        self._numbers, self._group, self._names, self._say, self._ = numbers, group, names, say, say.gettext
        self._own: Callable[[str], str] = str if own_language(group) == say.code else Untranslated
        first, last = numbers.period.first, numbers.period.last
        year = (first, last) == (dt.date(first.year, 1, 1), dt.date(first.year, 12, 31))
        self.title = self._(
            "What we did: {period}", period=first.year if year else f"{say.long_date(first)} – {say.long_date(last)}"
        )

    def about(self) -> Iterator[str]:
        """Who it is about, when it was counted, and for whom it is."""
        yield self._group.name
        yield self._("As of {day}.", day=self._say.long_date(self._numbers.period.now))
        if self._numbers.reader == "public":
            yield self._("For everybody: what only members see is left out.")
        else:
            yield self._("For members.")

    def glance(self) -> Section:
        """The numbers that people ask for first."""
        meetings, events = self._numbers.totals["meetings"], self._numbers.totals["events"]
        rows = (
            (self._("Meetings"), meetings["held"]),
            (self._("Meetings with minutes"), meetings["with_minutes"]),
            (self._("Meetings moved"), meetings["moved"]),
            (self._("Meetings added"), meetings["extra"]),
            (self._("Meetings cancelled"), meetings["cancelled"]),
            (self._("Meetings to come"), meetings["coming"]),
            (self._("Decisions"), len(self._numbers.decisions)),
            (self._("Events"), events["held"]),
            (self._("Events cancelled"), events["cancelled"]),
            (self._("Events to come"), events["coming"]),
        )
        return Section(self._("At a glance"), (Table((), rows),))

    def meetings(self) -> Section:
        """What happened to dates, and who came."""
        columns, blocks = (self._("Meeting"), self._("What happened"), self._("Why")), list[Block]()
        dates = [each.occurrence for each in self._numbers.meetings if each.occurrence and each.occurrence.change]
        told = [(each, self._what_happened(each)) for each in dates]
        rows = tuple(
            (self._day(each.span.day), what, line(each.reason or "") or self._("not recorded"))
            for each, what in told
            if what
        )
        if rows:
            blocks.append(Table(columns, rows))
        held = self._numbers.held
        recorded = [number for number, each in enumerate(held) if each.record is not None]
        if self._numbers.reader == "members" and recorded:
            blocks.append(self._attendance(held[recorded[0] : recorded[-1] + 1]))
        return Section(self._("Meetings"), tuple(blocks))

    def _what_happened(self, each: Occurrence) -> str:
        said, was = self._say.status_phrase(each)
        return self._(said, context=each.kind, was=was, hour=was) if said else ""

    def _attendance(self, held: list[Met]) -> Block:
        quorum = self._numbers.quorum
        columns = [self._("Meeting"), self._("Present"), self._("Guests"), self._("Newcomers")]
        columns += [self._("Named for the first time"), self._("Quorum of {quorum}", quorum=quorum)]
        rows = []
        for each in held:
            counted = (self._day(each.day), each.present, each.guests, each.newcomers)
            met = None
            if quorum is not None and each.present is not None:
                met = self._("met") if each.present >= quorum else self._("not met")
            new = None if each.present is None else self._people(each.first_named)
            rows.append((*counted, new, met))
        marks = self._marks([each.day for each in held])
        return Bars(self._("Attendance"), table(columns, rows, always=3), (1, 2), upright=True, marks=marks)

    def _marks(self, days: Sequence[dt.date]) -> tuple[str, ...]:
        """Below bars in the order of time: a month where it begins, or a year where there are many."""
        years = (days[-1] - days[0]).days > 800
        said = [str(day.year) if years else self._say.short_month(day) for day in days]
        return tuple(each if each != before else "" for before, each in zip(["", *said], said, strict=False))

    def _people(self, who: Iterable[str]) -> str:
        return ", ".join(line(self._names.get(each, each)) for each in who)

    def minutes(self) -> Iterator[Section]:
        """What was decided, and what was promised."""
        columns = self._("Meeting"), self._("Decision"), self._("Votes")
        uncounted = self._("not counted") if self._numbers.reader == "members" else ""
        decided = [
            (self._day(day), line(each.text), votes(each, self._say) or uncounted)
            for day, each in self._numbers.decisions
        ]
        if decided:
            yield Section(self._("Decisions"), (table(columns, decided[:LISTED]),))
        if self._numbers.actions:
            yield Section(self._("Actions"), tuple(self._actions()))

    def _actions(self) -> Iterator[Block]:
        numbers, open_ones = self._numbers, sorted(self._numbers.open, key=lambda each: each.opened)
        took = sorted(each.days for each in numbers.done)
        rows: list[tuple[str, int]] = [
            (self._("Promised"), len(numbers.opened)), (self._("Done"), len(numbers.done)),
            (self._("Dropped"), len(numbers.dropped)), (self._("Still open"), len(open_ones)),
        ]  # fmt: skip
        if took:
            rows.append((self._("Days until half of them were done"), took[(len(took) - 1) // 2]))
            rows.append((self._("Days that the longest took"), took[-1]))
        yield Table((), tuple(rows))
        months = tuple((self._say.month_year(month.first), count) for month, count in numbers.open_by_month)
        if months:
            marks = self._marks([month.first for month, _ in numbers.open_by_month])
            columns = self._("Month"), self._("Still open")
            yield Bars(self._("Actions open by month"), Table(columns, months), (1,), upright=True, marks=marks)
        if open_ones:
            columns3 = self._("To do"), self._("Who"), self._("Due")
            yield Table(columns3, tuple(self._promise(each) for each in open_ones[:LISTED]))

    def _promise(self, each: Promise) -> tuple[str, ...]:
        due = self._("not recorded") if each.action.due is None else self._say.long_date(each.action.due)
        who = self._people([each.action.who] if each.action.who else []) or self._("not recorded")
        return self._own(line(each.action.what)), who, due

    def events(self) -> Section:
        """How many, by what they are about, how people met, and where."""
        numbers, blocks = self._numbers, list[Block]()
        if numbers.events:
            unknown: dict[str | None, str] = {None: self._("not recorded")}
            titles: dict[str | None, str] = {
                None: self._("No issue named"),
                **{each.id: line(each.title) for each in numbers.issues},
            }
            for title, column, counts, called in (
                (self._("Events by issue"), self._("Issue"), numbers.by_issue, titles),
                (
                    self._("Events by kind"), self._("Kind"), numbers.by_format,
                    unknown | {key: self._(text) for key, text in FORMATS.items()},
                ),
                (self._("Events by place"), self._("Place"), numbers.by_place, unknown),
            ):  # fmt: skip
                if not counts:
                    continue
                rows = _ranked(counts, called, self._("Others"))
                blocks.append(Bars(title, Table((column, self._("Events")), rows), (1,)))
        listed = sorted((*numbers.events, *numbers.cancelled), key=lambda each: each.order)
        if 0 < len(listed) <= LISTED:
            columns = self._("Day"), self._("Event"), self._("What happened")
            rows3 = [(self._day(each.span.day), line(each.title), self._fate(each)) for each in listed]
            blocks.append(table(columns, rows3))
        return Section(self._("Events"), tuple(blocks))

    def _fate(self, each: Occurrence) -> str:
        what = self._what_happened(each)
        return self._say.with_reason(what, line(each.reason or "")) if what else ""

    def calendar(self) -> Section:
        """A year at a glance."""
        period, days, start = self._numbers.period, self._numbers.days, first_weekday(self._group)
        months = [(each, [day for day in days if each.first <= day <= each.last]) for each in period.months]
        if not days or len(months) > 24:
            return Section("", ())
        rows = tuple(
            (
                self._say.month_year(month.first),
                sum(days[day][0] for day in some),
                sum(days[day][1] for day in some),
                ", ".join(f"{day.day}" if sum(days[day]) == 1 else f"{day.day} ({sum(days[day])})" for day in some),
            )
            for month, some in months
        )
        columns = self._("Month"), self._("Meetings"), self._("Events"), self._("Days")
        drawn = tuple(
            (self._say.month_year(each.first), tuple(tuple(week) for week in weeks(each, start))) for each, _ in months
        )
        week = weeks(months[0][0], start)[1]
        letters = tuple(self._say.weekday(day or months[0][0].first)[:2] for day in week)
        title = self._("Meetings and events by day")
        blocks = (Heat(title, {day: sum(each) for day, each in days.items()}, drawn, letters, Table(columns, rows)),)
        return Section(self._("Calendar"), blocks)

    def bills(self) -> Iterator[Section]:
        """The bills of each issue, as their records have them now."""
        rows = tuple(
            (
                line(issue.title),
                line(" · ".join(filter(None, (bill.number, bill.name)))),
                line(bill.status or "") or self._("not recorded"),
                self._("never") if bill.checked is None else self._say.long_date(bill.checked),
            )
            for issue in self._numbers.issues
            for bill in issue.bills
        )
        if rows:
            columns = self._("Issue"), self._("Bill"), self._("Status"), self._("Looked up")
            yield Section(self._("Bills"), (Table(columns, rows[:LISTED]),))

    def announced(self) -> Iterator[Section]:
        """What went out to people, by day."""
        met = [each.occurrence for each in self._numbers.meetings if each.occurrence]
        titles = {each.id: each.title for each in (*met, *self._numbers.events, *self._numbers.coming)}
        rows = tuple(
            (self._day(each.day), line(titles.get(each.of, self._own(each.title))), each.people)
            for each in self._numbers.sendings
        )
        if rows:
            columns = self._("Day"), self._("Announced"), self._("People")
            yield Section(self._("Announcements"), (Table(columns, rows[:LISTED]),))

    def unknown(self) -> Section:
        """What no record says."""
        numbers, ngettext, held = self._numbers, self._say.ngettext, self._numbers.held
        without = sum(each.record is None for each in held)
        dates = [each.occurrence for each in numbers.meetings if each.occurrence]
        reasons = [each for each in dates if self._what_happened(each)]
        unsaid = sum(not (each.reason or "").strip() for each in (*reasons, *numbers.cancelled))
        nobody = sum(each.record is not None and each.present is None for each in held)
        stale = [bill for issue in numbers.issues for bill in issue.bills if is_stale(bill, numbers.period.now.date())]
        found = [
            (without,
             ngettext("{count} meeting has no minutes here: whether it took place is not recorded.",
                   "{count} meetings have no minutes here: whether they took place is not recorded.", without)),
            (nobody * (numbers.reader == "members"),
             ngettext("The minutes of {count} meeting do not say who was there.",
                   "The minutes of {count} meetings do not say who was there.", nobody)),
            (unsaid, ngettext("Why {count} date was moved, added or cancelled is not recorded.",
                           "Why {count} dates were moved, added or cancelled is not recorded.", unsaid)),
            (len(numbers.tentative),
             ngettext("Whether {count} tentative event took place is not recorded.",
                   "Whether {count} tentative events took place is not recorded.", len(numbers.tentative))),
            (len(stale), ngettext("The status of {count} bill has not been looked up for two months.",
                               "The status of {count} bills has not been looked up for two months.", len(stale))),
        ]  # fmt: skip
        lines = [text for number, text in found if number]
        if self._numbers.quorum is None and self._numbers.reader == "members":
            lines.append(self._("The group has set no quorum."))
        return Section(self._("What no record says"), (Items(tuple(lines)),) if lines else ())

    def _day(self, day: dt.date) -> str:
        return " ".join(self._say.short_date(day).split())


def _ranked(counts: Mapping[str | None, int], called: Mapping[str | None, str], others: str) -> tuple[Row, ...]:
    """The names with their numbers, the greatest first, then by name; what has no name comes last."""
    known = sorted((-number, called.get(key, key), number) for key, number in counts.items() if key is not None)
    rows: list[Row] = [(name, number) for _, name, number in known[:RANKED]]
    if rest := sum(number for *_, number in known[RANKED:]):
        rows.append((others, rest))
    return tuple(rows + ([(called[None], counts[None])] if None in counts else []))
