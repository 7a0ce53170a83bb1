import type { SealingKey } from '@replyline/sealing';
import { answerOf } from './answer-of.js';
import { bearer } from './bearer.js';
import type { StatusOptions } from './status-reader.js';
import { urlOf } from './url-of.js';

/** The key of today, of outbound-mail. Ask again before each request, or now and then: it changes with the key ring. */
export async function fetchSealingKey({ baseUrl, token }: StatusOptions): Promise<SealingKey> {
  const url = urlOf(baseUrl, '/v1/sealing-key');
  return answerOf(url, { headers: await bearer(token) });
}
