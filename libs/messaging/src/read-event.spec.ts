import { expect, it } from '@jest/globals';
import { ReplyReceivedV1 } from '@replyline/contracts';
import { readEvent } from './read-event.js';
import { aReply } from './testing/a-reply.js';

const octets = (text: string): Uint8Array => new TextEncoder().encode(text);
const reply = aReply();
const subject = ReplyReceivedV1.subjectOf(reply);

it('an event is read from the octets that travelled', () => {
  expect(readEvent({ subject, data: octets(JSON.stringify(reply)) }, ReplyReceivedV1)).toEqual(reply);
});

it.each([
  ['is no JSON', subject, 'no JSON', 'contract.invalid_event'],
  ['is another thing', subject, '{"id":1}', 'contract.invalid_event'],
  ['travels on the subject of another', 'other.subject', JSON.stringify(reply), 'contract.foreign_subject'],
])('what %s is refused', (_name, on, text, code) => {
  expect(() => readEvent({ subject: on, data: octets(text) }, ReplyReceivedV1)).toThrow(
    expect.objectContaining({ code }),
  );
});
