"""The codes of ``lacwg check``: what each means and how to mend it, for ``--explain`` and the README."""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from lacwg.schedule import rules

Severity = Literal["error", "warning"]


class Code(NamedTuple):
    """What a code means, and what to do about it."""

    severity: Severity
    meaning: str
    mend: str


CODES: Final = {
    "R101": Code(
        "error",
        "A file cannot be read as text: it is a folder, too large, not UTF-8, or may not be read.",
        "Rename what is no record, save the file as UTF-8, or change who may read it.",
    ),
    "R102": Code(
        "error",
        "A file is empty or not TOML, so that nothing in it counts.",
        'Mend the line that is named: a key, "=" and a value; text in quotes, dates and numbers without.',
    ),
    "R103": Code(
        "error",
        "A record has a key that does not exist, lacks one that it needs, or has a value of the wrong kind.",
        "The message names the key and what it takes.",
    ),
    "F101": Code(
        "error",
        "A file's name cannot be an id.",
        "Use small letters, digits and hyphens, and .toml at the end.",
    ),
    "F102": Code(
        "error",
        "An event's or a meeting record's file is not named after a date, so that no list finds it.",
        "Rename it to the date, a hyphen and a few words: 2026-12-03-haiti.toml.",
    ),
    "F103": Code(
        "error",
        "An event's or a meeting record's file is in another year's folder than its date's, so that lists may miss it.",
        "Move it to the folder of its year, or let check --fix do it.",
    ),
    "F104": Code(
        "error",
        "The date in an event's file name is not the day on which it starts.",
        "See which of the two is right; then rename the file (check --fix does) or mend its start.",
    ),
    "F105": Code(
        "error",
        'A "conflicted copy": a sync program found two versions of a file. Commands that would read it stop.',
        "Compare the two, keep what is right in the one with the plain name, and delete the copy.",
    ),
    "F106": Code(
        "error",
        "A merge left both versions in a file. Commands that would read it stop.",
        "Keep what is right, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>.",
    ),
    "F107": Code(
        "warning",
        "A file or folder stands where nothing reads it.",
        "Move records to the folder of their kind, and what is no record out of the data folder.",
    ),
    "L101": Code("error", "A record names an issue that has no file.", "Mend the id, or add the issue."),
    "L102": Code("error", "The group names a main series that has no file.", "Mend main_series in group.toml."),
    "L103": Code(
        "warning",
        "A meeting record or the agenda's template names somebody as an id has it, and no contact has that id.",
        'Mend the id, add the contact, or write a plain name as people write it: "Ana Pérez".',
    ),
    "L104": Code(
        "error",
        "A link cannot be followed: it does not begin with https:// or http://, names no web server, or has blanks.",
        "Write the whole of it, beginning with https://. Blanks around it are taken away by check --fix.",
    ),
    "C101": Code(
        "warning",
        "A public contact has no e-mail address, though the page asks people to write.",
        "Add a line to the file: email = …",
    ),
    "C102": Code(
        "error",
        "An e-mail address is none.",
        "Write it alone, as ana@example.org. Blanks around it are taken away by check --fix.",
    ),
    "C103": Code(
        "error",
        "A language is not written as its tag (BCP 47).",
        'Write "en", "es", "ht" or, of a country, "pt-BR".',
    ),
    "C104": Code(
        "warning",
        "A telephone number has fewer than seven digits, so that it cannot be called from elsewhere.",
        "Write the codes of the country and the area too.",
    ),
    "I101": Code(
        "error",
        "A country's code is not one of ISO 3166.",
        'Write the two letters of the country, as "CU"; the United Kingdom is "GB".',
    ),
    "I102": Code(
        "warning",
        "A bill was last looked up more than 60 days ago, or it is not said when its status was.",
        "Look it up, mend its status, and write the day: checked = 2026-11-24.",
    ),
    "M101": Code(
        "error",
        "Two actions of meeting records have the same four letters, so that neither can be meant.",
        "Write four other letters as the id of one of them.",
    ),
    "M102": Code(
        "error",
        "A meeting record is of a series that has no file, or of a date that the series never had.",
        "Rename the file to the date that the rule gives, or that an extra meeting has, a hyphen and the series.",
    ),
    "M103": Code(
        "error",
        "Minutes are approved on a date on which the series had no meeting, or no later one than their own.",
        "Write the date of the meeting that approved them: approved_at = 2026-12-09.",
    ),
    "N101": Code(
        "warning",
        "Visitors of the page would find some of a record untranslated: it is shown in the records' own language.",
        "Add the words under [es], [pt], [fr] or [ht]; or, in group.toml, name only the languages of the page, as "
        'languages = ["en"], or ignore the code.',
    ),
    "N102": Code(
        "warning",
        "A table of words is in the language of the records themselves, so that it is never shown.",
        "Put what is right in the record itself, and delete the table; or mend language in group.toml.",
    ),
    "N103": Code(
        "warning",
        "A text is there in another language alone, so that it is never shown.",
        "Add it in the language of the records too, or delete the translation.",
    ),
    "N104": Code("warning", "The group names a language of its page twice.", "Delete one of the two."),
    "P101": Code(
        "error",
        "A record names a picture that is not in the folder's images. Capital letters count.",
        "Put the file there, mend its name, or delete the line.",
    ),
    "P102": Code(
        "warning",
        "A picture has no alt, the text for people who cannot see it.",
        "Write what is to be seen in it: alt = …",
    ),
    "P103": Code(
        "warning",
        "A picture is of a kind that browsers do not show, as .heic or .tif.",
        "Save it as .jpg, .png or .webp.",
    ),
    "P104": Code(
        "warning",
        "An alt or a credit stands alone, without the picture that it is of.",
        "Name the picture: image = …; or delete the line.",
    ),
    "P105": Code(
        "warning",
        "A picture in the folder's images is named by no record.",
        "Name it in one, or take it out of the folder.",
    ),
    "S101": Code(
        "error",
        "An exception is for a date that the rule does not give, so that it does nothing.",
        "Mend its date, write extra = true if it is a date of its own, or delete it.",
    ),
    "S102": Code(
        "warning",
        "An extra date is one that the rule gives anyway; it counts as a change of that date.",
        "Delete the line extra = true, or let check --fix do it.",
    ),
    "S103": Code("error", "A rule cannot be read, or never comes.", f"Write it as {rules.EXAMPLES}."),
    "T101": Code(
        "error",
        "A time zone is not one. Abbreviations such as EST are refused: they are wrong half the year.",
        'Write the IANA name of a place, as "America/New_York".',
    ),
    "T102": Code(
        "error",
        "A time is skipped by the clocks that day, or comes twice.",
        "Write another hour or, of one that comes twice, the offset too: 2027-11-07T01:30:00-05:00.",
    ),
    "T103": Code(
        "error",
        "The public holidays of a country or a part of one are not known.",
        'Write its ISO 3166 code, as "US" or "US-MA".',
    ),
    "U101": Code(
        "error",
        "Two records have the same UID, written or derived: a calendar program takes them for one entry.",
        "In a copy, delete the line uid = …; it then has a UID of its own.",
    ),
    "V101": Code(
        "warning",
        "Everybody can read a link that lets people into a meeting.",
        "Put it under [members] as join_url; check --fix does so where it is the whole url. "
        "If everybody may have such links, ignore the code.",
    ),
    "V102": Code(
        "warning",
        "Everybody can read what seems to be the passcode or the number of a meeting.",
        "Take it out: [members] has join_url and dial_in for it, [private] host_key and note.",
    ),
    "V103": Code(
        "warning",
        "Every user of this machine can read a file with what is private.",
        "Take the right to read it from others: chmod o-rwx FILE; check --fix does so.",
    ),
    "W101": Code(
        "warning",
        "A meeting or an event of the next twelve months falls on a public holiday.",
        "See whether people can come; if not, move it or cancel it.",
    ),
    "W102": Code(
        "warning",
        "Two meetings or events of the next twelve months overlap. One without a known end counts as an hour.",
        "Move one of the two, or cancel it.",
    ),
    "W103": Code(
        "warning",
        "A meeting of the next twelve months is within two hours of an event.",
        "See whether people can make both; if not, move one of the two.",
    ),
}
