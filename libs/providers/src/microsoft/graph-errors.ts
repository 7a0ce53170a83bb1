import { Failure, type ErrorCode } from '@replyline/errors';
import type { Fault } from '../smtp/errors.js';

interface Row {
  readonly code: ErrorCode;
  readonly fault: Fault;
  /** The words of Graph and Exchange, which say more than the status. */
  readonly says?: readonly string[];
  readonly status?: readonly number[];
}

/** Read from the top, the first row that fits decides; `error.code` is the contract, its message is not. */
const TABLE: readonly Row[] = [
  { code: 'provider.sender_refused', fault: 'account', says: ['ErrorSendAsDenied'] },
  {
    code: 'provider.mailbox_unknown',
    fault: 'account',
    says: ['MailboxNotEnabledForRESTAPI', 'ErrorInvalidUser', 'Request_ResourceNotFound', 'ErrorNonExistentMailbox'],
  },
  {
    code: 'provider.throttled',
    fault: 'nobody',
    says: ['ErrorQuotaExceeded', 'ErrorExceededMessageLimit', 'ErrorMessageSubmissionBlocked', 'activityLimitReached'],
  },
  { code: 'provider.throttled', fault: 'nobody', says: ['ApplicationThrottled', 'TooManyRequests'], status: [429] },
  {
    code: 'provider.message_too_large',
    fault: 'message',
    says: ['ErrorMessageSizeExceeded', 'RequestEntityTooLarge'],
    status: [413],
  },
  { code: 'provider.recipient_refused', fault: 'recipient', says: ['ErrorInvalidRecipients'] },
  {
    code: 'provider.try_later',
    fault: 'server',
    says: [
      'ErrorInternalServerTransientError',
      'ErrorServerBusy',
      'ErrorMailboxStoreUnavailable',
      'ErrorMailboxMoveInProgress',
      'ErrorTimeoutExpired',
      'ErrorIrresolvableConflict',
      'serviceNotAvailable',
    ],
    status: [409, 412, 500, 502, 503, 504],
  },
  { code: 'provider.credentials_rejected', fault: 'account', status: [401] },
  {
    code: 'provider.permission_missing',
    fault: 'account',
    says: ['ErrorAccessDenied', 'Authorization_RequestDenied'],
    status: [403],
  },
  { code: 'provider.mailbox_unknown', fault: 'account', status: [404] },
  { code: 'provider.message_refused', fault: 'message', status: [400] },
];

const OTHERWISE: Row = { code: 'provider.protocol_error', fault: 'server' };
const GATEWAY_TIMEOUT = 504;
/** What something in between says, which does not know what was done behind it; Graph itself would name a code. */
const UNSURE = [500, 502, GATEWAY_TIMEOUT];
/** Longer would be no pause but an end. */
const LONGEST_PAUSE_SECONDS = 600;

export interface Refusal {
  readonly status: number;
  readonly graphCode: string | undefined;
  /** RFC 9110 §10.2.3, as it came. */
  readonly retryAfter: string | null;
}

/** Which row an answer is, and whose fault. */
export function explain({ status, graphCode }: Pick<Refusal, 'status' | 'graphCode'>): Pick<Row, 'code' | 'fault'> {
  const said = TABLE.find(({ says }) => graphCode !== undefined && says?.includes(graphCode));
  const { code, fault } = said ?? TABLE.find((row) => row.status?.includes(status)) ?? OTHERWISE;
  return { code, fault };
}

const HTTP_DATE = / GMT$/;

/** A number of seconds, or a date (RFC 9110 §5.6.7), which a gateway before Graph may say; `NaN` for anything else. */
function secondsIn(retryAfter: string | null): number {
  if (retryAfter === null) return NaN;
  return HTTP_DATE.test(retryAfter) ? Math.ceil((Date.parse(retryAfter) - Date.now()) / 1_000) : Number(retryAfter);
}

/** A gateway that waited in vain does not know what became of a final question. */
export function toFailure(refusal: Refusal, { isFinal }: { readonly isFinal: boolean }): Failure {
  const { status, graphCode, retryAfter } = refusal;
  const isGatewaysWord = UNSURE.includes(status) && (graphCode === undefined || status === GATEWAY_TIMEOUT);
  const code = isFinal && isGatewaysWord ? 'provider.unknown_outcome' : explain(refusal).code;
  const seconds = secondsIn(retryAfter);
  return new Failure(code, {
    replyCode: status,
    ...(graphCode !== undefined && { graphCode }),
    ...(seconds >= 0 && { retryAfterSeconds: Math.min(seconds, LONGEST_PAUSE_SECONDS) }),
  });
}
