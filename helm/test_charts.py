"""What the charts render, by the real helm. Run as `python3 -m unittest` in this folder, with helm on the PATH (or $HELM) and PyYAML."""

import os
import re
import tempfile
import unittest

import yaml

from rendering import CHART, HERE, ROOT, environment, helm, kinds, named, refused, render


class ChartTest(unittest.TestCase):
    def folder(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        return folder.name

    def test_both_charts_pass_the_strict_lint(self):
        for chart in ("crawljob", "crawljob-crds"):
            ended = helm("lint", "--strict", os.path.join(HERE, chart))
            self.assertEqual(0, ended.returncode, ended.stdout + ended.stderr)

    def test_what_is_templated_by_namespace_names_it(self):
        cluster_wide = {"CustomResourceDefinition", "ClusterRole", "ClusterRoleBinding", "HostPolicy"}
        for document in render():
            self.assertEqual(document["kind"] not in cluster_wide, "namespace" in document["metadata"], document["metadata"]["name"])

    def test_the_packaged_chart_brings_the_kinds_along(self):
        packed = self.folder()
        self.assertEqual(0, helm("package", CHART, "--destination", packed).returncode)

        self.assertIn("CustomResourceDefinition", kinds(render(chart=os.path.join(packed, "crawljob-0.1.0.tgz"))))

    def test_it_works_as_a_part_of_another_chart(self):
        outer = self.folder()
        os.makedirs(os.path.join(outer, "charts"))
        os.symlink(CHART, os.path.join(outer, "charts", "crawljob"))
        with open(os.path.join(outer, "Chart.yaml"), "w", encoding="utf-8") as f:
            f.write("apiVersion: v2\nname: outer\nversion: 0.1.0\ndependencies: [{name: crawljob, version: 0.1.0}]\n")

        named(render({"global": {"team": "a"}, "crawljob": {"operator": {"replicas": 1}}}, chart=outer), "Deployment")


class KindsTest(unittest.TestCase):
    def test_the_kinds_are_kept_when_a_release_goes_and_only_then_by_choice(self):
        for chart, values in ((os.path.join(HERE, "crawljob-crds"), {}), (CHART, {})):
            documents = [d for d in render(values, chart) if d["kind"] == "CustomResourceDefinition"]
            self.assertEqual(4, len(documents))
            self.assertTrue(all(d["metadata"]["annotations"]["helm.sh/resource-policy"] == "keep" for d in documents))
        freed = [d for d in render({"crds": {"keep": False}}) if d["kind"] == "CustomResourceDefinition"]
        self.assertTrue(all("helm.sh/resource-policy" not in d["metadata"].get("annotations", {}) for d in freed))

    def test_the_kinds_can_be_left_out(self):
        self.assertNotIn("CustomResourceDefinition", kinds(render({"crds": {"enabled": False}})))


class RightsTest(unittest.TestCase):
    def rules(self, documents):
        return [(d, rule) for d in documents if d["kind"] in ("Role", "ClusterRole") for rule in d["rules"]]

    def test_no_rule_has_a_wildcard_or_a_verb_that_gives_rights(self):
        for _, rule in self.rules(render()) + self.rules(render({"watchNamespaces": ["a"]})):
            self.assertNotIn("*", rule["apiGroups"] + rule["resources"] + rule["verbs"])
            self.assertFalse({"escalate", "bind", "impersonate"} & set(rule["verbs"]))

    def test_secrets_can_only_be_created(self):
        verbs = {verb for _, rule in self.rules(render()) if "secrets" in rule["resources"] for verb in rule["verbs"]}
        self.assertEqual({"create"}, verbs)

    def test_leases_are_written_in_the_operators_own_namespace_alone(self):
        holders = [d for d, rule in self.rules(render()) if "leases" in rule["resources"]]
        self.assertEqual([("Role", "system")], [(d["kind"], d["metadata"]["namespace"]) for d in holders])

    def test_with_named_namespaces_it_has_rights_in_those_only(self):
        documents = render({"watchNamespaces": ["alpha", "beta"]})

        everywhere = {r for d, rule in self.rules(documents) if d["kind"] == "ClusterRole" and not d["metadata"]["name"].endswith(("-view", "-edit", "-admin")) for r in rule["resources"]}
        self.assertLessEqual(everywhere, {"tokenreviews", "subjectaccessreviews", "namespaces"})
        self.assertEqual([["kube-system"]] * ("namespaces" in everywhere), [rule["resourceNames"] for _, rule in self.rules(documents) if "namespaces" in rule["resources"]])
        self.assertEqual({"alpha", "beta"}, {d["metadata"]["namespace"] for d in documents if d["kind"] == "Role" and d["metadata"]["name"] == "crawls-crawljob"})
        self.assertEqual("alpha,beta", environment(documents)["CRAWL_WATCH_NAMESPACES"])

    def test_roles_alone_are_to_be_had_for_named_namespaces(self):
        documents = render({"watchNamespaces": ["alpha"], "rbac": {"clusterWide": False, "aggregate": False}})

        self.assertFalse({"ClusterRole", "ClusterRoleBinding"} & kinds(documents))
        self.assertIn("needs watchNamespaces", refused({"rbac": {"clusterWide": False}}))

    def test_every_role_is_bound_or_aggregated(self):
        documents = render({"watchNamespaces": ["alpha"]}) + render()
        bound = {(d["roleRef"]["kind"], d["roleRef"]["name"]) for d in documents if d["kind"].endswith("RoleBinding")} | {("ClusterRole", d["roleRef"]["name"]) for d in documents if d["kind"] == "ClusterRoleBinding"}
        for d, _ in self.rules(documents):
            aggregated = any(label.startswith("rbac.authorization.k8s.io/aggregate-to-") for label in d["metadata"]["labels"])
            self.assertTrue(aggregated or (d["kind"], d["metadata"]["name"]) in bound, d["metadata"]["name"])

    def test_every_pod_is_restricted(self):
        pods = [d["spec"]["template"]["spec"] for d in render() if d["kind"] in ("Deployment", "StatefulSet")]
        self.assertEqual(2, len(pods))
        for pod in pods:
            self.assertTrue(pod["securityContext"]["runAsNonRoot"])
            self.assertEqual("RuntimeDefault", pod["securityContext"]["seccompProfile"]["type"])
            self.assertFalse(pod["enableServiceLinks"])
            for container in pod["containers"]:
                self.assertEqual({"allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]}}, container["securityContext"])
                self.assertIn("memory", container["resources"]["limits"])


class OperatorTest(unittest.TestCase):
    def documented(self):
        with open(os.path.join(ROOT, "operator", "controller", "docs", "settings.md"), encoding="utf-8") as f:
            return dict(re.findall(r"^\| `(CRAWL_\w+)` \| (.*?) \|", f.read(), re.MULTILINE))

    def test_the_chart_sets_the_operators_settings_and_no_others(self):
        documented = self.documented()
        everything = {"redis": {"url": "rediss://r:6379", "ca": "-----BEGIN CERTIFICATE-----", "user": "u", "password": "p", "workerUrl": "rediss://w:6379"}, "watchNamespaces": ["a"], "network": {"egressCidrs": ["10.0.0.0/8"]}}

        self.assertEqual(set(documented), set(environment(render(everything))))
        required = {key for key, default in documented.items() if default == "required"}
        self.assertLessEqual(required, set(environment(render())))

    def test_images_are_of_the_charts_version_unless_named(self):
        own = render()
        given = render({"image": {"operator": "r.test/o@sha256:1", "worker": "r.test/w:2", "browser": "r.test/b:4", "redis": "r.test/redis:3", "pullPolicy": "Never", "pullSecrets": [{"name": "s"}]}})

        image = lambda documents, kind, name: named(documents, kind, name)["spec"]["template"]["spec"]["containers"][0]["image"]
        self.assertEqual("crawljob/operator:0.1.0-SNAPSHOT", image(own, "Deployment", "crawls-crawljob"))
        self.assertEqual("crawljob/worker:0.1.0-SNAPSHOT", environment(own)["CRAWL_WORKER_IMAGE"])
        self.assertEqual("crawljob/worker-browser:0.1.0-SNAPSHOT", environment(own)["CRAWL_WORKER_BROWSER_IMAGE"])
        self.assertEqual("r.test/b:4", environment(given)["CRAWL_WORKER_BROWSER_IMAGE"])
        self.assertEqual("r.test/o@sha256:1", image(given, "Deployment", "crawls-crawljob"))
        self.assertEqual("r.test/redis:3", image(given, "StatefulSet", "crawls-crawljob-redis"))
        self.assertEqual(("r.test/w:2", "Never"), (environment(given)["CRAWL_WORKER_IMAGE"], environment(given)["CRAWL_WORKER_IMAGE_PULL_POLICY"]))
        for kind, name in (("Deployment", "crawls-crawljob"), ("StatefulSet", "crawls-crawljob-redis")):
            self.assertEqual([{"name": "s"}], named(given, kind, name)["spec"]["template"]["spec"]["imagePullSecrets"])

    def test_the_version_of_the_chart_is_the_products(self):
        with open(os.path.join(ROOT, "pom.xml"), encoding="utf-8") as f:
            version = re.search(r"<version>(.*?)</version>", f.read()).group(1)
        for chart in ("crawljob", "crawljob-crds"):
            with open(os.path.join(HERE, chart, "Chart.yaml"), encoding="utf-8") as f:
                self.assertEqual(version, yaml.safe_load(f)["appVersion"])

    def test_several_replicas_are_spread_and_kept_from_going_at_once(self):
        documents = render({"operator": {"replicas": 2}})

        self.assertEqual(1, named(documents, "PodDisruptionBudget")["spec"]["maxUnavailable"])
        self.assertIn("topologySpreadConstraints", named(documents, "Deployment")["spec"]["template"]["spec"])
        self.assertNotIn("PodDisruptionBudget", kinds(render()))

    def test_the_command_line_finds_the_read_api_and_its_reader(self):
        documents = render()
        service = named(documents, "Service")

        self.assertEqual("true", service["metadata"]["labels"]["crawljob.io/read-api"])
        self.assertEqual("api", service["spec"]["ports"][0]["name"])
        reader = service["metadata"]["annotations"]["crawljob.io/reader"]
        named(documents, "ServiceAccount", reader)
        self.assertIn(reader, [s["name"] for d in documents if d["kind"] == "ClusterRoleBinding" for s in d["subjects"]])

    def test_extra_objects_may_use_templates(self):
        extra = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "{{ .Release.Name }}-extra"}}

        self.assertEqual("crawls-extra", named(render({"extraObjects": [extra]}), "ConfigMap", "crawls-extra")["metadata"]["name"])


class TrialTest(unittest.TestCase):
    """What `helm test` makes; that it crawls is shown on a cluster."""

    def hooks(self, values):
        return [d for d in render(values) if d["metadata"].get("annotations", {}).get("helm.sh/hook") == "test"]

    def test_its_pod_is_restricted_and_the_host_that_it_allows_is_its_own(self):
        hooks = self.hooks({})

        pod = named(hooks, "Pod", "crawls-crawljob-test")["spec"]
        self.assertTrue(pod["securityContext"]["runAsNonRoot"])
        self.assertEqual(["crawls-crawljob-test.system.svc"], named(hooks, "HostPolicy", "crawls-crawljob-test")["spec"]["hosts"])
        self.assertIn("http://crawls-crawljob-test.system.svc/", pod["containers"][0]["args"])

    def test_in_named_namespaces_it_needs_a_url_and_allows_nothing(self):
        self.assertEqual([], self.hooks({"watchNamespaces": ["alpha"]}))
        hooks = self.hooks({"watchNamespaces": ["alpha"], "test": {"url": "https://example.org/"}})
        self.assertNotIn("HostPolicy", kinds(hooks))
        self.assertEqual("alpha", named(hooks, "Role", "crawls-crawljob-test")["metadata"]["namespace"])

    def test_its_url_has_to_be_one(self):
        self.assertIn("test", refused({"test": {"url": "example.org"}}))


class RedisTest(unittest.TestCase):
    def test_the_bundled_server_keeps_its_data_and_never_evicts(self):
        documents = render()

        config = named(documents, "ConfigMap", "crawls-crawljob-redis")["data"]["redis.conf"]
        self.assertIn("appendonly yes", config)
        self.assertIn("maxmemory-policy noeviction", config)
        self.assertEqual("data", named(documents, "StatefulSet", "crawls-crawljob-redis")["spec"]["volumeClaimTemplates"][0]["metadata"]["name"])
        self.assertEqual("redis://crawls-crawljob-redis.system.svc:6379", environment(documents)["CRAWL_REDIS_URL"])

    def test_without_persistence_it_has_no_volume_of_its_own(self):
        spec = named(render({"redis": {"bundled": {"persistence": {"enabled": False}}}}), "StatefulSet", "crawls-crawljob-redis")["spec"]

        self.assertNotIn("volumeClaimTemplates", spec)
        self.assertIn({"name": "data", "emptyDir": {"sizeLimit": "8Gi"}}, spec["template"]["spec"]["volumes"])

    def test_an_address_of_another_one_takes_its_place(self):
        documents = render({"redis": {"url": "rediss://r.test:6380/1", "existingSecret": "mine"}})

        self.assertNotIn("StatefulSet", kinds(documents))
        self.assertEqual(["crawls-crawljob-master-key"], [d["metadata"]["name"] for d in documents if d["kind"] == "Secret"])
        self.assertEqual("rediss://r.test:6380/1", environment(documents)["CRAWL_REDIS_URL"])
        password = [e for e in named(documents, "Deployment")["spec"]["template"]["spec"]["containers"][0]["env"] if e["name"] == "CRAWL_REDIS_PASSWORD"]
        self.assertEqual("mine", password[0]["valueFrom"]["secretKeyRef"]["name"])

    def test_who_has_signed_its_certificate_is_given_as_text_or_in_a_secret(self):
        pem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"

        text = render({"redis": {"url": "rediss://r.test:6380", "ca": pem}})
        secret = render({"redis": {"url": "rediss://r.test:6380", "caSecret": "redis-tls"}})

        self.assertEqual(pem, environment(text)["CRAWL_REDIS_CA"])
        ca = [e for e in named(secret, "Deployment")["spec"]["template"]["spec"]["containers"][0]["env"] if e["name"] == "CRAWL_REDIS_CA"]
        self.assertEqual({"name": "redis-tls", "key": "ca.crt"}, ca[0]["valueFrom"]["secretKeyRef"])
        self.assertNotIn("CRAWL_REDIS_CA", environment(render()))

    def test_who_has_signed_is_refused_where_nobody_would_look(self):
        self.assertIn("redis.caSecret: a certificate is looked at with redis.url: rediss://", refused({"redis": {"url": "redis://r.test:6379", "caSecret": "redis-tls"}}))
        self.assertIn("/redis/ca", refused({"redis": {"url": "rediss://r.test:6380", "ca": "/etc/ssl/redis.pem"}}))

    def test_an_address_without_a_password_asks_for_no_secret(self):
        self.assertNotIn("CRAWL_REDIS_PASSWORD", environment(render({"redis": {"url": "redis://r.test:6379"}})))

    def test_no_redis_at_all_is_refused_in_words(self):
        self.assertIn("redis.url: give the address of your Redis", refused({"redis": {"bundled": {"enabled": False}}}))

    def test_only_the_operator_and_workers_may_reach_it(self):
        policy = named(render(), "NetworkPolicy", "crawls-crawljob-redis")["spec"]
        self.assertEqual(2, len(policy["ingress"][0]["from"]))
        self.assertEqual({"app.kubernetes.io/managed-by": "crawljob-operator"}, policy["ingress"][0]["from"][1]["podSelector"]["matchLabels"])


if __name__ == "__main__":
    unittest.main()
