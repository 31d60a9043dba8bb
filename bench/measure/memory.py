"""Peak memory against the size of the tenant."""
from .report import mib, table
from .tenant import Tenant

# name, flags; of each group the first is what the others are compared with
GROUPS = [
    ("pages of 5,000 rows", [
        ("10 thousand", ["--projects", 2, "--rows", "5000..5000"]),
        ("100 thousand", ["--projects", 24, "--rows", "5000..5000"]),
        ("1 million", ["--projects", 267, "--rows", "5000..5000"]),
    ]),
    ("pages of 400 rows", [
        ("10 thousand", ["--projects", 34, "--rows", "400..400"]),
        ("1 million", ["--projects", 3334, "--rows", "400..400"]),
    ]),
    ("odd tenants", [
        ("one project, 10 thousand rows", ["--projects", 1, "--big-scan", 10000]),
        ("one project, 500 thousand rows", ["--projects", 1, "--big-scan", 500000]),
        ("20 thousand projects", ["--projects", 20000, "--rows", "1..3"]),
    ]),
]
QUICK = {"1 million", "one project, 500 thousand rows", "20 thousand projects"}


def run(bench):
    rows = []
    for group, tenants in GROUPS:
        first = None
        for name, flags in tenants:
            if bench.quick and name in QUICK:
                continue
            with Tenant(bench, "tenant-memory", *flags) as tenant:
                cost, _, account = tenant.ingest("checkmarx-sca")
            first = first or cost.peak_kib
            rows.append([group, name, account["rows"]["emitted"], account["units"], mib(cost.peak_kib),
                         f"{cost.peak_kib / first:.2f}"])
    return ("Peak resident memory, the sum over all processes of a run, concurrency 6. At most 96 MiB; 1 million findings at "
            "most 1.3 times 10 thousand. The budget of 24 MiB for bodies of answers is the larger part of what grows: small runs do "
            "not fill it.\n\n"
            + table(["tenant", "", "findings", "projects", "peak", "times the first"], rows))
