import type { Stage } from '../stage/stage.js';
import pg from 'pg';

export interface DeliveryRow {
  readonly state: string;
  readonly message_id: string;
}

/** What outbound-mail says became of the deliveries of these notifications. */
export async function deliveriesOf(stage: Stage, eventIds: readonly string[]): Promise<DeliveryRow[]> {
  const client = new pg.Client({ connectionString: stage.stack.backends.database('outbound-mail') });
  await client.connect();
  try {
    const { rows } = await client.query<DeliveryRow>(
      `SELECT d.state, d.message_id FROM delivery d JOIN notification n ON n.id = d.notification_id WHERE n.event_id = ANY($1)`,
      [eventIds],
    );
    return rows;
  } finally {
    await client.end();
  }
}

/** What Postfix took responsibility for: it knows nothing of us, so it cannot be wrong in our favour. */
export const acceptedBy = (stage: Stage): string[] =>
  stage.mail.postfix.accepted().map(({ messageId }) => messageId.replace(/^<|>$/g, ''));
