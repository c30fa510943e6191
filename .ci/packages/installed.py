"""Installs /spotlog.deb in a root folder, uses it as a new user would, and removes it. Each check prints what it did."""

import atexit
import os
import pty
import re
import select
import subprocess
import sys
import time

ROOT = sys.argv[1]
CHROOT = "/usr/sbin/chroot"
PATH = "/usr/sbin:/usr/bin:/sbin:/bin"


def inside(*command):
    """Runs a command as the administrator of the root folder and returns its output."""
    done = subprocess.run(
        [CHROOT, ROOT, *command], env={"PATH": PATH, "LC_ALL": "C.UTF-8"}, capture_output=True, text=True
    )
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def as_ada(line):
    """Runs a line of shell as the new user."""
    return inside("su", "-l", "ada", "-c", line)


def expect(what, text, words):
    if words not in text:
        sys.exit(f"{what}: no “{words}” in:\n{text}")
    print(f"{what}: ok")


def complete(shell, setup, typed, words):
    """Types a beginning and Tab into an interactive shell, and waits until the words appear."""
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update({"PATH": PATH, "TERM": "xterm", "LC_ALL": "C.UTF-8"})
        os.execv(CHROOT, [CHROOT, ROOT, "su", "-l", "ada", "-s", f"/usr/bin/{shell}"])
    seen = ""

    def read(until, patience):
        nonlocal seen
        end = time.time() + patience
        while until not in seen and time.time() < end:
            if select.select([terminal], [], [], 0.1)[0]:
                try:
                    seen += os.read(terminal, 65536).decode(errors="replace")
                except OSError:
                    break
        # Escape sequences and corrections stand between the letters of what was completed.
        seen = re.sub(r"\x1b(\[[0-9;?>=]*[a-zA-Z]|\][^\x07]*\x07|[()][A-Z0-9]|[=>])", "", seen)
        while "\b" in seen.lstrip("\b"):
            seen = re.sub(r"[^\b]\x08", "", seen.lstrip("\b"))
        return until in seen

    # A shell answers once it is ready; zsh may ask a new user for settings first.
    read("\0", 2)
    if shell == "zsh" and "zsh-newuser-install" in seen:
        os.write(terminal, b"q")
        read("\0", 1)
    os.write(terminal, f"{setup}echo rea''dy\n".encode())
    read("ready", 10)
    seen = ""
    os.write(terminal, typed.encode() + b"\t\t")
    found = read(words, 10)
    os.write(terminal, b"\x03\x04")
    time.sleep(0.2)
    os.close(terminal)
    os.waitpid(child, 0)
    if not found:
        sys.exit(f"{shell} did not complete “{typed}” to “{words}”: {seen!r}")
    print(f"{shell} completes “{typed}”: ok")


def files(folder):
    found = subprocess.run(["find", f"{ROOT}/{folder}", "-type", "f", "-o", "-type", "l"], capture_output=True, text=True)
    return sorted(line[len(ROOT) :] for line in found.stdout.splitlines())


inside("mount", "-t", "proc", "proc", "/proc")
atexit.register(subprocess.run, [CHROOT, ROOT, "umount", "/proc"], env={"PATH": PATH})
before = files("usr")
print(inside("apt-get", "install", "-qy", "--no-install-recommends", "/spotlog.deb").splitlines()[-1])
inside("useradd", "--create-home", "--shell", "/bin/bash", "ada")

expect("version", as_ada("spotlog --version"), "SQLite 3")
expect("a first spot", as_ada("spotlog new left shin --size 3 --by ruler --person Zoe"), "left shin")
expect("a list", as_ada("spotlog list"), "left shin")
as_ada("spotlog report --out page.pdf")
expect("a page", as_ada("head -c 5 page.pdf"), "%PDF-")
expect("the manual", as_ada("man spotlog | cat"), "SYNOPSIS")
expect("the manual of a verb", as_ada("man spotlog-report | cat"), "--anonymous")
expect("licences", "\n".join(files("usr/share/doc/spotlog")), "/usr/share/doc/spotlog/fonts/LICENSE")

for shell, setup in [
    ("bash", ". /usr/share/bash-completion/bash_completion; "),
    ("zsh", "autoload -Uz compinit; compinit -u; "),
    ("fish", ""),
]:
    complete(shell, setup, "spotlog rules persist", "persists")
    complete(shell, setup, "spotlog --person Z", "Zoe")

# No systemd runs here, so it prints a line for crontab.
expect("a reminder", as_ada("spotlog remind --install"), "'remind'")
expect("no reminder", as_ada("spotlog remind --uninstall 2>&1 || true"), "crontab")

inside("apt-get", "purge", "-qy", "spotlog")
left = sorted(set(files("usr")) - set(before))
left = [path for path in left if "/man/" not in path and "/cache/" not in path]
if left:
    sys.exit("left behind in the system:\n" + "\n".join(left))
own = [path for path in files("home/ada") if "spotlog" in path and "generated_completions" not in path]
print("removed; what is left is the user's own: " + ", ".join(own))
if not any(path.endswith("journal.spotlog") or "journal" in path for path in own):
    sys.exit("the journal is gone")
