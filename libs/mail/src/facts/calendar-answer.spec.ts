import { describe, expect, it } from '@jest/globals';
import { readMessage } from '../reading/read-message.js';
import { isCalendarAnswer } from './calendar-answer.js';

const answer = (text: string, { method = 'REPLY', type = 'text/calendar' } = {}): Promise<boolean> =>
  readMessage(
    Buffer.from(
      [
        'From: bob@example.test\r\nSubject: Accepted: Release\r\nMIME-Version: 1.0',
        'Content-Type: multipart/mixed; boundary=b\r\n',
        `--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${text}`,
        `--b\r\nContent-Type: ${type}\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:${method}\r\nEND:VCALENDAR\r\n--b--\r\n`,
      ].join('\r\n'),
    ),
  ).then(isCalendarAnswer);

describe('an answer of a calendar', () => {
  it.each([
    [''],
    ['\u200b'],
    ['Bob Example has accepted this invitation.\r\n\r\nInvitation from a calendar'],
    ['Bob Example hat diese Einladung abgelehnt.'],
    ['Bob Example a accepté cette invitation.'],
    ['Bob Example さんがこの招待を承諾しました。'],
  ])('says %j and nothing of the person', async (text) => {
    expect(await answer(text)).toBe(true);
    expect(await answer(text, { type: 'application/ics; name=invite.ics' })).toBe(true);
  });

  it.each([
    ['I have accepted, and bring Carol.'],
    ['The boss accepted the budget.'],
    ['Bob Example has declined this invitation with this note:\r\n\r\n"I am ill."'],
  ])('is not %j', async (text) => {
    expect(await answer(text)).toBe(false);
  });

  it('is no invitation', async () => {
    expect(await answer('', { method: 'REQUEST' })).toBe(false);
  });
});
