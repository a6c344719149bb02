import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = new URL('../src', import.meta.url).pathname;
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ name, text: readFileSync(join(root, name), 'utf8') }));

const importing = (pattern: RegExp) =>
  files.filter(({ text }) => pattern.test(text)).map(({ name }) => name);

describe('the source', () => {
  it('is found', () => {
    expect(files.length).toBeGreaterThan(30);
  });

  it('uses Leaflet in map/ only', () => {
    expect(importing(/from 'leaflet'/).filter((name) => !name.startsWith('map/'))).toEqual([]);
  });

  it('fetches in api.ts only', () => {
    expect(importing(/\bfetch\(/).filter((name) => name !== 'api.ts')).toEqual([]);
    expect(
      importing(/from '.*\/api'/).filter((name) => /^(ui|map|time|words|data)\//.test(name)),
    ).toEqual([]);
  });

  it('never reads data as markup', () => {
    expect(importing(/innerHTML|outerHTML|insertAdjacentHTML|document\.write/)).toEqual([]);
  });

  it('keeps words, data and the filter free of the page', () => {
    const pure = files.filter(({ name }) => /^(words|data)\/|^(filter|day|types)\.ts$/.test(name));
    expect(
      pure
        .filter(({ text }) =>
          /\bdocument\.|\blocation\.|\bhistory\.|\bwindow\.(add|set|clear|inner)/.test(text),
        )
        .map(({ name }) => name),
    ).toEqual([]);
  });

  it('has no file of more than 400 lines', () => {
    expect(
      files.filter(({ text }) => text.split('\n').length > 400).map(({ name }) => name),
    ).toEqual([]);
  });
});
