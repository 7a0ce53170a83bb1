import { randomBytes } from 'node:crypto';
import { secretBinding, SendingProfileDocument, smtpSettings } from '@replyline/contracts';
import { open, parseKeyRing } from '@replyline/sealing';
import { describe, expect, it } from '@jest/globals';
import { documentOf, draftOf, storedDraft, type Place } from './draft.js';
import type { StoredSettings } from './stored-settings.entity.js';

const ring = parseKeyRing(`k1:${randomBytes(32).toString('base64url')}`, 'KEYS');
const place: Place = { contract: SendingProfileDocument, id: 'system', ring };
const values = smtpSettings.parse({
  kind: 'smtp',
  host: 'smtp.example',
  port: 587,
  user: 'ann',
  encryption: 'starttls-required',
  timeoutSeconds: 30,
  fromAddress: 'ann@smtp.example',
});

const stored = (over: Partial<StoredSettings> = {}): StoredSettings => {
  const draft = draftOf(place, undefined, { values, secrets: { password: 'hunter2' } });
  return {
    document: 'sending-profile.system',
    revision: draft.revision,
    values: draft.values,
    placement: draft.placement,
    secrets: draft.secrets,
    passed: 'none',
    savedAt: new Date(0),
    savedBy: 'admin',
    ...over,
  };
};

const opened = (sealed: string | undefined, revision: number) =>
  open(sealed ?? '', secretBinding('sending-profile.system', 'password', values, revision), ring);

describe('a draft', () => {
  it('holds a password that its reader can open and nobody can see', () => {
    const draft = draftOf(place, undefined, { values, secrets: { password: 'hunter2' } });
    expect(draft).toMatchObject({ revision: 1, fields: [...Object.keys(values).sort(), 'password'] });
    expect(opened(draft.secrets['password'], 1)).toBe('hunter2');
    expect(JSON.stringify(draft)).not.toContain('hunter2');
  });

  it('seals a kept password for its own revision and does not call it changed', () => {
    const draft = draftOf(place, stored(), { values, secrets: {} });
    expect(draft).toMatchObject({ revision: 2, fields: [] });
    expect(opened(draft.secrets['password'], 2)).toBe('hunter2');
  });

  it('says that a password was deleted', () => {
    expect(draftOf(place, stored(), { values, secrets: { password: null } })).toMatchObject({
      secrets: {},
      fields: ['password'],
    });
  });

  it('refuses to take a stored password to another server', () => {
    const elsewhere = { ...values, host: 'evil.example' };
    expect(() => draftOf(place, stored(), { values: elsewhere, secrets: { password: '' } })).toThrow(
      expect.objectContaining({ code: 'settings.secret_required' }),
    );
  });

  it('asks for nothing when no password is stored', () => {
    const elsewhere = { ...values, host: 'other.example' };
    expect(draftOf(place, stored({ secrets: {} }), { values: elsewhere, secrets: { password: '' } }).secrets).toEqual(
      {},
    );
  });
});

describe('the document that its reader gets', () => {
  it('carries its id, its revision and the ciphertext', () => {
    const draft = draftOf(place, undefined, { values, secrets: { password: 'hunter2' } });
    expect(documentOf(place, draft)).toEqual({ ...values, id: 'system', revision: 1, ...draft.secrets });
  });

  it('has no password where none is stored', () => {
    expect(documentOf(place, storedDraft(stored({ secrets: {} })))).toEqual({
      ...values,
      id: 'system',
      revision: 1,
    });
  });
});
