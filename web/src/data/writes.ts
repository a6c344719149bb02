// Requests that change something on the server, or send it a file. The session's
// cookie says who asks; the header beside it cannot be sent by pages of other sites.

import type { Access } from './access';
import { path } from './api';
import { ask, getJSON } from './ask';
import type { Attempts } from './attempts';
import type { History } from './history';
import type { ImportAnswer, Inspection, NewDataset, Said } from './table-file';
import type { Collection, Detail, Feature } from './types';

const CSRF = { 'Incidentmap-Csrf': '1' };
const UNBOUND = new AbortController().signal; // a change is not given up half-way

/** An incident as it is to be changed, and the tag of its revision. */
export interface Original {
  readonly feature: Feature<Detail>;
  readonly tag: string;
}

/** What a change made. */
export interface Written {
  readonly ids: readonly string[];
  readonly revisions: readonly number[];
  /** The dataset's after it. */
  readonly version: number;
  readonly findings: readonly WriteFinding[];
}

/** What the server noticed of what was written. */
export interface WriteFinding {
  readonly severity: string;
  readonly message: string;
}

export function fetchAccess(signal: AbortSignal): Promise<Access> {
  return getJSON('session', signal);
}

/** Makes a token this browser's session. */
export async function signIn(token: string): Promise<Access> {
  const init = json('POST', { token }, 'application/json');
  return (await ask('session', UNBOUND, 'application/json', init)).json() as Promise<Access>;
}

export async function signOut(): Promise<void> {
  await ask('session', UNBOUND, '*/*', { method: 'DELETE', headers: CSRF });
}

/** How a file would be read; the server keeps nothing of it. */
export async function inspectFile(
  file: File,
  said: Said,
  signal: AbortSignal,
): Promise<Inspection> {
  const address = `api/inspect?${fileParams(file, said)}`;
  const init = { method: 'POST', body: file, headers: { 'Content-Type': FILE } };
  return (await ask(address, signal, 'application/json', init)).json() as Promise<Inspection>;
}

/** Makes a dataset without incidents. */
export async function createCollection(
  attempts: Attempts,
  dataset: NewDataset,
): Promise<Collection> {
  const init = json('POST', dataset, 'application/json');
  return (await once(attempts, 'api/collections', init)).json() as Promise<Collection>;
}

/** Reads a file into a dataset. */
export async function importFile(
  attempts: Attempts,
  collection: string,
  file: File,
  said: Said,
): Promise<ImportAnswer> {
  const address = `${path(collection)}/import?${fileParams(file, said)}`;
  const init = { method: 'POST', body: file, headers: { 'Content-Type': FILE, ...CSRF } };
  return (await once(attempts, address, init)).json() as Promise<ImportAnswer>;
}

/** An incident to be changed, as it is now. */
export async function fetchOriginal(
  collection: string,
  id: string,
  signal: AbortSignal,
): Promise<Original> {
  const init: RequestInit = { cache: 'no-store' };
  const answer = await ask(item(collection, id), signal, 'application/geo+json', init);
  const feature = (await answer.json()) as Feature<Detail>;
  return { feature, tag: answer.headers.get('ETag') ?? '' };
}

/** An incident as it was at a version of the dataset. */
export function fetchPast(
  collection: string,
  id: string,
  version: number,
  signal: AbortSignal,
): Promise<Feature<Detail>> {
  return getJSON(`${item(collection, id)}?version=${version}`, signal);
}

export function fetchHistory(
  collection: string,
  id: string,
  signal: AbortSignal,
): Promise<History> {
  return getJSON(`${item(collection, id)}/history`, signal);
}

/** Adds an incident. */
export function createItem(
  attempts: Attempts,
  collection: string,
  feature: object,
  reason: string,
): Promise<Written> {
  const init = json('POST', feature, 'application/geo+json');
  return written(attempts, `${path(collection)}/items${because(reason)}`, init);
}

/** Changes parts of an incident, if it is still what the tag says. */
export function patchItem(
  attempts: Attempts,
  collection: string,
  id: string,
  patch: object,
  tag: string,
  reason: string,
): Promise<Written> {
  const init = json('PATCH', patch, 'application/merge-patch+json', { 'If-Match': tag });
  return written(attempts, `${item(collection, id)}${because(reason)}`, init);
}

export async function deleteItem(
  attempts: Attempts,
  collection: string,
  id: string,
  tag: string,
  reason: string,
): Promise<number> {
  const init = { method: 'DELETE', headers: { ...CSRF, 'If-Match': tag } };
  const answer = await once(attempts, `${item(collection, id)}${because(reason)}`, init, '*/*');
  return Number(answer.headers.get('Incidentmap-Version'));
}

/** Makes an incident what it was at a revision; the last one says what the reader has seen. */
export function restoreItem(
  attempts: Attempts,
  collection: string,
  id: string,
  revision: number,
  last: number,
): Promise<Written> {
  const init = { method: 'POST', headers: { ...CSRF, 'If-Match': `"${last}"` } };
  return written(attempts, `${item(collection, id)}/history/${revision}/restore`, init);
}

const FILE = 'application/octet-stream';

async function written(attempts: Attempts, address: string, init: Sent): Promise<Written> {
  return (await once(attempts, address, init)).json() as Promise<Written>;
}

/** A request that changes something. */
interface Sent extends RequestInit {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | File;
}

// Sends a request that may be sent again if its answer is lost: it is carried out once.
function once(
  attempts: Attempts,
  address: string,
  init: Sent,
  accept = 'application/json',
): Promise<Response> {
  const { method, headers, body } = init;
  const content = body instanceof File ? [body.name, body.size, body.lastModified] : body;
  const key = attempts.key(JSON.stringify([method, address, headers['If-Match'], content]));
  return ask(address, UNBOUND, accept, {
    ...init,
    headers: { ...headers, 'Idempotency-Key': key },
  });
}

function json(
  method: string,
  body: object,
  type: string,
  headers: Record<string, string> = {},
): Sent & { body: string } {
  return {
    method,
    body: JSON.stringify(body),
    headers: { 'Content-Type': type, ...CSRF, ...headers },
  };
}

function item(collection: string, id: string): string {
  return `${path(collection)}/items/${encodeURIComponent(id)}`;
}

function because(reason: string): string {
  return reason.trim() ? `?${new URLSearchParams({ reason: reason.trim() })}` : '';
}

function fileParams(file: File, { columns, encoding, dateOrder, country }: Said): URLSearchParams {
  const params = new URLSearchParams({ name: file.name });
  if (columns.length > 0) {
    // A comma within a name is no end of it.
    params.set('column', columns.map((text) => text.replaceAll(/[\\,]/g, '\\$&')).join(','));
  }
  if (encoding) params.set('encoding', encoding);
  if (dateOrder) params.set('date-order', dateOrder);
  if (country) params.set('country', country);
  return params;
}
