#!/bin/sh
# Takes the lines of Natural Earth that no npm package carries (borders with
# their status, rivers with their rank) out of Debian's libmagics++-data and
# writes them to data/build/basemap/sources, which is committed. Needed only to renew
# those files; run it from the root of the repository. Needs apt-get, dpkg and
# GDAL's ogr2ogr.
set -eu
version=4.13.0-1
sum=0d199e0bb9faeb05bb77939c2112d49424b89d66026a727cf3afb95261cd64b0
out=$PWD/data/build/basemap/sources
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get download "libmagics++-data=$version"
echo "$sum  libmagics++-data_${version}_all.deb" | sha256sum -c -
dpkg -x "libmagics++-data_${version}_all.deb" .
from=usr/share/magics/10m

# Degrees with three decimals are 110 m, finer than a pixel of the deepest zoom.
convert() {
	ogr2ogr -f GeoJSON -lco COORDINATE_PRECISION=3 -lco WRITE_BBOX=NO -lco WRITE_NAME=NO "$@"
}
rm -f "$out"/*.geojson
convert -simplify 0.002 -select featurecla "$out/boundaries.geojson" "$from/ne_10m_admin_0_boundary_lines_land.shp"
convert -simplify 0.004 -select scalerank -where "scalerank <= 6" "$out/rivers-world.geojson" "$from/ne_10m_rivers_lake_centerlines.shp"
convert -simplify 0.002 -select scalerank -where "scalerank > 6" -spat 44 22 80 46 "$out/rivers-region.geojson" "$from/ne_10m_rivers_lake_centerlines.shp"
