"""Invitations to meetings, as Zoom, Teams and Google Meet write them, in the languages of the group."""

from __future__ import annotations

import pytest

from lacwg.importers.meeting_links import JoinDetails

ZOOM = """\
{invites}

{topic}: Webinar on Cuba
{time}: Dec 3, 2026 07:00 PM Eastern Time (US and Canada)

{join}
https://us02web.zoom.us/j/81234567890?pwd=abc

{meeting_id}: 812 3456 7890
{passcode}: aB3xyz

---

{one_tap}
+13017158592,,81234567890#,,,,*123456# US (Washington DC)
+13052241968,,81234567890#,,,,*123456# US

---

{dial}
• +1 301 715 8592 US (Washington DC)
• 877 853 5257 US Toll-free
• +55 11 4700 9668 Brazil

{meeting_id}: 812 3456 7890
{passcode}: 123456

{find}: https://us02web.zoom.us/u/kbcdef"""
IN_ZOOM = {
    "en": {
        "invites": "Ana Pérez is inviting you to a scheduled Zoom meeting.", "topic": "Topic", "time": "Time",
        "join": "Join Zoom Meeting", "meeting_id": "Meeting ID", "passcode": "Passcode", "one_tap": "One tap mobile",
        "dial": "Dial by your location", "find": "Find your local number",
    },
    "es": {
        "invites": "Ana Pérez le está invitando a una reunión de Zoom programada.", "topic": "Tema", "time": "Hora",
        "join": "Unirse a la reunión Zoom", "meeting_id": "ID de reunión", "passcode": "Código de acceso",
        "one_tap": "Móvil con un toque", "dial": "Marque según su ubicación", "find": "Encuentre su número local",
    },
    "pt": {
        "invites": "Ana Pérez está convidando você para uma reunião Zoom agendada.", "topic": "Tópico",
        "time": "Horário", "join": "Ingressar na reunião Zoom", "meeting_id": "ID da reunião",
        "passcode": "Senha de acesso", "one_tap": "Dispositivo móvel de um toque",
        "dial": "Disque de acordo com o seu local", "find": "Encontre seu número local",
    },
    "fr": {
        "invites": "Ana Pérez vous invite à une réunion Zoom planifiée.", "topic": "Sujet", "time": "Heure",
        "join": "Rejoindre Zoom Réunion", "meeting_id": "N° de réunion ", "passcode": "Code secret ",
        "one_tap": "Une seule touche sur l'appareil mobile",
        "dial": "Composez un numéro en fonction de votre emplacement", "find": "Trouvez votre numéro local ",
    },
}  # fmt: skip
RULE = "_" * 80
TEAMS = {
    "en": """\
Microsoft Teams Need help?<https://aka.ms/JoinTeamsMeeting?omkt=en-US>
Join the meeting now<https://teams.microsoft.com/l/meetup-join/19%3ameeting_x>
Meeting ID: 212 345 678 901
Passcode: aB3xyz
________________________________
Dial in by phone
+1 617-555-0100,,123456789#<tel:+16175550100,,123456789#> United States, Boston
Find a local number<https://dialin.teams.microsoft.com/x?id=1>
Phone conference ID: 123 456 789#
Join on a video conferencing device
Tenant key: group@m.webex.com
Video ID: 118 123 456 7
More info<https://www.webex.com/msteams?confid=1>
For organizers: Meeting options<https://teams.microsoft.com/meetingOptions/?x=1> | Reset dial-in PIN<https://dialin.teams.microsoft.com/usp/pstnconferencing>""",
    "es": """\
Reunión de Microsoft Teams
Únase a la conversación en su equipo, aplicación móvil o dispositivo de sala
Haga clic aquí para unirse a la reunión<https://teams.microsoft.com/l/meetup-join/19%3ameeting_x>
Id. de reunión: 212 345 678 901
Código de acceso: aB3xyz
Descargar Teams<https://www.microsoft.com/x> | Unirse en la web<https://www.microsoft.com/y>
O llame (solo audio)
+34 960 55 01 00,,123456789#<tel:+34960550100,,123456789#>   Spain, Valencia
Id. de conferencia telefónica: 123 456 789#
Buscar un número local<https://dialin.teams.microsoft.com/x> | Restablecer PIN<https://dialin.teams.microsoft.com/usp/pstn>
Más información<https://aka.ms/JoinTeamsMeeting> | Opciones de reunión<https://teams.microsoft.com/meetingOptions/?x>""",
    "pt": """\
Reunião do Microsoft Teams
Ingressar no seu computador, aplicativo móvel ou dispositivo de sala
Clique aqui para ingressar na reunião<https://teams.microsoft.com/l/meetup-join/19%3ameeting_x>
ID da Reunião: 212 345 678 901
Senha: aB3xyz
Baixar o Teams<https://www.microsoft.com/x> | Participar na web<https://www.microsoft.com/y>
Saiba mais<https://aka.ms/JoinTeamsMeeting> | Opções de reunião<https://teams.microsoft.com/meetingOptions/?x>""",
    "fr": """\
Réunion Microsoft Teams Besoin d'aide ?<https://aka.ms/JoinTeamsMeeting?omkt=fr-FR>
Rejoindre la réunion maintenant<https://teams.live.com/meet/9312?p=x>
ID de réunion : 212 345 678 901
Code secret : aB3xyz
Pour les organisateurs : Options de la réunion<https://teams.live.com/meetingOptions?x>""",
    "de": """\
Microsoft Teams-Besprechung
Jetzt an der Besprechung teilnehmen<https://teams.microsoft.com/l/meetup-join/19%3ameeting_x>
Besprechungs-ID: 212 345 678 901""",
}
MEET = {
    "en": """\
Join with Google Meet: https://meet.google.com/abc-defg-hij
Or dial: (US) +1 617-555-0100 PIN: 123456789#
More phone numbers: https://tel.meet/abc-defg-hij?pin=123&hs=7

Learn more about Meet at: https://support.google.com/a/users/answer/9282720

Please do not edit this section.""",
    "es": """\
Unirse con Google Meet: https://meet.google.com/abc-defg-hij
O marca el: (ES) +34 960 55 01 00 PIN: 123456789#
Más números de teléfono: https://tel.meet/abc-defg-hij?pin=123&hs=7

Obtén más información sobre Meet en: https://support.google.com/a/users/answer/9282720

No edites esta sección.""",
    "pt": """\
Participar com o Google Meet: https://meet.google.com/abc-defg-hij
Ou disque: (BR) +55 11 4700-9668 PIN: 123456789#
Mais números de telefone: https://tel.meet/abc-defg-hij?pin=123&hs=7

Saiba mais sobre o Meet em: https://support.google.com/a/users/answer/9282720

Não edite esta seção.""",
    "fr": """\
Participer avec Google Meet : https://meet.google.com/abc-defg-hij
Ou composez le : (FR) +33 1 55 55 01 00 PIN : 123456789#
Autres numéros de téléphone : https://tel.meet/abc-defg-hij?pin=123&hs=7

En savoir plus sur Meet : https://support.google.com/a/users/answer/9282720

Veuillez ne pas modifier cette section.""",
}
OWN = "-::~:~::~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~:~::~:~::-"
BEFORE = "Film and talk with Ana.\n\nBring a friend: https://example.org/film"
AFTER = "Call Ana if you are late.\nAccess: by the side door.\n2026-12-03 18:30: doors open"


