import type { MicrosoftStep } from './script.js';

interface Route {
  readonly step: MicrosoftStep;
  readonly method: string;
  readonly path: RegExp;
}

const GRAPH = String.raw`^/graph/v1\.0/users/([^/]+)`;

/** What a client may ask, in the words of the fake. */
const ROUTES: readonly Route[] = [
  { step: 'token', method: 'POST', path: /^\/login\/[^/]+\/oauth2\/v2\.0\/token$/ },
  { step: 'user', method: 'GET', path: new RegExp(`${GRAPH}$`) },
  { step: 'inbox', method: 'GET', path: new RegExp(`${GRAPH}/mailFolders/inbox$`) },
  { step: 'find', method: 'GET', path: new RegExp(`${GRAPH}/mailFolders/(?:sentitems|drafts|outbox)/messages$`) },
  { step: 'delta', method: 'GET', path: new RegExp(`${GRAPH}/mailFolders/inbox/messages/delta$`) },
  { step: 'value', method: 'GET', path: new RegExp(`${GRAPH}/messages/[^/]+/\\$value$`) },
  { step: 'message', method: 'GET', path: new RegExp(`${GRAPH}/messages/[^/]+$`) },
  { step: 'subscribe', method: 'POST', path: /^\/graph\/v1\.0\/subscriptions$/ },
  { step: 'renew', method: 'PATCH', path: /^\/graph\/v1\.0\/subscriptions\/[^/]+$/ },
  { step: 'sendMail', method: 'POST', path: new RegExp(`${GRAPH}/sendMail$`) },
  { step: 'draft', method: 'POST', path: new RegExp(`${GRAPH}/messages$`) },
  { step: 'patch', method: 'PATCH', path: new RegExp(`${GRAPH}/messages/[^/]+$`) },
  { step: 'send', method: 'POST', path: new RegExp(`${GRAPH}/messages/[^/]+/send$`) },
  { step: 'attach', method: 'POST', path: new RegExp(`${GRAPH}/messages/[^/]+/attachments$`) },
  {
    step: 'uploadSession',
    method: 'POST',
    path: new RegExp(`${GRAPH}/messages/[^/]+/attachments/createUploadSession$`),
  },
  // Somewhere else, and nobody says there for whom.
  { step: 'upload', method: 'PUT', path: /^\/upload\/[^/]+$/ },
  { step: 'delete', method: 'DELETE', path: new RegExp(`${GRAPH}/messages/[^/]+$`) },
];

export function stepOf(method: string, path: string): { step?: MicrosoftStep; mailbox: string | undefined } {
  const route = ROUTES.find((it) => it.method === method && it.path.test(path));
  const mailbox = route?.path.exec(path)?.[1];
  return {
    ...(route && { step: route.step }),
    mailbox: mailbox === undefined ? undefined : decodeURIComponent(mailbox),
  };
}
