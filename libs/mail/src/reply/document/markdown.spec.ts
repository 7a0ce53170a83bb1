import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { extractReply } from '../extract-reply.js';

const textOf = (html: string): string => extractReply({ mail: { html } }).text;

describe('HTML becomes Markdown', () => {
  it.each<[string, string, string]>([
    ['a list', '<ul><li>one</li><li>two</li></ul>', '- one\n- two'],
    ['a numbered list', '<ol><li>one</li><li>two</li></ol>', '1. one\n2. two'],
    ['a list that begins later', '<ol start="3"><li>c</li><li>d</li></ol>', '3. c\n4. d'],
    ['lists in lists', '<ul><li>one<ol><li>in it</li></ol></li><li>two</li></ul>', '- one\n  1. in it\n- two'],
    ['a link', '<p>See <a href="https://a.example.test/b">this</a>.</p>', 'See [this](https://a.example.test/b).'],
    ['a link with brackets', '<a href="https://a.example.test/(b">this</a>', '[this](https://a.example.test/%28b)'],
    ['bold and italic', '<p><b>much</b> and <i>more</i></p>', '**much** and *more*'],
    ['spaces in bold', '<p>very<b> much </b>so</p>', 'very **much** so'],
    ['what was struck out', '<p><s>Monday</s> Tuesday</p>', '~~Monday~~ Tuesday'],
    ['a heading', '<h2>Plan</h2><p>None.</p>', '## Plan\n\nNone.'],
    ['code', '<p>Run <code>npm ci</code> first</p>', 'Run `npm ci` first'],
    ['code with a backtick', '<p><code>a`b</code></p>', '``a`b``'],
    ['preformatted text', '<pre>if (a &lt; b)\n  *p;</pre><p>ok</p>', '```\nif (a < b)\n  *p;\n```\n\nok'],
    [
      'a table',
      '<table><tr><th>a</th><th>b</th></tr><tr><td>1|2</td><td><p>3</p></td></tr></table>',
      '| a | b |\n| --- | --- |\n| 1\\|2 | 3 |',
    ],
    ['a layout', '<table><tr><td>Hello</td></tr><tr><td>there</td></tr></table>', 'Hello\nthere'],
    [
      'lines that its style keeps',
      '<div style="white-space: pre-wrap">one\ntwo  *words*\n\n<b>three</b></div>\n<p>ok</p>',
      'one\ntwo \\*words\\*\n\n**three**\n\nok',
    ],
    [
      'lines that its style does not keep',
      '<pre style="white-space:normal">a</pre><p style="white-space:nowrap">b\nc</p>',
      '```\na\n```\n\nb c',
    ],
    ['space between what keeps lines', '<div style="white-space:pre-wrap">\n<p>a</p>\n<p>b</p>\n</div>', 'a\n\nb'],
    ['a tab of Apple Mail', 'a<span class="Apple-tab-span" style="white-space:pre">\t</span>b', 'a b'],
    [
      'code of an editor',
      '<div style="font-family: Menlo, monospace;white-space: pre;"><div><span>if x:</span></div><div>  <b>y</b>()</div></div>ok',
      '```\nif x:\n  y()\n```\nok',
    ],
    ['what can be opened', '<details><summary>More</summary>about it</details>', 'More\nabout it'],
    ['a quote of the person', '<p>He says:</p><blockquote>No <b>way</b></blockquote>', 'He says:\n\n> No **way**'],
  ])('%s', (_what, html, markdown) => {
    expect(textOf(html)).toBe(markdown);
  });

  it.each<[string, string, string]>([
    ['a script', '<p>a</p><script>alert(1)</script><style>p{}</style>', 'a'],
    ['a link that runs', '<a href="javascript:alert(1)">a</a>', 'a'],
    ['a link that is data', '<a href="data:text/html,b">a</a>', 'a'],
    [
      'a picture from elsewhere',
      '<p>a <img src="https://t.example.test/1.gif" alt="a chart"></p>',
      'a [image: a chart]',
    ],
    ['a picture that counts readers', '<p>a<img src="https://t.example.test/1.gif" alt="" width="1"></p>', 'a'],
    ['a handler', '<p onclick="alert(1)">a</p>', 'a'],
  ])('without %s', (_what, html, markdown) => {
    expect(textOf(html)).toBe(markdown);
  });

  it.each<[string, string]>([
    ['2 * 3 * 4', '2 * 3 * 4'],
    ['*stars*', '\\*stars\\*'],
    ['snake_case_name', 'snake_case_name'],
    ['_under_', '\\_under\\_'],
    ['[x](javascript:alert)', '\\[x\\](javascript:alert)'],
    ['![x](https://t.example.test/1.gif)', '!\\[x\\](https://t.example.test/1.gif)'],
    ['&lt;img src=x&gt;', '\\<img src=x>'],
    ['&lt;ada@example.test&gt;', '<ada@example.test>'],
    ['# one', '\\# one'],
    ['`a`', '\\`a\\`'],
    ['- one', '- one'],
  ])('with %s as it was meant', (html, markdown) => {
    expect(textOf(`<p>${html}</p>`)).toBe(markdown);
  });

  it('never with a target that runs', () => {
    const piece = fc.constantFrom(
      '<a href="',
      'javascript:',
      'data:',
      'https://a.test/',
      '">',
      'x',
      '</a>',
      '[',
      '](',
      ')',
      '\n',
      '&#106;',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
        expect(textOf(pieces.join(''))).not.toMatch(/(?<!\\)\[[^\]\\]*\]\((?:javascript|data):/);
      }),
      { numRuns: 500 },
    );
  });
});
