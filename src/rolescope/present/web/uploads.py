"""Strangers' texts, read in a process of their own that may take little and is ended when it takes long."""

from __future__ import annotations

import json
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import TYPE_CHECKING, Any

from rolescope.present.web.options import WebOptions
from rolescope.present.web.problems import busy, refuse

if TYPE_CHECKING:
    from rolescope.present.web.articles import ReadArticles

_START_SECONDS = 60.0
_TOO_SLOW = "Reading took longer than {:g} seconds and was stopped."
_DIED = "Reading took more memory than it may, and was stopped."


class ReadingProcess:
    """One process that reads; started when first needed, and again after it had to be ended.

    What goes between the processes is JSON and bytes, so that a text that breaks the reader says no more than text.
    """

    def __init__(self, options: WebOptions) -> None:
        self._options = options
        self._lock = threading.Lock()
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None

    def annotate(self, body: bytes) -> bytes:
        """The records of a body: a JSON object gives one, a list a list of them.

        Raises:
            Refusal: the body is no such JSON, or reading it takes too much.
        """
        told: str = self._call({"task": "annotate", "most": self._options.documents}, body)
        return told.encode()

    def read_articles(self, media: str, body: bytes) -> ReadArticles:
        """The articles in a form or in JSON, with what they claim.

        Raises:
            Refusal: none of them can be checked, or reading them takes too much.
        """
        from rolescope.present.web.articles import unpack

        most = {"most": self._options.articles, "claims": self._options.claims}
        told: str = self._call({"task": "check", "media": media, **most}, body)
        return unpack(told)

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._end()

    def _call(self, task: Mapping[str, Any], content: bytes) -> Any:
        if not self._lock.acquire(timeout=self._options.reading_seconds):
            raise busy("Other texts are being read; please ask again in a moment.")
        try:
            answer = self._ask(task, content)
        finally:
            self._lock.release()
        if "problem" in answer:
            raise refuse(answer["type"], 422, answer["problem"])
        return answer["answer"]

    def _ask(self, task: Mapping[str, Any], content: bytes) -> dict[str, Any]:
        pipe = self._pipe if self._is_alive() and self._pipe else self._start()
        try:
            pipe.send_bytes(json.dumps(task).encode())
            pipe.send_bytes(content)
            if not pipe.poll(self._options.reading_seconds):
                self._end()
                raise busy(_TOO_SLOW.format(self._options.reading_seconds))
            answer: dict[str, Any] = json.loads(pipe.recv_bytes())
            return answer
        except (EOFError, OSError, ValueError):
            self._end()
            raise refuse("unreadable", 422, _DIED) from None

    def _is_alive(self) -> bool:
        return self._process is not None and self._process.is_alive()

    def _start(self) -> Connection:
        self._end()
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(
            target=run_reader, args=(theirs, self._options.reading_bytes), name="reader", daemon=True
        )
        process.start()
        theirs.close()
        self._process, self._pipe = process, ours
        try:
            ready = ours.poll(_START_SECONDS) and ours.recv_bytes() == b"ready"
        except (EOFError, OSError):
            ready = False
        if not ready:
            self._end()
            raise busy("The reading process did not start; please ask again in a moment.")
        return ours

    def _end(self) -> None:
        if self._pipe is not None:
            self._pipe.close()
        if self._process is not None:
            self._process.kill()
            self._process.join()
        self._process = self._pipe = None


def run_reader(pipe: Connection, memory: int) -> None:
    """The reading process: build what reading needs, give up what it does not, then read until told no more."""
    from rolescope.annotate import warm_up

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    warm_up()
    limit_process(memory)
    pipe.send_bytes(b"ready")
    try:
        while True:
            task = json.loads(pipe.recv_bytes())
            pipe.send_bytes(json.dumps(do_task(task, pipe.recv_bytes())).encode())
    except (EOFError, OSError):
        return  # the server ended


def limit_process(memory: int) -> None:
    """Take at most ``memory`` more bytes, write no file, leave no dump; where the system can hold one to it."""
    if sys.platform == "win32":
        return
    import resource

    wanted = {"RLIMIT_FSIZE": 0, "RLIMIT_CORE": 0, "RLIMIT_AS": address_space() + memory}
    for kind, most in ((getattr(resource, name), most) for name, most in wanted.items()):
        _, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def address_space() -> int:
    """Bytes of address space in use; generous where the system does not say."""
    import resource

    try:
        with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123
            return int(statm.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 4 << 30


def do_task(task: Mapping[str, Any], content: bytes) -> dict[str, str]:
    """What a task comes to: an answer, or a problem in one sentence."""
    try:
        return {"answer": _TASKS[task["task"]](task, content)}
    except _Unreadable as error:
        return {"type": error.type, "problem": str(error)}
    except MemoryError:
        return {"type": "unreadable", "problem": _DIED}
    except Exception:  # a bug in reading: its message may hold the text
        return {"type": "unreadable", "problem": "The text could not be read."}


class _Unreadable(Exception):
    def __init__(self, sentence: str, type_: str = "unreadable") -> None:
        self.type = type_
        super().__init__(sentence)


def _annotate(task: Mapping[str, Any], content: bytes) -> str:
    from rolescope.present.filters import answer_values

    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        raise _Unreadable("The body is no JSON.", "bad-request") from None
    if isinstance(value, dict):
        ((line, good),) = answer_values([value])
        if not good:
            raise _Unreadable(json.loads(line)["problems"][0]["what"], "bad-request")
        return line
    if not isinstance(value, list):
        raise _Unreadable("The body is neither a JSON object nor a list of them.", "bad-request")
    if len(value) > task["most"]:
        raise _Unreadable(
            f"The list holds {len(value):,} documents; at most {task['most']:,} are read.", "bad-request"
        )
    return f"[{', '.join(line for line, _ in answer_values(value))}]"


def _check(task: Mapping[str, Any], content: bytes) -> str:
    from rolescope.present.web.articles import BadArticles, read_sent

    try:
        return read_sent(task["media"], content, task["most"], task["claims"])
    except BadArticles as error:
        raise _Unreadable(str(error), "bad-request") from None


_TASKS: dict[str, Callable[[Mapping[str, Any], bytes], str]] = {"annotate": _annotate, "check": _check}
