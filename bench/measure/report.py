"""RESULTS.md, section by section."""
import os
import platform
import subprocess


def table(heads, rows):
    lines = ["| " + " | ".join(heads) + " |", "|" + "|".join(" --- " for _ in heads) + "|"]
    lines += ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def seconds(number):
    return f"{number:.3f} s" if number < 10 else f"{number:.1f} s"


def micros(number, count):
    return f"{number / max(1, count) * 1e6:.2f} µs"


def mib(kib):
    return f"{kib / 1024:.0f} MiB"


def first_line(*command):
    return subprocess.run(command, capture_output=True, text=True).stdout.splitlines()[0].strip()


def machine():
    model = "unknown"
    with open("/proc/cpuinfo") as file:
        for line in file:
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 30
    return table(["Machine", ""], [
        ["processor", f"{model}, {os.cpu_count()} cores that this may use"],
        ["memory", f"{memory} GiB"],
        ["kernel", platform.release()],
        ["compiler", first_line("c++", "--version")],
        ["load before", " ".join(f"{load:.2f}" for load in os.getloadavg())],
    ])
