import type { ReplyCase } from './case.js';
import { shuffled } from './random.js';

const NAME = String.raw`\p{Lu}[\p{L}\p{M}’']+(?:[ -]\p{Lu}[\p{L}\p{M}’'.]+){0,3}`;
/** Where names stand: before an address, before a small word that ends with a colon ("wrote:"), behind a dash as a signature. */
const NAMED = [
  new RegExp(String.raw`(${NAME})["']?\s{0,3}(?:<|&lt;|\[|\()(?:mailto:)?[^\s<>[\]()@]+@`, 'gu'),
  new RegExp(String.raw`[,>] (${NAME}) \p{Ll}{3,12} ?:\s*$`, 'gmu'),
  new RegExp(String.raw`^-(${NAME})$`, 'gmu'),
];
/** The rest of an address is its token, which is not a name. */
const ADDRESS = /([\p{L}\p{N}._-]+)(\+[\p{L}\p{N}._=-]+)?@([\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+)/gu;
/** What looks like a name before an address, and is a part of a date. */
const NO_NAME = /^(?:AM|PM|UTC|GMT|CET|CEST|PST|EST|Uhr|Am|On|Le|El)$/u;

const FIRST = [
  'Ines',
  'Bartholomew',
  'Łukasz',
  'Sinéad',
  'Bo',
  'Oluwaseun',
  'Ægir',
  'Thuy',
  'Zeynep',
  'Marguerite',
  'Tove',
  'Kwame',
];
const LOCAL = [
  'ines.berg',
  'b_oyelaran',
  'luk',
  'office',
  's-murphy',
  'x1',
  'first.middle.last',
  'team',
  'zk',
  'marg.uerite',
];
const DOMAIN = [
  'mail.example.org',
  'example.net',
  'sub.dept.example.com',
  'ex-ample.test',
  'post.example.edu',
  'a.test',
];

type Texts = (text: string) => string;

/** The case with other people in it: each name and address becomes another one, the same wherever it stands. */
export function renamed(one: ReplyCase, random: () => number): ReplyCase {
  const change = renaming(everythingIn(one), random);
  const { mail, sent } = one;
  const optional = (text: string | undefined): string | undefined => (text === undefined ? undefined : change(text));
  return {
    ...one,
    mail: {
      text: optional(mail.text),
      html: optional(mail.html),
      ...(mail.from && {
        from: mail.from.map(({ address, name }) => ({ address: change(address), name: change(name) })),
      }),
    },
    plain: change(one.plain),
    expected: change(one.expected),
    ...(sent && {
      sent: {
        text: change(sent.text),
        ...(sent.html !== undefined && { html: change(sent.html) }),
        ...(sent.subject !== undefined && { subject: change(sent.subject) }),
        ...(sent.from !== undefined && { from: change(sent.from) }),
      },
    }),
  };
}

const everythingIn = ({ mail, plain, sent }: ReplyCase): string =>
  [
    mail.text,
    mail.html,
    plain,
    sent?.text,
    sent?.from,
    ...(mail.from ?? []).map(({ address, name }) => `${name} <${address}>`),
  ].join('\n');

function renaming(text: string, random: () => number): Texts {
  const names = tableOf(nameWords(text), shuffled(FIRST, random));
  const locals = tableOf(new Set([...text.matchAll(ADDRESS)].map(([, local]) => local!)), shuffled(LOCAL, random));
  const domains = tableOf(
    new Set([...text.matchAll(ADDRESS)].map(([, , , domain]) => domain!)),
    shuffled(DOMAIN, random),
  );
  return (old) =>
    old
      .split(/([\p{L}\p{N}._-]+(?:\+[\p{L}\p{N}._=-]+)?@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+)/u)
      .map((piece, index) =>
        index % 2 === 1
          ? piece.replace(
              ADDRESS,
              (_all, local: string, tail: string | undefined, domain: string) =>
                `${locals.get(local) ?? local}${tail ?? ''}@${domains.get(domain) ?? domain}`,
            )
          : piece.replace(
              /(?<![\p{L}\p{M}\p{N}])\p{Lu}[\p{L}\p{M}’']+(?![\p{L}\p{M}\p{N}])/gu,
              (word) => names.get(word) ?? word,
            ),
      )
      .join('');
}

function nameWords(text: string): Set<string> {
  const found = NAMED.flatMap((pattern) => [...text.matchAll(pattern)].map(([, name]) => name!));
  const words = found.flatMap((name) => name.match(/\p{Lu}[\p{L}\p{M}’']+/gu) ?? []);
  return new Set(words.filter((word) => !NO_NAME.test(word)));
}

/** Where there are more to replace than there are others, a number tells them apart. */
const tableOf = (old: ReadonlySet<string>, others: readonly string[]): Map<string, string> =>
  new Map(
    [...old].map((word, at) => [
      word,
      `${others[at % others.length]!}${at < others.length ? '' : Math.floor(at / others.length)}`,
    ]),
  );
