import type { Situation } from '../provider.contract.js';

/** What a scripted server does in each situation. */
const SCRIPTS = {
  accepts: undefined,
  'is down': undefined,
  'refuses the recipient': ['rcpt', { reply: '550 5.1.1 <ada@example.test>: Recipient address rejected' }],
  'refuses the sender': ['mail', { reply: '553 5.7.1 Sender address rejected: not owned by user' }],
  'refuses the message': ['message', { reply: '554 5.6.0 Message content rejected' }],
  'refuses the credentials': ['auth', { reply: '535 5.7.8 Error: authentication failed' }],
  'asks to try later': ['message', { reply: '451 4.3.0 Temporary failure' }],
  'limits the rate': ['mail', { reply: '421 4.7.0 Too many messages' }],
  'never answers': ['greeting', { instead: 'silence' }],
  'closes before the end of the message': ['data', { instead: 'close' }],
  'closes after the end of the message': ['message', { instead: 'close' }],
  'accepts and closes without a word': ['message', { instead: 'close-after-accepting' }],
} as const satisfies Record<Situation, readonly [step: string, behaviour: object] | undefined>;

/** For `ScriptedSmtp.follow`. */
export function scriptOf(situation: Situation) {
  const [step, behaviour] = SCRIPTS[situation] ?? [];
  return (moment: { readonly step: string }) => (moment.step === step ? behaviour : undefined);
}
