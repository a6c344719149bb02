package incident

import (
	"strconv"

	"incidentmap/internal/fold"
)

// FormatValue writes a value of an extra column as text, the way it is
// filtered by and exported.
func FormatValue(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	}
	return ""
}

// oneOf reports whether v is among the allowed values; nil allows all.
func oneOf(allowed []string, v string) bool {
	if allowed == nil {
		return true
	}
	for _, a := range allowed {
		if a == v {
			return true
		}
	}
	return false
}

func oneOfFolded(allowed []string, v string) bool {
	if allowed == nil {
		return true
	}
	v = fold.Text(v)
	for _, a := range allowed {
		if v != "" && fold.Text(a) == v {
			return true
		}
	}
	return false
}

func anyParty(allowed []string, parties []Party) bool {
	if allowed == nil {
		return true
	}
	for _, p := range parties {
		if oneOfFolded(allowed, p.Name) {
			return true
		}
	}
	return false
}