def taken(text: str, **known: tuple[str, ...]) -> tuple[str, JoinDetails]:
    joins = JoinDetails(**known)
    return joins.out_of("description", text), joins


@pytest.mark.parametrize("language", IN_ZOOM)
def test_what_zoom_writes_goes_as_a_block_and_nothing_else_does(language: str) -> None:
    invitation = ZOOM.format_map(IN_ZOOM[language])
    for before, after in (("", ""), (BEFORE, ""), ("", AFTER), (BEFORE, AFTER)):
        text = "\n\n".join(filter(None, [before, invitation, after]))
        rest, joins = taken(text)
        assert rest == "\n\n".join(filter(None, [before, after]))
        assert joins.members.join_url == "https://us02web.zoom.us/j/81234567890?pwd=abc"
        codes = str(joins.members.dial_in)
        for each in (
            "812 3456 7890",
            "aB3xyz",
            "+13017158592,,81234567890#,,,,*123456#",
            "877 853 5257",
            "+55 11 4700",
        ):
            assert each in codes
        assert "Webinar on Cuba" not in codes
        assert "went with" not in str(joins.note)


@pytest.mark.parametrize("ruled", [False, True])
@pytest.mark.parametrize("language", TEAMS)
def test_what_teams_writes_goes_as_a_block(language: str, ruled: bool) -> None:
    if language == "de" and not ruled:
        return  # a language that is not known is known by the rules around it
    invitation = f"{RULE}\n{TEAMS[language]}\n{RULE}" if ruled else TEAMS[language]
    for before, after in ((BEFORE, ""), (BEFORE, AFTER), ("", AFTER)):
        rest, joins = taken("\n\n".join(filter(None, [before, invitation, after])))
        assert rest == "\n\n".join(filter(None, [before, after]))
        assert str(joins.members.join_url).startswith("https://teams.")
        assert "212 345 678 901" in str(joins.members.dial_in)
        assert ("aB3xyz" in str(joins.members.dial_in)) == (language != "de")


@pytest.mark.parametrize("ruled", [False, True])
@pytest.mark.parametrize("language", MEET)
def test_what_meet_writes_goes_as_a_block(language: str, ruled: bool) -> None:
    invitation = f"{OWN}\n{MEET[language]}\n{OWN}" if ruled else MEET[language]
    rest, joins = taken(f"{BEFORE}\n\n{invitation}\n\n{AFTER}")
    assert rest == f"{BEFORE}\n\n{AFTER}"
    assert joins.members.join_url == "https://meet.google.com/abc-defg-hij"
    assert "PIN" in str(joins.members.dial_in)
    assert "123456789#" in str(joins.members.dial_in)


