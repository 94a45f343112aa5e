"""What a crawl of the truth site must bring: worked out from the known graph, without a request."""

import collections
import re
import urllib.parse

from graph import EXCLUDE, MAIN, MAX_DEPTH, RETRY_LIMIT, Graph, Node

RETRIED = {500, 502, 503, 504}


def host(url: str) -> str:
    return urllib.parse.urlsplit(url).netloc


class Truth:
    """One crawl from MAIN's first page, `within` Host or Domain, breadth first, sitemaps included, robots.txt obeyed."""

    def __init__(self, graph: Graph, within: str):
        self._graph = graph
        self._within = within
        self._depths: dict[str, int] = {}
        self._queue: collections.deque[str] = collections.deque()
        self.records: dict[str, dict] = {}  # by final URL
        self.dead: dict[str, int] = {}  # URL -> status, 0 for a redirect loop
        self.excluded: dict[str, str] = {}
        self._see(f"{MAIN}/", 0)
        for url in graph.in_sitemap:
            self._see(url, 1)
        while self._queue:
            self._visit(self._queue.popleft())

    def _in_scope(self, url: str, depth: int) -> bool:
        name = host(url)
        inside = name == host(MAIN) or (self._within == "Domain" and name.endswith("." + host(MAIN)))
        return inside and depth <= MAX_DEPTH and not any(re.search(rule, url) for rule in EXCLUDE)

    def _see(self, url: str, depth: int) -> None:
        if url not in self._depths and self._in_scope(url, depth):
            self._depths[url] = depth
            self._queue.append(url)

    def _visit(self, asked: str) -> None:
        url, depth, passed = asked, self._depths[asked], set()
        while True:
            if url in self._graph.forbidden:
                self.excluded[asked] = "robots.txt"
                return
            node = self._graph.nodes[url]
            if node.redirect is None:
                break
            passed.add(url)
            if node.redirect in passed:
                self.dead[asked] = 0
                return
            if host(node.redirect) != host(url):
                self.excluded[asked] = "redirect to another host"
                self._see(node.redirect, depth)
                return
            if not self._in_scope(node.redirect, depth):
                self.excluded[asked] = "redirect out of scope"
                return
            url = node.redirect
        self._settle(asked, url, node)

    def _settle(self, asked: str, url: str, node: Node) -> None:
        if node.answer.status != 200:
            self.dead[asked] = node.answer.status
            return
        for link in node.leads_to:
            self._see(link, self._depths[asked] + 1)
        if node.no_index:
            self.excluded[asked] = "noindex"
        elif url in self.records:
            self.records[url]["urls"].append(asked)
            self.excluded[asked] = "one of the URLs of a record that is there already"
        else:
            content_type = dict(node.answer.headers)["Content-Type"].partition(";")[0]
            self.records[url] = {"urls": [asked], "contentType": content_type, **({"title": node.title} if node.title else {})}

    def hits(self) -> dict[str, list[int]]:
        """How often each URL may be asked for: [fewest, most]. What is not here must never be asked for, but for robots.txt and sitemaps."""
        fewest: collections.Counter[str] = collections.Counter()
        most: collections.Counter[str] = collections.Counter()
        for asked in self._depths:
            alone = not any(asked in record["urls"] and len(record["urls"]) > 1 for record in self.records.values())
            for url in self._steps(asked):
                node = self._graph.nodes[url]
                times = len(node.first) + 1 if node.answer.status not in RETRIED else RETRY_LIMIT + 1
                most[url] += times
                fewest[url] += times if alone and self.dead.get(asked) != 0 else 0
        return {url: [fewest[url], most[url]] for url in sorted(most)}

    def _steps(self, asked: str):
        url, passed = asked, []
        while url not in self._graph.forbidden and url not in passed and host(url) == host(asked) and self._in_scope(url, 0):
            passed.append(url)
            url = self._graph.nodes[url].redirect or url
        return passed

    def as_json(self) -> dict:
        return {
            "seeds": [f"{MAIN}/"],
            "within": self._within,
            "exclude": EXCLUDE,
            "maxDepth": MAX_DEPTH,
            "retryLimit": RETRY_LIMIT,
            "records": self.records,
            "dead": self.dead,
            "excluded": self.excluded,
            "hits": self.hits(),
            "progress": {"discovered": len(self._depths), "done": len(self.records), "failed": len(self.dead), "excluded": len(self.excluded)},
        }
