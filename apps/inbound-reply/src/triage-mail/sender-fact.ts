import type { SenderProof } from '@replyline/contracts';
import {
  hasOneAuthor,
  normaliseAddress,
  readAuthentication,
  readExchangeAuthentication,
  type Facts,
  type InboundMail,
} from '@replyline/mail';

type Signed = Pick<InboundMail, 'from' | 'headers'>;
type SenderFact = Pick<Facts, 'senderIsOnRecord' | 'senderProven'>;

/**
 * Who wrote a mail, as far as it can be known. Only From counts, and only a single one: clients show whichever they like
 * of several, and Reply-To is whatever somebody wrote.
 */
export function senderFact(mail: Signed, proof: SenderProof, addresses: readonly string[]): SenderFact {
  if (!hasOneAuthor(mail)) return { senderIsOnRecord: false, senderProven: 'not-proven' };
  return {
    senderIsOnRecord: addresses.map(normaliseAddress).includes(mail.from[0]!.address),
    senderProven: isProven(mail, proof) ? 'proven' : 'not-proven',
  };
}

function isProven(mail: Signed, proof: SenderProof): boolean {
  switch (proof.kind) {
    case 'trust-from':
      return true;
    case 'authentication-results':
      return readAuthentication(mail, proof.authservId).aligned;
    case 'exchange-online':
      return readExchangeAuthentication(mail).aligned;
    case 'none':
      return false;
  }
}
