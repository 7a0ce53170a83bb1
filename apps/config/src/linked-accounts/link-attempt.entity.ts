import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Somebody went to Microsoft to link an account and is not back yet. */
@Entity('link_attempt')
export class LinkAttempt {
  /** The state itself is the right to finish, so only its hash is kept. */
  @PrimaryColumn({ type: 'text', name: 'state_hash' })
  stateHash!: string;

  /** Of the cookie in the browser that began. */
  @Column({ type: 'text', name: 'browser_hash' })
  browserHash!: string;

  /** Whose account it will be; null: the system's. */
  @Column({ type: 'uuid', name: 'owner_id', nullable: true })
  ownerId!: string | null;

  @Column({ type: 'text', name: 'begun_by' })
  begunBy!: string;

  /** Verifier and nonce, sealed with config's own ring. */
  @Column({ type: 'text' })
  secrets!: string;

  @Column({ type: 'timestamptz', name: 'expires_at' })
  expiresAt!: Date;
}
