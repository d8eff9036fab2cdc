import {AdlError} from '../../base/errors.js';
import {inline} from '../../base/inline.js';
import type {Refusal} from '../tracker.js';

export interface ClientOptions {
  uri: string;
  environment: Readonly<Record<string, string | undefined>>;
  /** Milliseconds until a server that says nothing counts as away. */
  patience?: number;
}

/** What MLflow gives as the cause of a request that it did not carry out. */
export interface MlflowRefusal extends Refusal {
  /** Such as RESOURCE_ALREADY_EXISTS. */
  error_code: string;
}

/** Asks the server for something. */
export type Client = (
  method: 'GET' | 'POST',
  path: string,
  facts: Record<string, unknown>,
  signal?: AbortSignal,
) => Promise<Record<string, unknown>>;

export function createClient({uri, environment, patience = 10_000}: ClientOptions): Client {
  const base = `${uri.replace(/\/+$/, '')}/api/2.0/mlflow/`;
  return async (method, path, facts, signal) => {
    const query = method === 'GET' ? `?${new URLSearchParams(facts as Record<string, string>)}` : '';
    const limit = AbortSignal.timeout(patience);
    const request: RequestInit = {
      method,
      headers: {'content-type': 'application/json', ...credentials(environment)},
      ...(method === 'POST' && {body: JSON.stringify(facts)}),
      redirect: 'manual',
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    };
    let answer: {status: number; text: string; wait: number | undefined};
    try {
      const response = await fetch(`${base}${path}${query}`, request);
      answer = {status: response.status, text: await response.text(), wait: waitOf(response.headers)};
    } catch (error) {
      throw away(uri, limit.aborted ? `said nothing for ${patience / 1000} s` : reasonOf(error));
    }
    return bodyOf(uri, answer);
  };
}

function credentials(environment: ClientOptions['environment']): Record<string, string> {
  const {
    MLFLOW_TRACKING_TOKEN: token,
    MLFLOW_TRACKING_USERNAME: name,
    MLFLOW_TRACKING_PASSWORD: password,
  } = environment;
  if (token) return {authorization: `Bearer ${token}`};
  if (!name) return {};
  return {authorization: `Basic ${Buffer.from(`${name}:${password ?? ''}`).toString('base64')}`};
}

function bodyOf(
  uri: string,
  {status, text, wait}: {status: number; text: string; wait: number | undefined},
): Record<string, unknown> {
  const body = objectIn(text);
  if (status >= 200 && status < 300 && body) return body;
  if (status >= 500 || status === 429 || status === 408)
    throw away(uri, `answered ${status}${said(body)}`, wait === undefined ? {} : {wait});
  if (status === 401 || status === 403)
    throw refused(`Expected ${uri} to let this user in, but it answered ${status}.`, {
      suggestions: [
        'export MLFLOW_TRACKING_USERNAME=… MLFLOW_TRACKING_PASSWORD=…',
        'export MLFLOW_TRACKING_TOKEN=…',
      ],
    });
  if (typeof body?.error_code !== 'string')
    throw refused(
      `Expected an MLflow tracking server at ${uri}, but it answered ${status} with ${shown(text)}.`,
      {
        suggestions: [`curl ${uri}/version`],
      },
    );
  const cause: MlflowRefusal = {error_code: body.error_code};
  throw refused(
    `Expected MLflow at ${uri} to take what it was sent, but it answered ${status}${said(body)}.`,
    {cause},
  );
}

function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? {...value} : undefined;
  } catch {
    return undefined;
  }
}

function said(body: Record<string, unknown> | undefined): string {
  return typeof body?.message === 'string' ? `: ${inline(body.message, 300).replace(/\.$/, '')}` : '';
}

function shown(text: string): string {
  return text.trim() === '' ? 'nothing' : `\`${inline(text.trim())}\``;
}

function waitOf(headers: Headers): number | undefined {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined;
}

/** Node says `fetch failed`; what failed stands in its cause. */
function reasonOf(error: unknown): string {
  const {cause, message} = error as Error;
  const {code, message: inner} = (cause ?? {}) as {code?: string; message?: string};
  return `could not be reached (${inline(code ?? inner ?? message, 120)})`;
}

function away(uri: string, what: string, refusal: Refusal = {}): AdlError {
  const cause: MlflowRefusal = {...refusal, error_code: ''};
  return new AdlError('REMOTE_UNREACHABLE', `Expected an answer from MLflow at ${uri}, but it ${what}.`, {
    suggestions: [`curl ${uri}/health`],
    cause,
  });
}

function refused(message: string, details: {suggestions?: string[]; cause?: MlflowRefusal}): AdlError {
  const cause: MlflowRefusal = details.cause ?? {error_code: ''};
  return new AdlError('REMOTE_REFUSED', message, {...details, cause});
}
