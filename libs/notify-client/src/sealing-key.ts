import type { SealingKey } from '@replyline/sealing';
import { refusalOf } from './refusal.js';
import type { StatusOptions } from './status-reader.js';
import { urlOf } from './url-of.js';

/** The key of today, of outbound-mail. Ask again before each request, or now and then: it changes with the key ring. */
export async function fetchSealingKey({ baseUrl, token }: StatusOptions): Promise<SealingKey> {
  const url = urlOf(baseUrl, '/v1/sealing-key');
  const response = await fetch(url, { headers: { authorization: `Bearer ${await token()}` } });
  if (!response.ok) throw await refusalOf(response, url);
  return (await response.json()) as SealingKey;
}
