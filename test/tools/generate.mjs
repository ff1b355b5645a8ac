// Writes the types of the OpenAPI document that comes on standard input: client.ts is built on them.
import { mkdirSync, writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import openapiTypescript, { astToString } from 'openapi-typescript';

const folder = new URL('generated/', import.meta.url);
const types = await openapiTypescript(await text(process.stdin));
mkdirSync(folder, { recursive: true });
writeFileSync(new URL('openapi.d.ts', folder), astToString(types));
