"""What an announcement to a thousand people costs beyond what smtplib takes to send the same bytes.

    python tests/benchmarks/sending.py [--people 1000]

Both send to the same server, in a process of its own. Prints CPU seconds, and the milliseconds for each message.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
AT_MOST = 5.0
"""Milliseconds of CPU for each message."""
SERVER = """
import sys, time
sys.path.insert(0, sys.argv[1])
import mail_server
with mail_server.serving() as box:
    print(box.port, flush=True)
    sys.stdin.readline()
    for _, data in box.taken[:1]:
        sys.stdout.buffer.write(data)
"""
ALONE = """
import smtplib, sys
data = open(sys.argv[2], "rb").read()
with smtplib.SMTP("127.0.0.1", int(sys.argv[1])) as server:
    for number in range(int(sys.argv[3])):
        server.sendmail("info@example.org", [f"p{number}@example.org"], data)
"""
GROUP = '\n[mail]\nfrom = "info@example.org"\nfooter = "11 Garden Street"\n\n[lists.members]\naudience = "members"\n'


def cpu(argv: list[str], **env: str) -> float:
    """CPU seconds of a program."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(argv, env={**os.environ, **env}, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@contextmanager
def serving() -> Iterator[tuple[str, Callable[[], bytes]]]:
    """A server: its port, and what ends it and gives the first message that it took."""
    command, env = [sys.executable, "-c", SERVER, str(HERE.parent)], {**os.environ, "PYTHONWARNINGS": "ignore"}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env) as server:
        assert server.stdout is not None
        yield server.stdout.readline().decode().strip(), lambda: server.communicate(b"\n")[0]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1000)
    people = parser.parse_args().people
    with tempfile.TemporaryDirectory() as directory:
        work = Path(directory)
        data, config, message = work / "data", work / "config.toml", work / "message.eml"
        shutil.copytree(HERE.parent / "records", data)
        with (data / "group.toml").open("a") as file:
            file.write(GROUP)
        for number in range(people):
            (data / "contacts" / f"p{number}.toml").write_text(
                f'name = "Person {number}"\nemail = "p{number}@example.org"\nlists = ["members"]\n'
            )
        argv = [
            sys.executable,
            "-m",
            "lacwg",
            "meetings",
            "announce",
            "--send",
            "members",
            "--yes",
            "--per-minute",
            "0",
        ]
        own = {"LACWG_CONFIG": str(config), "LACWG_DATA": str(data), "LACWG_NOW": "2026-11-24T12:00",
               "XDG_DATA_HOME": str(work)}  # fmt: skip
        with serving() as (port, taken):
            config.write_text(f'[mail]\nserver = "127.0.0.1"\nport = {port}\nsecurity = "none"\n')
            ours = cpu(argv, **own)
            message.write_bytes(taken())
        with serving() as (port, taken):
            alone = cpu([sys.executable, "-c", ALONE, port, str(message), str(people)])
            taken()
    each = (ours - alone) / people * 1000
    print(f"{people} messages of {message.name}: lacwg {ours:.2f} s, smtplib {alone:.2f} s: {each:.2f} ms each beyond")
    return int(each > AT_MOST)


if __name__ == "__main__":
    sys.exit(main())
