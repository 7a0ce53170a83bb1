/** The values, without those that stand for none. */
const quoted = (list: string): string =>
  [...list.matchAll(/["']([^"']*)["']/g)]
    .map(([, value]) => value)
    .filter((value) => value !== 'undefined' && value !== '')
    .join(', ');

/** `<=200` and `>=1 items`. */
const inWords = (bound: string): string =>
  bound
    .replace(/^<=/, 'at most ')
    .replace(/^>=/, 'at least ')
    .replace(/^</, 'less than ')
    .replace(/^>/, 'more than ')
    .replace(/\b1 (\w+)s$/, '1 $1');

/** What JSON and YAML call their values, in words. */
const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};
const kindOf = (name: string): string => KINDS[name] ?? name;

/** What zod says of its own accord, in words that follow a path; what a schema says itself stays. */
const SENTENCES: readonly (readonly [RegExp, (part: string) => string])[] = [
  [/^Invalid input: expected \w+, received undefined$/, () => 'is missing'],
  [/^Invalid input$/, () => 'has none of the forms that it may have; its schema shows them'],
  [/^Invalid option: expected one of (.*)$/, (values) => `must be one of ${quoted(values)}`],
  [/^Invalid discriminator value. Expected (.*)$/, (values) => `must be one of ${quoted(values)}`],
  [/^Too (?:big|small): expected \w+ to be (.*)$/, (bound) => `must be ${inWords(bound)}`],
  [/^Too (?:big|small): expected \w+ to have (.*)$/, (bound) => `must have ${inWords(bound)}`],
  [/^Invalid input: expected int, received number$/, () => 'must be a whole number'],
  [/^Invalid input: expected number, received NaN$/, () => 'is not a number'],
  [/^Invalid input: expected (\w+), received null$/, (kind) => `is empty: it must be ${kindOf(kind)}`],
  [
    /^Invalid input: expected (\w+, received \w+)$/,
    (kinds) => `must be ${kinds.split(', received ').map(kindOf).join(', not ')}`,
  ],
  [/^Invalid input: expected "?(.*?)"?$/, (value) => `must be ${value}`],
  [/^Invalid URL$/, () => 'is not a URL like https://example.com'],
  [/^Invalid UUID$/, () => 'is not an id like 0b8f7c1e-4f3a-4f7e-9f59-2f0c9b6f1a11'],
  [/^Invalid ISO datetime$/, () => 'is not a time like 2026-01-31T09:30:00Z'],
];

/** A message of zod, as it follows a path or the name of a variable. */
export function sentenceOf(message: string): string {
  for (const [pattern, say] of SENTENCES) {
    const match = pattern.exec(message);
    if (match) return say(match[1] ?? '');
  }
  return message;
}
