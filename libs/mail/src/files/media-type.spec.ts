import { describe, expect, it } from '@jest/globals';
import { mediaTypeOf } from './media-type.js';
import { pictureSizeOf } from './picture-size.js';
import { isRefusedType } from './refused-types.js';

const octets = (text: string): Buffer => Buffer.from(text, 'latin1');
const ZIP = octets('PK\x03\x04\x14\0\0\0');
const CFB = octets('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0');

describe('what a file is', () => {
  it.each<[string, Buffer, string]>([
    ['a.png', octets('\x89PNG\r\n\x1a\n\0\0\0\rIHDR'), 'image/png'],
    ['a.jpg', octets('\xff\xd8\xff\xe0\0\x10JFIF'), 'image/jpeg'],
    ['a.heic', octets('\0\0\0\x18ftypheic'), 'image/heic'],
    ['a.webp', octets('RIFF\x10\0\0\0WEBPVP8 '), 'image/webp'],
    ['a.mp4', octets('\0\0\0\x18ftypisom'), 'video/mp4'],
    ['a.pdf', octets('%PDF-1.7\n'), 'application/pdf'],
    ['a.zip', ZIP, 'application/zip'],
    ['a.docx', ZIP, 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    ['a.xls', CFB, 'application/vnd.ms-excel'],
    ['a.txt', octets('Hello'), 'text/plain'],
    ['a.csv', octets('a;b\n1;2'), 'text/csv'],
    ['invite.ics', octets('BEGIN:VCALENDAR'), 'text/calendar'],
    ['mail.eml', octets('From: a@example.test\r\n'), 'message/rfc822'],
    ['a.txt', Buffer.from('\ufeffHello', 'utf16le'), 'text/plain'],
    ['mzungu.txt', octets('MZ is how it begins'), 'text/plain'],
    ['a.bin', octets('\0\x01\x02\x03'), 'application/octet-stream'],
    ['empty', octets(''), 'text/plain'],
    ['a.svg', octets('<?xml version="1.0"?>\n<svg xmlns="x">'), 'image/svg+xml'],
    ['a.png', octets('  <!DOCTYPE html><script>'), 'text/html'],
  ])('is seen in its octets: %s', (name, content, mediaType) => {
    expect(mediaTypeOf(content, name)).toBe(mediaType);
  });

  it.each<[string, Buffer]>([
    ['a picture', octets('\x89PNG\r\n\x1a\n')],
    ['a program', octets('MZ\x90\0')],
    ['a text of markup', octets('<html>')],
  ])('is not what its name says: %s', (_what, content) => {
    expect(mediaTypeOf(content, 'a.docx')).toBe(mediaTypeOf(content, 'b'));
  });
});

describe('a file that nobody is handed', () => {
  it.each<[string, Buffer]>([
    ['photo.jpg', octets('MZ\x90\0\x03\0')],
    ['readme', octets('\x7fELF\x02\x01')],
    ['notes.txt', octets('#!/bin/sh\nrm -rf ~\n')],
    ['picture.png', octets('L\0\0\0\x01\x14\x02\0\0\0')],
    ['invoice.pdf.exe', octets('anything')],
    ['invoice.exe. ', octets('anything')],
    ['INVOICE.JS', octets('alert(1)')],
    ['setup.msi', CFB],
    ['app.jar', ZIP],
  ])('is %s', (name, content) => {
    expect(isRefusedType(mediaTypeOf(content, name), name)).toBe(true);
  });

  it.each<[string, Buffer]>([
    ['photo.exe.jpg', octets('\xff\xd8\xff\xe0')],
    ['report.docx', ZIP],
    ['archive.zip', ZIP],
    ['page.html', octets('<html>')],
    ['exe', octets('text')],
  ])('is not %s', (name, content) => {
    expect(isRefusedType(mediaTypeOf(content, name), name)).toBe(false);
  });
});

describe('the size of a picture', () => {
  const jpeg = (...segments: string[]): Buffer => octets(`\xff\xd8${segments.join('')}`);

  it.each<[string, string, Buffer, object | undefined]>([
    ['a GIF', 'image/gif', octets('GIF89a\x01\0\x02\0\0'), { width: 1, height: 2 }],
    ['a JPEG', 'image/jpeg', jpeg('\xff\xe0\0\x04ab', '\xff\xc0\0\x11\x08\0\x03\0\x04\0'), { width: 4, height: 3 }],
    ['a JPEG that ends early', 'image/jpeg', jpeg('\xff\xe0\0\x04'), undefined],
    ['a JPEG whose segments stand still', 'image/jpeg', jpeg('\xff\xe0\0\0'.repeat(100)), undefined],
    ['a PNG that ends early', 'image/png', octets('\x89PNG\r\n\x1a\n'), undefined],
    ['something else', 'application/pdf', octets('%PDF-1.7'), undefined],
  ])('is read from %s', (_what, mediaType, content, size) => {
    expect(pictureSizeOf(content, mediaType)).toEqual(size);
  });
});
