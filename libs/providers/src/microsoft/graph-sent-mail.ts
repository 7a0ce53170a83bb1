import { Failure } from '@replyline/errors';
import { z } from 'zod';
import type { SentMail, Whereabouts } from '../provider.js';
import type { GraphClient } from './graph-client.js';

/** One request at a time, with a place in the queue to Graph. */
type InTurn = <T>(signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>) => Promise<T>;

type Folder = 'sentitems' | 'drafts' | 'outbox';

const messages = z.object({ value: z.array(z.object({ id: z.string().min(1) })) });

/** The Sent Items of a mailbox. What Graph sends stands there, whoever asked for it (`saveToSentItems` is its default). */
export const graphSentMail = (graph: GraphClient, inTurn: InTurn): SentMail => ({
  isComplete: true,
  find: (messageId, signal) => inTurn(signal, (within) => find(graph, messageId, within)),
  takeBack: (itemId, signal) => inTurn(signal, (within) => takeBack(graph, itemId, within)),
});

/** Sent Items first: an earlier attempt may have left a draft of the same mail behind. */
async function find(graph: GraphClient, messageId: string, signal: AbortSignal): Promise<Whereabouts> {
  const itemIn = (folder: Folder) => itemOf(graph, folder, messageId, signal);
  const sent = await itemIn('sentitems');
  if (sent !== undefined) return { in: 'sent', itemId: sent };
  const draft = await itemIn('drafts');
  if (draft !== undefined) return { in: 'drafts', itemId: draft };
  return (await itemIn('outbox')) === undefined ? { in: 'nowhere' } : { in: 'outbox' };
}

async function itemOf(graph: GraphClient, folder: Folder, messageId: string, signal: AbortSignal) {
  // OData writes a quote inside a text twice.
  const filter = `internetMessageId eq '<${messageId.replaceAll("'", "''")}>'`;
  const path = `/mailFolders/${folder}/messages?$select=id&$top=1&$filter=${encodeURIComponent(filter)}`;
  const found = messages.safeParse(await graph.ask({ method: 'GET', path, signal }));
  if (!found.success) throw new Failure('provider.protocol_error');
  return found.data.value[0]?.id;
}

/** What is sent moves to another folder and gets another id there, so only a draft is found by the one of the draft. */
async function takeBack(graph: GraphClient, itemId: string, signal: AbortSignal): Promise<boolean> {
  try {
    await graph.ask({ method: 'DELETE', path: `/messages/${encodeURIComponent(itemId)}`, signal });
    return true;
  } catch (error) {
    if (error instanceof Failure && error.details['replyCode'] === NOT_FOUND) return false;
    throw error;
  }
}

const NOT_FOUND = 404;
