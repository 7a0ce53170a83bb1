import { expect, it } from '@jest/globals';
import { replyMailboxBody } from '../reply-mailbox/reply-mailbox-body.js';
import { ownProfileBody, sendingProfileBody, sharedProfileBody } from '../sending-profiles/sending-profile-body.js';

const typed = { encryption: 'none', user: 'ann', password: 'x', passwordConfirmation: 'y' };
const smtp = { ...typed, kind: 'smtp', host: 'smtp.example', fromAddress: 'bot@example.test' };
const relay = { host: 'relay.example', encryption: 'none', user: 'ann' };
const builtIn = { kind: 'built-in', fromAddress: 'bot@example.test', relay, password: 'x', passwordConfirmation: 'y' };
const mailbox = { ...typed, kind: 'imap', host: 'imap.example', enabled: true, replyToAddress: 'replies@example.test' };

// All of them load before any is asked, as they do in the service.
it.each([
  ['the reply mailbox', replyMailboxBody, { ...mailbox, trackingMode: 'address', senderProof: { kind: 'trust-from' } }],
  ['the system profile', sendingProfileBody, smtp],
  ['the built-in server', sendingProfileBody, builtIn],
  ['a shared profile', sharedProfileBody, { ...smtp, name: 'scripts' }],
  ['a shared built-in server', sharedProfileBody, { ...builtIn, name: 'scripts' }],
  ['an own profile', ownProfileBody, smtp],
])('a confirmation that differs is named so: %s', (_what, body, written) => {
  const { error } = body.safeParse(written);
  expect(error?.issues.map(({ path, message }) => [path.join('.'), message])).toEqual([
    ['passwordConfirmation', 'differs from the password'],
  ]);
});
