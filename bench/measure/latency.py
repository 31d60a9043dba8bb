"""Many small projects behind a slow wire: how near the wall comes to requests / concurrency x latency."""
from .report import seconds, table
from .tenant import Tenant

LATENCY = 0.050


def run(bench):
    projects = 2000
    rows = []
    with Tenant(bench, "tenant-latency", "--projects", projects, "--rows", "1..20", "--latency-ms",
                int(LATENCY * 1000), "--http-threads", 2) as tenant:
        for concurrency in (6, 24):
            cost, _, account = tenant.ingest("checkmarx-sca", concurrency=concurrency)
            requests = int(account["http"]["requests"])
            scans = int(account["scans"]["received"])
            ideal = requests / concurrency * LATENCY
            wall = int(account["duration_ms"]) / 1000
            rows.append([concurrency, requests, scans, seconds(ideal), seconds(wall), f"**{wall / ideal:.2f}**",
                         seconds(cost.cpu)])
    return (f"{projects} projects, 50 ms a response. Requests are those of run.json: one for each scan's results, the rest "
            "are pages of 100 projects, batches of last scans and the token.\n\n"
            + table(["concurrency", "requests", "scans", "ideal", "wall", "wall / ideal (at most 1.2)", "CPU"], rows))
