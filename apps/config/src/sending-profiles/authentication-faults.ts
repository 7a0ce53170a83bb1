import { authenticationOf, type Authentication } from '@replyline/contracts';
import { CONFIRMATION_DIFFERS, isConfirmed } from '../secrets/password.js';
import type { TypedSmtp } from './sending-profile-body.js';

interface Fault {
  readonly path: string;
  readonly message: string;
}

interface Rule extends Fault {
  readonly isBroken: (typed: TypedSmtp, way: Authentication) => boolean;
}

const hasText = (secret: string | null | undefined): boolean => !!secret?.trim();

/** What each way of authentication wants to be told, and what would contradict it. */
const RULES: readonly Rule[] = [
  {
    path: 'user',
    message: 'is missing: a password needs one',
    isBroken: ({ user, password }, way) => way === 'none' && user === undefined && hasText(password),
  },
  {
    path: 'user',
    message: 'is missing: the server wants to know who logs in',
    isBroken: ({ user }, way) => way === 'own' && user === undefined,
  },
  {
    path: 'user',
    message: 'must be absent: this way of authentication has no user of its own',
    isBroken: ({ user }, way) => way !== 'own' && user !== undefined,
  },
  {
    path: 'password',
    message: 'must be absent: the one of the reply mailbox is used',
    isBroken: ({ password }, way) => way === 'same-as-incoming' && hasText(password),
  },
  {
    path: 'incoming',
    message: 'is missing: it is the server to read from first',
    isBroken: ({ incoming }, way) => way === 'after-incoming' && incoming === undefined,
  },
  {
    path: 'incoming',
    message: 'must be absent: it is for the authentication after-incoming alone',
    isBroken: ({ incoming }, way) => way !== 'after-incoming' && incoming !== undefined,
  },
  {
    path: 'incomingPassword',
    message: 'must be absent: it is for the authentication after-incoming alone',
    isBroken: ({ incomingPassword }, way) => way !== 'after-incoming' && hasText(incomingPassword),
  },
  {
    ...{ path: CONFIRMATION_DIFFERS.path[0]!, message: CONFIRMATION_DIFFERS.error },
    isBroken: (it) => !isConfirmed(it),
  },
  {
    path: 'incomingPasswordConfirmation',
    message: CONFIRMATION_DIFFERS.error,
    isBroken: ({ incomingPassword, incomingPasswordConfirmation }) =>
      !isConfirmed({ password: incomingPassword, passwordConfirmation: incomingPasswordConfirmation }),
  },
];

/** Everything that is wrong with how a server is to be told who sends. */
export function authenticationFaults(typed: TypedSmtp): Fault[] {
  const way = authenticationOf(typed);
  return RULES.filter(({ isBroken }) => isBroken(typed, way)).map(({ path, message }) => ({ path, message }));
}
