// The only file that talks to the server.

import { ApiError, type Problem } from './error';

/** True when a request was given up because a newer one took its place. */
export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

interface Early {
  readonly answer: Promise<unknown>;
  giveUp(): void;
}

const early = new Map<string, Early>(); // by addresses

/**
 * Asks for what getJSON will be asked for in a moment, and then has at hand. The promise is
 * kept when the answer is here, or cannot be had: that is told to whoever wants it.
 */
export function askJSONEarly(url: string): Promise<void> {
  return askEarly(url, (signal) => requestJSON(url, signal));
}

/** The same for `stream`: the promise is kept when the answer begins, or `isShort` and is whole. */
export function streamEarly(url: string, { isShort }: { isShort: boolean }): Promise<void> {
  return askEarly(url, async (signal) => {
    const parts = partsOf(await ask(url, signal, '*/*'));
    if (!isShort) return parts;
    const all: Uint8Array[] = [];
    for await (const part of parts) all.push(part);
    return all;
  });
}

/** Gives up what was asked for early and is not wanted. */
export function forgetEarly(): void {
  for (const { giveUp } of early.values()) giveUp();
  early.clear();
}

function askEarly(url: string, request: (signal: AbortSignal) => Promise<unknown>): Promise<void> {
  const controller = new AbortController();
  const answer = request(controller.signal);
  early.set(url, { answer, giveUp: () => controller.abort() });
  return answer.then(
    () => undefined,
    () => undefined,
  );
}

function takeEarly(url: string): Promise<unknown> | undefined {
  const found = early.get(url);
  early.delete(url);
  return found?.answer;
}

/** What an address answers as JSON. */
export async function getJSON<T>(url: string, signal: AbortSignal): Promise<T> {
  return ((await takeEarly(url)) ?? requestJSON(url, signal)) as T;
}

async function requestJSON(url: string, signal: AbortSignal): Promise<unknown> {
  return (await ask(url, signal, 'application/json')).json();
}

/** The bytes of an answer as they come. */
export async function* stream(url: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const found = takeEarly(url) as Promise<Iterable<Uint8Array>> | undefined;
  yield* found ? await found : partsOf(await ask(url, signal, '*/*'));
}

async function* partsOf({ body }: Response): AsyncGenerator<Uint8Array> {
  const reader = body?.getReader();
  if (!reader) return;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } catch (error) {
    if (isAbort(error)) throw error;
    throw new ApiError('', 0); // the connection broke
  } finally {
    void reader.cancel().catch(() => undefined);
  }
}

/**
 * Asks the server; an answer that is no success is an ApiError. `init` is what else the
 * request has.
 */
export async function ask(
  url: string,
  signal: AbortSignal,
  accept: string,
  init: RequestInit = {},
): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, { ...init, signal, headers: { Accept: accept, ...init.headers } });
  } catch (error) {
    if (isAbort(error)) throw error;
    throw new ApiError('', 0);
  }
  if (!response.ok) throw await failureOf(response);
  return response;
}

/** A file of the server; null where it is missing or empty. */
export async function askFile(url: string): Promise<Response | null> {
  const response = await fetch(url);
  return response.ok && response.status !== 204 ? response : null;
}

// RFC 9457: the detail is written for people.
async function failureOf(response: Response): Promise<ApiError> {
  try {
    const problem = (await response.json()) as {
      detail?: unknown;
      title?: unknown;
      errors?: readonly Problem[];
    };
    const text = String(problem.detail ?? problem.title ?? '');
    return new ApiError(text, response.status, problem.errors);
  } catch {
    return new ApiError('', response.status);
  }
}
