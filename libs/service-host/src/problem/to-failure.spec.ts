import { describe, expect, it } from '@jest/globals';
import { QueryRunnerAlreadyReleasedError } from 'typeorm';
import { toFailure } from './to-failure.js';

const coded = (code: string) => Object.assign(new Error('something'), { code });

describe('an error of the database', () => {
  it.each([
    ['a refused connection', coded('ECONNREFUSED')],
    ['a connection that breaks', coded('ECONNRESET')],
    ['a pipe that breaks', coded('EPIPE')],
    ['a server that is shut down', coded('57P01')],
    ['a server that is starting', coded('57P03')],
    ['a server without room', coded('53300')],
    ['a connection exception', coded('08006')],
    ['a disk without room', coded('53100')],
    ['a disk that fails', coded('58030')],
    ['a server that only reads', coded('25006')],
    ['a statement that somebody cancelled', coded('57014')],
    ['a lock that is not given back', coded('55P03')],
    ['a deadlock', coded('40P01')],
    ['a password that was changed', coded('28P01')],
    ['a database that is just being restored', coded('3D000')],
    ['an end that nobody expected', new Error('Connection terminated unexpectedly')],
    ['an end because of the time limit', new Error('Connection terminated due to connection timeout')],
    ['a pool that waits in vain', new Error('timeout exceeded when trying to connect')],
    ['a server that says nothing', new Error('PostgreSQL has not answered in time')],
    ['the next statement of a transaction whose connection has ended', new QueryRunnerAlreadyReleasedError()],
    ['one inside the statement that TypeORM puts around it', { driverError: coded('57P01') }],
  ])('is service.unavailable with its cause: %s', (_name, error) => {
    const failure = toFailure(error);
    expect(failure).toMatchObject({ code: 'service.unavailable', details: { missing: 'PostgreSQL' } });
    expect(failure!.cause).toBe(error);
  });

  it.each([
    ['a unique index', { driverError: coded('23505') }],
    ['a wrong statement', coded('42601')],
    ['anything else', new Error('the Connection terminated')],
    ['no error', 'ECONNREFUSED'],
  ])('is a defect: %s', (_name, error) => {
    expect(toFailure(error)).toBeUndefined();
  });
});
