package gazetteer_test

import (
	"fmt"
	"os"

	"github.com/paulmach/orb"

	"incidentmap/geo/gazetteer"
)

// open loads the gazetteer that the program ships.
func open() *gazetteer.Gazetteer {
	f, err := os.Open("../../data/gazetteer/gazetteer.bin")
	if err != nil {
		panic(err)
	}
	defer f.Close()
	g, err := gazetteer.Load(f)
	if err != nil {
		panic(err)
	}
	return g
}

func ExampleGazetteer_Lookup() {
	r := open().Lookup("Khar, Bajaur, Pakistan", gazetteer.Options{})
	m := r.Best
	fmt.Printf("%s (%s, %s), %s, %.2f %.2f\n", m.Name, m.Admin2, m.Admin1, m.Class, m.Point.Lat(), m.Point.Lon())
	// Output: Khar (Bajaur, Khyber Pakhtunkhwa), locality, 34.74 71.53
}

// What is not known is told, and the wider place that is known is the answer.
func ExampleGazetteer_Lookup_dropped() {
	m := open().Lookup("Xyzzy village, Achin District, Nangarhar", gazetteer.Options{}).Best
	fmt.Printf("%s, %s; not understood: %q\n", m.Name, m.Class, m.Dropped)
	// Output: Achin, admin2; not understood: ["Xyzzy village"]
}

func ExampleGazetteer_Lookup_phrase() {
	r := open().Lookup("12 km north-east of Jalalabad", gazetteer.Options{})
	fmt.Printf("%.2f %.2f, %s of %s (%s)\n", r.Best.Point.Lat(), r.Best.Point.Lon(), r.Best.Class, r.Best.Name,
		r.Read[0].Phrase)
	// Output: 34.50 70.54, vicinity of Jalalabad (12 km north east of)
}

func ExampleGazetteer_Lookup_several() {
	r := open().Lookup("Kabul and Jalalabad", gazetteer.Options{})
	fmt.Println(r.Best.Name, "and", r.Also[0].Name)
	// Output: Kabul and Jalalabad
}

func ExampleGazetteer_Reverse() {
	for _, m := range open().Reverse(orb.Point{69.17, 34.53}, 1) {
		fmt.Println(m.Name, m.CountryName)
	}
	// Output: Kabul Afghanistan
}
