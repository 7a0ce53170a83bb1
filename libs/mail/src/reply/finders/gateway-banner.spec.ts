import { describe, expect, it } from '@jest/globals';
import { extractReply } from '../extract-reply.js';

const textOf = (text: string): string => extractReply({ mail: { text } }).text;

describe('a banner above the answer', () => {
  it.each([
    '*** EXTERNAL EMAIL ***',
    '** EXTERNAL **',
    '=== External sender ===',
    '--- EXTERNE E-MAIL ---',
    '### 社外メール ###',
    'EXTERNAL SENDER',
    'External sender: use caution with links and attachments.',
    'EXTERNAL SENDER. Use caution when opening files.',
    'External Email - Use Caution',
    'External email: be careful with attachments.',
    'External email: do not click',
    'External email: think before you click',
    'External Sender - verify identity',
    'Externe E-Mail: bitte prüfen Sie den Absender',
    'このメールは社外から送信されました。',
    'このメールは組織外から送信されています。リンクや添付ファイルを開く前に送信者を確認してください。',
    'このメッセージは外部の送信者から届きました。',
    '社外からのメールです。添付ファイルを開く前に送信者を確認してください。',
    '※社外からのメールです。',
  ])('is not the answer: %s', (banner) => {
    expect(textOf(`${banner}\n\nFine with us.\n`)).toBe('Fine with us.');
  });

  it('is not the answer where it is set in HTML', () => {
    const html = '<p><b>*** EXTERNAL EMAIL ***</b></p><p>Fine with us.</p>';
    expect(extractReply({ mail: { html } }).text).toBe('Fine with us.');
  });
});

describe('what a person writes first', () => {
  it.each([
    'External mail: the phishing report is done.',
    'External email - be careful what you promise there.',
    'External message: suspicious, as you said.',
    'Correo externo: cuidado con las fechas.',
    'External sender: we take the attachment from the portal.',
    'Externe E-Mail: Anhänge sind jetzt erlaubt.',
    'External mail: links are checked.',
    '=== External ===',
    '-- External --',
    '## external ##',
    '--- Externo ---',
    '** extern **',
    '## 社外 ##',
    '外部メールです。来週までに注意点をまとめます。',
    '社外メールです。宛先に注意してください。',
    'External sender addresses have to be on the list first.',
    'External sender',
    'External senders are let through now.',
    'External email: done. The rest follows tomorrow.',
    'External sender policy: see the wiki.',
    'External email - works again since noon.',
    '*** The external email is down ***',
    '* external email\n* internal email',
    '**External email**',
    'このメールは社外から送っています。',
    'このメールは社外の方から届いたものを転送しています。',
    'このメールは社外から送信されたのでしょうか。',
    '社外からのメールです。添付をご確認ください。',
    '社外メールは後で転送します。',
  ])('is the answer: %s', (words) => {
    expect(textOf(`${words}\n\nFine with us.\n`)).toBe(`${words}\n\nFine with us.`);
  });

  it('is the answer further down, whatever it looks like', () => {
    const words = 'Our gateway writes this:\n\n*** EXTERNAL EMAIL ***\n\nAnd you?';
    expect(textOf(words)).toBe(words);
  });
});
