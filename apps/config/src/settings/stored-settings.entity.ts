import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How much of the settings was tried before they were saved. */
export type Passed = 'test' | 'validate' | 'none';

/** One document of the `settings` bucket, as it was saved last. */
@Entity('settings')
export class StoredSettings {
  /** The key in the bucket: `sending-profile.system`, `reply-mailbox`. */
  @PrimaryColumn({ type: 'text' })
  document!: string;

  @Column({ type: 'int' })
  revision!: number;

  /** Everything but the secret, as its contract shapes it. */
  @Column({ type: 'jsonb' })
  values!: object;

  /** The very ciphertext that the reading service gets. */
  @Column({ type: 'text', nullable: true })
  password!: string | null;

  @Column({ type: 'text' })
  passed!: Passed;

  @Column({ type: 'timestamptz', name: 'saved_at' })
  savedAt!: Date;

  /** `sub` of the token that saved it. */
  @Column({ type: 'text', name: 'saved_by' })
  savedBy!: string;
}
