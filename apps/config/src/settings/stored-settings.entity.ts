import type { Settings } from './draft.js';
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

  /** Everything but the secrets, as its contract shapes it: checked when it was saved. */
  @Column({ type: 'jsonb' })
  values!: Settings;

  /** What the document says beside the settings: whose it is, who may use it. */
  @Column({ type: 'jsonb' })
  placement!: object;

  /** The very ciphertexts that the reading service gets, by field. */
  @Column({ type: 'jsonb' })
  secrets!: Readonly<Record<string, string>>;

  @Column({ type: 'text' })
  passed!: Passed;

  @Column({ type: 'timestamptz', name: 'saved_at' })
  savedAt!: Date;

  /** `sub` of the token that saved it. */
  @Column({ type: 'text', name: 'saved_by' })
  savedBy!: string;
}
