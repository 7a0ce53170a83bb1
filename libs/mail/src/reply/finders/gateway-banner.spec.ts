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
    '[EXTERN] Diese E-Mail stammt von außerhalb der Organisation. Klicken Sie nicht auf Links.',
    "[EXTERNE] Ce courriel provient de l'extérieur de l'organisation. Ne cliquez pas sur les liens.",
    '[EXTERNAL] This email is from outside the organization.',
    '[EXTERNAL]',
    '[External]:',
    'VARNING: Detta e-postmeddelande kommer från en extern avsändare. Klicka inte på länkar.',
    'Varning: detta mejl kommer från en avsändare utanför organisationen.',
    'Ta wiadomość pochodzi spoza organizacji.',
    'ADVARSEL: Denne e-mail kommer fra en ekstern afsender.',
    'ADVARSEL: Denne e-posten er sendt fra utenfor organisasjonen.',
    'UWAGA: Ta wiadomość pochodzi spoza organizacji. Nie klikaj w linki.',
    'UPOZORNĚNÍ: Tento e-mail pochází z externího zdroje.',
    'VAROITUS: Tämä sähköposti on lähetetty organisaation ulkopuolelta.',
    'ВНИМАНИЕ: Это письмо пришло от внешнего отправителя.',
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
    '[EXTERNAL] is in every subject since Monday.',
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
    '[extern] Die E-Mail an die Organisation ist raus.',
    '[EXTERN] Diese E-Mail geht nach außerhalb.',
    'Varning: meddelandet kommer från leverantören.',
    'Obs! Detta mejl går till en extern konsult.',
    'Advarsel: denne e-mail kommer fra mig.',
    'Varning: detta mejl kommer från en extern konsult, jag har läst det.',
    'Pozor: tento e-mail pochází od externího dodavatele, už jsem to ověřil.',
    'Внимание: это письмо пришло от внешнего подрядчика, я проверил.',
    'Obs! Detta mejl kommer från en extern konsult.',
    'Pozor: tento e-mail přišel mimo pořadí.',
    'Uwaga: ta wiadomość pochodzi spoza listy.',
    'Uwaga: wiadomość od spoza listy jest w teczce.',
    'Uwaga: ta wiadomość pochodzi od Ady.',
    'Внимание: это письмо пришло от Ады.',
    'Pozor: tento e-mail pochází od Ady.',
  ])('is the answer: %s', (words) => {
    expect(textOf(`${words}\n\nFine with us.\n`)).toBe(`${words}\n\nFine with us.`);
  });

  it('is the answer further down, whatever it looks like', () => {
    const words = 'Our gateway writes this:\n\n*** EXTERNAL EMAIL ***\n\nAnd you?';
    expect(textOf(words)).toBe(words);
  });
});
