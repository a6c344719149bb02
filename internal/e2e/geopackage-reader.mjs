// Reads a GeoPackage with the npm package @ngageoint/geopackage, and answers as JSON which
// tables there are, what it thinks is wrong with them, and its points.
delete globalThis.fetch; // the package's SQLite is then read from the disk

const { default: lib } = await import('@ngageoint/geopackage');
const { readFile } = await import('node:fs/promises');
const { createRequire } = await import('node:module');
const { dirname, join } = await import('node:path');

const sql = dirname(createRequire(import.meta.url).resolve('rtree-sql.js/dist/sql-wasm.js'));
lib.setSqljsWasmLocateFile((name) => join(sql, name));
const bytes = new Uint8Array(await readFile(process.argv[2]));
const connection = new lib.GeoPackageConnection(bytes);
connection.adapter = await new lib.SqljsAdapter(bytes).initialize();
const file = new lib.GeoPackage('x', 'x', connection);
const features = file.getFeatureDao('incidents');
console.log(
  JSON.stringify({
    features: file.getFeatureTables(),
    attributes: file.getAttributesTables(),
    wrong: lib.GeoPackageValidate.validateMinimumTables(file),
    rows: [...features.queryForEach()].map((raw) => {
      const row = features.getRow(raw);
      return [row.values.id, row.geometry?.geometry?.toWkt() ?? null];
    }),
  }),
);
