from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from api.folders import owned_folder, remove_leftovers

OWNER = """
import os, sys, time
from pathlib import Path
from api.folders import owned_folder

with owned_folder(Path(sys.argv[1]), "numbers-") as folder:
    child = os.fork()
    os.write(1, f"{os.getpid()}\\n".encode())  # at once: two processes write
    time.sleep(60)
"""


def test_a_folder_goes_with_its_block(tmp_path: Path) -> None:
    with owned_folder(tmp_path, "numbers-") as folder:
        (folder / "counter.db").touch()
        assert folder.name.startswith(f"numbers-{os.getpid()}-")
        assert list(tmp_path.iterdir()) == [folder]
    assert not list(tmp_path.iterdir())


def test_two_servers_leave_each_other_alone(tmp_path: Path) -> None:
    with owned_folder(tmp_path, "numbers-") as one, owned_folder(tmp_path, "numbers-") as other:
        assert remove_leftovers(tmp_path, "numbers-") == []
        assert one.is_dir()
        assert other.is_dir()


def test_what_the_dead_left_goes_when_their_children_are_gone_too(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", OWNER, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    child = next(number for number in (int(process.stdout.readline()) for _ in "ab") if number != process.pid)
    try:
        (folder,) = tmp_path.iterdir()
        process.kill()
        process.wait()
        assert remove_leftovers(tmp_path, "numbers-") == []
    finally:
        os.kill(child, signal.SIGKILL)
    process.stdout.close()
    end = time.monotonic() + 10
    while not (removed := remove_leftovers(tmp_path, "numbers-")):
        assert time.monotonic() < end, "the child does not go"
        time.sleep(0.01)
    assert removed == [folder]
    assert not list(tmp_path.iterdir())


def test_what_is_no_folder_of_ours_stays(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "owner.lock").touch()
    (tmp_path / "numbers-1-link").symlink_to(elsewhere)
    (tmp_path / "numbers-2-file").touch()
    (tmp_path / "numbers-3-unlocked").mkdir()
    assert remove_leftovers(tmp_path, "numbers-") == []
    assert (elsewhere / "owner.lock").exists()
