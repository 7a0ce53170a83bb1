import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A POST that named an Idempotency-Key, and what it was answered. */
@Entity('answered_request')
export class AnsweredRequest {
  @PrimaryColumn({ type: 'text' })
  actor!: string;

  @PrimaryColumn({ type: 'text' })
  route!: string;

  @PrimaryColumn({ type: 'text' })
  key!: string;

  /** Keyed, because a body may hold a password. */
  @Column({ type: 'text' })
  digest!: string;

  @Column({ type: 'timestamptz', name: 'begun_at' })
  begunAt!: Date;

  /** `null` while it is being answered. */
  @Column({ type: 'jsonb', nullable: true })
  answer!: { readonly status?: number; readonly etag?: string; readonly body?: unknown } | null;
}
