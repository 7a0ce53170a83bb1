import { dkimRecordName } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import type { DkimRecord } from './dkim-key-body.js';
import type { StoredDkimKey } from './dkim-key.entity.js';

type Named = Pick<StoredDkimKey, 'domain' | 'selector' | 'publicKey'>;

/** RFC 1035 §3.3: a string of a TXT record has its length in one octet. */
const LONGEST_STRING = 255;

/** What is to be published of a key (RFC 6376 §3.6.1). */
export function recordOf(key: Named): DkimRecord {
  const value = `v=DKIM1; k=rsa; p=${key.publicKey}`;
  const strings = value.match(new RegExp(`.{1,${LONGEST_STRING}}`, 'g')) ?? [];
  return { name: dkimRecordName(key), type: 'TXT', value, strings };
}

/**
 * Whether receivers would find the key in these TXT records. More than one is as bad as a wrong one: which of them a
 * receiver takes is undefined (§3.6.2.2). Throws `dkim.record_missing`, `dkim.record_wrong`.
 */
export function assertPublished(
  { publicKey }: Pick<Named, 'publicKey'>,
  records: readonly (readonly string[])[],
): void {
  const found = records.map((strings) => tagsOf(strings.join('')));
  if (found.length === 0) throw new Failure('dkim.record_missing');
  if (found.length > 1 || !isOf(publicKey, found[0]!))
    throw new Failure('dkim.record_wrong', { records: found.length });
}

type Tags = ReadonlyMap<string, string>;

/** `tag=value; tag=value` (§3.2), white space around and inside of values left out. */
const tagsOf = (value: string): Tags =>
  new Map(
    value
      .replace(/\s+/g, '')
      .split(';')
      .map((tag) => [tag.slice(0, tag.indexOf('=')), tag.slice(tag.indexOf('=') + 1)] as const),
  );

/** Tags that are absent have these values (§3.6.1). */
function isOf(publicKey: string, tags: Tags): boolean {
  const { v = 'DKIM1', k = 'rsa', h = 'sha256', s = '*', p } = Object.fromEntries(tags);
  return (
    p === publicKey &&
    v === 'DKIM1' &&
    k === 'rsa' &&
    h.split(':').includes('sha256') &&
    /^(?:.*:)?(?:\*|email)(?::|$)/.test(s)
  );
}
