import type { EntityManager } from 'typeorm';
import { Conversation } from './conversation.entity.js';

/** The name of a conversation that may be gone or, for a reply to nothing, not even be named. */
export async function nameOf(tx: EntityManager, id: string | undefined): Promise<string | undefined> {
  if (id === undefined) return undefined;
  return (await tx.findOneBy(Conversation, { id }))?.name;
}
