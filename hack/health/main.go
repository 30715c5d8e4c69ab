// Command health prints what kstatus (Flux) and Argo CD make of Kubernetes objects.
//
// It reads a JSON list of cases from standard input, each an object and the Lua script that Argo CD would run for its kind, and prints
// a JSON list with both verdicts for each of them, in the same order.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	lua "github.com/yuin/gopher-lua"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/cli-utils/pkg/kstatus/status"
)

// Argo CD gives a script one second.
const scriptTime = time.Second

type question struct {
	Object json.RawMessage `json:"object"`
	Script string          `json:"script"`
}

type verdict struct {
	Status  string `json:"status"`
	Message string `json:"message"`
}

type answer struct {
	Kstatus verdict `json:"kstatus"`
	Argo    verdict `json:"argo"`
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "health:", err)
		os.Exit(1)
	}
}

func run() error {
	var questions []question
	if err := json.NewDecoder(os.Stdin).Decode(&questions); err != nil {
		return fmt.Errorf("expected a JSON list of cases on standard input, found: %w", err)
	}
	answers := make([]answer, 0, len(questions))
	for i, q := range questions {
		a, err := judge(q)
		if err != nil {
			return fmt.Errorf("case %d: %w", i, err)
		}
		answers = append(answers, a)
	}
	return json.NewEncoder(os.Stdout).Encode(answers)
}

func judge(q question) (answer, error) {
	var object unstructured.Unstructured
	// Whole numbers come out as int64, as they do in controllers.
	if err := object.UnmarshalJSON(q.Object); err != nil {
		return answer{}, fmt.Errorf("expected a Kubernetes object, found: %w", err)
	}
	computed, err := status.Compute(&object)
	if err != nil {
		return answer{}, fmt.Errorf("kstatus: %w", err)
	}
	argo, err := health(object.Object, q.Script)
	if err != nil {
		return answer{}, fmt.Errorf("script: %w", err)
	}
	return answer{Kstatus: verdict{computed.Status.String(), computed.Message}, Argo: argo}, nil
}

// health runs a script as Argo CD does: with no library but base and table, and with the object as the global obj.
func health(object map[string]any, script string) (verdict, error) {
	state := lua.NewState(lua.Options{SkipOpenLibs: true})
	defer state.Close()
	for name, open := range map[string]lua.LGFunction{lua.BaseLibName: lua.OpenBase, lua.TabLibName: lua.OpenTable} {
		if err := state.CallByParam(lua.P{Fn: state.NewFunction(open), Protect: true}, lua.LString(name)); err != nil {
			return verdict{}, err
		}
	}
	limit, cancel := context.WithTimeout(context.Background(), scriptTime)
	defer cancel()
	state.SetContext(limit)
	state.SetGlobal("obj", value(state, object))
	if err := state.DoString(script); err != nil {
		return verdict{}, err
	}
	table, ok := state.Get(-1).(*lua.LTable)
	if !ok {
		return verdict{}, fmt.Errorf("expected a table as its result, found %s", state.Get(-1).Type())
	}
	found := verdict{Status: text(table, "status"), Message: text(table, "message")}
	switch found.Status {
	case "Healthy", "Progressing", "Degraded", "Suspended", "Missing", "Unknown":
		return found, nil
	}
	return verdict{}, fmt.Errorf("expected a health status of Argo CD, found %q", found.Status)
}

func text(table *lua.LTable, key string) string {
	if s, ok := table.RawGetString(key).(lua.LString); ok {
		return string(s)
	}
	return ""
}

func value(state *lua.LState, from any) lua.LValue {
	switch v := from.(type) {
	case bool:
		return lua.LBool(v)
	case int64:
		return lua.LNumber(v)
	case float64:
		return lua.LNumber(v)
	case string:
		return lua.LString(v)
	case []any:
		list := state.NewTable()
		for _, item := range v {
			list.Append(value(state, item))
		}
		return list
	case map[string]any:
		table := state.NewTable()
		for key, item := range v {
			table.RawSetString(key, value(state, item))
		}
		return table
	}
	return lua.LNil
}
