import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { startMicrosoft, type Exchange, type Inbox } from '@replyline/local-servers';
import { world } from '@replyline/testing';
import { expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { aMail } from '../provider.contract.js';
import type { MicrosoftAccess } from './access.js';
import { connectGraph } from './graph-mailbox.js';
import { graphProvider } from './graph.js';
import { tryGraph } from './try-graph.js';
import { tryGraphMailbox } from './try-graph-mailbox.js';

/** The OpenAPI document of the mail part of Graph is Microsoft's and not kept here: name a copy to have this run. */
const DOCUMENT = process.env['GRAPH_OPENAPI'];
const here = world();

interface Content {
  readonly content?: Record<string, { readonly schema: object }>;
}
interface Operation {
  readonly requestBody?: Content;
  readonly responses: Record<string, Content>;
}
interface OpenApi {
  readonly paths: Record<string, Record<string, Operation>>;
}

// The document is Microsoft's and not part of the project: where it is not named, there is nothing to compare with.
(DOCUMENT === undefined ? it.skip : it)(
  'what we ask of Graph, and what the fake answers, is what Microsoft documents (needs GRAPH_OPENAPI)',
  async () => {
    const document = JSON.parse(readFileSync(DOCUMENT!, 'utf8')) as OpenApi;
    const exchanges = (await everyExchange()).filter(
      ({ path }) => path.includes('/users/') && !/^\/users\/[^/]+$/.test(path),
    );
    expect(new Set(exchanges.map(({ method, status }) => `${method} ${status}`)).size).toBeGreaterThan(6);
    expect(exchanges.flatMap((it) => faultsOf(it, document))).toEqual([]);
  },
);

async function everyExchange(): Promise<readonly Exchange[]> {
  const app = {
    tenantId: 'contoso.test',
    clientId: randomUUID(),
    clientSecret: 'right',
    roles: ['Mail.Send', 'Mail.ReadWrite', 'User.Read.All'],
  };
  const fake = await startMicrosoft({ apps: [app], mailboxes: ['desk@contoso.test'] });
  here.onEnd(() => fake.stop());
  const { tenantId, clientId, clientSecret } = app;
  const base = { cloud: 'global', tenantId, clientId, clientSecret, timeoutSeconds: 5, baseUrl: fake.url } as const;
  const own = { ...base, mailbox: 'desk@contoso.test', fromAddress: 'desk@contoso.test', maxConnections: 2 };
  const other = { ...own, fromAddress: 'noreply@contoso.test' };
  const end = AbortSignal.timeout(20_000);
  await tryGraph(own, aMail('1'), end);
  await tryGraph(other, aMail('2'), end);
  fake.mailboxes.sendAs.add('desk@contoso.test>noreply@contoso.test');
  await tryGraph(other, aMail('3'), end);
  app.roles = ['Mail.Send', 'User.Read.All'];
  await tryGraph(other, aMail('6'), end);
  app.roles = ['Mail.Send', 'Mail.ReadWrite', 'User.Read.All'];
  const files = [100, 4_000_000].map((size) => ({
    filename: 'a.pdf',
    mediaType: 'application/pdf',
    content: Buffer.alloc(size),
  }));
  const inParts = () => Promise.resolve({ content: aMail('7').content, attachments: files });
  const large = { ...aMail('7'), content: Buffer.alloc(4_000_000), inParts };
  await graphProvider(own).send(large, () => Promise.resolve(), end);
  await graphProvider(own).sentMail!.find('1@example.test', end);
  await tryGraphMailbox(own, end);
  await readMailbox(own, fake.mailboxes.inboxOf(own.mailbox), end);
  await tryGraphMailbox({ ...own, mailbox: 'nobody@contoso.test' }, end);
  const refusing = graphProvider(other).send(aMail('4'), () => Promise.reject(new Error('no')), end);
  await expect(refusing).rejects.toThrow('no');
  for (const status of [429, 503]) {
    fake.follow(({ step }) =>
      step === 'sendMail' ? { status, code: 'ApplicationThrottled', retryAfterSeconds: 1 } : undefined,
    );
    await expect(graphProvider(own).send(aMail('5'), () => Promise.resolve(), end)).rejects.toThrow();
  }
  return fake.exchanges;
}

async function readMailbox(access: MicrosoftAccess, inbox: Inbox, signal: AbortSignal): Promise<void> {
  inbox.deliver('Subject: one\r\n\r\none');
  const mailbox = await connectGraph(access, { signal });
  const { mails } = await mailbox.listAfter(undefined);
  expect((await mailbox.fetch(mails[0]!.id, 1_000))?.byteLength).toBe(19);
  await mailbox.addSeen([mails[0]!.id]);
}

/** The names that the document gives to the parts of a path. */
const templateOf = (path: string): string =>
  path
    .replace(/^\/users\/[^/]+/, '/users/{user-id}')
    .replace(/\/messages\/delta$/, '/messages/delta()')
    .replace(/\/messages\/(?!delta\(\))[^/]+/, '/messages/{message-id}')
    .replace(/\/mailFolders\/[^/]+/, '/mailFolders/{mailFolder-id}');

function faultsOf({ method, path, mediaType, request, status, answer }: Exchange, document: OpenApi): string[] {
  const what = `${method} ${templateOf(path)} ${status}`;
  const operation = document.paths[templateOf(path)]?.[method.toLowerCase()];
  if (!operation) return [`${what}: no such operation`];
  const asked = operation.requestBody?.content;
  const media = mediaType?.split(';')[0];
  const body = media === 'application/json' ? (JSON.parse(request) as unknown) : request;
  const response = operation.responses[String(status)] ?? operation.responses[`${String(status)[0]}XX`];
  return [
    ...(media !== undefined && !asked?.[media] ? [`${what}: ${media} is not documented`] : []),
    ...(media !== undefined && asked?.[media] ? invalid(`${what} request`, asked[media].schema, body, document) : []),
    ...(response ? [] : [`${what}: the status is not documented`]),
    ...(answer === undefined
      ? []
      : invalid(`${what} answer`, response?.content?.['application/json']?.schema, answer, document)),
  ];
}

function invalid(what: string, schema: object | undefined, value: unknown, document: OpenApi): string[] {
  if (!schema) return [`${what}: has no documented body`];
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  const check = ajv.compile({ ...schema, components: (document as unknown as { components: object }).components });
  return check(value) ? [] : (check.errors ?? []).map((it) => `${what}: ${it.instancePath} ${it.message}`);
}
