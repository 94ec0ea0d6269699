from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import zip_longest
from typing import Any, Final, Literal

from lacwg import checks, render
from lacwg.checks.fixes import Mend
from lacwg.commands.check import findings, fix_plan
from lacwg.commands.check.findings import Finding, Findings
from lacwg.commands.check.fix_plan import Fix, Plan
from lacwg.commands.options.verb import WritingRun, flag, option, verb
from lacwg.commands.shared.output import progress, show_result, undoable
from lacwg.errors import COULD_NOT, DONE, LacwgError, UsageError
from lacwg.run import Run, command
from lacwg.schedule import zones
from lacwg.store.disk.permissions import close_to_others
from lacwg.store.user_directories import first_time
from lacwg.text.english import plural

MANY = 5
"""With more warnings of one code, which is mostly one thing to decide, the first few are shown."""
FEW = 3
_NAMES_ZONES: Final = re.compile(r"^[ \t]*[\"']?(?:zones|country|clock)\b", re.MULTILINE)
_ZONES: Final = """Hours are told in other zones only where group.toml names them.
To keep the eight that were told without that, write in it:
zones = [
    "America/Havana", "America/Mexico_City", "America/Managua", "America/Caracas",
    "America/Bogota", "America/La_Paz", "America/Santiago", "America/Port-au-Prince",
]
or, for none: zones = []"""
ALIGNED = 48
"""Columns up to which places line up; a longer one pushes its own line only."""


@verb
def check(
    run: WritingRun,
    strict: bool = flag("Exit with 1 for warnings too."),
    fix: bool = flag("Fix what is safe to fix, and show what is left."),
    explain: str | None = option("CODE", "What a code means.", autocompletion=lambda: list(checks.codes())),
    all_: bool = flag("Show every warning, even many of one kind."),
    verbose: bool = flag("Show the version of the time zone data, too."),
    form: Literal["github"] | None = option(None, "Write annotations for a GitHub workflow.", "--format"),
) -> int:
    """Check every record, and say how to mend what is wrong.

    Example: lacwg check --fix --dry-run
    """
    if explain is not None:
        _explain(run, explain)
        return DONE
    if run.dry_run and not fix:
        raise UsageError("--dry-run is for --fix", hint="check writes nothing without it")
    if form and (fix or run.mode != "people"):
        raise UsageError(f"--format {form} shows what is found, in a form of its own", hint="leave out the others")
    found = findings.gathered(run)
    plan = fix_plan.plan(run.store, found, findings.now(run) if found.known else None)
    shown: Run = run
    if fix and not run.dry_run and (plan.changes or plan.closing):
        shown, plan = _fix(run, plan)
        found = findings.gathered(shown)
    left = [each for each in found.found if not (fix and run.dry_run and plan.mend_of(each))]
    if form is None:
        _show_findings(shown, found._replace(found=left), plan, fix=fix, dry_run=run.dry_run, all_=all_)
    else:
        run.out("".join(f"{_annotation(each)}\n" for each in left) + f"{_tail(found)}\n")
    if verbose and run.mode == "people":
        run.out(f"The time zones are those of tzdata {zones.version()}\n")
    if found.known is not None and run.mode == "people" and form is None:
        _tell_of_zones(run)
    errors = sum(1 for each in left if each.severity == "error")
    return COULD_NOT if errors or (strict and left) else DONE


def _tell_of_zones(run: Run) -> None:
    """Says once how to keep the zones that there were without being named; what ``init`` makes names its own."""
    if not run.store.folder.embedded and not _NAMES_ZONES.search(run.store.group_text):
        if first_time(f"zones-{run.store.group.uid_namespace}"):
            run.message(_ZONES)


def _fix(run: Run, plan: Plan) -> tuple[Run, Plan]:
    """Does what is planned, and gives what to look at the folder with afterwards."""
    store, moved = run.store.writable()
    again = run.anew(store.folder.root)
    if moved:
        run.message(moved)
        found = findings.gathered(again)
        plan = fix_plan.plan(store, found, findings.now(again))
        again = run.anew(store.folder.root)
    command.set("check --fix")  # as the log is to name it
    with progress(run, "Fixing", len(plan.changes)) as bar:
        store.write(plan.changes, bar.tick)
    for path in plan.closing:
        close_to_others(store.folder, path)
    again.done = f"{plural(len(plan.fixes), 'finding')} fixed."
    for each in plan.stale:
        run.warn(LacwgError(each))
    return again, plan


def _show_findings(run: Run, left: Findings, plan: Plan, *, fix: bool, dry_run: bool, all_: bool) -> None:
    done = plan.fixes if fix else []
    undoes = bool(plan.changes)  # rights alone are not in the journal: an undo would take another step back
    show_result(
        run,
        text=lambda: (
            (_fixed_text(done, dry_run=dry_run, undoes=undoes) if fix else "")
            + _findings_text(left, None if fix else plan, all_=all_)
        ),
        json=lambda: [
            *(_finding_json(each, mend, fixed=not dry_run) | {"hint": None} for each, mend in done),
            *(_finding_json(each, None if fix else plan.mend_of(each), fixed=False) for each in left.found),
        ],
        plain=lambda: [
            *(_plain_line(each, "fixable" if dry_run else "fixed", _did(mend, dry_run=dry_run)) for each, mend in done),
            *(_plain_line(each, each.severity, each.error.hint) for each in left.found),
        ],
    )


