import { describe, expect, it } from '@jest/globals';
import type { InboundMail } from '../mail.js';
import { automaticSign, isAutoSubmitted } from './automatic-response.js';

const mail = (fields: Record<string, string>, change: Partial<InboundMail> = {}): InboundMail => ({
  inReplyTo: [],
  references: [],
  from: [],
  to: [],
  cc: [],
  deliveredTo: [],
  subject: 'Re: Release',
  headers: new Map(Object.entries(fields).map(([name, value]) => [name, [value]])),
  attachments: [],
  sizeBytes: 1,
  ...change,
});

const isAutomaticResponse = (one: InboundMail): boolean =>
  automaticSign(one, { text: one.text ?? '', isProven: false }) !== undefined;

describe('software sent', () => {
  it.each([
    ['Auto-Submitted with an owner', mail({ 'auto-submitted': 'auto-replied; owner-email="a@b.test"' })],
    ['Auto-Submitted with an unknown value', mail({ 'auto-submitted': 'x-new' })],
    ['X-Autoreply', mail({ 'x-autoreply': 'yes' })],
    ['X-Autorespond with a text', mail({ 'x-autorespond': 'I am away' })],
    ['Precedence', mail({ precedence: 'Bulk' })],
    ['mail of a list', mail({ 'list-id': '<a.example.test>' })],
    ['the null reverse-path', mail({}, { returnPath: '' })],
    [
      'an absence note of Exchange',
      mail({ 'x-auto-response-suppress': 'All' }, { subject: 'Automatische Antwort: x' }),
    ],
  ])('%s', (_name, one) => {
    expect(isAutomaticResponse(one)).toBe(true);
  });
});

describe('a person sent', () => {
  it.each([
    ['ordinary mail', mail({}, { returnPath: 'bob@example.test' })],
    ['Auto-Submitted: no', mail({ 'auto-submitted': 'No (really)' })],
    ['X-Autoreply: no', mail({ 'x-autoreply': 'no' })],
    ['X-Auto-Response-Suppress alone', mail({ 'x-auto-response-suppress': 'All' })],
    ['an absence subject alone', mail({}, { subject: 'Out of office: who covers?' })],
    ['Precedence: first-class', mail({ precedence: 'first-class' })],
  ])('%s', (_name, one) => {
    expect(isAutomaticResponse(one)).toBe(false);
  });

  it('what says neither', () => {
    expect(isAutoSubmitted(mail({}))).toBe(false);
  });
});
