import { describe, expect, it } from '@jest/globals';
import { readAuthentication, readExchangeAuthentication } from './authentication.js';

const OURS = 'mx.example.test';
const PASS = 'dmarc=pass header.from=example.com';
const mail = (results: readonly string[], address = 'bob@example.com') => ({
  headers: new Map([['authentication-results', results]]),
  from: [{ address, name: '' }],
});

describe('the sender is proven by', () => {
  it.each([
    ['a DMARC pass', `${OURS}; dmarc=pass header.from=example.com`, 'dmarc', 'bob@example.com'],
    [
      'a DMARC pass with a version and comments',
      `${OURS} 1; spf=fail; dmarc=pass(p=none) header.from=Example.com (a; b)`,
      'dmarc',
      'bob@example.com',
    ],
    [
      'a signature by the domain in From',
      `${OURS}; dkim=pass header.d=example.com header.s=a`,
      'dkim',
      'bob@example.com',
    ],
    [
      'a DMARC pass of a domain in its own letters',
      `${OURS}; dmarc=pass header.from=Bücher.example`,
      'dmarc',
      'bob@xn--bcher-kva.example',
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
    ['results of another server', [`mx.evil.test; ${PASS}`]],
    ['results below those of our server', [`${OURS}; dmarc=none`, `${OURS}; ${PASS}`]],
    ['results of our server below those of another one', ['mx.evil.test; none', `${OURS}; ${PASS}`]],
    ['a DMARC pass of nobody', [`${OURS}; dmarc=pass (p=none)`]],
    ['a signer inside the value of another property', [`${OURS}; dkim=pass header.s=header.d=example.com`]],
    [
      'a signer inside another value, before the true one',
      [`${OURS}; dkim=pass header.s=header.d=example.com header.d=evil.test`],
    ],
    ['a signer whose domain only begins with it', [`${OURS}; dkim=pass header.d=example.com#.evil.test`]],
    ['a signer whose domain is a path behind it', [`${OURS}; dkim=pass header.d="example.com/.evil.test"`]],
    ['an identity whose domain only begins with it', [`${OURS}; dkim=pass header.i=@example.com#.evil.test`]],
    ['a DMARC pass of a domain that only begins with it', [`${OURS}; dmarc=pass header.from=example.com?.evil.test`]],
    ['a signer that is written with escapes', [`${OURS}; dkim=pass header.d=ex%61mple.com`]],
    ['a signer inside a reason', [`${OURS}; dkim=pass reason=header.d=example.com header.d=evil.test`]],
    ['a signer inside a quoted value', [`${OURS}; dkim=pass header.s="x header.d=example.com" header.d=evil.test`]],
    ['two signers of one signature', [`${OURS}; dkim=pass header.d=example.com header.d=evil.test`]],
    ['two domains of one From', [`${OURS}; dmarc=pass header.from=evil.test header.from=example.com`]],
    ['a DMARC result that cannot be read', [`${OURS}; dmarc = fail; dkim=pass header.d=example.com`]],
    ['a signature with a stray word', [`${OURS}; dkim=pass header.s= header.d=example.com`]],
    ['a failed DMARC with a good signature', [`${OURS}; dmarc=fail; dkim=pass header.d=example.com`]],
    ['a signature by a stranger', [`${OURS}; dkim=pass header.d=evil.test`]],
    ['a signature by a domain that only ends alike', [`${OURS}; dkim=pass header.d=ample.com`]],
    ['a signature by a top-level domain', [`${OURS}; dkim=pass header.d=com`]],
    ['a DMARC pass of another domain', [`${OURS}; dmarc=pass header.from=evil.test`]],
    ['results in a version of the field that is not known', [`${OURS} 2; ${PASS}`]],
    ['a comment', [`${OURS}; spf=pass (${PASS} ; ${PASS})`]],
    ['an escaped bracket in a comment', [`${OURS}; spf=pass (a \\) ; ${PASS} )`]],
    ['a quoted string', [`${OURS}; spf=fail smtp.mailfrom="a; dmarc=pass header.from=example.com"@evil.test`]],
    ['an escaped quotation mark', [`${OURS}; spf=fail reason="a \\"; ${PASS} "`]],
    ['SPF alone', [`${OURS}; spf=pass smtp.mailfrom=example.com`]],
    ['nothing', []],
  ])('%s', (_name, results) => {
    expect(readAuthentication(mail(results), OURS)).toEqual({ aligned: false, method: 'none' });
  });

  it('anything when From names two people', () => {
    const two = {
      ...mail([`${OURS}; ${PASS}`]),
      from: [
        { address: 'a@b.test', name: '' },
        { address: 'bob@example.com', name: '' },
      ],
    };
    expect(readAuthentication(two, OURS).aligned).toBe(false);
  });
});

const SPF = 'spf=pass (sender IP is 192.0.2.7) smtp.mailfrom=example.com; recipient.test';
const UNSIGNED = 'dkim=none (message not signed) header.d=none;dmarc=none action=none header.from=example.com;';
const exchangeMail = (
  results: readonly string[],
  authAs: readonly string[] = [],
  more: Record<string, string[]> = {},
) => ({
  ...mail(results),
  headers: new Map<string, readonly string[]>([
    ...mail(results).headers,
    ['x-ms-exchange-organization-authas', authAs],
    ...Object.entries(more),
  ]),
});

describe('in a mailbox of Exchange Online the sender is proven by', () => {
  it.each([
    [
      'a DMARC pass, in a field without the name of its server',
      exchangeMail([
        `${SPF}; dkim=pass (signature was verified) header.d=example.com;recipient.test; dmarc=pass action=none header.from=example.com;compauth=pass reason=100`,
      ]),
      'dmarc',
    ],
    [
      'a signature by the domain in From',
      exchangeMail([`${SPF}; dkim=pass header.d=example.com; dmarc=none action=none header.from=example.com`]),
      'dkim',
    ],
    ['mail that stayed in its organisation', exchangeMail([UNSIGNED], ['Internal']), 'internal'],
    ['mail that stayed in its organisation, of which nothing was checked', exchangeMail([], ['Internal']), 'internal'],
  ])('%s', (_name, it, method) => {
    expect(readExchangeAuthentication(it)).toEqual({ aligned: true, method });
  });

  it.each([
    ['results below those of Exchange', exchangeMail([`${SPF}; ${UNSIGNED}`, PASS], ['Anonymous'])],
    ['results of another server, which has a name', exchangeMail([`mx.evil.test; ${PASS}`, PASS])],
    ['a DMARC pass of another domain', exchangeMail(['dmarc=pass action=none header.from=evil.test'])],
    [
      'a failed DMARC with a good signature',
      exchangeMail([`dkim=pass header.d=example.com; dmarc=fail action=oreject`]),
    ],
    [
      'a pass by guess',
      exchangeMail(['dmarc=bestguesspass action=none header.from=example.com;compauth=pass reason=109']),
    ],
    ['a comment', exchangeMail([`spf=pass (sender IP is x; ${PASS})`])],
    ['mail of its organisation that fails DMARC', exchangeMail(['dmarc=fail header.from=example.com'], ['Internal'])],
    ['mail that somebody sent for From', exchangeMail([], ['Internal'], { sender: ['mallory@example.com'] })],
    ['mail of its organisation from nobody', { ...exchangeMail([], ['Internal']), from: [] }],
    ['what two fields say of where it comes from', exchangeMail([UNSIGNED], ['Internal', 'Anonymous'])],
    [
      'what the organisation of the sender says',
      exchangeMail([UNSIGNED], [], { 'x-ms-exchange-crosstenant-authas': ['Internal'] }),
    ],
    ['nothing', exchangeMail([])],
  ])('not proven by %s', (_name, it) => {
    expect(readExchangeAuthentication(it)).toEqual({ aligned: false, method: 'none' });
  });

  it('none of it where a server is named', () => {
    expect(readAuthentication(exchangeMail([PASS], ['Internal']), OURS).aligned).toBe(false);
  });
});

it('takes no time for results that go on and on', () => {
  const endless = [' ', '(', '"', ';', 'a=b ', 'header.d=', '\\'].map(
    (part) => `${OURS}; dkim=pass ${part.repeat(60_000)}`,
  );
  for (const results of endless) expect(readAuthentication(mail([results]), OURS).aligned).toBe(false);
});
