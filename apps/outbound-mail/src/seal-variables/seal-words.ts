import { CONFIDENTIAL_KINDS } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { open, seal, type KeyRing } from '@replyline/sealing';
import type { Acceptance } from '../accept-notification/decide.js';
import type { Requested } from '../accept-notification/facts.js';
import type { Plan } from '../accept-notification/plan.js';
import type { PinnedMail } from '../render/pinned-mail.js';

/** The words of mail that gives a right are kept sealed until it is composed; purged once it is over. */
export function withSealedWords(plan: Plan, { data }: Requested, ring: KeyRing): Plan {
  if (!CONFIDENTIAL_KINDS.includes(data.kind)) return plan;
  return { ...plan, deliveries: plan.deliveries.map((it) => (it.refusal ? it : sealWords(it, ring))) };
}

function sealWords({ mail: { text, html, ...mail }, ...it }: Acceptance, ring: KeyRing): Acceptance {
  const sealed = seal(JSON.stringify({ text, html }), bindingOf(it.id), ring);
  return { ...it, mail: { ...mail, text: '', html: '', sealed } };
}

/** Throws `seal.not_ours`, and `delivery.words_purged` when nothing is left to send. */
export function readableMail(mail: PinnedMail, deliveryId: string, ring: KeyRing): PinnedMail {
  if (mail.purged) throw new Failure('delivery.words_purged');
  if (mail.sealed === undefined) return mail;
  return {
    ...mail,
    ...(JSON.parse(open(mail.sealed, bindingOf(deliveryId), ring)) as Pick<PinnedMail, 'text' | 'html'>),
  };
}

const bindingOf = (deliveryId: string) => ({
  document: `delivery.${deliveryId}`,
  field: 'words',
  endpoint: '',
  revision: 0,
});
