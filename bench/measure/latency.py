"""Many small projects behind a slow wire: how near the wall comes to requests / concurrency x latency."""
import re

from . import child
from .report import seconds, table
from .tenant import Tenant

LATENCY = 0.050
PROJECTS = 2000
PAGE = 100  # projects a page and a batch of last scans: what the API is documented to give, what fits a URL
TENANTS = [
    ("1 to 20 rows each", ["--rows", "1..20"]),
    ("the same, 20 of them with 5,000", ["--rows", "1..20", "--big-scan", 5000, "--big-scan-every", 100]),
]


def least(targets):
    """The requests that the API leaves no way around, from what the tenant was asked for: each scan once."""
    pages = -(-PROJECTS // PAGE)
    results = {re.search(r"scan-id=([^&]+)", target)[1] for target in targets if target.startswith("/api/results")}
    details = {target for target in targets if re.match(r"/api/scans/[^?/]+", target)}
    # One token, the list, the last Completed and the last Partial scans of each batch.
    return 1 + pages + 2 * pages + len(results) + len(details)


def run(bench):
    rows = []
    for name, flags in TENANTS:
        for concurrency in (6, 24):
            walls, cpus = [], []
            for _ in range(bench.rounds(3, 1)):
                with Tenant(bench, "tenant-latency", "--projects", PROJECTS, *flags, "--latency-ms", int(LATENCY * 1000),
                            "--http-threads", 2, "--request-log",
                            bench.work / "tenant-latency" / "requests.ndjson") as tenant:
                    cost, _, account = tenant.ingest("checkmarx-sca", concurrency=concurrency, watched=False)
                    fewest = least(tenant.targets())
                walls.append(cost.wall)
                cpus.append(cost.cpu)
            requests = int(account["http"]["requests"])
            ideal = fewest / concurrency * LATENCY
            wall = child.median(walls)
            rows.append([name, concurrency, requests, fewest, seconds(ideal), seconds(wall), f"**{wall / ideal:.2f}**",
                         seconds(child.median(cpus))])
    return (f"{PROJECTS} projects, 50 ms a response; wall from the start of the process to its end, medians. Requests are those "
            "of run.json. The least is what the API leaves no way around: the token, a page for each 100 projects, for each 100 "
            "the last Completed and the last Partial scans, a page of results for each scan, the details of each scan of "
            "which only they tell whether SCA finished. The ideal is the least ÷ concurrency × 50 ms.\n\n"
            + table(["rows", "concurrency", "requests", "least", "ideal", "wall", "wall / ideal (at most 1.2)", "CPU"], rows))
