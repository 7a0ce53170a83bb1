import { expect, it } from '@jest/globals';
import { ERRORS } from '@replyline/errors';
import { explain, toFailure } from './graph-errors.js';

it.each([
  [401, 'InvalidAuthenticationToken', 'provider.credentials_rejected', 'account'],
  [403, 'ErrorAccessDenied', 'provider.permission_missing', 'account'],
  [403, 'Authorization_RequestDenied', 'provider.permission_missing', 'account'],
  [403, 'ErrorSendAsDenied', 'provider.sender_refused', 'account'],
  [404, 'MailboxNotEnabledForRESTAPI', 'provider.mailbox_unknown', 'account'],
  [404, 'ResourceNotFound', 'provider.mailbox_unknown', 'account'],
  [404, 'ErrorInvalidUser', 'provider.mailbox_unknown', 'account'],
  [400, 'ErrorInvalidRecipients', 'provider.recipient_refused', 'recipient'],
  [400, 'ErrorMimeContentInvalidBase64String', 'provider.message_refused', 'message'],
  [400, 'RequestBodyRead', 'provider.message_refused', 'message'],
  [413, 'RequestEntityTooLarge', 'provider.message_too_large', 'message'],
  [400, 'ErrorMessageSizeExceeded', 'provider.message_too_large', 'message'],
  [403, 'ErrorQuotaExceeded', 'provider.throttled', 'nobody'],
  [507, 'ErrorExceededMessageLimit', 'provider.throttled', 'nobody'],
  [429, 'ApplicationThrottled', 'provider.throttled', 'nobody'],
  [429, undefined, 'provider.throttled', 'nobody'],
  [409, 'ErrorIrresolvableConflict', 'provider.try_later', 'server'],
  [500, 'ErrorInternalServerTransientError', 'provider.try_later', 'server'],
  [503, 'serviceNotAvailable', 'provider.try_later', 'server'],
  [504, 'UnknownError', 'provider.try_later', 'server'],
  [502, undefined, 'provider.try_later', 'server'],
  [418, 'Teapot', 'provider.protocol_error', 'server'],
])('%s %s is %s, and %s has to do something', (status, graphCode, code, fault) => {
  expect(explain({ status, graphCode })).toEqual({ code, fault });
  expect(ERRORS[explain({ status, graphCode }).code]).toBeDefined();
});

it('a pause has an end, and is a number of seconds or a date, and no word', () => {
  const pauseOf = (retryAfter: string | null) =>
    toFailure({ status: 429, graphCode: undefined, retryAfter }, { isFinal: false }).details['retryAfterSeconds'];
  expect(['30', '86400', '-5', 'tomorrow', null].map(pauseOf)).toEqual([30, 600, undefined, undefined, undefined]);
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toUTCString();
  expect([inDays(1), inDays(-1), 'tomorrow GMT'].map(pauseOf)).toEqual([600, undefined, undefined]);
});
