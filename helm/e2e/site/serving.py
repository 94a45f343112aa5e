"""A web server of several hosts that writes down each request with its time: what the tests' sites are built on."""

import http.server
import json
import os
import signal
import threading
import time
from typing import Callable, NamedTuple


class Answer(NamedTuple):
    """What a site says to one request. `delay` are seconds to wait before it is said."""

    status: int
    headers: list[tuple[str, str]] = []
    body: bytes = b""
    delay: float = 0.0


class HitLog:
    """One JSON object a line for each request: site, target, status, and when it came and was answered (seconds since 1970)."""

    def __init__(self, path: str):
        self._file = open(path, "a", encoding="utf-8", buffering=1)
        self._lock = threading.Lock()

    def write(self, **hit) -> None:
        with self._lock:
            self._file.write(json.dumps(hit) + "\n")

    def close(self) -> None:
        self._file.close()


Site = Callable[[str, str], Answer]  # (host and port as asked for, raw request target) -> answer


def listen(address: str, port: int, site: Site, log: HitLog) -> http.server.ThreadingHTTPServer:
    """Starts to serve the site on the address and port, in threads of its own."""

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 60
        disable_nagle_algorithm = True

        def do_GET(self):
            came = time.time()
            host = (self.headers.get("Host") or "").lower().removesuffix(":80")
            answer = site(host, self.path)
            if answer.delay:
                time.sleep(answer.delay)
            # Written before it is sent: who has the answer finds the hit in the log
            log.write(
                site=host,
                target=self.path,
                status=answer.status,
                came=came,
                answered=time.time(),
                agent=self.headers.get("User-Agent", ""),
                peer=self.client_address[0],
            )
            self.send_response(answer.status)
            for name, value in answer.headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(answer.body)

        do_HEAD = do_GET

        def log_message(self, *_):
            pass

    class Server(http.server.ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 128

    server = Server((address, port), Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    return server


def end_with_parent() -> None:
    """Ends this process when its standard input ends, as it does when whoever started it is gone, however that came."""

    def wait():
        # Not by sys.stdin: its lock, held by this thread, would break the interpreter's end
        while os.read(0, 4096):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, daemon=True).start()
