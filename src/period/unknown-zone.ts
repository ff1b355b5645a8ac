import { codeOf } from '../database/errors.ts';
import { InvalidInputError } from '../errors.ts';
import { zoneIssue } from './range.ts';

/** PostgreSQL may not have a zone that `Intl` has, if its list is older: its caller is told. */
export async function inKnownZone<Result>(read: Promise<Result>): Promise<Result> {
  try {
    return await read;
  } catch (error) {
    throw codeOf(error) === '22023' ? new InvalidInputError([zoneIssue()]) : error;
  }
}
