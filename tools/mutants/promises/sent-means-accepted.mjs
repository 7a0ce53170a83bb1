const SMTP = 'libs/providers/src/smtp/smtp.spec.ts';

/** G4: `sent` means that a server answered 250. */
export default [
  {
    name: 'refusal-counts-as-sent',
    promise: 'a mail that the server refused is not called sent',
    file: 'libs/providers/src/smtp/session.ts',
    find: `(error ? reject(error) : resolve(info))`,
    replace: `(error?.responseCode ? resolve({ response: '250 OK' }) : error ? reject(error) : resolve(info))`,
    test: { file: SMTP, name: 'says of an other side that' },
  },
  {
    name: 'lost-answer-counts-as-sent',
    promise: 'a connection that broke after the final dot does not count as sent',
    file: 'libs/providers/src/smtp/session.ts',
    find: `        if (body.refusal !== undefined) throw body.refusal;`,
    replace: `        if (body.refusal !== undefined) throw body.refusal;
        if (body.isHandedOver && !(error as SmtpError).responseCode) return { receipt: { replyCode: 250 } };`,
    test: { file: SMTP, name: 'does not pretend to know' },
  },
  {
    name: 'failure-is-settled-as-sent',
    promise: 'an attempt that failed is not written down as sent',
    file: 'apps/outbound-mail/src/deliver-mail/settle-attempt.ts',
    find: `if (delayMs === undefined) return { state: isUnknown ? 'unknown' : 'failed', ...why };`,
    replace: `if (delayMs === undefined) return { state: 'sent', replyCode: 250 };`,
    test: {
      file: 'apps/outbound-mail/src/deliver-mail/settle-attempt.spec.ts',
      name: 'that was refused for good is the last',
    },
  },
  {
    name: 'sent-without-intent',
    promise: 'nothing is sent whose intent was not written down',
    file: 'apps/outbound-mail/src/keep-deliveries/delivery-state.ts',
    find: `claimed: ['handing_over', `,
    replace: `claimed: ['handing_over', 'sent', `,
    test: {
      file: 'apps/outbound-mail/src/deliver-mail/claims.spec.ts',
      name: 'cannot be sent unless its intent was written down',
    },
  },
  {
    name: 'orphan-is-called-sent',
    promise: 'a hand-over whose process died is unknown and not sent',
    file: 'apps/outbound-mail/src/deliver-mail/recovery.ts',
    find: `ELSE 'unknown' END,`,
    replace: `ELSE 'sent' END,`,
    test: {
      file: 'apps/outbound-mail/src/deliver-mail/claims.spec.ts',
      name: 'of a process that is gone goes back',
    },
  },
];
