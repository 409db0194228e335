"""What the machine itself must have: Pango and fonts. Runs by path, before anything is installed.

``python3 ppid_portal/operations/machine.py`` checks; with ``--install`` it installs what is
missing when it may (as root on Debian or a relative of it), otherwise it prints the exact line.
"""

from __future__ import annotations

import argparse
import ctypes.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable

# WeasyPrint loads these at run time; harfbuzz-subset makes letters two to three times faster.
LIBRARIES = {
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz-subset": "libharfbuzz-subset0",
}
APT = ["apt-get", "install", "-y", "--no-install-recommends"]


def _found(library: str) -> bool:
    if ctypes.util.find_library(library):
        return True
    # Homebrew's folder is not on the search path of every Python; elsewhere there is none.
    prefixes = ("/opt/homebrew/lib", "/usr/local/lib")
    return any(os.path.exists(f"{prefix}/lib{library}.dylib") for prefix in prefixes)


def _has_font() -> bool:
    """Say whether fontconfig knows a font at all: without any, WeasyPrint crashes."""
    lister = shutil.which("fc-list")
    if lister is None:
        folders = ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts")
        return any(os.path.isdir(folder) and os.listdir(folder) for folder in folders)
    done = subprocess.run([lister], capture_output=True, text=True, check=False)
    return bool(done.stdout.strip())


def missing(
    found: Callable[[str], bool] = _found, has_font: Callable[[], bool] = _has_font
) -> list[str]:
    """Return the Debian packages that this machine lacks."""
    packages = [package for library, package in LIBRARIES.items() if not found(library)]
    if not has_font():
        packages += ["fontconfig", "fonts-liberation"]
    return packages


def advice(packages: list[str], *, platform: str = sys.platform) -> str:
    """Return the one line that installs ``packages`` on this kind of machine."""
    if platform == "darwin":
        return "brew install pango"
    return "sudo apt-get update && sudo " + " ".join([*APT, *packages])


def main() -> int:
    """Check, install where possible, and say what is left to do; 0 when nothing is missing."""
    parser = argparse.ArgumentParser(description="Memeriksa Pango dan fon di mesin ini.")
    parser.add_argument("--install", action="store_true", help="pasang bila dijalankan oleh root")
    wanted = parser.parse_args()
    packages = missing()
    if not packages:
        return 0
    line = advice(packages)
    may_install = wanted.install and os.geteuid() == 0 and shutil.which("apt-get")
    if may_install:
        print(f"Memasang {', '.join(packages)} …", flush=True)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=quiet, check=False)
        subprocess.run([*APT, "-qq", *packages], env=quiet, check=False)
        if not missing():
            return 0
    print(
        "Surat dibuat dengan Pango, dan mesin ini belum memilikinya lengkap.\n"
        f"Jalankan baris ini, lalu ulangi:\n\n    {line}\n",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
