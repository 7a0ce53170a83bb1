import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { extractReply } from '../extract-reply.js';

const textOf = (html: string): string => extractReply({ mail: { html } }).text;

const LINK = /^\]\(https:\/\/ok\.test\/[^\s()<>]*\)/;
const AUTOLINK = /^<(?:https?:\/\/ok\.test[^\s<>]*|[\w.]+@[\w.]+)>/;

/**
 * What CommonMark would act upon in a line and we did not write: it reads from left to right, escapes and code first. A word in
 * brackets refers to nothing, as no definition is left.
 */
function liveIn(line: string): string[] {
  const found: string[] = [];
  for (let at = 0; at < line.length;) {
    const rest = line.slice(at);
    const code = /^(`+)(?!`)[^]*?[^`]\1(?!`)/.exec(rest)?.[0];
    const ours = /^!\[(?:\\.|[^[\]\\<`])*\]\(cid:[^\s()<>\\`[\]]+\)/.exec(rest)?.[0] ?? AUTOLINK.exec(rest)?.[0];
    const inert = /^\\[!-/:-@[-`{-~]/.exec(rest)?.[0] ?? code ?? ours ?? LINK.exec(rest)?.[0];
    if (inert === undefined && /^(?:\][(:]|<[a-z/!?]|!\[(?![^[\]\\]{0,80}\](?:[\s.,;?)]|$))|`)/i.test(rest))
      found.push(rest.slice(0, 40));
    at += inert?.length ?? 1;
  }
  return found;
}

/** The same of a whole text, apart from what stands between fences. */
function live(text: string): string[] {
  const found: string[] = [];
  let fence: string | undefined;
  for (const line of text.split('\n')) {
    const bare = line.replace(/^(?:> ?)+/, '');
    const run = /^ {0,3}(`{3,}(?!.*`)|~{3,})/.exec(bare)?.[1];
    const closes =
      fence !== undefined &&
      run !== undefined &&
      run[0] === fence[0] &&
      run.length >= fence.length &&
      bare.trim() === run;
    if (closes) fence = undefined;
    else if (fence === undefined && run !== undefined) fence = run;
    else if (fence === undefined) found.push(...liveIn(bare));
  }
  return fence === undefined ? found : [...found, `open ${fence}`];
}

const HOSTILE: readonly [string, string][] = [
  ['brackets in a label', '<a href="https://ok.test/x">a](javascript:alert(1))</a>'],
  ['a link in two pieces', '[a]<span></span>(javascript:alert(1))'],
  ['a picture in two pieces', '![a]<span></span>(https://evil.test/t.gif)'],
  ['a picture made of a link', '!<a href="https://ok.test/x">a</a>'],
  ['a link in a cell', '<table><tr><td>a<td>b<tr><td>[a]<i></i>(javascript:b)<td>c|`d</table>'],
  ['a tag in two pieces', '&lt;<span></span>script&gt;'],
  ['a tag with what nobody sees', '&lt;\u200bscript&gt;'],
  ['a definition', '[a]<b></b>: javascript:alert(1)'],
  ['a long label', `[${'a'.repeat(300)}](javascript:alert(1))`],
  ['a label of two lines', '[a<br>b](javascript:alert(1))'],
  ['a label in a label', '[a [b] c](javascript:alert(1))'],
  ['a backslash in another piece', 'a\\<b></b>[b](javascript:alert(1))'],
  ['a fence in preformatted text', '<pre>a\n```\n<b>&lt;script&gt;</b>\n</pre>'],
  ['a fence of tildes before preformatted text', '~<b></b>~~<pre>~~~\n&lt;script&gt;</pre>'],
  ['preformatted text in a list', '<ul><li><pre>[a](javascript:b)</pre></ul>'],
  ['preformatted text behind a sign', '<pre>&gt; a\n&lt;script&gt;</pre>'],
  ['code of two lines', '<code>[a](javascript:b)<br>&lt;script&gt;</code>'],
  ['code of many characters', `<code>${'a'.repeat(600)}&lt;script&gt;</code>`],
  ['codes side by side', '<code>a</code><code>b`[c](javascript:d)</code>'],
  ['a quoted line', '<p>yes</p><p>&gt; [a](javascript:b)</p><p>no</p>'],
  ['the name of a picture', '<img src="cid:a" alt="<script>`">'],
  ['a picture before a bracket', '<img src="https://evil.test/a" alt="a\\">(javascript:b)'],
  ['an address that is none', '&lt;javascript:alert(1)@a.test&gt;'],
  ['an address of signs that are escaped', '&lt;script@~~~&gt;'],
  ['what is not read', `${'<i></i>'.repeat(30_000)}[a](javascript:b) &lt;script&gt;`],
];

describe('nothing in HTML becomes markup that a person did not make', () => {
  it.each(HOSTILE)('not %s', (_what, html) => {
    const text = textOf(`<p>Yes ${html}</p>`);
    expect(live(text)).toEqual([]);
    expect(live(textOf(html))).toEqual([]);
  });

  it.each<[string, string]>([
    ['[Bob] Yes.', '[Bob] Yes.'],
    ['Yes! 3 < 4, a < b &lt; c', 'Yes! 3 < 4, a < b < c'],
    ['&lt;3', '<3'],
    ['C:\\temp is ~5 GB', 'C:\\temp is ~5 GB'],
    ['<pre>a\n```\nb</pre>', '````\na\n```\nb\n````'],
    ['<pre><code>a</code></pre>', '```\na\n```'],
  ])('and %s stays readable', (html, text) => {
    expect(textOf(html)).toBe(text);
  });

  it('whatever the pieces are', () => {
    const typed =
      '[|]|(|)|!|:|`|```|~|~~~|\\|/|>|&lt;|&gt;|&#91;|a|script|javascript:b|@|\n|\u200b| |#|-|*|_|\\|'.split('|');
    const tags = 'b i s code tt p pre ul li span table tr td th blockquote h2 a'
      .split(' ')
      .flatMap((name) => [`<${name}>`, `</${name}>`]);
    const made = [
      '<br>',
      '<hr>',
      '|',
      '<a href="https://ok.test/x`|[">',
      '<img src="cid:a" alt="a<b>`]">',
      '<img src="https://evil.test/a" alt="a\\">',
      '<table><tr><td>a<td>b<tr><td>',
      '<td>',
    ];
    const piece = fc.oneof(fc.constantFrom(...typed), fc.constantFrom(...tags, ...made));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40, size: 'max' }), (pieces) => {
        expect(live(textOf(pieces.join('')))).toEqual([]);
      }),
      { numRuns: 3_000 },
    );
  });
});
