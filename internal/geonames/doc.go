// Package geonames reads the tables that GeoNames publishes, and tables of places
// as CSV, and makes records of a gazetteer of them.
//
// The formats are described in GeoNames' own readme.txt (download.geonames.org):
// allCountries.txt, AF.txt and cities500.txt have 19 columns divided by tabs;
// alternateNamesV2.txt, admin1CodesASCII.txt, admin2Codes.txt and countryInfo.txt
// have columns of their own. Nothing in such a file is trusted: a row that cannot be
// read is told by its file and line and left out.
package geonames
