const TOKEN = { file: 'libs/intent/src/token.ts', spec: 'libs/intent/src/token.spec.ts' };
const SENDER = {
  file: 'apps/inbound-reply/src/triage-mail/sender-fact.ts',
  spec: 'apps/inbound-reply/src/triage-mail/sender-fact.spec.ts',
};
const AUTHENTICATION = {
  file: 'libs/mail/src/facts/authentication.ts',
  spec: 'libs/mail/src/facts/authentication.spec.ts',
};
const REVIEW = { file: 'libs/intent/src/review-token.ts', spec: 'libs/intent/src/review-token.spec.ts' };
const HELD = 'apps/inbound-reply/src/held-replies/held-replies.spec.ts';

/** G7: nobody posts as someone else, and nobody reads what is not for him. */
export default [
  {
    name: 'tag-not-checked',
    promise: 'a token that we did not make counts for nothing',
    file: TOKEN.file,
    find: ` || !timingSafeEqual(bytes.subarray(-TAG_BYTES), tag(body, key))`,
    replace: ``,
    test: { file: TOKEN.spec, name: 'is forged after any single change' },
  },
  {
    name: 'expiry-not-checked',
    promise: 'a token counts until the last day of its life and no longer',
    file: TOKEN.file,
    find: `dayOf(now) > intent.expiryDay ? 'expired' : 'valid'`,
    replace: `'valid'`,
    test: { file: TOKEN.spec, name: 'counts until the last day of its life' },
  },
  {
    name: 'from-not-compared',
    promise: 'only the person on record answers in his own name',
    file: SENDER.file,
    find: `senderIsOnRecord: addresses.map(normaliseAddress).includes(mail.from[0]!.address),`,
    replace: `senderIsOnRecord: addresses.length > 0,`,
    test: { file: SENDER.spec, name: 'mallory, proven to be mallory' },
  },
  {
    name: 'two-froms-are-one',
    promise: 'a mail from two people is from nobody',
    file: SENDER.file,
    find: `if (!isSingle) return`,
    replace: `if (mail.from.length === 0) return`,
    test: { file: SENDER.spec, name: 'two ' },
  },
  {
    name: 'nothing-proves-from',
    promise: 'where nothing proves From, From is not proven',
    file: SENDER.file,
    find: `if (proof.kind === 'trust-from') return true;`,
    replace: `if (proof.kind !== 'authentication-results') return true;`,
    test: { file: SENDER.spec, name: 'alice, where nothing is' },
  },
  {
    name: 'anybody-proves-from',
    promise: 'only the results of our own server prove From',
    file: AUTHENTICATION.file,
    find: `topmost.authservId !== authservId.toLowerCase() || domain === ''`,
    replace: `topmost.authservId === '' || domain === ''`,
    test: { file: AUTHENTICATION.spec, name: 'results of another server' },
  },
  {
    name: 'results-below-count',
    promise: 'only the topmost results of our server count, because a sender writes the others',
    file: AUTHENTICATION.file,
    find: `mail.headers.get('authentication-results')?.[0]`,
    replace: `mail.headers.get('authentication-results')?.at(-1)`,
    test: { file: AUTHENTICATION.spec, name: 'results below those of our server' },
  },
  {
    name: 'unproven-is-accepted',
    promise: 'an answer of somebody who is not proven is held, not posted',
    file: 'libs/mail/src/triage/rules.ts',
    find: `return senderProven === 'proven' ? undefined : { outcome: 'hold', because: 'sender-not-proven' };`,
    replace: `return undefined;`,
    test: { file: 'libs/mail/src/triage/triage.spec.ts', name: 'an unproven From' },
  },
  {
    name: 'machines-are-heard',
    promise: 'what software wrote is not posted',
    file: 'libs/mail/src/triage/rules.ts',
    find: `  automaticResponse,\n  noIntent,`,
    replace: `  noIntent,`,
    test: { file: 'libs/mail/src/triage/triage.spec.ts', name: 'an automatic response' },
  },
  {
    name: 'review-token-not-checked',
    promise: 'the page of a held reply opens with its link only',
    file: REVIEW.file,
    find: `return !!key && timingSafeEqual(Buffer.from(match[2]!, 'base64url'), tag(heldReplyId, key));`,
    replace: `return !!key;`,
    test: { file: REVIEW.spec, name: 'is not "1.' },
  },
  {
    name: 'one-review-token-for-all',
    promise: 'the link to one held reply does not open another one',
    file: REVIEW.file,
    find: `.update('review').update(id)`,
    replace: `.update('review')`,
    test: { file: REVIEW.spec, name: 'opens no other held reply' },
  },
  {
    name: 'opening-posts',
    promise: 'opening the page of a held reply posts nothing: scanners of mail follow links',
    file: 'apps/inbound-reply/src/held-replies/held-replies.controller.ts',
    find: `answer(response, heldReplyPage(await this.held.show(id, token), token));`,
    replace: `const page = heldReplyPage(await this.held.show(id, token), token);
    await this.held.post(id, token);
    answer(response, page);`,
    test: { file: HELD, name: 'shows the reply, harmless, and does nothing' },
  },
  {
    name: 'strangers-read',
    promise: 'a conversation does not exist for somebody who is not a member',
    file: 'apps/conversation/src/keep-conversations/membership.ts',
    find: `if (!(await isMember(tx, conversationId, userId))) throw new Failure('request.not_found');`,
    replace: ``,
    test: {
      file: 'apps/conversation/src/keep-conversations/conversations.spec.ts',
      name: 'does not exist for somebody who is not a member',
    },
  },
  {
    name: 'former-members-post',
    promise: 'somebody who left a conversation does not post in it by mail',
    file: 'apps/conversation/src/append-reply/settle-reply.ts',
    find: `if (!isMember || !isKnown) return`,
    replace: `if (!isKnown) return`,
    test: { file: 'apps/conversation/src/append-reply/settle-reply.spec.ts', name: 'of somebody who left is returned' },
  },
  {
    name: 'roles-not-checked',
    promise: 'a route is for those who have its role',
    file: 'libs/service-host/src/access/access.guard.ts',
    find: `if (needed && !needed.some((role) => caller.roles.includes(role))) throw new Failure('access.denied');`,
    replace: ``,
    test: { file: 'libs/service-host/src/service.spec.ts', name: 'without the role is refused' },
  },
  {
    name: 'token-for-anybody-else',
    promise: 'a bearer token that was made for another audience is refused',
    file: 'libs/service-host/src/access/token-verifier.ts',
    find: `audience: this.env.AUTH_AUDIENCE,`,
    replace: ``,
    test: { file: 'libs/service-host/src/access/token-verifier.spec.ts', name: 'for another audience is refused' },
  },
];
