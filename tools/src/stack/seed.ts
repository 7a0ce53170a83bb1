import type { TrackingMode } from '@replyline/contracts';
import { NOTIFICATIONS, REPLIES, addressOf, type MailServers } from './mail-servers.js';
import { PEOPLE, type PersonName, type StackSecrets } from './secrets.js';

export interface SeedOptions {
  readonly configUrl: string;
  readonly adminToken: string;
  readonly secrets: StackSecrets;
  readonly mail: Pick<MailServers, 'sending' | 'receiving'>;
  readonly trackingMode?: TrackingMode;
}

/** Sets a stack up the way an admin does: users, then how mail leaves, then how replies come in; each tested first. */
export async function seed(options: SeedOptions): Promise<void> {
  const put = putter(options);
  for (const name of Object.keys(PEOPLE) as PersonName[]) {
    const { displayName, roles } = PEOPLE[name];
    const user = { name, displayName, address: addressOf(name), roles, groups: [] };
    await put(`/v1/users/${options.secrets.people[name].id}`, user);
  }
  await put('/v1/sending-profiles/system', sendingProfile(options));
  await put('/v1/reply-mailbox', replyMailbox(options));
}

const sendingProfile = ({ mail, secrets }: SeedOptions) => ({
  kind: 'smtp',
  ...mail.sending,
  user: NOTIFICATIONS,
  password: secrets.notificationsPassword,
  timeoutSeconds: 10,
  fromAddress: NOTIFICATIONS,
  displayName: 'Replyline',
});

const replyMailbox = ({ mail, secrets, trackingMode = 'address' }: SeedOptions) => ({
  kind: 'imap',
  enabled: true,
  ...mail.receiving,
  user: REPLIES,
  password: secrets.repliesPassword,
  replyToAddress: REPLIES,
  trackingMode,
  // Nobody but the people of this stack can submit mail to the hub.
  senderProof: { kind: 'trust-from' },
});

/** Saves over whatever is there: reads the revision first, because a save must name the one it is based on. */
const putter =
  ({ configUrl, adminToken }: SeedOptions) =>
  async (path: string, body: unknown): Promise<void> => {
    const headers = { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' };
    const there = await fetch(configUrl + path, { headers });
    const etag = there.ok ? there.headers.get('etag') : null;
    const answer = await fetch(configUrl + path, {
      method: 'PUT',
      headers: { ...headers, ...(etag && { 'if-match': etag }) },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`config refused ${path}: ${answer.status} ${await answer.text()}`);
  };
