import { describe, expect, it } from '@jest/globals';
import { readAuthentication } from './authentication.js';

const OURS = 'mx.example.test';
const mail = (results: readonly string[], address = 'bob@example.com') => ({
  headers: new Map([['authentication-results', results]]),
  from: [{ address, name: '' }],
});

describe('the sender is proven by', () => {
  it.each([
    ['a DMARC pass', `${OURS}; dmarc=pass header.from=example.com`, 'dmarc', 'bob@example.com'],
    ['a DMARC pass without properties', `${OURS} 1; spf=fail; dmarc=pass (p=none)`, 'dmarc', 'bob@example.com'],
    [
      'a signature by the domain in From',
      `${OURS}; dkim=pass header.d=example.com header.s=a`,
      'dkim',
      'bob@example.com',
    ],
    ['a signature by a parent domain', `${OURS}; dkim=pass header.i=@example.com`, 'dkim', 'bob@mail.example.com'],
    [
      'one good signature among several',
      `${OURS}; dkim=fail header.d=example.com; dkim=pass header.d=example.com`,
      'dkim',
      'bob@example.com',
    ],
  ])('%s', (_name, results, method, address) => {
    expect(readAuthentication(mail([results], address), OURS)).toEqual({ aligned: true, method });
  });
});

describe('the sender is not proven by', () => {
  it.each([
    ['results of another server', ['mx.evil.test; dmarc=pass']],
    ['results below those of our server', [`${OURS}; dmarc=fail`, `${OURS}; dmarc=pass`]],
    ['a failed DMARC with a good signature', [`${OURS}; dmarc=fail; dkim=pass header.d=example.com`]],
    ['a signature by a stranger', [`${OURS}; dkim=pass header.d=evil.test`]],
    ['a signature by a domain that only ends alike', [`${OURS}; dkim=pass header.d=ample.com`]],
    ['a signature by a top-level domain', [`${OURS}; dkim=pass header.d=com`]],
    ['a DMARC pass of another domain', [`${OURS}; dmarc=pass header.from=evil.test`]],
    ['a comment', [`${OURS}; spf=pass (dmarc=pass ; dmarc=pass)`]],
    ['an escaped bracket in a comment', [`${OURS}; spf=pass (a \\) ; dmarc=pass )`]],
    ['a quoted string', [`${OURS}; spf=fail smtp.mailfrom="a; dmarc=pass header.from=example.com"@evil.test`]],
    ['an escaped quotation mark', [`${OURS}; spf=fail reason="a \\"; dmarc=pass "`]],
    ['SPF alone', [`${OURS}; spf=pass smtp.mailfrom=example.com`]],
    ['nothing', []],
  ])('%s', (_name, results) => {
    expect(readAuthentication(mail(results), OURS)).toEqual({ aligned: false, method: 'none' });
  });

  it('anything when From names two people', () => {
    const two = {
      ...mail([`${OURS}; dmarc=pass`]),
      from: [
        { address: 'a@b.test', name: '' },
        { address: 'bob@example.com', name: '' },
      ],
    };
    expect(readAuthentication(two, OURS).aligned).toBe(false);
  });
});
