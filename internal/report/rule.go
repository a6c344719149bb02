package report

// Rule is a check: its name in findings, how severe they are, and what it
// asks for.
type Rule struct {
	Name     string
	Severity Severity
	Asks     string
}

// At is a finding by the rule, as grave as the rule is in data of our own.
func (r Rule) At(where Where, message string) Finding {
	return Finding{Where: where, Severity: r.Severity, Rule: r.Name, Message: message}
}

// InTable is a finding by the rule, as grave as the rule is in tables of any
// origin.
func (r Rule) InTable(where Where, message string) Finding {
	f := r.At(where, message)
	f.Severity = r.InTables()
	return f
}

// The rules. What each asks for stands beside it.
var (
	RuleFile        = Rule{"file", Error, "every file can be read, and has no keys that nothing reads"}
	RuleBeside      = Rule{"beside", Warning, "a file that describes the one beside it can be read, and fits it"}
	RuleEncoding    = Rule{"encoding", Warning, "a file of text is UTF-8, or says in which encoding it is"}
	RuleHeader      = Rule{"header", Warning, "the first row of a table names its columns, and no other row does"}
	RuleShape       = Rule{"row-shape", Error, "a row can be read, with as many cells as the header, and the header has no name twice"}
	RuleShort       = Rule{"short-row", Warning, "a row of text has as many cells as the header"}
	RuleUnread      = Rule{"not-read", Warning, "a file has one table of incidents, and nothing of them beside it"}
	RuleUnused      = Rule{"unused-column", Warning, "a column that looks like one of an incident's own is used as such"}
	RuleQuote       = Rule{"quote", Error, "a quote that opens a cell of a CSV file is closed, before the next row"}
	RuleQuotedRows  = Rule{"quoted-rows", Warning, "a quoted cell of several lines is a text, and not rows"}
	RuleDetail      = Rule{"detail", Error, "nested parts (claims, statements, sources) are of the documented form"}
	RuleID          = Rule{"id", Error, "an ID is made of A-Z, a-z, 0-9 and . _ ~ -, and at most 100 characters long"}
	RuleDuplicateID = Rule{"duplicate-id", Error, "no two records have the same ID"}
	RuleRepeated    = Rule{"repeated-row", Warning, "no row repeats another one in all columns"}
	RuleMissing     = Rule{"missing", Error, "a record has what every record needs"}
	RuleWord        = Rule{"vocabulary", Error, "a word is of the vocabulary of its column"}
	RuleWordNew     = Rule{"new-word", Warning,
		"a word that the shipped vocabulary does not have is meant, not misspelt"}
	RuleNames      = Rule{"names", Warning, "a cell has at most 1,000 names"}
	RuleCountry    = Rule{"country", Error, "a country is an ISO 3166-1 alpha-2 code or a name that has one"}
	RuleTextLength = Rule{"text-length", Error, "a text is not longer than its limit"}
	RuleTextForm   = Rule{"text-form", Error, "a text has no control characters and no broken encoding"}
	RuleLineBreak  = Rule{"line-break", Warning, "a text other than a summary is one line"}
	RuleMarkup     = Rule{"markup", Warning, "a text is plain: pages show markup as it stands"}
	RuleDate       = Rule{"date", Error, "a date is EDTF (ISO 8601-2) whose start is told"}
	RuleDateRest   = Rule{"date-rest", Warning, "what stands beside a date is a time, a second date or a doubt"}
	RuleShortYear  = Rule{"short-year", Warning, "a year has four digits"}
	RuleFarYear    = Rule{"far-year", Warning, "a year is one that is meant, and no placeholder such as 1 or 9999"}
	RuleFuture     = Rule{"future", Error, "an incident is of the past"}
	RuleOld        = Rule{"old", Warning, "a year before 1900 is meant, not misspelt"}
	RuleLong       = Rule{"long", Warning, "an incident that lasted longer than ten years is one incident"}
	RuleTime       = Rule{"time", Error, "a time is hh:mm with its offset, 15:04+04:30"}
	RuleDerived    = Rule{"derived", Error, "columns that follow from others agree with them"}
	RuleIDDate     = Rule{"id-date", Warning, "an ID that ends in a date ends in the incident's"}

	RuleCoordinates = Rule{"coordinates", Error,
		"coordinates are degrees: longitude from -180 to 180, latitude from -90 to 90, and not 0, 0"}
	RuleOutside    = Rule{"outside-country", Error, "a point lies in its country, or within 25 km of its outline"}
	RulePrecision  = Rule{"precision", Error, "a place has a point or the precision unknown, never both or neither"}
	RuleRadius     = Rule{"radius", Warning, "the radius of a place fits its precision"}
	RuleUnplaced   = Rule{"unplaced", Warning, "the text of a place is found in the gazetteer"}
	RulePlacedPart = Rule{"placed-in-part", Warning, "all parts of the text of a place are found in the gazetteer"}
	RuleRenamed    = Rule{"renamed", Warning, "a place that is named anew lies where its new name says"}
	RuleSamePoint  = Rule{"same-point", Warning, "an incident at several places has several points"}
	RuleUnlocked   = Rule{"unlocked", Error, "every place is in the lock"}
	RuleDrift      = Rule{"drift", Error, "the gazetteer's answer for a place is the one in the lock or in the audit"}
	RuleUnreviewed = Rule{"unreviewed", Error, "a person has checked every place of the lock against a second source"}
	RuleUnneeded   = Rule{"unneeded", Error, "the lock has no place, and the dataset no source, that nothing uses"}

	RuleCount      = Rule{"count", Error, "a count is a whole number, or words for one such as \"at least 5\" and \"5-8\""}
	RuleOrder      = Rule{"figure-order", Error, "low <= best <= high, none below zero"}
	RuleLarge      = Rule{"figure-large", Warning, "a figure above a million is meant, not misspelt"}
	RuleNoSource   = Rule{"figure-source", Error, "every figure has a source of its record"}
	RuleSubset     = Rule{"figure-subset", Error, "a subset is not larger than the total it is of"}
	RuleParts      = Rule{"figure-parts", Error, "the parts of one source add up to its total"}
	RulePreferred  = Rule{"figure-preferred", Error, "where totals differ, exactly one is preferred"}
	RuleWords      = Rule{"figure-words", Error, "a figure is the one that its words give"}
	RuleClaimTwice = Rule{"figure-twice", Warning, "no claim stands twice in one record"}

	RuleStatement  = Rule{"statement", Error, "a statement says by whom, and has a source of its record"}
	RuleContradict = Rule{"contradiction", Warning, "nobody both affirms and denies the same"}
	RuleUnsaid     = Rule{"unsaid", Warning, "where an actor is named, a statement says by whom"}
	RuleSources    = Rule{"source", Error, "a record has a source with a title, and no two with the same key"}
	RuleURL        = Rule{"url", Error, "an address is an absolute http or https one"}

	RuleGroup = Rule{"group", Error,
		"a group is there, has claims and at least two members, which give no total of their own"}
	RuleShared    = Rule{"shared-claim", Error, "a claim that two records share is in a group, so that it counts once"}
	RulePersons   = Rule{"row-a-person", Hint, "a row is an incident, and not one of the people it happened to"}
	RuleSharedRow = Rule{"shared-figure", Warning, "two rows of one source, day and figure are two incidents"}
	RuleDuplicate = Rule{"duplicate", Warning, "two records of one kind within 5 km and 2 days are two incidents"}
)

