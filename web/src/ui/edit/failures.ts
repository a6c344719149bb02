// Why something was not saved, in words that say what to do next.

import { ApiError } from '../../data/error';
import type { Say } from './words';

/** True where the server does not know the reader any more. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof ApiError && error.status === 401;
}

/** `stale` is said where somebody else was first. */
export function failureWords(say: Say, error: unknown, stale = ''): string[] {
  if (!(error instanceof ApiError) || error.status === 0) return [say('unreachable')];
  const { status, message } = error;
  switch (status) {
    case 401:
      return [say('refused.signedOut')];
    case 403:
    case 405:
      return [say('refused.right', { detail: message })];
    case 404:
    case 410:
      return [say('refused.gone')];
    case 412:
      return [stale || message];
  }
  return status >= 500 ? [say('refused.server', { status: String(status) })] : [message];
}
