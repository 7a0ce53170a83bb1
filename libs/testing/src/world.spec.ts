import { join } from 'node:path';
import { connect } from '@nats-io/transport-node';
import { describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { world } from './index.js';
import { startMailLab } from './mail-lab.js';

const here = world();

describe('a world', () => {
  it('gives every caller an empty database of its own', async () => {
    const urls = await Promise.all([here.freshDatabase(), here.freshDatabase()]);
    expect(new Set(urls).size).toBe(2);
    const client = new Client({ connectionString: urls[0] });
    await client.connect();
    const tables = await client.query(`SELECT 1 FROM information_schema.tables WHERE table_schema = 'public'`);
    await client.end();
    expect(tables.rowCount).toBe(0);
  });

  it('has one broker', async () => {
    const [first, second] = await Promise.all([here.nats(), here.nats()]);
    expect(first).toBe(second);
    const connection = await connect({ servers: first.url });
    await connection.flush();
    await connection.close();
  });

  it('has one mail server, to which a person can submit mail and read the answer', async () => {
    const lab = await here.mailLab();
    const message = 'Subject: Lunch\r\nMessage-ID: <lunch@example.test>\r\n\r\nAt noon?\r\n';
    await lab.client('alice').send({ to: ['bob+noon@example.test'], message });
    expect(await lab.client('bob').waitFor('At noon?')).toContain('Delivered-To: bob+noon@example.test');
    expect(lab.postfix.accepted()).toEqual([expect.objectContaining({ messageId: 'lunch@example.test' })]);
  });

  it('bounces mail to nobody when asked to accept it', async () => {
    const lab = await startMailLab(join(here.folder(), 'bounces'), here.onEnd, { isRecipientChecked: false });
    await lab.client('alice').send({ to: ['nobody@example.test'], message: 'Subject: Hello\r\n\r\nHello?\r\n' });
    expect(await lab.client('alice').waitFor('delivery-status')).toContain('Action: failed');
  });
});
