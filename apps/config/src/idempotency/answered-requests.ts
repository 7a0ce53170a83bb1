import { Failure } from '@replyline/errors';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AnsweredRequest } from './answered-request.entity.js';

type Id = Pick<AnsweredRequest, 'actor' | 'route' | 'key'>;
type Answer = NonNullable<AnsweredRequest['answer']>;

/** Keeps what a POST was answered, so that saying it again does nothing again. */
@Injectable()
export class AnsweredRequests {
  constructor(private readonly db: DataSource) {}

  /**
   * `undefined` where the request is ours to answer; else what it was answered. Throws `request.idempotency_key_reused`
   * for another body, `request.in_progress` while the first one is being answered. Keys count for a day; one whose
   * service died while answering is free again after two minutes, longer than any answer takes.
   */
  async begin(id: Id, digest: string): Promise<Answer | undefined> {
    await this.db.query(`DELETE FROM answered_request WHERE begun_at < now() - interval '1 day'
      OR (answer IS NULL AND begun_at < now() - interval '2 minutes')`);
    const claimed: unknown[] = await this.db.query(
      `INSERT INTO answered_request (actor, route, key, digest, begun_at) VALUES ($1, $2, $3, $4, now())
       ON CONFLICT DO NOTHING RETURNING key`,
      [id.actor, id.route, id.key, digest],
    );
    if (claimed.length > 0) return undefined;
    const before = await this.db.manager.findOneBy(AnsweredRequest, id);
    // It failed in this very moment, and who failed may be tried again.
    if (!before) throw new Failure('request.in_progress');
    if (before.digest !== digest) throw new Failure('request.idempotency_key_reused');
    if (before.answer === null) throw new Failure('request.in_progress');
    return before.answer;
  }

  async answered(id: Id, answer: Answer): Promise<void> {
    await this.db.manager.update(AnsweredRequest, id, { answer: answer as object });
  }

  /** It did nothing, so it may be tried again. */
  async failed(id: Id): Promise<void> {
    await this.db.manager.delete(AnsweredRequest, id);
  }
}
