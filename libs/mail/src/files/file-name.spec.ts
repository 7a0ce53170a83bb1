import { describe, expect, it } from '@jest/globals';
import { extensionOf, safeName } from './file-name.js';

const RLO = '\u202e';

describe('the name of a file', () => {
  it.each<[string, string | undefined, string]>([
    ['stays as it is, whatever the script', 'Übersicht 2026 – 計画.pdf', 'Übersicht 2026 – 計画.pdf'],
    ['loses its folder', '../../etc/passwd', 'passwd'],
    ['loses a folder of Windows', 'C:\\Users\\ada\\plan.txt', 'plan.txt'],
    ['loses line breaks and NUL', 'a\r\nb\0.txt', 'ab.txt'],
    ['loses what turns it around, and keeps what it is', `invoice${RLO}fdp.exe`, 'invoicefdp.exe'],
    ['loses marks that are not seen', 'a\u200b\ufeff.txt', 'a.txt'],
    ['loses half a character', 'a\ud83d.txt', 'a.txt'],
    ['keeps emoji of several characters', '👩‍🚀.png', '👩‍🚀.png'],
    ['keeps both of its extensions', 'photo.jpg.exe', 'photo.jpg.exe'],
    ['loses dots and spaces at the end, which Windows drops too', 'evil.exe. . ', 'evil.exe'],
    ['has no character that a shell or a disk reads', 'a<b>:"c"|d?*.txt', 'a b c d .txt'],
    ['is not that of a device', 'con.txt', '_con.txt'],
    ['of nothing is one of its type', '', 'picture.png'],
    ['of dots is one of its type', '..', 'picture.png'],
    ['that is missing is one of its type', undefined, 'picture.png'],
  ])('%s', (_rule, written, name) => {
    expect(safeName(written, 'image/png')).toBe(name);
  });

  it('has at most 200 characters, and keeps its end', () => {
    const name = safeName(`${'😀'.repeat(300)}.pdf`, 'application/pdf');
    expect(name.length).toBeLessThanOrEqual(200);
    expect(name).toMatch(/^(?:😀)+…\.pdf$/u);
  });

  it('of a megabyte is read at once', () => {
    expect(safeName('. '.repeat(500_000), 'image/png')).toBe('picture.png');
    expect(extensionOf(`a${'. '.repeat(500_000)}`)).toBe('');
  });
});