def test_what_stands_in_its_midst_and_is_not_known_is_told() -> None:
    invitation = ZOOM.format_map(IN_ZOOM["en"]).replace("---\n\nOne tap", "Ana has the key\n\nOne tap")
    rest, joins = taken(invitation)
    assert rest == ""
    assert str(joins.note).endswith('out of the description; with the invitation went "Ana has the key"')


def test_other_forms_of_the_same_texts() -> None:
    zoom = ZOOM.format_map(IN_ZOOM["es"]) + (
        "\n\nInstrucciones para unirse\nhttps://us02web.zoom.us/meetings/812/invitations?signature=x"
    )
    rest, joins = taken(f"{zoom}\n\nTraed la pancarta.")
    assert rest == "Traed la pancarta."
    assert "went with" not in str(joins.note)
    assert "invitations" not in str(joins.members.dial_in)
    video = (
        "This event has a video call.\nJoin: https://meet.google.com/abc-defg-hij\n"
        "(US) +1 617-555-0100 PIN: 123456789#\nView more phone numbers: https://tel.meet/abc?pin=1\n\nDoors open at 6."
    )
    rest, joins = taken(video)
    assert rest == "Doors open at 6."
    assert joins.members.dial_in == "(US) +1 617-555-0100 PIN: 123456789#"
    titled = f"Microsoft Teams meeting\nAgenda\n1. Welcome\n\n{TEAMS['en']}"
    assert taken(titled)[0] == "Agenda\n1. Welcome"  # a title alone is no invitation


@pytest.mark.parametrize(
    "line", ["---\n", "Microsoft Teams meeting\n", f"{RULE}\nx\n", "Topic: x\n", "+1 617 555 01 00,,1#\n"]
)
def test_the_steps_that_long_texts_take_grow_with_their_length(line: str) -> None:
    """With a quadratic search this would take hours."""
    rest, _ = taken(f"https://zoom.us/j/1\n\n{line * 5_000}\nEnd.")
    assert rest.endswith("End.")


def test_prose_between_links_and_codes_stays() -> None:
    """Where no program has written it, each line is looked at by itself."""
    text = "Join us: https://zoom.us/j/1\nBring a friend!\nPasscode: 4711\nThe password is cuba26, see you."
    rest, joins = taken(text)
    assert rest == "Bring a friend!\nThe (code: members), see you."
    assert joins.members.dial_in == "Passcode: 4711; password is cuba26"
    forwarded = f"{'_' * 32}\nFrom: Ana\nSee you on https://zoom.us/j/1 at seven\n{'_' * 32}"
    assert taken(forwarded)[0] == "From: Ana\nSee you on (link: members) at seven"
    party = "Ana is inviting you to our Zoom party!\nhttps://zoom.us/j/1\n12 000 000 people cannot be wrong."
    assert taken(party)[0] == "Ana is inviting you to our Zoom party!\n12 000 000 people cannot be wrong."
    plain = "Microsoft Teams meeting minutes are in the folder.\nWe are inviting you to Zoom in on Cuba."
    assert taken(plain)[0] == plain


@pytest.mark.parametrize(
    ("link", "known"),
    [
        ("https://facetime.apple.com/join#v=1&p=x&k=y", True),
        ("https://signal.group/#CjQKIAbc", True),
        ("https://signal.link/call/#key=abc", True),
        ("https://chat.whatsapp.com/AbCdEf", True),
        ("https://call.whatsapp.com/voice/AbC", True),
        ("https://t.me/+AbCdEf", True),
        ("https://t.me/joinchat/AbCdEf", True),
        ("https://t.me/%2BAbCdEf", True),
        ("https://t.me/lacwg", False),  # a channel for everybody
        ("https://wa.me/16175550100", False),
        ("https://discord.com/invite/abc", True),
        ("https://discord.com/blog", False),
        ("https://gov.teams.microsoft.us/l/meetup-join/1", True),
        ("https://teams.cloud.microsoft/meet/1", True),
        ("https://www.zoom.com.cn/j/1", True),
        ("https://meet.example.org/room", True),
        ("https://MEET.example.org:8443/room", True),
        ("https://www.example.org/b/ana-abc", True),
        ("https://www.example.org/about", False),
        ("https://example.net/meet.example.org/room", False),
        ("https://notmeet.example.org/", False),
    ],
)
def test_hosts_of_meetings_and_those_that_the_group_names(link: str, known: bool) -> None:
    hosts = ("meet.example.org", "Example.org/b/")
    rest, joins = taken(f"Talk\n{link}\nat seven", hosts=hosts)
    assert rest == ("Talk\nat seven" if known else f"Talk\n{link}\nat seven")
    assert joins.members.join_url == (link if known else None)
    assert JoinDetails(hosts=hosts).out_of_url("url", link) == (None if known else link)
