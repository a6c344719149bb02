#!/bin/sh
# Takes what no npm package carries out of Debian packages and writes it to
# data/build/basemap/sources, which is committed: from libmagics++-data borders
# with their status and rivers with their rank, from qgis-common the lines that
# countries claim, from marble-qt-data urban areas, glaciers and elevation.
# Needed only to renew those files; run it from the root of the repository.
# Needs apt-get, dpkg, tar and GDAL's ogr2ogr.
set -eu
out=$PWD/data/build/basemap/sources
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# unpack NAME VERSION SUM: apt-get writes the colon of an epoch as %3a.
unpack() {
	apt-get download "$1=$2"
	file="$1_$(printf %s "$2" | sed 's/:/%3a/')_all.deb"
	echo "$3  $file" | sha256sum -c -
	dpkg -x "$file" .
}
unpack libmagics++-data 4.13.0-1 0d199e0bb9faeb05bb77939c2112d49424b89d66026a727cf3afb95261cd64b0
unpack marble-qt-data 4:22.12.3-1 137e6ddc52a3a245be27f44d2ffad063ddf21c0ba5f6d48edc295b3864c9db48
unpack qgis-common 3.22.16+dfsg-1 8c46e9da78b82772b23777643e02210c43945f01faee2316899f6438b65a5960

# Degrees with three decimals are 110 m, finer than a pixel of the deepest zoom.
convert() {
	ogr2ogr -f GeoJSON -lco COORDINATE_PRECISION=3 -lco WRITE_BBOX=NO -lco WRITE_NAME=NO "$@"
}
rm -f "$out"/*
lines=usr/share/magics/10m
convert -simplify 0.002 -select featurecla "$out/boundaries.geojson" "$lines/ne_10m_admin_0_boundary_lines_land.shp"
convert -simplify 0.004 -select scalerank -where "scalerank <= 6" "$out/rivers-world.geojson" "$lines/ne_10m_rivers_lake_centerlines.shp"
convert -simplify 0.002 -select scalerank -where "scalerank > 6" -spat 44 22 80 46 "$out/rivers-region.geojson" "$lines/ne_10m_rivers_lake_centerlines.shp"
convert -simplify 0.002 -select name -where "name LIKE '% claim'" "$out/claims.geojson" usr/share/qgis/resources/data/world_map.gpkg disputed_borders

marble=usr/share/marble/data
cp "$marble/naturalearth/ne_50m_urban_areas.pn2" "$out/urban.pn2"
cp "$marble/naturalearth/ne_50m_glaciated_areas.pn2" "$out/glaciers.pn2"
tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --mode=644 --format=ustar -cf "$out/elevation.tar" \
	-C "$marble/maps/earth/srtm/3" $(cd "$marble/maps/earth/srtm/3" && ls -d 0*/*.jpg)
