"""What the chart brings for Prometheus and Grafana. The alerts themselves are tested in monitoring/. Run as test_charts.py."""

import json
import os
import re
import unittest

import yaml

from rendering import CHART, kinds, named, render

ALL = {"metrics": {kind: {"enabled": True} for kind in ("serviceMonitor", "podMonitor", "prometheusRule", "dashboard")}}


def file(name):
    with open(os.path.join(CHART, "files", name), encoding="utf-8") as f:
        return f.read()


class MonitoringTest(unittest.TestCase):
    def test_nothing_of_it_is_there_unless_asked_for(self):
        self.assertEqual(set(), kinds(render()) & {"ServiceMonitor", "PodMonitor", "PrometheusRule"})

    def test_a_queues_figures_keep_its_own_namespace(self):
        endpoint = named(render(ALL), "ServiceMonitor")["spec"]["endpoints"][0]

        self.assertEqual(("metrics", True), (endpoint["port"], endpoint["honorLabels"]))

    def test_the_monitor_finds_the_service_by_its_labels_and_port(self):
        documents = render(ALL)
        wanted = named(documents, "ServiceMonitor")["spec"]["selector"]["matchLabels"]
        service = named(documents, "Service")

        self.assertLessEqual(wanted.items(), service["metadata"]["labels"].items())
        self.assertIn("metrics", [port["name"] for port in service["spec"]["ports"]])

    def test_workers_are_found_in_the_namespaces_that_are_watched(self):
        name = "crawls-crawljob-workers"
        everywhere = named(render(ALL), "PodMonitor", name)["spec"]
        few = named(render({**ALL, "watchNamespaces": ["a", "b"]}), "PodMonitor", name)["spec"]

        self.assertEqual({"any": True}, everywhere["namespaceSelector"])
        self.assertEqual({"matchNames": ["a", "b"]}, few["namespaceSelector"])
        self.assertEqual({"app.kubernetes.io/managed-by": "crawljob-operator"}, few["selector"]["matchLabels"])

    def test_the_rules_are_those_of_the_file_and_labels_can_be_added(self):
        rule = named(render({"metrics": {"prometheusRule": {"enabled": True, "labels": {"release": "prom"}}}}), "PrometheusRule")

        self.assertEqual(yaml.safe_load(file("alerts.yaml")), rule["spec"])
        self.assertEqual("prom", rule["metadata"]["labels"]["release"])

    def test_the_dashboard_is_that_of_the_file_with_panels_that_do_not_overlap(self):
        dashboard = json.loads(named(render(ALL), "ConfigMap", "crawls-crawljob-dashboard")["data"]["crawljob.json"])

        self.assertEqual(json.loads(file("dashboard.json")), dashboard)
        places = [(p["gridPos"]["x"], p["gridPos"]["y"]) for p in dashboard["panels"]]
        self.assertEqual(len(places), len(set(places)))
        for panel in dashboard["panels"]:
            self.assertTrue(panel["title"] and panel["description"] and panel["targets"][0]["expr"])

    def test_what_the_dashboard_and_the_alerts_ask_for_is_told_by_somebody(self):
        """By the names in the sources; that these are really told, the tests of operator and worker show."""
        asked = set(re.findall(r"crawljob_\w+", file("alerts.yaml") + file("dashboard.json")))
        asked = {re.sub("_(total|seconds|seconds_count|seconds_bucket)$", "", name) for name in asked}
        told = set()
        for module in ("operator/controller", "worker-image/worker"):
            for folder, _, names in os.walk(os.path.join(os.path.dirname(CHART), "..", module, "src", "main")):
                for name in (n for n in names if n.endswith(".java")):
                    with open(os.path.join(folder, name), encoding="utf-8") as f:
                        told |= {found.replace(".", "_") for found in re.findall(r'"(crawljob[._][a-z._]+)"', f.read())}

        self.assertEqual(set(), asked - told)


if __name__ == "__main__":
    unittest.main()
