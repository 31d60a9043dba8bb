"""Whole runs over loopback TLS: what the product costs beyond the download and the transform."""
import json

from . import child
from .report import micros, mib, seconds, table
from .tenant import Tenant

SIZES = [
    ("40 projects of 5,000 rows", ["--projects", 40, "--rows", "5000..5000"], 10),
    ("600 projects of 1 to 60 rows", ["--projects", 600, "--rows", "1..60"], 20),
]
FLAGS = [*SIZES[0][1], "--request-log"]


def transform_cpu(bench, recording, connection):
    out = bench.fresh("pipeline")
    one = child.run([bench.program("bench_pipeline"), recording, connection, out, bench.program("ingest"), "1"])
    return json.loads(one.out)["cpu"]


def isolation(bench):
    """The worker process against the same in one process."""
    rows = []
    for name, flags, count in SIZES:
        apart, together = [], []
        with Tenant(bench, "tenant-isolation", *flags) as tenant:
            for number in range(bench.rounds(count, 2)):
                # Each goes first as often as the other.
                for in_process in (number % 2 == 0, number % 2 == 1):
                    cost, _, _ = tenant.ingest("checkmarx-sca", in_process=in_process, watched=False)
                    (together if in_process else apart).append(cost)
        ratios = []
        for value in (lambda cost: cost.wall, lambda cost: cost.cpu):
            ours, theirs = (child.median([value(cost) for cost in costs]) for costs in (apart, together))
            ratios += [seconds(theirs), seconds(ours), f"**{ours / theirs:.3f}**"]
        rows.append([name, *ratios])
    return ("\nWhat the worker process costs (at most 1.05), runs in turns with those of `INGEST_IN_PROCESS=1`, medians:\n\n"
            + table(["tenant", "wall in one", "wall apart", "ratio", "CPU in one", "CPU apart", "ratio"], rows))


def run(bench):
    rounds = []
    log = bench.work / "tenant-whole" / "requests.ndjson"
    with Tenant(bench, "tenant-whole", *FLAGS, log) as tenant:
        recording = bench.fresh("recording-whole")
        recording.rmdir()
        tenant.ingest("checkmarx-sca", "--record", recording)
        targets = tenant.targets()
        for _ in range(bench.rounds(5, 2)):
            curl = tenant.download(targets)
            transform = transform_cpu(bench, recording, tenant.connection("checkmarx-sca"))
            cost, _, account = tenant.ingest("checkmarx-sca")
            rounds.append((curl, transform, cost, int(account["rows"]["emitted"]), account))
    findings, account = rounds[0][3], rounds[0][4]
    curl = child.median([one[0].cpu for one in rounds])
    transform = child.median([one[1] for one in rounds])
    product = child.median([one[2].cpu for one in rounds])
    wall = child.median([one[2].wall for one in rounds])
    return (
        f"{findings} findings in {account['http']['requests']} requests, "
        f"{int(account['http']['bytes_received']) >> 20} MiB. CPU of the client's processes only; the tenant's shares the "
        "machine with them.\n\n"
        + table(["", "CPU", "a finding"], [
            ["curl: the same answers, thrown away", seconds(curl), micros(curl, findings)],
            ["transform and write, from memory", seconds(transform), micros(transform, findings)],
            ["**ingest run**", seconds(product), micros(product, findings)],
            ["ratio to the sum of both (at most 2)", f"**{product / (curl + transform):.2f}**", ""],
        ])
        + f"\nWall {seconds(wall)}, peak {mib(child.median([one[2].peak_kib for one in rounds]))}.\n"
        + isolation(bench))
