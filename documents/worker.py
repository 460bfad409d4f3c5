"""Extraction in child processes with limits: a bad document costs its own facts and nothing else."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import resource
import signal
import time
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnContext, SpawnProcess
from pathlib import Path

import zstandard

from documents import limits
from documents.extract import extract, unreadable
from documents.facts import Facts, Kind
from documents.ocr import Budget
from documents.sniff import Sniffed, sniff

_ZSTD = b"\x28\xb5\x2f\xfd"
_STOP_SECONDS = 2.0
_START_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Job:
    """One body to extract, with the hints of `documents.extract.extract`.

    The body is either given as bytes, or as the path of a file that holds it, packed by zstandard or not.
    """

    key: str
    body: bytes | None = None
    path: str | None = None
    declared_type: str = ""
    charset: str = ""
    url: str = ""
    ocr: float = 0.0
    """Seconds that OCR may take for it beside its other reading; 0 for no OCR."""


def extract_all(
    jobs: Iterable[Job], workers: int = 2, seconds: float = limits.SECONDS, memory_mb: int = 1024
) -> Generator[tuple[str, Facts], None, None]:
    """The facts of each job by its key, in the order in which they are ready.

    Jobs are taken from the iterable as workers become free. A job that takes longer than `seconds`, or that ends its
    worker, yields facts whose `corrupt` says which limit was met; its worker is replaced. With the spawn method of
    multiprocessing a calling script needs the usual `if __name__ == "__main__"`.

    Args:
        jobs: what to extract; may be lazy.
        workers: processes at a time, at least 1.
        seconds: wall time for one job, beside that of its OCR.
        memory_mb: address space of a worker (and of the tools that it starts) in megabytes.

    Raises:
        OSError: no process can be started.
    """
    pool = _Pool(max(1, workers), seconds, memory_mb)
    try:
        yield from pool.run(iter(jobs))
    finally:
        pool.close()


_UNKNOWN = Sniffed(Kind.OTHER, "application/octet-stream")


@dataclass(slots=True)
class _Worker:
    process: SpawnProcess
    pipe: Connection
    job: Job | None = None
    deadline: float = 0.0
    ready: bool = False
    """Whether it has started: on a busy machine that takes longer than many a document."""
    sniffed: Sniffed = _UNKNOWN
    """What the body of the job is, as soon as the worker knows."""


@dataclass(slots=True)
class _Pool:
    size: int
    seconds: float
    memory_mb: int
    _context: SpawnContext = field(default_factory=lambda: multiprocessing.get_context("spawn"))
    _workers: list[_Worker] = field(default_factory=list)

    def run(self, jobs: Iterator[Job]) -> Iterator[tuple[str, Facts]]:
        """Hands out the jobs and collects the facts."""
        more = True
        while more or any(worker.job for worker in self._workers):
            while more and (worker := self._free()) is not None:
                job = next(jobs, None)
                more = job is not None
                if job is not None:
                    self._give(worker, job)
            yield from self._collect()

    def close(self) -> None:
        """Ends the workers; one that is still at work is stopped with its tools."""
        for worker in self._workers:
            with contextlib.suppress(OSError):
                worker.pipe.close()
        for worker in self._workers:
            if worker.job is None:
                worker.process.join(_STOP_SECONDS)
            _kill(worker.process)

    def _free(self) -> _Worker | None:
        free = next((worker for worker in self._workers if worker.job is None), None)
        if free is None and len(self._workers) < self.size:
            free = self._start()
        return free

    def _start(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_serve, args=(theirs, self.memory_mb), daemon=True)
        process.start()
        theirs.close()
        worker = _Worker(process, ours)
        self._workers.append(worker)
        return worker

    def _give(self, worker: _Worker, job: Job) -> None:
        worker.job = job
        worker.sniffed = _UNKNOWN
        worker.deadline = self._deadline(job) + (0.0 if worker.ready else _START_SECONDS)
        # A worker that died while it was idle shows as the end of its pipe, and the job as ended by it.
        with contextlib.suppress(OSError):
            worker.pipe.send(job)

    def _deadline(self, job: Job) -> float:
        return time.monotonic() + self.seconds + job.ocr

    def _collect(self) -> Iterator[tuple[str, Facts]]:
        """Waits for the first answer or deadline among the busy workers."""
        busy = {worker.pipe: worker for worker in self._workers if worker.job is not None}
        if not busy:
            return
        rest = min(worker.deadline for worker in busy.values()) - time.monotonic()
        for pipe in wait(list(busy), timeout=max(0.0, rest)):
            answer = self._answer(busy[_connection(pipe)])
            if answer is not None:
                yield answer
        now = time.monotonic()
        for worker in list(busy.values()):
            if worker.job is not None and worker.deadline <= now and not worker.pipe.poll():
                yield worker.job.key, _limited(worker.sniffed, f"limit: more than {self.seconds:g} seconds")
                self._discard(worker)

    def _answer(self, worker: _Worker) -> tuple[str, Facts] | None:
        """What a worker says: the facts of its job, its end, or (None) that it is ready and at what kind of body."""
        assert worker.job is not None
        key = worker.job.key
        try:
            said: Sniffed | bytes | None = worker.pipe.recv()
        except (EOFError, OSError):
            reason = f"limit: its reader was ended ({_end(worker.process)})"
            self._discard(worker)
            return key, _limited(worker.sniffed, reason)
        if said is None:
            worker.ready, worker.deadline = True, self._deadline(worker.job)
            return None
        if isinstance(said, Sniffed):
            worker.sniffed = said
            return None
        worker.job = None
        return key, Facts.model_validate_json(said)

    def _discard(self, worker: _Worker) -> None:
        worker.job = None
        self._workers.remove(worker)
        worker.pipe.close()
        _kill(worker.process)


def _connection(pipe: object) -> Connection:
    assert isinstance(pipe, Connection)
    return pipe


def _kill(process: SpawnProcess) -> None:
    """Ends a worker and what it started; it leads a process group of its own."""
    if process.is_alive() and process.pid is not None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.kill()
    process.join(_STOP_SECONDS)


def _end(process: SpawnProcess) -> str:
    process.join(_STOP_SECONDS)
    code = process.exitcode
    return "memory or a crash" if code is None else f"signal {-code}" if code < 0 else f"status {code}"


def _limited(what: Sniffed, reason: str) -> Facts:
    return unreadable(what.kind, what.media_type, reason)


def _serve(pipe: Connection, memory_mb: int) -> None:
    """Life of a worker: one job after the other, until the pipe ends."""
    os.setpgid(0, 0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    size = memory_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(EOFError, OSError):
        pipe.send(None)
        while True:
            for message in _work(pipe.recv()):
                pipe.send(message)


def _work(job: Job) -> Iterator[Sniffed | bytes]:
    """First what the body is, then its facts as JSON, which packs and unpacks faster than the models do."""
    what = _UNKNOWN
    try:
        body = _body(job)
        what = sniff(body)
        yield what
        ocr = Budget(job.ocr) if job.ocr else None
        facts = extract(body, declared_type=job.declared_type, charset=job.charset, url=job.url, ocr=ocr)
    except MemoryError:
        facts = _limited(what, "limit: more memory than one document may take")
    except zstandard.ZstdError as error:
        facts = _limited(what, f"the stored body cannot be unpacked: {error}")
    except OSError as error:
        facts = _limited(what, f"the stored body cannot be read: {error.strerror or error}")
    yield facts.model_dump_json().encode()


def _body(job: Job) -> bytes:
    if job.body is not None or job.path is None:
        return job.body or b""
    stored = Path(job.path).read_bytes()
    if not stored.startswith(_ZSTD):
        return stored
    return zstandard.ZstdDecompressor().decompress(stored, max_output_size=limits.UNPACKED_BYTES)
