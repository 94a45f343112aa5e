// Package gitops tests what GitOps tools make of our objects, by the tools' own engines: Argo CD's Lua for its health, kstatus for Flux.
package gitops

import (
	"os"
	"path/filepath"
	"testing"

	lua "github.com/yuin/gopher-lua"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/cli-utils/pkg/kstatus/status"
	"sigs.k8s.io/yaml"
)

func TestArgoCDShowsTheHealthThatItsTestsSay(t *testing.T) {
	script := read(t, "health.lua")
	var suite struct {
		Tests []struct {
			HealthStatus struct{ Status, Message string }
			InputPath    string
		}
	}
	parse(t, "health_test.yaml", &suite)
	for _, test := range suite.Tests {
		t.Run(filepath.Base(test.InputPath), func(t *testing.T) {
			found := health(t, string(script), object(t, test.InputPath))
			if found != test.HealthStatus {
				t.Errorf("is %+v, not %+v", found, test.HealthStatus)
			}
		})
	}
	everyObjectIsTested(t, len(suite.Tests))
}

func TestFluxSeesTheStatusThatItsTestsSay(t *testing.T) {
	var suite struct {
		Tests []struct{ Status, InputPath string }
	}
	parse(t, "kstatus_test.yaml", &suite)
	for _, test := range suite.Tests {
		t.Run(filepath.Base(test.InputPath), func(t *testing.T) {
			found, err := status.Compute(&unstructured.Unstructured{Object: object(t, test.InputPath)})
			if err != nil {
				t.Fatal(err)
			}
			if found.Status.String() != test.Status {
				t.Errorf("is %s (%s), not %s", found.Status, found.Message, test.Status)
			}
		})
	}
	everyObjectIsTested(t, len(suite.Tests))
}

// As Argo CD runs it: a global obj, and a table that comes back.
func health(t *testing.T, script string, object map[string]any) struct{ Status, Message string } {
	t.Helper()
	state := lua.NewState()
	defer state.Close()
	state.SetGlobal("obj", value(state, object))
	if err := state.DoString(script); err != nil {
		t.Fatal(err)
	}
	table, ok := state.Get(-1).(*lua.LTable)
	if !ok {
		t.Fatalf("the script returned %s, not a table", state.Get(-1).Type())
	}
	return struct{ Status, Message string }{
		lua.LVAsString(table.RawGetString("status")), lua.LVAsString(table.RawGetString("message")),
	}
}

func value(state *lua.LState, from any) lua.LValue {
	switch from := from.(type) {
	case map[string]any:
		table := state.NewTable()
		for key, member := range from {
			table.RawSetString(key, value(state, member))
		}
		return table
	case []any:
		table := state.NewTable()
		for _, member := range from {
			table.Append(value(state, member))
		}
		return table
	case string:
		return lua.LString(from)
	case bool:
		return lua.LBool(from)
	case float64:
		return lua.LNumber(from)
	case int64:
		return lua.LNumber(from)
	}
	return lua.LNil
}

func object(t *testing.T, path string) map[string]any {
	t.Helper()
	json, err := yaml.YAMLToJSON(read(t, path))
	if err != nil {
		t.Fatal(err)
	}
	object := &unstructured.Unstructured{}
	if err := object.UnmarshalJSON(json); err != nil {
		t.Fatal(err)
	}
	return object.Object
}

func everyObjectIsTested(t *testing.T, tests int) {
	t.Helper()
	objects, err := filepath.Glob("testdata/*.yaml")
	if err != nil || len(objects) != tests {
		t.Errorf("%d tests for %d objects in testdata (%v)", tests, len(objects), err)
	}
}

func parse(t *testing.T, path string, into any) {
	t.Helper()
	if err := yaml.UnmarshalStrict(read(t, path), into); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}
