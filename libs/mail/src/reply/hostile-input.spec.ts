import { describe, expect, it } from '@jest/globals';
import { isTag, type AnyNode } from 'domhandler';
import { toHtmlDocument } from './document/html-document.js';
import { MAX_DEPTH, MAX_NODES, parseHtml } from './document/html-tree.js';
import { MAX_LINES, MAX_TEXT_OCTETS, toTextDocument } from './document/text-document.js';
import { extractReply } from './extract-reply.js';

function sizeOf(root: AnyNode): { nodes: number; depth: number } {
  const pending: { node: AnyNode; depth: number }[] = [{ node: root, depth: 0 }];
  let [nodes, deepest] = [0, 0];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { node, depth } = next;
    nodes += isTag(node) ? 1 : 0;
    deepest = Math.max(deepest, depth);
    if ('children' in node) pending.push(...node.children.map((child) => ({ node: child, depth: depth + 1 })));
  }
  return { nodes, depth: deepest };
}

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

describe('work on hostile input is bounded', () => {
  it.each([
    ['500,000 nested elements', `${'<div>'.repeat(500_000)}hello`],
    ['200,000 siblings', `${'<b>a</b>'.repeat(200_000)}hello`],
    ['100,000 nested quotes', `${'<blockquote type="cite">'.repeat(100_000)}hello`],
  ])('%s become a small tree, and the text is kept', (_name, html) => {
    const { nodes, depth } = sizeOf(parseHtml(html).root);
    expect(nodes).toBeLessThanOrEqual(MAX_NODES);
    expect(depth).toBeLessThanOrEqual(MAX_DEPTH + 1);
    const { text, elided } = extractReply({ mail: { html } });
    expect(`${text}\n${elided}`).toContain('hello');
  });

  it('lines beyond those that are read become no elements, and are kept as they read', () => {
    const html = Array.from({ length: 7_000 }, (_, at) => `<p>line ${at}<br>R&amp;D</p>`).join('');
    const hidden = `${html}<style>p{color:red}</style><img alt="👍"><p>end</p>`;
    expect(sizeOf(parseHtml(hidden).root).nodes).toBeLessThan(2 * MAX_LINES);
    const { text, elided } = extractReply({ mail: { html: hidden } });
    const kept = `${text}\n${elided}`;
    expect(new Set(kept.match(/^line \d{1,4}$/gm)).size).toBe(7_000);
    expect(kept.match(/^R&D$/gm)).toHaveLength(7_000);
    expect(kept).toMatch(/👍\s*end$/);
    expect(kept).not.toContain('color');
  });

  it('the lines in the cells of a table of data are one, so that what stands below it is read', () => {
    const row = `<tr>${'<td><p>a</p><p>b</p></td>'.repeat(10)}</tr>`;
    const table = `<table>${row.repeat(20)}</table><p>between</p>`;
    const { lines, rest } = toHtmlDocument(`${table.repeat(20)}<p>Yes.</p>`);
    expect(lines.at(-1)?.text).toBe('Yes.');
    expect(rest).toBe('');
  });

  it.each([
    ['a megabyte of newlines', '\n'.repeat(1_000_000)],
    ['a million short lines', 'a\n'.repeat(1_000_000)],
    ['one long line', 'On '.repeat(400_000)],
  ])('%s become a small document', (_name, text) => {
    const { lines } = toTextDocument(text);
    expect(lines.length).toBeLessThanOrEqual(MAX_LINES);
    expect(lines.reduce((sum, { raw }) => sum + raw.length, 0)).toBeLessThanOrEqual(MAX_TEXT_OCTETS);
    expect(toHtmlDocument(`<pre>${text}</pre>`).lines.length).toBeLessThanOrEqual(MAX_LINES);
  });

  it.each([
    ['Han', '回复'.repeat(300_000)],
    ['emoji', '👍'.repeat(300_000)],
    ['words', 'harbour '.repeat(130_000)],
    ['Russian words', 'гавань '.repeat(150_000)],
  ])('a megabyte of %s is read as far as other text, in whole words and characters', (_name, text) => {
    for (const { lines, rest } of [toTextDocument(text), toHtmlDocument(`${text}</p>`)]) {
      const read = lines.map((line) => line.text).join('\n');
      expect(Buffer.byteLength(read)).toBeLessThanOrEqual(MAX_TEXT_OCTETS);
      expect(Buffer.byteLength(read)).toBeGreaterThan(MAX_TEXT_OCTETS / 2);
      expect(`${read} ${rest}`).not.toMatch(LONE_SURROGATE);
      expect(`${read} ${rest}`.match(/(?:harbour|гавань)/g)?.length).toBe(text.match(/(?:harbour|гавань)/g)?.length);
      expect(`${read}${rest}`.replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
    }
  });

  const sent = { text: 'Please type your reply above this line\n\nCan we ship on Friday?' };
  it.each(
    Object.entries({
      newlines: `${'\n'.repeat(1_000_000)}hello`,
      'blank lines': `${'\r\n \r\n'.repeat(300_000)}hello`,
      openers: 'On '.repeat(400_000),
      attributions: 'On Mon 2024 a@b.test wrote:\n'.repeat(40_000),
      'attributions without end': 'On Mon 2024 \n'.repeat(80_000),
      labels: 'From: a\nTo: b\n'.repeat(70_000),
      prompts: 'Please type your reply\n'.repeat(45_000),
      closings: 'Regards\n'.repeat(100_000),
      devices: 'Sent from my iPhone\n'.repeat(50_000),
      prefixes: `${'> '.repeat(40)}\n`.repeat(12_000),
      'half links': 'https://'.repeat(120_000),
      'half pictures': '[image:'.repeat(140_000),
      'half pictures before one bracket': `${'[image:'.repeat(20_000)}]`,
      'labels of signatures': 'Tel: +49 30 123456\n'.repeat(50_000),
      'banners without end': `Warning: this mail is ${'is from external '.repeat(20)}\n`.repeat(3_000),
      'links of new senders': 'a@b.test\naka.ms/LearnAboutSenderIdentification\n'.repeat(20_000),
      'legal lines': 'This e-mail is confidential\n'.repeat(35_000),
      'half targets': '](https://'.repeat(100_000),
      'spaces and colons': `${' '.repeat(500)}x:\n`.repeat(2_000),
      'a drawn line': `${'-'.repeat(900_000)}x`,
      'drawn lines below an opener': `On Mon\n${'- '.repeat(400_000)}x\n`,
      'a drawn line in a quote': `On Mon 2024 a@b.test wrote:\n> ${'_='.repeat(400_000)}x\nyes`,
      'spaces before a word': `yes${' '.repeat(900_000)}x`,
      colons: `${': '.repeat(400_000)}x`,
      'drawn lines that end like an attribution': `${'- '.repeat(190)}x:\n`.repeat(2_600),
      'no-break spaces': `${'\u00a0'.repeat(900_000)}x`,
      addresses: 'a@'.repeat(450_000),
      'combining marks': `a${'\u0301'.repeat(900_000)}`,
      'combining marks out of their order': `a${'\u0316\u0301\u0327'.repeat(300_000)}`,
      'marks below attributions': 'On Mon 2024 a@b.test wrote:\n| a\n: b\nc\n'.repeat(20_000),
      'cited lines': `${'> a\nb\n'.repeat(40_000)}On Mon 2024 a@b.test wrote:\n> c\n`,
      'headers of servers': 'Received: a\nFrom: a@b.test\nTo: b\nSubject: c\n'.repeat(20_000),
      fences: '```\n'.repeat(100_000),
      'fences that another begins in': '```js\n'.repeat(100_000),
      'drawn lines above a name': '---\nBob\n'.repeat(60_000),
      'dashes that part words': '--\n\nit is all said here\n'.repeat(40_000),
      'advertised programs': 'Get Outlook<https://aka.ms/a>\n'.repeat(30_000),
      'the sent mail again and again': 'Can we ship on Friday?\nyes\n'.repeat(35_000),
    }),
  )('reading %s ends soon', (_name, text) => {
    // Quadratic work on these takes longer than the runner waits.
    const { text: kept, elided } = extractReply({ mail: { text }, sent });
    expect(kept.length + elided.length).toBeGreaterThan(0);
  });

  it.each(
    Object.entries({
      'nested links': '<a href="https://x.test/a">b'.repeat(30_000),
      'list items': `<ol>${'<li>a'.repeat(150_000)}`,
      'open brackets': '<'.repeat(900_000),
      'open attributes': '<a href="'.repeat(100_000),
      entities: '&'.repeat(900_000),
      'a picture of megabytes': `<img src="data:${'A'.repeat(5_000_000)}">hello`,
      'cells of one row': '<td>a|b'.repeat(140_000),
      'codes on one line': '<code>a`</code>'.repeat(60_000),
      'links on one line': '<a href="https://x.test/">!</a>'.repeat(30_000),
      'pictures on one line': '<img src="https://x.test/a" alt="a">b'.repeat(30_000),
      'pictures beyond what is parsed': `<img ${'alt='.repeat(400)}>`.repeat(2_500),
      'short pictures beyond what is parsed': '<img alt=👍>'.repeat(400_000),
      'typed brackets': '[a'.repeat(250_000),
      backslashes: '\\ '.repeat(250_000),
      'preformatted fences': `<pre>${'```\n'.repeat(200_000)}</pre>`,
      'wrapped quotes': '<div class="gmail_quote">'.repeat(30_000),
    }),
  )('reading HTML of %s ends soon', (_name, html) => {
    const { text: kept, elided } = extractReply({ mail: { html }, sent });
    expect(kept.length + elided.length).toBeLessThanOrEqual(html.length + MAX_TEXT_OCTETS);
  });
});

describe('whether a reply goes on where reading ends', () => {
  const quote = 'On Fri, 20 Nov 2026 at 11:00, Replyline <noreply@example.test> wrote:\n';
  it.each<[string, { text?: string; html?: string }, boolean]>([
    ['half a million lines', { text: 'a\n'.repeat(500_000) }, true],
    ['a text of two megabytes', { text: 'word '.repeat(400_000) }, true],
    ['half a million lines of HTML', { html: '<div>a</div>'.repeat(500_000) }, true],
    ['a line above half a million of quote', { text: `Yes.\n\n${quote}${'> a\n'.repeat(500_000)}` }, false],
    ['what is read to its end', { text: 'Yes.' }, false],
    ['what stands below a megabyte of nothing', { text: `${' \n'.repeat(30_000)}hello` }, false],
  ])('of %s', (_name, mail, isCut) => {
    expect(extractReply({ mail }).isCut).toBe(isCut);
  });
});
