import { hash } from 'node:crypto';
import type { App } from '../../core/app.ts';
import { ForbiddenError, UnauthenticatedError } from '../../core/errors.ts';
import {
  type Answer,
  type Handler,
  type Incoming,
  optionsAnswer,
} from '../../core/http/exchange.ts';
import { inSeparateTurn } from '../../core/own-turn.ts';
import { countRequest } from '../../domain/usage/count.ts';
import { noteRefusal } from '../../security/authentication/refusal.ts';
import type { Caller } from '../../security/callers/caller.ts';
import { isAnonymous } from '../../security/callers/viewer.ts';
import type { HttpRefusal } from '../http/refusal.ts';
import { callerOf, isSchemaOpen } from './handler.ts';
import { printedSchema } from './printed-schema.ts';
import { graphqlRefusal } from './refusals.ts';

const PATH = '/schema.graphql';
const METHODS = ['GET', 'HEAD', 'OPTIONS'];

const OTHER_METHOD: HttpRefusal = {
  status: 405,
  message: 'Use GET',
  headers: { allow: METHODS.join(', ') },
};
const NEEDS_KEY =
  'In production, the schema needs an admin or analytics key, as introspection does';

type SchemaFile = { readonly body: Uint8Array; readonly tag: string };

/** Serves the printed schema, from which clients generate their types, to those who may introspect. */
export function createSchemaFile(app: App): Handler {
  let printing: Promise<SchemaFile> | null = null;
  return async (request) => {
    if (request.path !== PATH) return null;
    if (request.method === 'OPTIONS') return optionsAnswer(METHODS);
    if (request.method !== 'GET') return graphqlRefusal(request, OTHER_METHOD);
    const quota = app.limits.quotaFor(request.ip);
    const caller = await callerOf(app, request, quota);
    printing ??= printFile();
    const answer = 'viewer' in caller ? answerTo(app, caller, request, await printing) : caller;
    return { ...answer, headers: { ...answer.headers, ...quota.headers() } };
  };
}

/** Made when the first client asks: to print it takes some tens of milliseconds. */
async function printFile(): Promise<SchemaFile> {
  await inSeparateTurn();
  const body = Buffer.from(printedSchema());
  // Weak, because it is sent in several codings.
  return { body, tag: `W/"${hash('sha256', body, 'base64url')}"` };
}

function answerTo(app: App, caller: Caller, request: Incoming, { body, tag }: SchemaFile): Answer {
  if (!isSchemaOpen(app, caller.viewer)) return refuse(app, caller, request);
  const headers = {
    'content-type': 'text/plain; charset=utf-8',
    etag: tag,
    // Kept, but asked for again each time: the next version is seen at once. Not by caches that others share.
    'cache-control': 'private, no-cache',
    vary: 'Accept-Encoding',
  };
  const isKnown = request.headers['if-none-match'] === tag;
  const status = isKnown ? 304 : 200;
  countRequest(app, caller, [status]);
  return { status, headers, body: isKnown ? null : body };
}

function refuse(app: App, caller: Caller, request: Incoming): Answer {
  const isUnknown = isAnonymous(caller.viewer);
  const error = isUnknown ? new UnauthenticatedError(NEEDS_KEY) : new ForbiddenError(NEEDS_KEY);
  noteRefusal(app, caller, { what: PATH, error });
  return graphqlRefusal(request, { status: isUnknown ? 401 : 403, message: NEEDS_KEY });
}
