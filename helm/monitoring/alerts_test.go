// Package monitoring tests the chart's alerts by Prometheus's own engine.
package monitoring

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/rulefmt"
	"github.com/prometheus/prometheus/promql/promqltest"
	"github.com/prometheus/prometheus/rules"
	"sigs.k8s.io/yaml"
)

const alerts = "../crawljob/files/alerts.yaml"

// A story: series as Prometheus's own tests write them (a value a minute), and which alerts fire when it is over.
type story struct {
	Name    string
	Series  map[string]string
	Minutes int
	Firing  []string
}

func TestAlertsFireWhenTheyShouldAndOnlyThen(t *testing.T) {
	var suite struct{ Stories []story }
	parse(t, "alerts_test.yaml", &suite)
	fired := map[string]bool{}
	for _, story := range suite.Stories {
		t.Run(story.Name, func(t *testing.T) {
			found := tell(t, story)
			if strings.Join(found, " ") != strings.Join(story.Firing, " ") {
				t.Errorf("fires %v, not %v", found, story.Firing)
			}
		})
		for _, alert := range story.Firing {
			fired[alert] = true
		}
	}
	for _, name := range names(t) {
		if !fired[name] {
			t.Errorf("%s fires in no story", name)
		}
	}
}

func TestEveryAlertHasARunbookAndEveryRunbookAnAlert(t *testing.T) {
	book, err := os.ReadFile("../crawljob/docs/runbooks.md")
	if err != nil {
		t.Fatal(err)
	}
	var headings []string
	for _, heading := range regexp.MustCompile(`(?m)^## (\w+)$`).FindAllStringSubmatch(string(book), -1) {
		headings = append(headings, heading[1])
	}
	if strings.Join(headings, " ") != strings.Join(names(t), " ") {
		t.Errorf("runbooks are of %v, alerts are %v", headings, names(t))
	}
}

// Alerts that fire at the end, in the order of the file.
func tell(t *testing.T, story story) []string {
	t.Helper()
	var input strings.Builder
	input.WriteString("load 1m\n")
	for series, values := range story.Series {
		input.WriteString("  " + series + " " + values + "\n")
	}
	storage := promqltest.LoadedStorage(t, input.String())
	defer storage.Close()
	engine := promqltest.NewTestEngine(t, false, 0, promqltest.DefaultMaxSamplesPerQuery)
	manager := rules.NewManager(&rules.ManagerOptions{
		Appendable: storage,
		Queryable:  storage,
		QueryFunc:  rules.EngineQueryFunc(engine, storage),
		NotifyFunc: func(context.Context, string, ...*rules.Alert) {},
		Context:    context.Background(),
		Logger:     slog.Default(),
	})
	groups, errs := manager.LoadGroups(time.Minute, labels.EmptyLabels(), "", nil, alerts)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	var firing []string
	for _, group := range groups {
		for minute := 0; minute <= story.Minutes; minute++ {
			group.Eval(context.Background(), time.Unix(0, 0).Add(time.Duration(minute)*time.Minute))
		}
		for _, rule := range group.AlertingRules() {
			if rule.LastError() != nil {
				t.Error(rule.LastError())
			}
			if rule.State() == rules.StateFiring {
				firing = append(firing, rule.Name())
			}
		}
	}
	return firing
}

// Of the alerts, in the order of the file.
func names(t *testing.T) []string {
	t.Helper()
	content, errs := rulefmt.ParseFile(alerts)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	var names []string
	for _, group := range content.Groups {
		for _, rule := range group.Rules {
			names = append(names, rule.Alert.Value)
		}
	}
	return names
}

func parse(t *testing.T, file string, into any) {
	t.Helper()
	text, err := os.ReadFile(filepath.Clean(file))
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.UnmarshalStrict(text, into); err != nil {
		t.Fatal(err)
	}
}
