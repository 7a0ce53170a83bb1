import { describe, expect, it } from '@jest/globals';
import { attachment, attachments, MOST_ATTACHED_BYTES } from './attachment.js';
import { ATTACHABLE_KINDS, NOTIFICATION_KINDS, NotificationRequestedV1 } from './events/notification-requested.v1.js';

const file = {
  object: 'exports/2026/orders.csv',
  filename: 'Bestellungen März.csv',
  mediaType: 'text/csv',
  sizeBytes: 12,
  sha256: 'ab'.repeat(32),
};

describe('a file of a mail', () => {
  it.each<[string, object]>([
    ['a name in another script', { filename: '売上 (最終).xlsx' }],
    ['a name of several parts', { filename: 'a.tar.gz' }],
    ['a name with a joiner, which is text', { filename: 'می\u200cخواهم.pdf' }],
    ['a media type of a vendor', { mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' }],
    ['nothing in it', { sizeBytes: 0 }],
  ])('may have %s', (_what, more) => {
    expect(attachment.parse({ ...file, ...more })).toEqual({ ...file, ...more });
  });

  it.each<[string, object]>([
    ['leads out of its folder', { filename: '../../etc/passwd' }],
    ['is a folder', { filename: '..' }],
    ['has a path of Windows', { filename: 'C:\\run.exe' }],
    ['begins another header field', { filename: 'a.pdf\r\nBcc: eve@evil.test' }],
    ['has a NUL', { filename: 'a.pdf\0.exe' }],
    ['turns its end around', { filename: 'invoice\u202efdp.exe' }],
    ['isolates its end', { filename: 'invoice\u2067fdp.exe' }],
    ['hides a character', { filename: 'invoice\u200b.pdf' }],
    ['ends a line as only Unicode does', { filename: 'a\u2028b.pdf' }],
    ['has half a character', { filename: 'a\ud83d.pdf' }],
    ['turns its end around where it is decoded', { filename: '=?utf-8?Q?invoice=E2=80=AEfdp.exe?=' }],
    ['is nothing', { filename: ' ' }],
    ['is too long', { filename: 'x'.repeat(201) }],
  ])('may not have a name that %s', (_what, more) => {
    expect(attachment.safeParse({ ...file, ...more }).success).toBe(false);
  });

  it.each<[string, object]>([
    ['a message', { mediaType: 'message/rfc822' }],
    ['a multipart', { mediaType: 'Multipart/Mixed' }],
    ['no type', { mediaType: 'pdf' }],
    ['a type with a parameter', { mediaType: 'text/plain; charset=utf-8' }],
    ['a type with a line break', { mediaType: 'text/plain\r\nX: y' }],
    ['more than a mail may have', { sizeBytes: MOST_ATTACHED_BYTES + 1 }],
    ['a digest of something else', { sha256: 'ab'.repeat(20) }],
    ['a wildcard for an object', { object: 'a.>' }],
    ['its content', { content: 'aGVsbG8=' }],
  ])('may not be or have %s', (_what, more) => {
    expect(attachment.safeParse({ ...file, ...more }).success).toBe(false);
  });

  it('is of its type whatever the case in which that is written', () => {
    expect(attachment.parse({ ...file, mediaType: 'Application/PDF' }).mediaType).toBe('application/pdf');
  });
});

it('files of a mail are not more than 25 MB together, and not more than 20', () => {
  const half = { ...file, sizeBytes: MOST_ATTACHED_BYTES / 2 };
  expect(attachments.safeParse([half, half]).success).toBe(true);
  expect(attachments.safeParse([half, half, { ...file, sizeBytes: 1 }]).success).toBe(false);
  expect(attachments.safeParse(Array.from({ length: 20 }, () => file)).success).toBe(true);
  expect(attachments.safeParse(Array.from({ length: 21 }, () => file)).success).toBe(false);
});

it.each(NOTIFICATION_KINDS)('%s takes files if it is a kind that hands something over', (kind) => {
  const event = NotificationRequestedV1.schema.safeParse({ data: { kind, attachments: [file] } });
  const paths = (event.error?.issues ?? []).map(({ path }) => path.join('.'));
  expect(paths.includes('data.attachments')).toBe(!ATTACHABLE_KINDS.includes(kind));
});
