"""The sites and the walk are what the product is measured by, so they are measured first."""

import contextlib
import http.client
import json
import os
import runpy
import subprocess
import sys
import tempfile
import threading
import time
import unittest

import graph
from serving import Answer, HitLog, listen
from truth import Truth

HERE = os.path.dirname(os.path.abspath(__file__))


def get(port: int, host: str, target: str):
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("GET", target, headers={"Host": host, "User-Agent": "test"})
        response = connection.getresponse()
        return response.status, dict(response.headers), response.read()


class Sites(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.log = os.path.join(self.folder, "hits.jsonl")

    def serve(self, site) -> int:
        log = HitLog(self.log)
        self.addCleanup(log.close)
        server = listen("127.0.0.1", 0, site, log)
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return server.server_port

    def hits(self):
        with open(self.log, encoding="utf-8") as f:
            return [json.loads(line) for line in f]


class HitLogTest(Sites):
    def test_each_request_is_written_with_its_host_target_status_and_time(self):
        port = self.serve(lambda host, target: Answer(204 if host == "a.test" else 200))
        before = time.time()

        get(port, "a.test", "/x?y=%20")
        get(port, "B.test:80", "/")

        hits = self.hits()
        self.assertEqual([("a.test", "/x?y=%20", 204), ("b.test", "/", 200)], [(h["site"], h["target"], h["status"]) for h in hits])
        self.assertTrue(all(before <= h["came"] <= h["answered"] <= time.time() for h in hits))

    def test_requests_at_the_same_time_overlap_in_the_log(self):
        port = self.serve(lambda host, target: Answer(200, delay=0.3))
        threads = [threading.Thread(target=get, args=(port, "a.test", f"/{n}")) for n in range(2)]

        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        first, second = self.hits()
        self.assertLess(second["came"], first["answered"])


class TruthSiteTest(Sites):
    def setUp(self):
        super().setUp()
        self.graph = graph.build()
        self.port = self.serve(self.graph.serve)

    def ask(self, url):
        host, _, target = url.removeprefix("http://").partition("/")
        return get(self.port, host, "/" + target)

    def test_every_record_of_the_truth_is_served_with_its_type_after_its_failures(self):
        for url, record in Truth(self.graph, "Domain").records.items():
            for first in self.graph.nodes[url].first:
                self.assertEqual(first.status, self.ask(url)[0], url)
            status, headers, _ = self.ask(url)
            self.assertEqual((200, record["contentType"]), (status, headers["Content-Type"].partition(";")[0]), url)

    def test_what_is_dead_in_the_truth_answers_so(self):
        for url, status in Truth(self.graph, "Host").dead.items():
            if status and not self.graph.nodes[url].redirect:
                self.assertEqual(status, self.ask(url)[0], url)

    def test_fake_links_are_in_the_pages_but_lead_nowhere(self):
        self.assertGreater(len(self.graph.never), 15)
        pages = b"".join(node.answer.body for node in self.graph.nodes.values()).decode("utf-8", "replace")
        for url in self.graph.never:
            self.assertIn(url.removeprefix(graph.MAIN), pages)
            self.assertEqual(404, self.ask(url)[0])

    def test_flaky_pages_fail_again_after_forget(self):
        url = f"{graph.MAIN}/flaky/wait-429"
        statuses = [self.ask(url)[0], self.ask(url)[0]]
        self.graph.forget()

        self.assertEqual([429, 200, 429], [*statuses, self.ask(url)[0]])

    def test_the_truth_adds_up_and_no_url_is_in_two_states(self):
        for within in ("Host", "Domain"):
            told = Truth(self.graph, within).as_json()
            progress = told["progress"]
            self.assertEqual(progress["discovered"], progress["done"] + progress["failed"] + progress["excluded"])
            firsts = {record["urls"][0] for record in told["records"].values()}
            self.assertFalse(firsts & set(told["dead"]) or firsts & set(told["excluded"]) or set(told["dead"]) & set(told["excluded"]))

    def test_the_truth_knows_what_a_careful_crawler_leaves_alone(self):
        told = Truth(self.graph, "Host").as_json()

        for url in (f"{graph.MAIN}/private/secret", f"{graph.MAIN}/archive/2001", f"{graph.MAIN}/depth/{graph.MAX_DEPTH + 1}", f"{graph.SUB}/", f"{graph.AWAY}/", *self.graph.never):
            self.assertNotIn(url, told["hits"])
            self.assertNotIn(url, told["records"])
        self.assertIn(f"{graph.MAIN}/depth/{graph.MAX_DEPTH}", told["records"])
        self.assertIn(f"{graph.MAIN}/private/open", told["records"])
        self.assertIn(f"{graph.SUB}/landing", Truth(self.graph, "Domain").records)

    def test_the_walk_finds_the_same_where_html_and_urls_are_plain(self):
        self.graph.forget()
        found = runpy.run_path(os.path.join(HERE, "walk"))["links_of"]
        for url in (f"{graph.MAIN}/", f"{graph.MAIN}/plain/1", f"{graph.MAIN}/base", f"{graph.MAIN}/moved/"):
            _, headers, body = self.ask(url)
            message = http.client.HTTPMessage()
            message["Content-Type"] = headers["Content-Type"]
            self.assertEqual(set(self.graph.nodes[url].leads_to), set(found(url, message, body)), url)


class DocSiteAndWalkTest(Sites):
    def start(self, site_folder):
        process = subprocess.Popen([os.path.join(HERE, "doc-site"), "--log", self.log, f"127.0.0.1:0={site_folder}"], stdout=subprocess.PIPE, text=True)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.terminate)
        return int(process.stdout.readline().strip().rpartition(":")[2])

    def write(self, name, text):
        file = os.path.join(self.folder, "site", name)
        os.makedirs(os.path.dirname(file), exist_ok=True)
        with open(file, "w", encoding="utf-8") as f:
            f.write(text)

    def test_the_walk_finds_each_reachable_page_once_and_the_broken_link(self):
        self.write("index.html", '<a href="a.html#x">a</a><a href="b/c.html">c</a><a href="missing.html">m</a><a href="http://away.test/">away</a>')
        self.write("a.html", '<a href="index.html">home</a><!-- <a href="hidden.html"> --><script>"<a href=\'hidden.html\'>"</script>')
        self.write("b/c.html", '<a href="../a.html">a</a><a href="./">folder</a><a href="notes.txt">n</a>')
        self.write("b/index.html", "<p>no links</p>")
        self.write("b/notes.txt", '<a href="/hidden.html">')
        self.write("hidden.html", "nobody links here")
        port = self.start(os.path.join(self.folder, "site"))

        walked = subprocess.run([os.path.join(HERE, "walk"), f"http://127.0.0.1:{port}/index.html", "--as", "http://doc.test"], capture_output=True, text=True, check=True)

        found = json.loads(walked.stdout)
        self.assertEqual([f"http://doc.test/{p}" for p in ("a.html", "b/", "b/c.html", "b/notes.txt", "index.html")], found["pages"])
        self.assertEqual({"http://doc.test/missing.html": 404}, found["broken"])
        self.assertEqual(6, len(self.hits()))

    def test_nothing_outside_of_the_folder_is_served(self):
        self.write("index.html", "x")
        port = self.start(os.path.join(self.folder, "site"))

        for target in ("/../hits.jsonl", "/%2e%2e/hits.jsonl", "/..%2fhits.jsonl", "//etc/passwd"):
            self.assertEqual(404, get(port, "doc.test", target)[0], target)

    def test_it_ends_when_whoever_started_it_is_gone(self):
        for program, arguments in (("doc-site", [f"127.0.0.1:0={self.folder}"]), ("truth-site", ["127.0.0.1:0"])):
            command = [os.path.join(HERE, program), *(["serve"] if program == "truth-site" else []), "--with-parent", "--log", self.log, *arguments]
            process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            self.addCleanup(process.stdout.close)
            self.assertTrue(process.stdout.readline().startswith("serving"))

            process.stdin.close()

            process.wait(timeout=10)

    def test_a_folder_that_is_not_there_is_named(self):
        ended = subprocess.run([sys.executable, os.path.join(HERE, "doc-site"), "--log", self.log, "127.0.0.1:0=/no/such"], capture_output=True, text=True)

        self.assertEqual(1, ended.returncode)
        self.assertIn("no folder /no/such", ended.stderr)


if __name__ == "__main__":
    unittest.main()
