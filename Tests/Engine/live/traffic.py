"""Requests through nginx in the background, and what came back: the rows that were acknowledged, and the gaps."""
import http.client
import json
import threading
import time


class Traffic:
    """`workers` threads that write rows (or read them) one after the other until the block ends."""

    def __init__(self, port, workers=4, write=True, pause=0.04):
        self.port, self.write, self.pause = port, write, pause
        self.acknowledged, self.answers, self.times = {}, {}, []
        self._lock, self._stop = threading.Lock(), threading.Event()
        self._threads = [threading.Thread(target=self._work, args=(number,)) for number in range(workers)]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _work(self, worker):
        connection, number = None, 0
        while not self._stop.wait(self.pause):
            number += 1
            text = "row %d of worker %d at %d" % (number, worker, time.time_ns())
            try:
                connection = connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=8)
                if self.write:
                    connection.request("POST", "/api/items", json.dumps({"author": "faults", "text": text}), {"Content-Type": "application/json"})
                else:
                    connection.request("GET", "/api/items")
                answer = connection.getresponse()
                status, body = answer.status, answer.read()
            except (OSError, http.client.HTTPException):
                status, body, connection = 0, b"", connection and connection.close()
            with self._lock:
                self.answers[status] = self.answers.get(status, 0) + 1
                if status in (200, 201):
                    self.times.append(time.time())
                if status == 201:
                    self.acknowledged[json.loads(body)["id"]] = text

    def answered(self):
        return len(self.times)

    def longest_gap(self):
        """Seconds between two successful answers."""
        with self._lock:
            times = sorted(self.times)
        return max((after - before for before, after in zip(times, times[1:])), default=0.0)

    def summary(self):
        with self._lock:
            return ", ".join("%d x %s" % (count, status or "no answer") for status, count in sorted(self.answers.items()))
