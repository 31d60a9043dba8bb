"""The parts alone, by Google Benchmark."""
import json

from . import child
from .report import table


def run(bench):
    out = child.run([bench.program("bench_parts"), "--benchmark_format=json",
                     f"--benchmark_min_time={bench.rounds(1, 0.2)}",
                     f"--benchmark_repetitions={bench.rounds(5, 1)}"], watched=False).out
    results = {}
    for one in json.loads(out)["benchmarks"]:
        if one.get("run_type") == "iteration":
            results.setdefault(one["name"], []).append(one)
    rows, cpus = [], {}
    for name, all_of_it in results.items():
        cpu = child.median([one["cpu_time"] for one in all_of_it])
        cpus[name] = cpu
        items = child.median([one.get("items_per_second", 0) for one in all_of_it])
        data = child.median([one.get("bytes_per_second", 0) for one in all_of_it])
        rows.append([f"`{name}`", f"{cpu / 1e6:.2f} ms" if cpu >= 1e5 else f"{cpu:.0f} ns",
                     f"{1e9 / items:.0f} ns" if items else "", f"{data / 1e6:.0f} MB/s" if data else ""])
    ratios = ", ".join(f"{pages} {cpus['transform/' + pages] / cpus['sax_pass/' + pages]:.1f}"
                       for pages in ("sca", "sca_mixed", "dast"))
    return ("CPU of one round; `emit` is one call through the C table, and must stay below 100 ns.\n\n"
            + table(["part", "a round", "a row or record", "throughput"], rows)
            + f"\nTransform takes this many times a bare pass of Boost.JSON's parser over the same page: {ratios}.\n")
