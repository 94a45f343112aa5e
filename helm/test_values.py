"""What the chart takes as values, and what it says of them. Run as test_charts.py."""

import json
import os
import re
import shutil
import tempfile
import unittest

import yaml

from rendering import CHART, named, refused, render


class ValuesTest(unittest.TestCase):
    def test_a_value_that_the_chart_does_not_know_is_refused_with_its_name(self):
        self.assertRegex(refused({"operator": {"replica": 2}}), "replica")
        self.assertRegex(refused({"imagePullPolicy": "Never"}), "imagePullPolicy")

    def test_values_out_of_bounds_are_refused(self):
        for values in (
            {"image": {"pullPolicy": "Sometimes"}},
            {"operator": {"replicas": -1}},
            {"politeness": {"userAgent": "anonymous"}},
            {"politeness": {"default": {"maxConcurrent": 0}}},
            {"redis": {"url": "http://redis"}},
            {"network": {"egressCidrs": ["10.0.0.0"]}},
            {"watchNamespaces": ["Not_A_Name"]},
            {"redis": {"bundled": {"maxMemory": "lots"}}},
        ):
            refused(values)

    def test_the_schema_knows_every_value_that_the_file_shows(self):
        with open(os.path.join(CHART, "values.schema.json"), encoding="utf-8") as f:
            schema = json.load(f)
        with open(os.path.join(CHART, "values.yaml"), encoding="utf-8") as f:
            values = yaml.safe_load(f)

        def missing(value, known, path):
            if not isinstance(value, dict) or "properties" not in known:
                return []
            return [f"{path}.{key}" for key in value if key not in known["properties"]] + [
                m for key in value if key in known["properties"] for m in missing(value[key], known["properties"][key], f"{path}.{key}")
            ]

        self.assertEqual([], missing(values, schema, ""))

    def notes(self, values):
        """Only an installation prints the notes; a copy of the chart renders them as a ConfigMap instead."""
        with tempfile.TemporaryDirectory() as folder:
            chart = shutil.copytree(CHART, os.path.join(folder, "crawljob"))
            with open(os.path.join(chart, "templates", "NOTES.txt"), encoding="utf-8") as f:
                indented = "".join("    " + line for line in f)
            with open(os.path.join(chart, "templates", "notes.yaml"), "w", encoding="utf-8") as f:
                f.write("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: notes}\ndata:\n  notes: |\n" + indented)
            return named(render(values, chart), "ConfigMap", "notes")["data"]["notes"]

    def test_the_notes_have_a_first_crawl_to_paste(self):
        notes = self.notes({})
        manifest = yaml.safe_load(re.search(r"<<'YAML'\n(.*?)\n *YAML", notes, re.DOTALL).group(1))

        self.assertEqual("CrawlJob", manifest["kind"])
        self.assertNotIn("WARNING", notes)

    def test_the_notes_warn_of_risky_values(self):
        for values, words in (
            ({"redis": {"bundled": {"persistence": {"enabled": False}}}}, "every crawl under way is lost"),
            ({"redis": {"url": "redis://r:6379", "existingSecret": "s"}}, "is not encrypted"),
            ({"redis": {"url": "rediss://user:secret@r:6379"}}, "no password is set for rediss://r:6379"),
            ({"redis": {"password": "secret"}}, "kept in the release's values"),
            ({"politeness": {"allowIgnoreRobots": True}}, "may ignore robots.txt"),
            ({"politeness": {"default": {"delayMillis": 10}}}, "100 requests a second"),
            ({"operator": {"replicas": 2, "leaderElection": False}}, "each will act"),
        ):
            notes = self.notes(values)
            self.assertIn("WARNING", notes)
            self.assertIn(words, notes)


if __name__ == "__main__":
    unittest.main()
