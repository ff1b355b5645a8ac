// Renders a Helm chart with the packages that Helm itself is made of: text/template, Sprig, its YAML
// library and its check of JSON schemas. Debian has these, and no Helm.
//
// Usage: render CHART RELEASE NAMESPACE < values.yaml > rendered.json
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"text/template"

	"github.com/Masterminds/sprig"
	"github.com/xeipuuv/gojsonschema"
	"sigs.k8s.io/yaml"
)

type values = map[string]interface{}

func main() {
	chart, release, namespace := os.Args[1], os.Args[2], os.Args[3]
	text, err := io.ReadAll(os.Stdin)
	must(err)
	given := values{}
	must(yaml.Unmarshal(text, &given))
	all := merged(read(filepath.Join(chart, "values.yaml")), given)
	check(filepath.Join(chart, "values.schema.json"), all)

	about := read(filepath.Join(chart, "Chart.yaml"))
	data := values{
		"Values":  all,
		"Release": values{"Name": release, "Namespace": namespace, "Service": "Helm", "IsInstall": true, "Revision": 1},
		"Chart":   values{"Name": about["name"], "Version": about["version"], "AppVersion": about["appVersion"]},
	}
	files, err := filepath.Glob(filepath.Join(chart, "templates", "*"))
	must(err)
	engine := newEngine(files)
	result := struct {
		Objects []values `json:"objects"`
		Notes   string   `json:"notes"`
	}{Objects: []values{}}
	for _, file := range files {
		name := filepath.Base(file)
		if strings.HasPrefix(name, "_") {
			continue
		}
		text := &strings.Builder{}
		must(engine.ExecuteTemplate(text, name, data))
		if name == "NOTES.txt" {
			result.Notes = text.String()
			continue
		}
		for _, document := range regexp.MustCompile(`(?m)^---\s*$`).Split(text.String(), -1) {
			object := values{}
			// Strict: a name that stands twice is an error.
			if err := yaml.UnmarshalStrict([]byte(document), &object); err != nil {
				must(fmt.Errorf("%s: %w\n%s", name, err, document))
			}
			if len(object) > 0 {
				result.Objects = append(result.Objects, object)
			}
		}
	}
	must(json.NewEncoder(os.Stdout).Encode(result))
}

// The functions that Helm adds to those of Sprig, as far as the chart uses them.
func newEngine(files []string) *template.Template {
	engine := template.New("chart").Option("missingkey=zero")
	functions := sprig.TxtFuncMap()
	delete(functions, "env")
	delete(functions, "expandenv")
	functions["toYaml"] = func(value interface{}) string {
		text, err := yaml.Marshal(value)
		must(err)
		return strings.TrimSuffix(string(text), "\n")
	}
	functions["include"] = func(name string, data interface{}) (string, error) {
		text := &strings.Builder{}
		err := engine.ExecuteTemplate(text, name, data)
		return text.String(), err
	}
	functions["fail"] = func(message string) (string, error) { return "", errors.New(message) }
	engine.Funcs(functions)
	for _, file := range files {
		text, err := os.ReadFile(file)
		must(err)
		template.Must(engine.New(filepath.Base(file)).Parse(string(text)))
	}
	return engine
}

func read(file string) values {
	text, err := os.ReadFile(file)
	must(err)
	result := values{}
	must(yaml.Unmarshal(text, &result))
	return result
}

// What is given over what the chart has; null removes it.
func merged(own, given values) values {
	for name, value := range given {
		ownPart, isOwnMap := own[name].(values)
		part, isMap := value.(values)
		switch {
		case value == nil:
			delete(own, name)
		case isOwnMap && isMap:
			own[name] = merged(ownPart, part)
		default:
			own[name] = value
		}
	}
	return own
}

func check(file string, all values) {
	schema, err := os.ReadFile(file)
	must(err)
	result, err := gojsonschema.Validate(gojsonschema.NewBytesLoader(schema), gojsonschema.NewGoLoader(all))
	must(err)
	if !result.Valid() {
		lines := []string{"values don't meet the specifications of the schema(s):"}
		for _, problem := range result.Errors() {
			lines = append(lines, "- "+problem.String())
		}
		must(errors.New(strings.Join(lines, "\n")))
	}
}

func must(err error) {
	if err != nil {
		io.WriteString(os.Stderr, err.Error()+"\n")
		os.Exit(1)
	}
}
