import { describe, expect, it } from '@jest/globals';
import type { Block } from './blocks.js';
import { toHtml } from './html.js';
import { previewOf } from './preview-line.js';

const mail = (blocks: readonly Block[], subject = 'Disk full') => ({ language: 'en', subject, blocks }) as const;
const html = (...blocks: Block[]) => toHtml(mail(blocks));
const LEAD: Block = { kind: 'lead', text: 'Something happened.' };

describe('the HTML of a mail', () => {
  it('is as wide as a phone, and 600 pixels at most, in Outlook too', () => {
    const page = html(LEAD);
    expect(page).toContain('width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px');
    expect(page).toMatch(/<!--\[if mso\]><table[^>]* width="600"/);
    expect(page).not.toMatch(/display:\s*(?:flex|grid)|position:|float:/);
  });

  it('has a look for the dark', () => {
    expect(html(LEAD)).toContain('<meta name="color-scheme" content="light dark">');
    expect(html(LEAD)).toContain('@media (prefers-color-scheme:dark)');
  });

  it('asks for nothing from anywhere', () => {
    expect(html(LEAD)).not.toMatch(/<(?:img|link|script|iframe|form)|url\(|@import/);
  });

  it('leads to pages only', () => {
    expect(html({ kind: 'link', label: 'Here', url: 'https://a.example/?x=1&y="2"' })).toContain(
      'href="https://a.example/?x=1&amp;y=&quot;2&quot;"',
    );
    for (const url of ['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'nowhere'])
      for (const kind of ['link', 'way-out'] as const) expect(html({ kind, label: 'Here', url })).not.toContain('href');
  });

  it('lets what a person wrote follow its own direction and language', () => {
    expect(html({ kind: 'words', text: 'שלום' })).toMatch(/<td class="words" dir="auto" lang=""[^>]*>שלום/);
  });
});

describe('the line beside the subject in a list of mails', () => {
  it('says what the subject does not', () => {
    expect(
      previewOf(
        mail([
          { kind: 'title', text: '\u2068Disk full\u2069' },
          { kind: 'words', text: '97 %\n of /var' },
        ]),
      ),
    ).toBe('97 % of /var');
    expect(html(LEAD)).toMatch(/<body[^>]*>\n<div style="display:none;[^>]*>Something happened\.<\/div>/);
  });

  it('is not there in a mail that can be answered: the prompt comes first', () => {
    expect(previewOf(mail([{ kind: 'prompt' }, LEAD]))).toBe('');
    expect(html({ kind: 'prompt' }, LEAD)).not.toContain('display:none');
  });

  it('never tells a password', () => {
    expect(previewOf(mail([{ kind: 'code', text: 'hunter2' }]))).toBe('');
  });
});
