import type { SeenMail } from './mailbox.js';

export interface Body {
  readonly text: string;
  readonly html?: string;
}

type Quote = (answer: string, mail: SeenMail, at: Date) => Body;

const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const paragraphs = (text: string) =>
  text
    .split('\n')
    .map((line) => `<div>${escape(line) || '<br>'}</div>`)
    .join('');
const arrowed = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');
const htmlOf = (mail: SeenMail) => mail.html ?? paragraphs(mail.text);

const gmail: Quote = (answer, mail, at) => {
  const intro = `On ${at.toDateString()} at ${at.toISOString().slice(11, 16)} ${mail.from} wrote:`;
  return {
    text: `${answer}\n\n${intro}\n\n${arrowed(mail.text)}\n`,
    html:
      `<div dir="ltr">${paragraphs(answer)}</div><br><div class="gmail_quote gmail_quote_container">` +
      `<div dir="ltr" class="gmail_attr">${escape(intro)}<br></div>` +
      `<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex">${htmlOf(mail)}</blockquote></div>`,
  };
};

/** Outlook does not quote with `>`: it puts a header block between the answer and the whole mail. */
const outlook: Quote = (answer, mail, at) => {
  const block = [`From: ${mail.from}`, `Sent: ${at.toUTCString()}`, `To: me`, `Subject: ${mail.subject}`];
  return {
    text: `${answer}\n\n________________________________\n${block.join('\n')}\n\n${mail.text}\n`,
    html:
      `<html><body><div class="WordSection1">${paragraphs(answer)}` +
      `<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in"><p class="MsoNormal">` +
      block.map((line) => escape(line).replace(/^(\w+:)/, '<b>$1</b>')).join('<br>') +
      `</p></div>${htmlOf(mail)}</div></body></html>`,
  };
};

const appleMail: Quote = (answer, mail, at) => {
  const intro = `On ${at.toDateString()}, at ${at.toISOString().slice(11, 16)}, ${mail.from} wrote:`;
  return {
    text: `${answer}\n\n> ${intro}\n> \n${arrowed(mail.text)}\n`,
    html:
      `<html><body dir="auto">${paragraphs(answer)}<div><br><blockquote type="cite"><div>${escape(intro)}</div><br class="Apple-interchange-newline">` +
      `<div>${htmlOf(mail)}</div></blockquote></div></body></html>`,
  };
};

const plain: Quote = (answer, mail) => ({ text: `${answer}\n\n${mail.from} wrote:\n${arrowed(mail.text)}\n` });

/** How mail clients quote what they answer. */
export const QUOTING = { gmail, outlook, 'apple-mail': appleMail, plain } as const satisfies Record<string, Quote>;
export type Client = keyof typeof QUOTING;
