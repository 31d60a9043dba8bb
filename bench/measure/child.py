"""Runs a program and tells what it cost: wall, CPU with that of its children, peak memory."""
import os
import subprocess
import threading
import time
from dataclasses import dataclass


class Failed(Exception):
    pass


@dataclass
class Cost:
    wall: float  # seconds
    cpu: float  # seconds, user and system, of the program and the children it waited for
    peak_kib: int  # sum over the processes of the tree of what each had at its peak
    out: str


def children_of(pid):
    found = []
    try:
        for task in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{task}/children") as file:
                found += [int(child) for child in file.read().split()]
    except OSError:
        pass
    return found


def peak_of(pid):
    try:
        with open(f"/proc/{pid}/status") as file:
            for line in file:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1])
    except OSError:
        pass
    return 0


def watch(pid, peaks, ended):
    """A process keeps its high-water mark, so that looking now and then misses nothing but the last moments."""
    while not ended.wait(0.005):
        tree = [pid]
        for parent in tree:
            tree += children_of(parent)
        for each in tree:
            peaks[each] = max(peaks.get(each, 0), peak_of(each))


def run(command, env=None, may_fail=False, watched=True):
    begin = time.monotonic()
    child = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    peaks, ended = {}, threading.Event()
    watcher = threading.Thread(target=watch, args=(child.pid, peaks, ended))
    if watched:
        watcher.start()
    errors = []
    reader = threading.Thread(target=lambda: errors.append(child.stderr.read()))
    reader.start()
    out = child.stdout.read()
    reader.join()
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.monotonic() - begin
    child.returncode = os.waitstatus_to_exitcode(status)
    ended.set()
    if watched:
        watcher.join()
    if child.returncode != 0 and not may_fail:
        raise Failed(f"{' '.join(map(str, command))}\nended with {child.returncode}: {errors[0][-2000:]}")
    own = max(peaks.pop(child.pid, 0), usage.ru_maxrss if not peaks else 0)
    return Cost(wall, usage.ru_utime + usage.ru_stime, own + sum(peaks.values()), out)


def median(numbers):
    ordered = sorted(numbers)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
