import { Logger } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import { Failure } from '@replyline/errors';
import { createLog } from './log.js';
import { NestLog } from './nest-log.js';

const CANARY = 'canary-4711';

/** What is written when something is logged. */
function written(act: (log: NestLog) => void): { text: string; entry: Record<string, unknown> } {
  const lines: string[] = [];
  act(new NestLog(createLog('spec', 'debug', { write: (line) => void lines.push(line) })));
  return { text: lines.join(''), entry: JSON.parse(lines[0] ?? '{}') as Record<string, unknown> };
}

/** As the driver throws it: the row in `detail`, the values in `parameters`, the input in the message. */
const databaseError = () =>
  Object.assign(new Error(`invalid input syntax for type uuid: "${CANARY}"`), {
    query: `SELECT '${CANARY}'`,
    parameters: [CANARY],
    driverError: { code: '22P02', severity: 'ERROR', detail: CANARY, table: 'post' },
  });

describe('the log', () => {
  it.each([
    ['a password', { password: CANARY }],
    ['a password further down', { profile: { smtp: [{ Password: CANARY }] } }],
    ['a header', { headers: { authorization: CANARY, 'set-cookie': [CANARY] } }],
    ['a token under another name', { replyToken: CANARY, refresh_token: CANARY, clientSecret: CANARY }],
    ['what people wrote', { post: { text: CANARY, body: CANARY, subject: CANARY } }],
    [
      'an instance of a class',
      {
        socket: new (class Socket {
          password = CANARY;
        })(),
      },
    ],
    ['bytes', { content: Buffer.from(CANARY) }],
    ['a URL', { url: new URL(`http://${CANARY}/`) }],
    ['a database error', { err: databaseError() }],
    ['a database error under another name', { failure: databaseError() }],
    ['a database error as a cause', { err: new Failure('service.unavailable', {}, { cause: databaseError() }) }],
    ['a text that is not JSON', { err: notJson() }],
  ])('never shows %s', (_name, fields) => {
    const { text } = written((log) => log.warn(fields, 'what happened', 'Spec'));
    expect(text).not.toContain(CANARY);
    expect(text).toContain('what happened');
  });

  it('does not take its message from a database error', () => {
    const { text, entry } = written((log) => log.error(databaseError()));
    expect(text).not.toContain(CANARY);
    expect(entry).toMatchObject({ msg: 'SQLSTATE 22P02 post', err: { type: 'Error' } });
  });

  it('keeps what explains a failure', () => {
    const failure = new Failure('service.unavailable', { part: 'NATS' }, { cause: new Error('refused') });
    const { entry } = written((log) => log.error({ err: failure }, 'no answer', 'Spec'));
    expect(entry).toMatchObject({
      level: 'error',
      service: 'spec',
      context: 'Spec',
      msg: 'no answer',
      err: { type: 'Failure', code: 'service.unavailable', details: { part: 'NATS' }, cause: { message: 'refused' } },
    });
    expect((entry['err'] as { stack: string }).stack).toMatch(/^\s+at /);
  });

  it.each([
    ['text, fields', (log: Logger) => log.warn('late', { id: 7 })],
    ['fields, text', (log: Logger) => log.warn({ id: 7 }, 'late')],
  ])('reads %s as Nest hands them over', (_name, act) => {
    const { entry } = written((log) => {
      Logger.overrideLogger(log);
      act(new Logger('Relay'));
    });
    expect(entry).toMatchObject({ level: 'warn', context: 'Relay', msg: 'late', id: 7 });
  });

  it('has the narration of Nest as debug', () => {
    expect(written((log) => log.log('Mapped {/notes, GET} route', 'RouterExplorer')).entry).toMatchObject({
      level: 'debug',
    });
    expect(written((log) => log.log('started', 'Relay')).entry).toMatchObject({ level: 'info' });
  });
});

function notJson(): unknown {
  try {
    return JSON.parse(CANARY);
  } catch (error) {
    return error;
  }
}
