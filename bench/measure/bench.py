"""Where things are, and the one way to start the product."""
import os
import shutil
from pathlib import Path

from . import child


class Bench:
    def __init__(self, build, work, quick):
        self.build = Path(build).resolve()
        self.work = Path(work).resolve()
        self.quick = quick
        self.work.mkdir(parents=True, exist_ok=True)
        self.env = dict(os.environ, INGEST_CONFIG_DIR=str(self.work / "config"),
                        INGEST_STATE_DIR=str(self.work / "state"))

    def program(self, name):
        path = self.build / "bin" / name
        if not path.exists():
            raise child.Failed(f"{path} is missing; build with: bench/build")
        return str(path)

    def fresh(self, name):
        folder = self.work / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        return folder

    def ingest(self, *arguments, may_fail=False, watched=True, in_process=False):
        env = dict(self.env, INGEST_IN_PROCESS="1") if in_process else self.env
        return child.run([self.program("ingest"), *map(str, arguments)], env=env, may_fail=may_fail, watched=watched)

    def rounds(self, many, few):
        return few if self.quick else many
