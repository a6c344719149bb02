// A writer of small vector tiles (Mapbox Vector Tile 2.1), for tests.

import { PbfWriter } from 'pbf';

export interface TestFeature {
  readonly type: 1 | 2 | 3;
  /** Points of one ring or line, 0..4096. */
  readonly points: readonly (readonly [number, number])[];
  readonly properties: Readonly<Record<string, string | number | boolean>>;
}

/** A tile with the given layers. */
export function writeTile(layers: Readonly<Record<string, readonly TestFeature[]>>): ArrayBuffer {
  const pbf = new PbfWriter();
  for (const [name, features] of Object.entries(layers)) {
    pbf.writeMessage(3, writeLayer, { name, features });
  }
  const bytes = pbf.finish();
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
}

interface Layer {
  name: string;
  features: readonly TestFeature[];
}

function writeLayer({ name, features }: Layer, pbf: PbfWriter): void {
  const keys: string[] = [];
  const values: (string | number | boolean)[] = [];
  pbf.writeVarintField(15, 2);
  pbf.writeStringField(1, name);
  for (const feature of features) {
    const tags = Object.entries(feature.properties).flatMap(([key, value]) => [
      indexOf(keys, key),
      indexOf(values, value),
    ]);
    pbf.writeMessage(2, writeFeature, { feature, tags });
  }
  for (const key of keys) pbf.writeStringField(3, key);
  for (const value of values) pbf.writeMessage(4, writeValue, value);
  pbf.writeVarintField(5, 4096);
}

function indexOf<T>(known: T[], value: T): number {
  const at = known.indexOf(value);
  return at < 0 ? known.push(value) - 1 : at;
}

function writeFeature(
  { feature, tags }: { feature: TestFeature; tags: number[] },
  pbf: PbfWriter,
): void {
  pbf.writePackedVarint(2, tags);
  pbf.writeVarintField(3, feature.type);
  pbf.writePackedVarint(4, commands(feature));
}

function commands({ type, points }: TestFeature): number[] {
  const zigzag = (n: number) => (n << 1) ^ (n >> 31);
  let [x, y] = [0, 0];
  const out: number[] = [];
  points.forEach(([px, py], i) => {
    if (i === 0) out.push(9);
    if (i === 1) out.push(((points.length - 1) << 3) | 2);
    out.push(zigzag(px - x), zigzag(py - y));
    [x, y] = [px, py];
  });
  if (type === 3) out.push(15);
  return out;
}

function writeValue(value: string | number | boolean, pbf: PbfWriter): void {
  if (typeof value === 'string') pbf.writeStringField(1, value);
  else if (typeof value === 'boolean') pbf.writeBooleanField(7, value);
  else pbf.writeDoubleField(3, value);
}