// inTables are the severities that rules have in tables, where these are
// milder. A table is mostly somebody else's: what our own datasets must say is
// a hint there, and what reading it could make nothing of a warning.
func inTables() map[string]Severity {
	return map[string]Severity{
		RuleCoordinates.Name: Warning, RuleOutside.Name: Warning, RuleCountry.Name: Warning, RuleFuture.Name: Warning,
		RuleWord.Name: Warning, RuleOrder.Name: Warning, RuleURL.Name: Warning, RuleTextForm.Name: Warning,
		RuleTime.Name: Warning, RuleEncoding.Name: Hint,
		RuleNoSource.Name: Hint, RuleTextLength.Name: Hint, RuleLineBreak.Name: Hint, RuleMarkup.Name: Hint,
		RuleWordNew.Name: Hint, RuleLong.Name: Hint, RuleSharedRow.Name: Hint, RuleDuplicate.Name: Hint,
	}
}

// InTables is the rule's severity in tables of any origin.
func (r Rule) InTables() Severity {
	if milder, ok := inTables()[r.Name]; ok {
		return milder
	}
	return r.Severity
}

// Rules lists all of them, in the order in which they are documented.
func Rules() []Rule {
	return []Rule{RuleFile, RuleBeside, RuleEncoding, RuleHeader, RuleShape, RuleShort, RuleUnread, RuleUnused,
		RuleQuote, RuleQuotedRows,
		RuleDetail, RuleID,
		RuleDuplicateID, RuleRepeated,
		RuleMissing, RuleWord, RuleWordNew, RuleNames, RuleCountry,
		RuleTextLength, RuleTextForm, RuleLineBreak, RuleMarkup, RuleDate, RuleDateRest, RuleShortYear, RuleFarYear,
		RuleFuture, RuleOld, RuleLong, RuleTime, RuleDerived, RuleIDDate,
		RuleCoordinates, RuleOutside, RulePrecision, RuleRadius, RuleUnplaced, RulePlacedPart, RuleRenamed,
		RuleSamePoint,
		RuleUnlocked, RuleDrift, RuleUnreviewed, RuleUnneeded,
		RuleCount, RuleOrder, RuleLarge, RuleNoSource, RuleSubset, RuleParts, RulePreferred, RuleWords, RuleClaimTwice,
		RuleStatement, RuleContradict, RuleUnsaid, RuleSources, RuleURL, RuleGroup, RuleShared, RuleSharedRow,
		RulePersons, RuleDuplicate}
}
