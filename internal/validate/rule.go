package validate

// Rule is a check: its name in findings, how severe they are, and what it
// asks for.
type Rule struct {
	Name     string
	Severity Severity
	Asks     string
}

// The rules.
var (
	ruleFile        = Rule{"file", Error, "every file can be read, and has no keys that nothing reads"}
	ruleShape       = Rule{"row-shape", Error, "a row has as many cells as the header, and the header no name twice"}
	ruleQuote       = Rule{"quote", Error, "a quote that opens a cell of a CSV file is closed, before the next row"}
	ruleQuotedRows  = Rule{"quoted-rows", Warning, "a quoted cell of several lines is a text, and not rows"}
	ruleDetail      = Rule{"detail", Error, "nested parts (claims, statements, sources) are of the documented form"}
	ruleID          = Rule{"id", Error, "an ID is made of A-Z, a-z, 0-9 and . _ ~ -, and at most 100 characters long"}
	ruleDuplicateID = Rule{"duplicate-id", Error, "no two records have the same ID"}
	ruleRepeated    = Rule{"repeated-row", Warning, "no row repeats another one in all columns"}
	ruleMissing     = Rule{"missing", Error, "a record has what every record needs"}
	ruleWord        = Rule{"vocabulary", Error, "a word is of the vocabulary of its column"}
	ruleWordNew     = Rule{"new-word", Warning, "a word that the shipped vocabulary does not have is meant, not misspelt"}
	ruleNames       = Rule{"names", Warning, "a cell has at most 1,000 names"}
	ruleCountry     = Rule{"country", Error, "a country is an ISO 3166-1 alpha-2 code or a name that has one"}
	ruleTextLength  = Rule{"text-length", Error, "a text is not longer than its limit"}
	ruleTextForm    = Rule{"text-form", Error, "a text has no control characters and no broken encoding"}
	ruleLineBreak   = Rule{"line-break", Warning, "a text other than a summary is one line"}
	ruleMarkup      = Rule{"markup", Warning, "a text is plain: pages show markup as it stands"}
	ruleDate        = Rule{"date", Error, "a date is EDTF (ISO 8601-2) with both ends"}
	ruleDateRest    = Rule{"date-rest", Warning, "what follows a date is a time, a second date or a doubt"}
	ruleShortYear   = Rule{"short-year", Warning, "a year has four digits"}
	ruleFarYear     = Rule{"far-year", Warning, "a year is one that is meant, and no placeholder such as 1 or 9999"}
	ruleFuture      = Rule{"future", Error, "an incident is of the past"}
	ruleOld         = Rule{"old", Warning, "a year before 1900 is meant, not misspelt"}
	ruleLong        = Rule{"long", Warning, "an incident that lasted longer than ten years is one incident"}
	ruleTime        = Rule{"time", Error, "a time is hh:mm with its offset, 15:04+04:30"}
	ruleDerived     = Rule{"derived", Error, "columns that follow from others agree with them"}
	ruleIDDate      = Rule{"id-date", Warning, "an ID that ends in a date ends in the incident's"}

	ruleCoordinates = Rule{"coordinates", Error, "coordinates are degrees: longitude from -180 to 180, latitude from -90 to 90, and not 0, 0"}
	ruleOutside     = Rule{"outside-country", Error, "a point lies in its country, or within 25 km of its outline"}
	rulePrecision   = Rule{"precision", Error, "a place has a point or the precision unknown, never both or neither"}
	ruleRadius      = Rule{"radius", Warning, "the radius of a place fits its precision"}
	ruleUnplaced    = Rule{"unplaced", Warning, "the text of a place is found in the gazetteer"}
	rulePlacedPart  = Rule{"placed-in-part", Warning, "all parts of the text of a place are found in the gazetteer"}
	ruleSamePoint   = Rule{"same-point", Warning, "an incident at several places has several points"}
	ruleUnlocked    = Rule{"unlocked", Error, "every place is in the lock"}
	ruleDrift       = Rule{"drift", Error, "the gazetteer's answer for a place is the one in the lock or in the audit"}
	ruleUnreviewed  = Rule{"unreviewed", Error, "a person has checked every place of the lock against a second source"}
	ruleUnneeded    = Rule{"unneeded", Error, "the lock has no place, and the dataset no source, that nothing uses"}

	ruleCount      = Rule{"count", Error, "a count is a whole number, \"at least 5\", \"5+\" or \"5-8\""}
	ruleOrder      = Rule{"figure-order", Error, "low <= best <= high, none below zero"}
	ruleLarge      = Rule{"figure-large", Warning, "a figure above a million is meant, not misspelt"}
	ruleNoSource   = Rule{"figure-source", Error, "every figure has a source of its record"}
	ruleSubset     = Rule{"figure-subset", Error, "a subset is not larger than the total it is of"}
	ruleParts      = Rule{"figure-parts", Error, "the parts of one source add up to its total"}
	rulePreferred  = Rule{"figure-preferred", Error, "where totals differ, exactly one is preferred"}
	ruleWords      = Rule{"figure-words", Error, "a figure is the one that its words give"}
	ruleClaimTwice = Rule{"figure-twice", Warning, "no claim stands twice in one record"}

	ruleStatement  = Rule{"statement", Error, "a statement says by whom, and has a source of its record"}
	ruleContradict = Rule{"contradiction", Warning, "nobody both affirms and denies the same"}
	ruleUnsaid     = Rule{"unsaid", Warning, "where an actor is named, a statement says by whom"}
	ruleSources    = Rule{"source", Error, "a record has a source with a title, and no two with the same key"}
	ruleURL        = Rule{"url", Error, "an address is an absolute http or https one"}

	ruleGroup     = Rule{"group", Error, "a group is there, has claims and at least two members, which give no total of their own"}
	ruleShared    = Rule{"shared-claim", Error, "a claim that two records share is in a group, so that it counts once"}
	rulePersons   = Rule{"row-a-person", Hint, "a row is an incident, and not one of the people it happened to"}
	ruleSharedRow = Rule{"shared-figure", Warning, "two rows of one source, day and figure are two incidents"}
	ruleDuplicate = Rule{"duplicate", Warning, "two records of one kind within 5 km and 2 days are two incidents"}
)

