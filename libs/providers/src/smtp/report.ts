import type { TestReport, TestStep } from '@replyline/contracts';
import type { Failure } from '@replyline/errors';
import type { Step } from './errors.js';
import type { SmtpAccess } from './settings.js';
import type { Recording } from './trace.js';

const SESSION = ['ehlo', 'authentication', 'sender', 'recipient', 'accepted'] as const;
const PLAIN_FIRST: readonly Step[] = ['dns', 'tcp', 'greeting', 'tls', ...SESSION];
const TLS_FIRST: readonly Step[] = ['dns', 'tcp', 'tls', 'greeting', ...SESSION];

export interface Tried {
  readonly recording: Recording;
  readonly settings: SmtpAccess['settings'];
  readonly isMailSent: boolean;
  readonly failure?: Failure;
}

/** Step by step: what passed, what failed and what to do about it, what was not reached. */
export function report(tried: Tried): TestReport {
  const { settings, failure } = tried;
  const order = settings.encryption === 'implicit-tls' ? TLS_FIRST : PLAIN_FIRST;
  const failedAt = failure ? order.indexOf(failedStep(failure, order, tried.recording)) : order.length;
  const steps = order.map((name, position): TestStep => {
    if (position > failedAt) return { name, outcome: 'not checked' };
    return position === failedAt ? failed(name, tried) : passed(name, tried);
  });
  return { outcome: failure ? 'failed' : 'ok', steps };
}

function failed(name: Step, { failure, recording }: Tried): TestStep {
  const { code, remediation } = failure!;
  const isSilent = code === 'provider.timeout' && recording.seen.has('tcp');
  return {
    name,
    outcome: 'failed',
    ...seenAt(name, recording),
    code,
    remediation: isSilent ? CONNECTED_BUT_SILENT : remediation,
  };
}

/** The catalogue cannot know how far it came; here the network is not to blame any more. */
const CONNECTED_BUT_SILENT =
  'The server is connected and does not answer: check that port and encryption fit each other, then raise the timeout, or ask who runs the server.';

function passed(name: Step, { recording, settings, isMailSent }: Tried): TestStep {
  if (name === 'tls' && !recording.seen.has('tls'))
    return { name, outcome: 'not checked', seen: 'the connection is in plain text' };
  if (name === 'authentication' && settings.user === undefined)
    return { name, outcome: 'not checked', seen: 'the profile has no user' };
  if ((name === 'sender' || name === 'recipient' || name === 'accepted') && !isMailSent) {
    return { name, outcome: 'not checked', ...seenAt(name, recording) };
  }
  return { name, outcome: 'ok', ...seenAt(name, recording) };
}

const seenAt = (name: Step, { seen }: Recording): { seen?: string } => {
  const what = seen.get(name);
  return what === undefined ? {} : { seen: what };
};

/** Faults that can happen anywhere have happened where an answer came, or was waited for. */
function failedStep({ details }: Failure, order: readonly Step[], recording: Recording): Step {
  const named = order.find((step) => step === details['step']);
  const heard = 'replyCode' in details ? recording.answered() : recording.awaited();
  return named ?? (recording.seen.has('tcp') ? heard : undefined) ?? 'accepted';
}
