import type { TestReport, TestStep } from '@replyline/contracts';
import { ERRORS, Failure, type ErrorCode } from '@replyline/errors';
import type { SmtpServer } from '../smtp/settings.js';
import { trySmtp, type Trial } from '../smtp/try-smtp.js';
import { exchangerAt, isTlsBroken, mayBeBetterElsewhere, type BuiltInOptions } from './built-in.js';
import { domainOf, exchangersOf, inTime } from './exchangers.js';

/**
 * Does what sending does, with the servers of the recipient's domain, or of our own where no mail is sent, and says how
 * far it came.
 */
export async function tryBuiltIn(options: BuiltInOptions, trial: Trial, end: AbortSignal): Promise<TestReport> {
  const domain = domainOf(trial.mail?.forwardPath ?? trial.reversePath ?? '');
  try {
    const exchangers = await exchangersOf(domain, inTime(options.resolve, options, end), options.random);
    const hosts = exchangers.map(({ exchange }) => exchange);
    const { outcome, steps } = await tryEach(hosts, options, trial, end);
    const mx: TestStep = { name: 'mx', outcome: 'ok', seen: `${domain}: ${hosts.join(', ')}`.slice(0, 500) };
    return { outcome, steps: [mx, ...steps.map(advised)] };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { code, remediation } = error;
    return { outcome: 'failed', steps: [{ name: 'mx', outcome: 'failed', seen: domain, code, remediation }] };
  }
}

/** The report on the first one that is not worse than the next may be. */
async function tryEach(
  [host = '', ...others]: readonly string[],
  options: BuiltInOptions,
  trial: Trial,
  end: AbortSignal,
): Promise<TestReport> {
  const report = await tryOne(exchangerAt(host, options), options, trial, end);
  const code = failedIn(report)?.code as ErrorCode | undefined;
  const isNextWorthIt = code !== undefined && others.length > 0 && !end.aborted && mayBeBetterElsewhere(code);
  return isNextWorthIt ? tryEach(others, options, trial, end) : report;
}

/** In plain text where its TLS is broken, as mail goes. */
async function tryOne(
  settings: SmtpServer,
  options: BuiltInOptions,
  trial: Trial,
  end: AbortSignal,
): Promise<TestReport> {
  const { ehloName, allowLinkLocal, admitTo } = options;
  const admit = admitTo?.(settings.host, settings.port);
  const report = await trySmtp({ settings, ehloName, allowLinkLocal, admit }, trial, end);
  const isPlainWorthIt = isTlsBroken(failedIn(report)?.name) && !end.aborted;
  return isPlainWorthIt ? tryOne({ ...settings, encryption: 'none' }, options, trial, end) : report;
}

const failedIn = ({ steps }: TestReport): TestStep | undefined => steps.find(({ outcome }) => outcome === 'failed');

/** Nothing of ours listens there: whoever reads "connection refused" looks for a server that does not exist. */
const UNREACHABLE = 'provider.exchanger_unreachable';

const advised = (step: TestStep): TestStep =>
  step.name === 'tcp' && step.outcome === 'failed' && step.code !== 'provider.connections_in_use'
    ? { ...step, code: UNREACHABLE, remediation: ERRORS[UNREACHABLE].remediation }
    : step;
