#!/usr/bin/env python3
"""Compares what transform costs, in instructions, with the committed figures, and fails at 5 % more. At 5 % less
it fails too: a figure that is too high would hide the next growth.

    check.py [--update] TRANSFORM_GUARD CONNECTOR_FOLDER

Instructions, counted by callgrind, are the same in every run of one build, on a busy machine too.
With --update the figures become what is measured now; commit them with the reason.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys

FIGURES = pathlib.Path(__file__).with_name("instructions.txt")
MOST_GROWTH = 0.05
# The C library chooses its string functions by processor: the ones that every processor has.
PLAIN = "glibc.cpu.hwcaps=-AVX,-AVX2,-AVX512F,-AVX512VL,-AVX512BW,-ERMS,-FSRM,-BMI2,-MOVBE,-RTM,-SSSE3,-SSE4_1,-SSE4_2,-AVX_Fast_Unaligned_Load"


class Case:
    def __init__(self, line):
        self.kind, self.rows, self.digest, count = line.split()
        self.count = int(count)

    def connector(self, folder):
        return str(folder / ("checkmarx-dast.so" if self.kind == "dast" else "checkmarx-sca.so"))

    def start(self, program, folder):
        command = ["valgrind", "--tool=callgrind", "--toggle-collect=guarded_transform",
                   "--callgrind-out-file=/dev/null", program, self.kind, self.rows, "1",
                   self.connector(folder)]
        self.process = subprocess.Popen(command, env=dict(os.environ, GLIBC_TUNABLES=PLAIN),
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def finish(self):
        out, err = self.process.communicate()
        counted = re.search(r"Collected : (\d+)", err)
        digest = re.search(r"digest ([0-9a-f]+)", out)
        if self.process.returncode != 0 or not counted or not digest:
            sys.exit(f"{self.kind}: callgrind gave no count:\n{out}{err}")
        return int(counted.group(1)), digest.group(1)


def main():
    arguments = sys.argv[1:]
    update = arguments[:1] == ["--update"]
    if len(arguments) - update != 2:
        sys.exit(__doc__)
    if not shutil.which("valgrind"):
        sys.exit("valgrind is not there; scripts/bootstrap installs it")
    program, folder = arguments[-2], pathlib.Path(arguments[-1])
    lines = [line for line in FIGURES.read_text().splitlines() if line]
    cases = [Case(line) for line in lines if not line.startswith("#")]
    for case in cases:
        case.start(program, folder)
    faults = []
    for case in cases:
        count, digest = case.finish()
        growth = count / case.count - 1
        print(f"{case.kind}, {case.rows} rows: {count} instructions, {growth:+.2%}")
        if growth > MOST_GROWTH:
            faults.append(f"{case.kind}: {growth:+.1%} instructions, of which {MOST_GROWTH:.0%} are tolerated")
        if growth < -MOST_GROWTH:
            faults.append(f"{case.kind}: {growth:+.1%} instructions: the committed figure is out of date")
        if digest != case.digest:
            faults.append(f"{case.kind}: other findings come out (digest {digest}, not {case.digest})")
        case.count, case.digest = count, digest
    if update:
        head = [line for line in lines if line.startswith("#")]
        body = [f"{case.kind} {case.rows} {case.digest} {case.count}" for case in cases]
        FIGURES.write_text("\n".join(head + body) + "\n")
    elif faults:
        sys.exit("\n".join(faults) + "\nIf this is meant, run bench/transform_guard/check.py --update "
                 "and say why in the commit. docs/performance.md tells how to find out where it goes.")


main()
