import { describe, expect, it } from '@jest/globals';
import { MessageBody } from './message-body.js';

/** Reads a stream to its end, as nodemailer does, and says what came. */
function read(body: MessageBody): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    body.on('data', (chunk: Buffer) => (text += chunk.toString()));
    body.on('end', () => resolve(text));
    body.on('error', reject);
  });
}

function aPromise() {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((settle) => (resolve = settle));
  return { promise, resolve: () => resolve() };
}

describe('the body of a message', () => {
  it('is complete before it asks, and ends after it was answered', async () => {
    const seen: boolean[] = [];
    const body: MessageBody = new MessageBody(Buffer.from('Hello'), async () => void seen.push(body.isHandedOver));
    expect(await read(body)).toBe('Hello');
    expect(seen).toEqual([false]);
    expect(body.isHandedOver).toBe(true);
  });

  it('asks for nothing while nobody reads', () => {
    const body = new MessageBody(Buffer.from('Hello'), () => Promise.reject(new Error('asked')));
    expect(body.isStarted).toBe(false);
  });

  it('does not end when the answer is no, and remembers why', async () => {
    const no = new Error('no');
    const body = new MessageBody(Buffer.from('Hello'), () => Promise.reject(no));
    await expect(read(body)).rejects.toThrow('not handed over');
    expect(body.refusal).toBe(no);
    expect(body.isHandedOver).toBe(false);
  });

  it('is not handed over when the connection breaks while it asks', async () => {
    const asked = aPromise();
    const answer = aPromise();
    const body = new MessageBody(Buffer.from('Hello'), () => {
      asked.resolve();
      return answer.promise;
    });
    body.resume();
    await asked.promise;
    body.destroy();
    answer.resolve();
    await body.settled();
    expect(body.isHandedOver).toBe(false);
  });
});