// inTables are the severities that rules have in tables, where these are
// milder. A table is mostly somebody else's: what our own datasets must say is
// a hint there, and what reading it could make nothing of a warning.
func inTables() map[string]Severity {
	return map[string]Severity{
		ruleCoordinates.Name: Warning, ruleOutside.Name: Warning, ruleCountry.Name: Warning, ruleFuture.Name: Warning,
		ruleWord.Name: Warning, ruleOrder.Name: Warning, ruleURL.Name: Warning, ruleTextForm.Name: Warning, ruleTime.Name: Warning,
		ruleNoSource.Name: Hint, ruleTextLength.Name: Hint, ruleLineBreak.Name: Hint, ruleMarkup.Name: Hint,
		ruleWordNew.Name: Hint, ruleLong.Name: Hint, ruleSharedRow.Name: Hint, ruleDuplicate.Name: Hint,
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
	return []Rule{ruleFile, ruleShape, ruleQuote, ruleQuotedRows, ruleDetail, ruleID, ruleDuplicateID, ruleRepeated, ruleMissing, ruleWord, ruleWordNew, ruleNames, ruleCountry,
		ruleTextLength, ruleTextForm, ruleLineBreak, ruleMarkup, ruleDate, ruleDateRest, ruleShortYear, ruleFarYear, ruleFuture, ruleOld, ruleLong, ruleTime, ruleDerived, ruleIDDate,
		ruleCoordinates, ruleOutside, rulePrecision, ruleRadius, ruleUnplaced, rulePlacedPart, ruleSamePoint,
		ruleUnlocked, ruleDrift, ruleUnreviewed, ruleUnneeded,
		ruleCount, ruleOrder, ruleLarge, ruleNoSource, ruleSubset, ruleParts, rulePreferred, ruleWords, ruleClaimTwice,
		ruleStatement, ruleContradict, ruleUnsaid, ruleSources, ruleURL, ruleGroup, ruleShared, ruleSharedRow, rulePersons, ruleDuplicate}
}
