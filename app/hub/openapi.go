package hub

import (
	"encoding/json"
	"reflect"
	"strings"
	"time"

	"yunban/model"
)

// object is a JSON object of the description.
type object = map[string]any

// describe writes the OpenAPI description of routes, from the types that they read and write.
func describe(routes []route) any {
	d := description{schemas: object{}}
	paths := object{}
	for _, r := range routes {
		method, path, _ := strings.Cut(r.pattern, " ")
		one, ok := paths[path].(object)
		if !ok {
			one = object{}
			paths[path] = one
		}
		one[strings.ToLower(method)] = d.operation(r, path)
	}
	return object{"openapi": "3.1.0",
		"info":  object{"title": "云办 Yunban hub", "version": "1", "description": "The exchange between desks and their hub. Fields are only added within a version; unknown ones must be let pass."},
		"paths": paths,
		"components": object{"schemas": d.schemas, "securitySchemes": object{
			"device":  object{"type": "mutualTLS", "description": "The certificate that enrolment gave the device"},
			"session": object{"type": "http", "scheme": "bearer", "description": "The token that signing in gave, good at its device only"},
			"portal":  object{"type": "http", "scheme": "bearer", "description": "The token that the hub's operator made for a city's portal: yunban-hub token add"}}}}
}

type description struct{ schemas object }

func (d description) operation(r route, path string) object {
	op := object{"summary": r.about, "responses": object{
		"200":     d.response("Done", r.answers),
		"default": d.response("Refused, with the reason", failure{})}}
	if r.asks != nil {
		op["requestBody"] = object{"required": true, "content": d.content(r.asks)}
	}
	switch r.who {
	case device, watch, operator:
		op["security"] = []object{{"device": []string{}}}
	case reader, filer:
		op["security"] = []object{{"portal": []string{}}}
	case person:
		op["security"] = []object{{"device": []string{}, "session": []string{}}}
	}
	if found := parameters(r, path); len(found) > 0 {
		op["parameters"] = found
	}
	return op
}

// inPath describes the variable parts of addresses.
var inPath = map[string]object{
	"hash":     {"description": "SHA-256 of the content, in hex", "schema": object{"type": "string", "pattern": hashForm.String()}},
	"id":       {"description": "The id that filing gave", "schema": object{"type": "string"}},
	"document": {"description": "The code name of the paper, as the request lists it", "schema": object{"type": "string"}},
}

// inQuery names what may follow an address.
var inQuery = map[string][]string{
	"GET /v1/feed":            {"after", "limit"},
	"PUT /v1/files/{hash}":    {"offset", "size"},
	"GET /v1/portal/requests": {"status", "kind", "due", "text", "from", "to", "limit", "after"},
}

func parameters(r route, path string) []object {
	var found []object
	for _, part := range strings.Split(path, "/") {
		name := strings.Trim(part, "{}")
		if known, ok := inPath[name]; ok && name != part {
			found = append(found, object{"name": name, "in": "path", "required": true, "description": known["description"], "schema": known["schema"]})
		}
	}
	for _, name := range inQuery[r.pattern] {
		found = append(found, object{"name": name, "in": "query", "schema": object{"type": "string"}})
	}
	if r.who == filer {
		found = append(found, object{"name": keyHeaderIn, "in": "header", "required": true, "description": "Your own name for what is filed, up to 100 bytes: the same one again files nothing again",
			"schema": object{"type": "string", "maxLength": maxNaming}})
	}
	return found
}

func (d description) response(about string, answers any) object {
	response := object{"description": about}
	if answers != nil {
		response["content"] = d.content(answers)
	}
	return response
}

// content is a message of a type, or what is none.
func (d description) content(message any) object {
	if _, ok := message.(stream); ok {
		return object{"application/octet-stream": object{"schema": object{"type": "string", "format": "binary"}}}
	}
	if _, ok := message.(portalForms); ok {
		form := d.schema(reflect.TypeFor[portalFormat]())
		return object{"application/json": object{"schema": form},
			"multipart/form-data": object{"schema": object{"type": "object", "required": []string{"form"}, "properties": object{"form": form},
				"additionalProperties": object{"type": "string", "contentMediaType": "application/octet-stream"}}}}
	}
	return object{"application/json": object{"schema": d.schema(reflect.TypeOf(message))}}
}

// schema describes a type; structs by name, once each.
func (d description) schema(t reflect.Type) object {
	switch t {
	case reflect.TypeFor[time.Time]():
		return object{"type": "string", "format": "date-time"}
	case reflect.TypeFor[json.RawMessage]():
		return d.schema(reflect.TypeFor[model.Event]())
	case reflect.TypeFor[[]byte]():
		return object{"type": "string", "contentEncoding": "base64"}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return d.schema(t.Elem())
	case reflect.Slice, reflect.Array:
		return object{"type": "array", "items": d.schema(t.Elem())}
	case reflect.Map:
		return object{"type": "object", "additionalProperties": d.schema(t.Elem())}
	case reflect.String:
		return object{"type": "string"}
	case reflect.Bool:
		return object{"type": "boolean"}
	case reflect.Float32, reflect.Float64:
		return object{"type": "number"}
	case reflect.Struct:
		return d.structure(t)
	case reflect.Interface:
		return object{}
	}
	return object{"type": "integer"}
}

func (d description) structure(t reflect.Type) object {
	name := strings.ToUpper(t.Name()[:1]) + t.Name()[1:]
	ref := object{"$ref": "#/components/schemas/" + name}
	if _, known := d.schemas[name]; known {
		return ref
	}
	d.schemas[name] = object{} // stands in while its own fields are described
	properties, required := object{}, []string{}
	d.fields(t, properties, &required)
	d.schemas[name] = object{"type": "object", "properties": properties, "required": required}
	return ref
}

func (d description) fields(t reflect.Type, properties object, required *[]string) {
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous {
			d.fields(f.Type, properties, required)
			continue
		}
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "-" || !f.IsExported() {
			continue
		}
		if name == "" {
			name = f.Name
		}
		properties[name] = d.schema(f.Type)
		if !strings.Contains(options, "omitempty") && !strings.Contains(options, "omitzero") {
			*required = append(*required, name)
		}
	}
}
