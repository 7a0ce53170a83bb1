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

describe('a banner that tells what not to click, nor to open, nor of whom', () => {
  it.each([
    [
      'Czech',
      'UPOZORNĚNÍ: Tento e-mail pochází z vnějšku organizace. Neklikejte na odkazy a neotevírejte přílohy, pokud odesílatele neznáte.',
    ],
    [
      'Romanian',
      'ATENȚIE: Acest e-mail provine din afara organizației. Nu faceți clic pe linkuri și nu deschideți atașamente dacă nu cunoașteți expeditorul.',
    ],
    [
      'Hungarian',
      'FIGYELEM: Ez a levél kívülről érkezett. Ne kattintson hivatkozásra, és ne nyisson meg mellékletet, ha nem ismeri a feladót.',
    ],
    [
      'Croatian',
      'OPREZ: Ova poruka dolazi izvana. Ne klikajte na poveznice i ne otvarajte privitke ako ne poznajete pošiljatelja.',
    ],
    ['Bulgarian', 'ВНИМАНИЕ: Не кликвайте върху връзки и не отваряйте прикачени файлове, ако не познавате подателя.'],
    ['Ukrainian', 'УВАГА: Не переходьте за посиланнями та не відкривайте вкладення, якщо не знаєте відправника.'],
    ['Greek', 'ΠΡΟΣΟΧΗ: Μην πατάτε συνδέσμους και μην ανοίγετε συνημμένα αν δεν αναγνωρίζετε τον αποστολέα.'],
    ['Turkish', 'DİKKAT: Göndereni tanımıyorsanız bağlantılara tıklamayın ve ekleri açmayın.'],
    ['Hebrew', 'זהירות: אין ללחוץ על קישורים או לפתוח קבצים מצורפים אלא אם אתם מכירים את השולח.'],
    ['Chinese', '注意：此邮件来自组织外部。除非您认识发件人，否则请勿点击链接或打开附件。'],
    ['Korean', '주의: 보낸 사람을 알지 못하면 링크를 클릭하거나 첨부 파일을 열지 마십시오.'],
    ['Vietnamese', 'CẢNH BÁO: Không nhấp vào liên kết hoặc mở tệp đính kèm trừ khi bạn biết người gửi.'],
    ['Thai', 'คำเตือน: อย่าคลิกลิงก์หรือเปิดไฟล์แนบ เว้นแต่คุณรู้จักผู้ส่ง'],
  ])('is no answer in %s', (_language, banner) => {
    expect(textOf(`${banner}\n\nThe left one.`)).toBe('The left one.');
    expect(textOf(`Use this:\n\n${banner}`)).toBe(`Use this:\n\n${banner}`);
  });

  it.each([
    'Warning: I saw no sender, no link and no attachment.',
    'Is the sender, the link or the attachment external?',
    'Attention: the link in the attachment is external.',
    'The sender has a link to the attachment.',
  ])('is the answer of a person where one speaks: %j', (said) => {
    expect(textOf(said)).toBe(said);
  });
});

describe('a banner that was wrapped', () => {
  const WRAPPED =
    'CAUTION: This email originated from outside of the\norganization. Do not click links or open attachments unless\nyou recognize the sender and know\nthe content is safe.';

  it.each([
    WRAPPED,
    WRAPPED.replace('email', 'mail'),
    'ACHTUNG: Diese E-Mail stammt von außerhalb der\nOrganisation. Klicken Sie keine Links an und öffnen Sie\nkeine Anhänge.',
    'VARNING: Detta e-postmeddelande kommer från en\nextern avsändare.',
  ])('is no answer: %j', (banner) => {
    expect(textOf(`${banner}\n\nThe left one.`)).toBe('The left one.');
    expect(textOf(`${banner}\nThe left one.`)).toBe('The left one.');
  });

  const OUTSIDE = '[EXTERNAL] This email is from outside the organization';
  it.each([
    [OUTSIDE, 'yes, do it'],
    [OUTSIDE, 'The left one'],
    [`${OUTSIDE}.`, 'yes, do it'],
    [`${OUTSIDE}.`, 'The virus is gone.'],
  ])('ends above what is typed right below it: %j, %j', (banner, said) => {
    expect(textOf(`${banner}\n${said}`)).toBe(said);
  });
});
