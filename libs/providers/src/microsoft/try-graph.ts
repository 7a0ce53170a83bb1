import type { TestReport } from '@replyline/contracts';
import { ERRORS, Failure } from '@replyline/errors';
import { admitted, unlimited } from '../admission.js';
import type { OutboundMail } from '../provider.js';
import { graphProvider, type GraphOptions } from './graph.js';
import { GraphClient } from './graph-client.js';
import { appRefused, checkRoles, runSteps, type Attempt, type Found } from './steps.js';

const SEND = { needed: 'Mail.Send', wanted: ['User.Read.All'] } as const;
/** A draft that gets another From has to be written first. */
const SEND_ON_BEHALF = { needed: 'Mail.Send', wanted: ['Mail.ReadWrite', 'User.Read.All'] } as const;

/** Whose fault it is shows only with another From address. */
const DENIED = 'provider.send_as_denied';
const notGranted = () => ({ code: DENIED, remediation: `${ERRORS[DENIED].title}. ${ERRORS[DENIED].remediation}` });

/** Does what sending does and says how far it came. Without a mail nothing leaves, and the addresses are not checked. */
export function tryGraph(options: GraphOptions, mail: OutboundMail | undefined, end: AbortSignal): Promise<TestReport> {
  const graph = new GraphClient(options);
  const isOwn = options.fromAddress.toLowerCase() === options.mailbox.toLowerCase();
  const token = () => graph.tokens.get({ signal: end });
  return runSteps([
    {
      name: 'token',
      run: async () => (await token(), { outcome: 'ok', seen: `for the application ${options.clientId}` }),
      advice: ({ code }) => (code === 'provider.app_refused' ? { seen: appRefused(options) } : undefined),
    },
    { name: 'permissions', run: async () => checkRoles(await token(), isOwn ? SEND : SEND_ON_BEHALF) },
    { name: 'mailbox', run: () => inPlace(options, end, () => lookAtUser(graph, end)) },
    ...(mail ? sent(options, mail, end) : unsent(isOwn)),
  ]);
}

/** Whoever looks counts as whoever sends: Graph refuses a request too many at a mailbox, whatever it is for. */
async function inPlace<T>({ admit = unlimited }: GraphOptions, end: AbortSignal, work: () => Promise<T>): Promise<T> {
  const place = await admitted(admit, end);
  try {
    return await work();
  } finally {
    place.release();
  }
}

/** Whoever may only send may not look: that proves nothing either way. */
async function lookAtUser(graph: GraphClient, signal: AbortSignal): Promise<Found> {
  try {
    await graph.ask({ method: 'GET', path: '?$select=mail,userPrincipalName', signal });
    return { outcome: 'ok' };
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'provider.permission_missing') throw error;
    return { outcome: 'not checked', seen: 'the application may not read user profiles (User.Read.All)' };
  }
}

const unsent = (isOwn: boolean): Attempt[] => [
  { name: 'send-as', run: () => Promise.resolve(isOwn ? OWN : { outcome: 'not checked' }) },
  { name: 'accepted', run: () => Promise.resolve({ outcome: 'not checked' }) },
];

const OWN: Found = { outcome: 'not checked', seen: 'mail comes from the mailbox itself' };

/** One request decides both: a refused sender is told apart from everything else that may be wrong. */
function sent(options: GraphOptions, mail: OutboundMail, signal: AbortSignal): Attempt[] {
  const provider = graphProvider(options);
  let trouble: unknown;
  const send = async (): Promise<Found> => {
    try {
      await provider.send(mail, () => Promise.resolve(), signal);
    } catch (error) {
      if (error instanceof Failure && error.code === 'provider.sender_refused') throw error;
      trouble = error;
    } finally {
      await provider.close();
    }
    return { outcome: trouble === undefined ? 'ok' : 'not checked' };
  };
  const accepted = async (): Promise<Found> => {
    if (trouble !== undefined) throw trouble;
    return { outcome: 'ok', seen: '202 Accepted' };
  };
  return [
    { name: 'send-as', run: send, advice: notGranted },
    { name: 'accepted', run: accepted },
  ];
}
