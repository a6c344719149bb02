import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
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
    expect(importing(/'leaflet[/']/).filter((name) => !name.startsWith('map/'))).toEqual([]);
  });

  it('fetches in data/ask.ts only', () => {
    expect(importing(/\bfetch\(/).filter((name) => name !== 'data/ask.ts')).toEqual([]);
    expect(
      importing(/from '.*\/(api|ask|writes|stream)'/).filter((name) =>
        /^(ui|map|time)\//.test(name),
      ),
    ).toEqual([]);
  });

  // What each room may import of the others; what stands in none puts them together.
  const arrows: Record<string, readonly string[]> = {
    state: [],
    data: ['state'],
    i18n: ['state', 'data'],
    map: ['state', 'data'],
    ui: ['state', 'data', 'i18n', 'map'],
    time: ['state', 'data', 'i18n', 'ui'],
  };

  it('keeps to the arrows between its rooms', () => {
    const roomOf = (name: string) => (name.includes('/') ? name.split('/')[0] : '');
    for (const { name, text } of files) {
      const room = roomOf(name) ?? '';
      const allowed = arrows[room];
      if (!room) continue;
      expect(allowed, `${room}/ has no line in the table`).toBeDefined();
      const others = [...text.matchAll(/from '(\.[^']+)'/g)]
        .map(([, spec]) => roomOf(join(dirname(name), spec ?? '')))
        .filter((other) => other !== room && !allowed?.includes(other ?? ''));
      expect(others, name).toEqual([]);
    }
  });

  it('never reads data as markup', () => {
    expect(importing(/innerHTML|outerHTML|insertAdjacentHTML|document\.write/)).toEqual([]);
  });

  it('keeps words, data and the filter free of the page', () => {
    const pure = files.filter(
      ({ name }) => /^(i18n|data|state)\//.test(name) && !/\/(api|address)\.ts$/.test(name),
    );
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
