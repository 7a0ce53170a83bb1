import { answered, configClient } from '@replyline/config-client';
import type { TrackingMode } from '@replyline/contracts';
import { NOTIFICATIONS, REPLIES, addressOf, type MailServers } from './mail-servers.js';
import { PEOPLE, type PersonName, type StackSecrets } from './secrets.js';

interface SeedOptions {
  readonly configUrl: string;
  readonly adminToken: string;
  readonly secrets: StackSecrets;
  readonly mail: Pick<MailServers, 'sending' | 'receiving'>;
  readonly trackingMode?: TrackingMode;
}

/** Sets a stack up the way an admin does: users, then how mail leaves, then how replies come in; each tested first. */
export async function seed(options: SeedOptions): Promise<void> {
  const config = configClient({ baseUrl: options.configUrl, token: options.adminToken });
  for (const name of Object.keys(PEOPLE) as PersonName[]) {
    const { displayName, roles } = PEOPLE[name];
    const body = { name, displayName, address: addressOf(name), roles: [...roles], groups: [] };
    const path = { id: options.secrets.people[name].id };
    const header = await basedOn(config.GET('/v1/users/{id}', { params: { path } }));
    await answered(config.PUT('/v1/users/{id}', { params: { path, header }, body }));
  }
  const sending = await basedOn(config.GET('/v1/sending-profiles/system'));
  const profile = { params: { header: sending }, body: sendingProfile(options) };
  await answered(config.PUT('/v1/sending-profiles/system', profile));
  const receiving = await basedOn(config.GET('/v1/reply-mailbox'));
  await answered(config.PUT('/v1/reply-mailbox', { params: { header: receiving }, body: replyMailbox(options) }));
}

const sendingProfile = ({ mail, secrets }: SeedOptions) => ({
  kind: 'smtp' as const,
  ...mail.sending,
  user: NOTIFICATIONS,
  password: secrets.notificationsPassword,
  timeoutSeconds: 10,
  fromAddress: NOTIFICATIONS,
  displayName: 'Replyline',
});

const replyMailbox = ({ mail, secrets, trackingMode = 'address' }: SeedOptions) => ({
  kind: 'imap' as const,
  enabled: true,
  ...mail.receiving,
  user: REPLIES,
  password: secrets.repliesPassword,
  replyToAddress: REPLIES,
  trackingMode,
  // Nobody but the people of this stack can submit mail to the hub.
  senderProof: { kind: 'trust-from' as const },
});

/** A save over something names the revision that it is based on; the first one names none. */
async function basedOn(reading: Promise<{ response: Response }>): Promise<{ 'If-Match'?: string }> {
  const { response } = await reading;
  const etag = response.ok ? response.headers.get('etag') : null;
  return etag === null ? {} : { 'If-Match': etag };
}
