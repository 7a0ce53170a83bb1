import { describe, expect, it } from '@jest/globals';
import { parseYaml, writeYaml } from './yaml.js';

const LAUGHS = [
  'a: &a [x, x]',
  ...'bcdefgh'.split('').map((it, n) => `${it}: &${it} [${`*${'abcdefgh'[n]},`.repeat(9)}]`),
];

describe('a YAML document', () => {
  it('is read by YAML 1.2, where no means no and nothing else', () => {
    expect(parseYaml('host: no\nport: 0o17\nisOn: true\nsince: 2026-11-20\n')).toEqual({
      host: 'no',
      port: 15,
      isOn: true,
      since: '2026-11-20',
    });
  });

  it.each([
    ['a tab where there must be spaces', 'a:\n\tb: 1', 'line 2'],
    ['a key twice', 'a: 1\na: 2', 'line 2'],
    ['a tag that makes something of it', 'a: !!js/function "x"', 'line 1'],
    ['two documents', 'a: 1\n---\nb: 2', 'line 2'],
    ['a list that does not end', 'a: [1', 'line 1'],
  ])('with %s is refused with its line', (_what, text, line) => {
    expect(() => parseYaml(text)).toThrow(
      expect.objectContaining({ errors: [{ path: '(whole)', message: expect.stringContaining(line) }] }),
    );
  });

  it.each([
    ['too much', LAUGHS.join('\n')],
    ['nothing', 'a: *b'],
  ])('whose aliases stand for %s is refused', (_what, text) => {
    expect(() => parseYaml(text)).toThrow(expect.objectContaining({ code: 'request.invalid' }));
  });

  it('with thirty thousand keys is read in one go, and a repeated one among them is found', () => {
    const text = Array.from({ length: 30_000 }, (_, n) => `a${n}: 1`).join('\n');
    expect(Object.keys(parseYaml(text) as object)).toHaveLength(30_000);
    expect(() => parseYaml(`${text}\na7: 2`)).toThrow(
      expect.objectContaining({ errors: [{ path: '(whole)', message: 'names a key twice: line 30001' }] }),
    );
  });

  it('that cannot be read is not quoted', () => {
    const text = 'password: "hunter2\nhost: [';
    let shown = '';
    try {
      parseYaml(text);
    } catch (error) {
      shown = JSON.stringify(error) + String(error);
    }
    expect(shown).toContain('request.invalid');
    expect(shown).not.toContain('hunter2');
  });

  it('makes no object of a prototype', () => {
    parseYaml('__proto__: { polluted: true }');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it.each([[{ host: 'no', port: 25, list: ['a', { b: null }], text: 'two\nlines\n', yes: 'yes', number: '007' }]])(
    'comes back as it was written',
    (value) => {
      expect(parseYaml(writeYaml(value))).toEqual(value);
    },
  );
});
