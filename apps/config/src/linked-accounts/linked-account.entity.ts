import { Column, Entity, PrimaryColumn } from 'typeorm';

type LinkState = 'linked' | 'needs-linking';

/** A Microsoft account that somebody let us send and read through. */
@Entity('linked_account')
export class LinkedAccount {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  /** Grows with each refresh too, because the tokens are sealed for it. */
  @Column({ type: 'int' })
  revision!: number;

  /** Whose it is; null: the system's. */
  @Column({ type: 'uuid', name: 'owner_id', nullable: true })
  ownerId!: string | null;

  @Column({ type: 'text' })
  address!: string;

  @Column({ type: 'text' })
  state!: LinkState;

  /** `Tokens` as JSON, sealed with config's own ring; null once Microsoft accepts them no more. */
  @Column({ type: 'text', nullable: true })
  tokens!: string | null;

  @Column({ type: 'timestamptz', name: 'linked_at' })
  linkedAt!: Date;

  @Column({ type: 'timestamptz', name: 'access_token_expires_at' })
  accessTokenExpiresAt!: Date;

  /** Null until the first one after linking. */
  @Column({ type: 'timestamptz', name: 'last_refresh_at', nullable: true })
  lastRefreshAt!: Date | null;
}
