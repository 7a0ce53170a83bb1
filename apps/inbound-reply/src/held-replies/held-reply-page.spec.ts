import { randomUUID } from 'node:crypto';
import { LANGUAGES } from '@replyline/mail';
import { describe, expect, it } from '@jest/globals';
import type { Posted, Shown } from './held-replies.js';
import { heldReplyPage } from './held-reply-page.js';
import { PHRASES } from './held-reply-phrases.js';

const NOW = new Date('2026-11-21T12:00:00Z');
const ANSWERS = [
  { quoted: '', text: 'First of all, yes.' },
  { quoted: 'متى نلتقي؟', text: 'غدا <في> الظهر' },
];

function pageFor(locale: string, posted: Posted): string {
  const held = {
    ...{ id: randomUUID(), inboundMailId: randomUUID(), replyId: randomUUID(), replyKey: 'k', confidence: 1 },
    ...{ senders: ['bob@example.test', 'a<b>@example.test'] },
    ...{ text: posted.text, files: [], leftOut: [], because: 'sender-not-proven', state: 'held' as const },
    ...{ receivedAt: NOW, heldAt: NOW, askedAt: NOW, decidedAt: null },
  };
  const shown = { held, standing: 'held', posted, subject: 'Lunch', others: [], reader: { locale, timeZone: 'UTC' } };
  return heldReplyPage(shown as unknown as Shown, 'token');
}

describe('the page of a held reply', () => {
  it.each(LANGUAGES)('shows in %s each piece below its line, in the direction of its own words', (language) => {
    const { lineByLine, elided } = PHRASES[language];
    const html = pageFor(language, { text: 'all of it', answers: ANSWERS, elided: '-- \nAlice' });
    expect(html).toContain(
      `<p>${lineByLine}</p><pre dir="auto">First of all, yes.</pre>` +
        `<blockquote dir="auto">متى نلتقي؟</blockquote><pre dir="auto">غدا &lt;في&gt; الظهر</pre>` +
        `<details><summary>${elided}</summary><pre dir="auto">-- \nAlice</pre></details>`,
    );
    expect(html).not.toContain('all of it');
    expect(html).toContain(`dir="${language === 'ar' ? 'rtl' : 'ltr'}"`);
  });

  it.each(LANGUAGES)('says in %s from whom it says that it is', (language) => {
    const both = '<bdi dir="ltr">bob@example.test</bdi>, <bdi dir="ltr">a&lt;b&gt;@example.test</bdi>';
    expect(pageFor(language, { text: 'Yes.' })).toContain(`<p>${PHRASES[language].sender(both)}</p>`);
  });

  it('shows the text alone where nothing else would be posted, and nothing where there is none', () => {
    const html = pageFor('en', { text: 'Yes.' });
    expect(html).toContain('<pre dir="auto">Yes.</pre><form');
    expect(html).not.toMatch(/<details>|<blockquote/);
    expect(pageFor('en', { text: '' })).not.toContain('<pre');
  });
});