def _did(mend: Mend, *, dry_run: bool) -> str:
    return f"would {mend.verb} {mend.rest}" if dry_run else f"{mend.done} {mend.rest}"


def _plain_line(each: Finding, state: str, about: str | None) -> tuple[str | None, ...]:
    path, line = each.where.path, each.where.line
    return path, None if line is None else str(line), each.error.code, state, each.error.message, about


def _annotation(each: Finding) -> str:
    """A finding as a command of a GitHub workflow, which shows it beside its line."""
    where, error = each.where, each.error
    places = {"file": where.path or None, "line": where.line, "title": error.code}
    given = ",".join(f"{key}={_in_command(value, ',:')}" for key, value in places.items() if value is not None)
    return f"::{each.severity} {given}::" + _in_command("\n".join(filter(None, (error.message, error.hint))))


def _in_command(value: object, also: str = "") -> str:
    """A text within a workflow's command: what would end it is escaped. ``also``: what ends a property."""
    text = render.escape_controls(str(value))
    return "".join(f"%{ord(letter):02X}" if letter in f"%\r\n{also}" else letter for letter in text)


def _finding_json(each: Finding, mend: Mend | None, *, fixed: bool) -> dict[str, Any]:
    fix = None if mend is None else f"{mend.verb} {mend.rest}"
    return each.error.as_json() | {"severity": each.severity, "fixable": mend is not None, "fixed": fixed, "fix": fix}


def _places(found: Sequence[Finding]) -> list[str]:
    """Where things are, the short ones as wide as each other."""
    places = [str(each.where) for each in found]
    width = max((len(place) for place in places if len(place) <= ALIGNED), default=0)
    return [place.ljust(width) for place in places]


def _fixed_text(done: list[Fix], *, dry_run: bool, undoes: bool) -> str:
    if not done:
        return "Nothing here can be fixed by the program.\n"
    places = _places([each.finding for each in done])
    lines = [
        f"{place}   {each.finding.error.code}  {_did(each.mend, dry_run=dry_run)}"
        for place, each in zip(places, done, strict=True)
    ]
    fixed = f"{plural(len(done), 'thing')} fixed"
    tail = "Nothing was changed." if dry_run else undoable(fixed) if undoes else fixed
    return render.escape_controls("\n".join([*lines, tail])) + "\n\n"


def _findings_text(findings: Findings, plan: Plan | None, *, all_: bool) -> str:
    """The findings for people; with ``plan``, what ``--fix`` would do about each."""
    found, folded = (findings.found, dict[str, int]()) if all_ else _folded(findings.found, plan)
    lines = []
    for place, each, following in zip_longest(_places(found), found, found[1:]):
        code, hint = each.error.code, each.error.hint
        lines.append(f"{place}   {code}  {each.error.message}")
        mend = None if plan is None else plan.mend_of(each)
        of_next = (None, None) if following is None else (following.error.code, following.error.hint)
        if hint and not (of_next == (code, hint) and mend is None):  # what mends several is said once, below the last
            lines += [f"  {line}" for line in hint.splitlines()]
        if mend is not None:
            lines.append(f"  lacwg check --fix would {mend.verb} {mend.rest}")
        if code in folded and of_next[0] != code:
            lines.append(f"  and {folded[code]} more of {code}: lacwg check --all")
    return render.escape_controls("\n".join([*lines, _tail(findings)])) + "\n"


def _folded(found: list[Finding], plan: Plan | None) -> tuple[list[Finding], dict[str, int]]:
    """The findings without most of many warnings of one code, by path, and how many of each are left out."""

    def is_one_of_many(each: Finding) -> bool:
        return each.severity == "warning" and (plan is None or plan.mend_of(each) is None)

    often = Counter(each.error.code for each in found if is_one_of_many(each))
    left_out = {code: number - FEW for code, number in often.items() if number > MANY}
    shown: Counter[str] = Counter()
    kept = []
    for each in found:
        code = each.error.code
        if code in left_out and is_one_of_many(each):
            shown[code] += 1
            if shown[code] > FEW:
                continue
        kept.append(each)
    return kept, left_out


def _tail(findings: Findings) -> str:
    """How many there are in all."""
    found = findings.found
    errors = sum(1 for each in found if each.severity == "error")
    warnings = len(found) - errors
    said = [plural(number, noun) for number, noun in ((errors, "error"), (warnings, "warning")) if number]
    tail = f"{' and '.join(said) or 'Nothing wrong'} in {plural(findings.records, 'record')}"
    if findings.ignored:
        tail += f", {plural(findings.ignored, 'warning')} ignored by group.toml"
    if found:
        tail += f" · what a code means: lacwg check --explain {found[0].error.code}"
    return tail


def _explain(run: Run, name: str) -> None:
    code = checks.codes().get(name.upper())
    if code is None:
        raise UsageError(f'there is no code "{name}"', hint=f"the codes are {', '.join(checks.codes())}")
    show_result(
        run,
        text=lambda: render.labelled(
            [(name.upper(), f"{code.severity}: {code.meaning}"), ("To mend", code.mend)], width=run.width
        ),
        json=lambda: {"code": name.upper(), **code._asdict()},
        plain=lambda: [(name.upper(), *code)],
    )
