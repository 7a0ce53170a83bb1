/** What the messaging layer, the retry schedule and a reader do with something that failed this way. */
export type Disposition = 'retry' | 'park' | 'discard';

interface Entry {
  readonly title: string;
  /** The next thing a person should do, in the imperative. */
  readonly remediation: string;
  readonly disposition: Disposition;
  /** The status of an HTTP answer that ends this way (RFC 9110 §15). */
  readonly status: number;
}

const catalogue = <const T extends Record<string, Entry>>(entries: T): T => entries;

/** Every expected failure. A code is `<area>.<condition>`, is never reused, and has a page in `docs/errors`. */
export const ERRORS = catalogue({
  'access.denied': {
    title: 'The caller may not do this',
    remediation: 'Call with a token whose roles allow it, or ask a member or a Server Admin.',
    disposition: 'discard',
    status: 403,
  },
  'access.unauthenticated': {
    title: 'The request carries no valid token',
    remediation: 'Send "Authorization: Bearer <JWT>" with an unexpired token of the configured issuer and audience.',
    disposition: 'discard',
    status: 401,
  },
  'configuration.invalid': {
    title: 'The environment of the service is not valid',
    remediation: 'Correct the variables that are named; .env.example lists each with its meaning.',
    disposition: 'park',
    status: 500,
  },
  'contract.event_too_large': {
    title: 'An event is larger than 256 KB',
    remediation: 'Send less text, or send large content by reference.',
    disposition: 'park',
    status: 413,
  },
  'contract.foreign_subject': {
    title: 'An event travels on a subject that is not its own',
    remediation: 'Publish on <type>.<lane>.<publisher> with the lane of the data and the publisher of the source.',
    disposition: 'park',
    status: 422,
  },
  'contract.invalid_event': {
    title: 'An event does not match its contract',
    remediation: 'Compare the dead letter with libs/contracts/schemas, correct its producer, then publish it again.',
    disposition: 'park',
    status: 422,
  },
  'intent.address_unusable': {
    title: 'The reply-to address cannot carry a reply token',
    remediation: 'Use an address whose local part has at most 23 characters and no "+".',
    disposition: 'discard',
    status: 422,
  },
  'mail.unreadable': {
    title: 'A message cannot be read',
    remediation:
      'Look at the raw message that was kept; when a person wrote it, ask them to send it again as plain text.',
    disposition: 'park',
    status: 422,
  },
  'request.conflict': {
    title: 'The request conflicts with what is stored',
    remediation: 'Read the current state, then decide whether the request is still wanted.',
    disposition: 'discard',
    status: 409,
  },
  'request.invalid': {
    title: 'The request does not match its schema',
    remediation: 'Correct the paths that are named; /openapi.json has the schema. Nothing was stored.',
    disposition: 'discard',
    status: 400,
  },
  'request.not_found': {
    title: 'There is no such thing',
    remediation: 'Check the identifier, and that the caller may see it.',
    disposition: 'discard',
    status: 404,
  },
  'request.precondition_failed': {
    title: 'Somebody else changed it in the meantime',
    remediation: 'Read it again, apply the change to what is there now, and send its ETag in If-Match.',
    disposition: 'discard',
    status: 412,
  },
  'request.precondition_required': {
    title: 'The change does not say which revision it is based on',
    remediation: 'Read it first and send its ETag in If-Match.',
    disposition: 'discard',
    status: 428,
  },
  'request.too_large': {
    title: 'The request body is too large',
    remediation: 'Send less than 1 MB.',
    disposition: 'discard',
    status: 413,
  },
  'seal.not_ours': {
    title: 'A secret cannot be opened here',
    remediation: 'Give the service the key ring that sealed it, or type the secret again in the config service.',
    disposition: 'park',
    status: 500,
  },
  'service.unavailable': {
    title: 'A part that this needs does not answer',
    remediation: 'Check that the other service, NATS and PostgreSQL run, then try again.',
    disposition: 'retry',
    status: 503,
  },
  'settings.caller_has_no_address': {
    title: 'The caller has no mail address',
    remediation:
      'Add yourself to the users of the config service, with the id of your token, or save with require=validate.',
    disposition: 'discard',
    status: 404,
  },
  'settings.secret_required': {
    title: 'The stored password belongs to other settings',
    remediation: 'Type it again: a stored password is kept only for the same host, port, user and protection.',
    disposition: 'discard',
    status: 422,
  },
  'settings.sending_first': {
    title: 'Replies need sending to work first',
    remediation: 'Test and save the system sending profile, then enable replies.',
    disposition: 'discard',
    status: 409,
  },
  'settings.test_failed': {
    title: 'The settings do not work',
    remediation: 'Read the step that failed, correct the settings and test again. Nothing was saved.',
    disposition: 'discard',
    status: 422,
  },
});

export type ErrorCode = keyof typeof ERRORS;
