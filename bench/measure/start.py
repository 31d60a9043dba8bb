"""How long a person waits for the first word."""
import shutil

from . import child
from .report import table

CONNECTORS = 50


def times(count, action):
    return sorted(action().wall for _ in range(count))


def milliseconds(number):
    return f"{number * 1000:.1f} ms"


def run(bench):
    version = times(bench.rounds(100, 20), lambda: bench.ingest("--version", watched=False))
    folder = bench.fresh("connectors")
    for number in range(CONNECTORS):
        name = "checkmarx-sca" if number % 2 else "checkmarx-dast"
        shutil.copy(bench.build / "connectors" / f"{name}.so", folder / f"{name}-{number}.so")

    def listing():
        listed = bench.ingest("--plugin-dir", folder, "plugins", "list", watched=False)
        if sum(str(folder) in line for line in listed.out.splitlines()) < CONNECTORS:
            raise child.Failed(f"plugins list does not show {CONNECTORS} connectors:\n{listed.out}")
        return listed

    cold = []
    for _ in range(bench.rounds(5, 2)):
        shutil.rmtree(bench.work / "state", ignore_errors=True)
        cold.append(listing().wall)
    warm = times(bench.rounds(30, 5), listing)
    return table(["", "median", "best", "at most"], [
        ["`ingest --version`", milliseconds(child.median(version)), milliseconds(version[0]), "10 ms"],
        [f"`plugins list`, {CONNECTORS} connectors, nothing remembered", milliseconds(child.median(cold)),
         milliseconds(min(cold)), "1000 ms"],
        [f"`plugins list`, {CONNECTORS} connectors, warm", milliseconds(child.median(warm)), milliseconds(warm[0]),
         "150 ms"],
    ])
