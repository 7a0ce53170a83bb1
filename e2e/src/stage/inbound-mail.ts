import { until } from '@replyline/local-servers';
import type { Stage } from './stage.js';

/** What inbound-reply says of one mail. */
export interface InboundMail {
  readonly id: string;
  readonly messageId: string | null;
  readonly state: 'stored' | 'waiting' | 'processed';
  readonly outcome: string | null;
  readonly decidedBy: string | null;
}

async function list(stage: Stage): Promise<InboundMail[]> {
  const { items } = await stage
    .api('inbound-reply', 'admin')
    .get<{ items: InboundMail[] }>('/v1/inbound-mails?limit=200');
  return items;
}

/** Every copy of this message that has its verdict, once there are as many as expected. */
export async function verdictsOn(stage: Stage, messageId: string, count = 1): Promise<InboundMail[]> {
  const decided = async () => {
    const copies = (await list(stage)).filter((it) => it.messageId === messageId && it.state === 'processed');
    return copies.length >= count ? copies : undefined;
  };
  return until(decided, { what: `${count} verdicts on ${messageId}` }) as Promise<InboundMail[]>;
}

/** The message as the mail server gave it. */
export async function rawOf(stage: Stage, { id }: InboundMail): Promise<Buffer> {
  const answer = await stage.api('inbound-reply', 'admin').request('GET', `/v1/inbound-mails/${id}/raw`);
  if (!answer.ok) throw new Error(`raw mail: ${answer.status}`);
  return Buffer.from(await answer.arrayBuffer());
}
