import { describe, expect, it, vi } from 'vitest';
import { ApiError } from '../src/data/error';
import { Failures } from '../src/failures';
import { en } from '../src/i18n/en';
import { createLocale } from '../src/i18n/locale';

const BROKEN = new ApiError('', 500);
const UNREACHABLE = new ApiError('', 0);

function page(hasPicture: boolean) {
  let said: string | null = null;
  let again = () => {};
  const showFailures = (message: string | null, retry: () => void) => {
    said = message;
    again = retry;
  };
  const view = { notice: { showFailures }, hasPicture, reveal: vi.fn() };
  const failures = new Failures(createLocale('en', en), view);
  return { failures, said: () => said, again: () => again() };
}

describe('failures', () => {
  it('are told until the part has been had', () => {
    const { failures, said } = page(true);
    failures.tell('map', BROKEN, () => {});
    expect(said()).toBe(
      'The server could not answer (500). Try again in a moment. The map still shows the former view.',
    );
    failures.had('facets', 'list');
    expect(said()).toContain('former');
    failures.had('map');
    expect(said()).toBeNull();
  });

  it('are of the part alone, and of a former map only where there is one', () => {
    const { failures, said } = page(false);
    failures.tell('facets', UNREACHABLE, () => {});
    expect(said()).toContain('The counts beside the filters could not be loaded.');
    expect(said()).not.toContain('former');
    failures.tell('map', UNREACHABLE, () => {});
    expect(said()).toContain('The incidents on the map could not be loaded.');
    failures.had('facets');
    expect(said()).not.toContain('filters could not');
  });

  it('say once what went wrong with several parts, and try all of them again', () => {
    const { failures, said, again } = page(true);
    const [bars, list] = [vi.fn(), vi.fn()];
    failures.tell('overview', BROKEN, bars);
    failures.tell('bars', BROKEN, bars);
    failures.tell('list', BROKEN, list);
    expect(said()?.match(/500/g)).toHaveLength(1);
    expect(said()?.match(/bars of/g)).toHaveLength(1);
    again();
    expect(said()).toBeNull();
    expect([bars, list].map(({ mock }) => mock.calls.length)).toEqual([1, 1]);
  });
});
