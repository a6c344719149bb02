package incident

import (
	"slices"
	"strconv"

	"incidentmap/internal/fold"
)

// FormatValue writes a value of an extra column as text, the way it is
// filtered by and exported.
func FormatValue(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	return string(AppendValue(nil, v))
}

// AppendValue appends what FormatValue returns to dst.
func AppendValue(dst []byte, v any) []byte {
	switch v := v.(type) {
	case string:
		return append(dst, v...)
	case int64:
		return strconv.AppendInt(dst, v, 10)
	case float64:
		return strconv.AppendFloat(dst, v, 'f', -1, 64)
	case bool:
		return strconv.AppendBool(dst, v)
	}
	return dst
}

// oneOf reports whether v is among the allowed values; nil allows all.
func oneOf(allowed []string, v string) bool {
	return allowed == nil || slices.Contains(allowed, v)
}

func oneOfFolded(allowed []string, v string) bool {
	if allowed == nil {
		return true
	}
	v = fold.Text(v)
	return v != "" && slices.ContainsFunc(allowed, func(a string) bool { return fold.Text(a) == v })
}

func anyParty(allowed []string, parties []Party) bool {
	return allowed == nil ||
		slices.ContainsFunc(parties, func(p Party) bool { return oneOfFolded(allowed, p.Name) })
}
