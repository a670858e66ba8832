"""Milliseconds of one call at a time and of many callers at once, and what a process weighs."""

import ctypes
import gc
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass

import numpy as np
import psutil

WARM_UP = 20
CALLERS = 8


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds; under load for each of ``CALLERS`` who ask again as soon as they are answered."""

    p50: float
    p99: float
    p50_loaded: float
    p99_loaded: float
    per_second_loaded: float

    @classmethod
    def of(cls, ask: Callable[[str], object], queries: Sequence[str]) -> "Latency":
        for query in queries[:WARM_UP]:
            ask(query)
        alone = [_timed(ask, query) for query in queries]
        started = time.perf_counter()
        with ThreadPoolExecutor(CALLERS) as callers:
            loaded = list(callers.map(lambda query: _timed(ask, query), queries))
        per_second = len(queries) / (time.perf_counter() - started)
        (p50, p99), (p50_loaded, p99_loaded) = (np.percentile(times, [50, 99]).tolist() for times in (alone, loaded))
        return cls(p50, p99, p50_loaded, p99_loaded, per_second)

    def as_data(self) -> dict[str, float]:
        return asdict(self)


def _timed(ask: Callable[[str], object], query: str) -> float:
    started = time.perf_counter()
    ask(query)
    return (time.perf_counter() - started) * 1000


class Weight:
    """What this process holds more than when this was made, in MB: its own pages, and its share of shared ones."""

    def __init__(self) -> None:
        self._before = _megabytes()

    def grown(self) -> tuple[float, float]:
        own, shared = _megabytes()
        return own - self._before[0], shared - self._before[1]


def _megabytes() -> tuple[float, float]:
    gc.collect()
    _trim()
    info = psutil.Process().memory_full_info()
    return info.uss / 2**20, getattr(info, "pss", info.uss) / 2**20


def _trim() -> None:
    """Give back what is free, where the C library can (glibc): else growth hides in what was freed before."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
