import { readdirSync, readFileSync } from 'node:fs';
import asyncApi from '@asyncapi/specs';
import { Ajv } from 'ajv';
import { describe, expect, it } from '@jest/globals';
import { asyncApiFile } from './asyncapi.js';
import { eventsPage, natsPublisherTemplate, natsUsersFile, schemaFiles } from './generated.js';

const SCHEMAS = new URL('../schemas/', import.meta.url);
const PAGE = new URL('../../../docs/events.md', import.meta.url);

describe('what is generated (npm run generate)', () => {
  it('has a committed schema for each contract, and no other', () => {
    expect(readdirSync(SCHEMAS).sort()).toEqual([...schemaFiles().keys()].sort());
  });

  it.each([...schemaFiles()])('%s is what the contract says', (file, text) => {
    expect(readFileSync(new URL(file, SCHEMAS), 'utf8')).toBe(text);
  });

  it('deploy/nats-users.conf gives each service what its events need', () => {
    const file = new URL('../../../deploy/nats-users.conf', import.meta.url);
    expect(readFileSync(file, 'utf8')).toBe(natsUsersFile());
  });

  it('deploy/nats-publisher.template.conf is the account that a publisher gets', () => {
    const file = new URL('../../../deploy/nats-publisher.template.conf', import.meta.url);
    expect(readFileSync(file, 'utf8')).toBe(natsPublisherTemplate());
  });

  it('docs/asyncapi.json says the same, as AsyncAPI 3.0 wants it', () => {
    const file = new URL('../../../docs/asyncapi.json', import.meta.url);
    expect(readFileSync(file, 'utf8')).toBe(asyncApiFile());
    const ajv = new Ajv({ strict: false, meta: false, validateSchema: false, validateFormats: false });
    const isValid = ajv.compile(asyncApi.schemas['3.0.0'] as object);
    isValid(JSON.parse(asyncApiFile()));
    expect(isValid.errors).toBeNull();
    isValid({ ...(JSON.parse(asyncApiFile()) as object), channels: [] });
    expect(isValid.errors).not.toBeNull();
  });

  it('docs/events.md lists the events as they are', () => {
    expect(readFileSync(PAGE, 'utf8')).toBe(eventsPage());
  });
});
