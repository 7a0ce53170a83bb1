import { describe, expect, it } from '@jest/globals';
import { asRefusal } from './as-refusal.js';

const thrownFor = (cause: Error): unknown => {
  try {
    return asRefusal(cause);
  } catch (error) {
    return error;
  }
};

describe('what PostgreSQL answers to a login', () => {
  it.each([
    ['a wrong password', '28P01', 'service.login_refused'],
    ['a role that may not log in', '28000', 'service.login_refused'],
    ['a role that may not connect', '42501', 'service.login_refused'],
    ['a database that there is none of', '3D000', 'service.database_missing'],
  ])('%s names the variable and the answer', (_what, sqlState, code) => {
    const cause = Object.assign(new Error('canary'), { code: sqlState });
    const details = { part: 'PostgreSQL', variable: 'DATABASE_URL', sqlState };
    expect(thrownFor(cause)).toMatchObject({ code, details, cause });
  });

  it('names the variable where the password is missing', () => {
    const cause = new Error('SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string');
    const details = { part: 'PostgreSQL', variable: 'DATABASE_URL' };
    expect(thrownFor(cause)).toMatchObject({ code: 'service.login_refused', details });
  });

  it.each(['ECONNREFUSED', '57P03'])('is not %s: nobody was asked', (code) => {
    const cause = Object.assign(new Error(), { code });
    expect(thrownFor(cause)).toBe(cause);
  });
});
