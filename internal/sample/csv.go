package sample

import (
	"bufio"
	"io"
	"strconv"
)

// Header is the first line of WriteCSV.
const Header = "id,title,date,latitude,longitude,kind,event_type,actor,country,admin1,place_precision,fatalities_low,fatalities_best,fatalities_high\n"

// WriteCSV writes the incidents as a user's table.
func WriteCSV(w io.Writer, all []Incident) error {
	b := bufio.NewWriterSize(w, 1<<20)
	if _, err := b.WriteString(Header); err != nil {
		return err
	}
	var line []byte
	for i := range all {
		line = all[i].appendCSV(line[:0])
		if _, err := b.Write(line); err != nil {
			return err
		}
	}
	return b.Flush()
}

func (i *Incident) appendCSV(dst []byte) []byte {
	for _, s := range []string{i.ID(), i.Title(), i.Date()} {
		dst = append(append(dst, s...), ',')
	}
	for _, v := range []float64{i.Lat, i.Lon} {
		dst = append(strconv.AppendFloat(dst, v, 'f', -1, 64), ',')
	}
	for _, s := range []string{Kinds[i.Kind], EventTypes[i.EventType], Actor(i.Actor), Countries[i.Country],
		Admin1(i.Admin1), Precisions[i.Precision]} {
		dst = append(append(dst, s...), ',')
	}
	for n, v := range []int32{i.Low, i.Best, i.High} {
		if n > 0 {
			dst = append(dst, ',')
		}
		if v >= 0 {
			dst = strconv.AppendInt(dst, int64(v), 10)
		}
	}
	return append(dst, '\n')
}
