// Package dates reads dates as people write them and writes them in EDTF: with names of
// months in a dozen languages, with the day or the month first, in parts, as spans, as doubts,
// in the Iranian calendar, with times of day behind them. What cannot be read is an error
// that says what is allowed; what stands beside a date and is not understood is kept apart.
package dates
