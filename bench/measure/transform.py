"""Transform and write: the product against the limit and the floor, from pages in memory to files on disk."""
import gzip
import hashlib
import json
import os
import shutil

from . import child
from .report import micros, seconds, table
from .tenant import Tenant

CORPORA = {
    "sca": ("checkmarx-sca", ["--projects", 30, "--rows", "5000..5000"]),
    "sca, all engines": ("checkmarx-sca", ["--projects", 30, "--rows", "5000..5000", "--engines-mixed"]),
    "sca, one project": ("checkmarx-sca", ["--projects", 1, "--big-scan", 100000]),
    "dast": ("checkmarx-dast", ["--dast-environments", 20, "--dast-rows", "3000..3000", "--dast-big-scan", 10000]),
}


def record(bench, name):
    """A recording of the corpus, made once; and a connection that it can be replayed with."""
    plugin, flags = CORPORA[name]
    folder = bench.work / ("recording-" + name.replace(", ", "-").replace(" ", "-"))
    connection = folder.with_suffix(".yaml")
    made_by = [bench.program("fake-checkmarx-one"), bench.program("ingest"), bench.build / "connectors" / f"{plugin}.so"]
    if not connection.exists() or any(os.stat(file).st_mtime > connection.stat().st_mtime for file in made_by):
        shutil.rmtree(folder, ignore_errors=True)
        with Tenant(bench, "tenant", *flags) as tenant:
            tenant.ingest(plugin, "--record", folder)
            shutil.copy(tenant.connection(plugin), connection)
    return plugin.removeprefix("checkmarx-"), folder, connection


def messages(bench):
    folder = bench.fresh("messages")
    proto = bench.source / "proto"
    child.run(["protoc", f"--python_out={folder}", "-I", proto, *sorted((proto / "ingest/v1").glob("*.proto"))])
    return folder


def bodies(bench, recording, folder):
    """The pages as files, for jq."""
    code = ("import sys; sys.argv = ['', 'sca', '{0}', '', '{1}']; exec(open('{2}').read().rsplit('main()', 1)[0])\n"
            "for number, page in enumerate(pages_of('{0}')): open(f'{3}/{{number}}.json', 'wb').write(page.body)")
    pages = bench.fresh("pages")
    child.run(["/usr/bin/python3", "-c",
               code.format(recording, folder, bench.source / "bench/floor/floor.py", pages)])
    return sorted(pages.iterdir())


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def warm(*command):
    """The rounds of one process but the first, in which memory is new and caches are cold."""
    lines = child.run(command, watched=False).out.splitlines()
    return [json.loads(line) for line in lines[1:]]


def rounds_of(bench, kind, recording, connection):
    """Alternating, so that what else the machine does hits all alike."""
    limit = bench.work / "limit.binpb"
    results = {"limit": [], "1": [], "2": []}
    for _ in range(bench.rounds(5, 1)):
        results["limit"] += warm(bench.program("bench_limit"), kind, recording, limit, "4")
        for workers in ("1", "2"):
            out = bench.fresh("pipeline")
            results[workers] += warm(bench.program("bench_pipeline"), recording, connection, out, bench.program("ingest"),
                                     workers, "4")
    same = digest(limit) == digest(next(out.glob("*/latest/findings.binpb")))
    if not same:
        raise child.Failed("the limit's findings are not the product's")
    return results


def middle(results, key):
    return child.median([result[key] for result in results])


def run(bench):
    python = messages(bench)
    rows, scaling, floors = [], [], []
    for name in CORPORA:
        kind, recording, connection = record(bench, name)
        results = rounds_of(bench, kind, recording, connection)
        count = results["limit"][0]["findings"]
        limit, product = middle(results["limit"], "cpu"), middle(results["1"], "cpu")
        rows.append([name, results["limit"][0]["rows"], count, seconds(limit), seconds(product),
                     micros(product, count), f"**{limit / product:.2f}**"])
        line = [name]
        for key in ("transform", "wall"):
            one, two = middle(results["1"], key), middle(results["2"], key)
            line += [seconds(one), seconds(two), f"**{one / two:.2f}**"]
        scaling.append([*line, f"{middle(results['2'], 'cpu') / product:.2f}"])
        floor = bench.work / "floor.binpb"
        scripted = json.loads(child.run(["/usr/bin/python3", bench.source / "bench/floor/floor.py", kind, recording,
                                         floor, python]).out)
        if digest(floor) != digest(bench.work / "limit.binpb"):
            raise child.Failed("the floor's findings are not the product's")
        floors.append(["python", name, seconds(scripted["cpu"]), f"{scripted['cpu'] / product:.1f}"])
        if name == "sca":
            jq = child.run(["jq", "-c", "-f", bench.source / "bench/floor/floor.jq",
                            *bodies(bench, recording, python)])
            floors.append(["jq, main facts only", name, seconds(jq.cpu), f"{jq.cpu / product:.1f}"])
    return (
        "Seconds of CPU from pages in memory to `findings.binpb` on disk, one worker. The product's include the segments, "
        "the digests of the files, assets and `run.json`. All write the same bytes.\n\n"
        + table(["pages", "rows", "findings", "limit", "product", "product, a finding", "limit / product (at least 0.50)"],
                rows)
        + "\nOne and two workers, wall: until the last page is transformed (its segments written), and until the run is committed: "
        "joined in order, digested, on disk.\n\n"
        + table(["pages", "transform, 1", "transform, 2", "speed-up (at least 1.8)", "all, 1", "all, 2", "speed-up",
                 "CPU of 2 / CPU of 1"], scaling)
        + "\nWhat one would script:\n\n"
        + table(["floor", "pages", "CPU", "times the product's"], floors))
