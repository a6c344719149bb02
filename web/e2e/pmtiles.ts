// A PMTiles file whose every tile is the same, for tests
// (https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md).

import { crc32, deflateSync } from 'node:zlib';

const HEADER = 127;

/** All tiles of the zooms from 0 on, each this one. */
export function pmtiles(
  tile: Buffer,
  type: 'mvt' | 'png',
  maxZoom: number,
  metadata: object,
): Buffer {
  const tiles = (4 ** (maxZoom + 1) - 1) / 3; // in one run
  const directory = Buffer.from([1, 0, ...varint(tiles), ...varint(tile.length), 1]);
  const text = Buffer.from(JSON.stringify(metadata));
  const header = Buffer.alloc(HEADER);
  header.write('PMTiles');
  header[7] = 3;
  let offset = HEADER;
  [directory.length, text.length, 0, tile.length].forEach((length, i) => {
    header.writeBigUInt64LE(BigInt(offset), 8 + 16 * i);
    header.writeBigUInt64LE(BigInt(length), 16 + 16 * i);
    offset += length;
  });
  header[97] = header[98] = 1; // not compressed
  header[99] = type === 'mvt' ? 1 : 2;
  header[101] = maxZoom;
  [-180, -85, 180, 85].forEach((degrees, i) => {
    header.writeInt32LE(degrees * 1e7, 102 + 4 * i);
  });
  return Buffer.concat([header, directory, text, tile]);
}

function varint(n: number): number[] {
  return n < 128 ? [n] : [(n & 127) | 128, ...varint(Math.floor(n / 128))];
}

/** A picture of 256 by 256 pixels in one colour. */
export function png(red: number, green: number, blue: number): Buffer {
  const side = 256;
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const row = Buffer.concat([
    Buffer.from([0]),
    Buffer.from(Array.from({ length: side }, () => [red, green, blue]).flat()),
  ]);
  const rows = Buffer.concat(Array.from({ length: side }, () => row));
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}
