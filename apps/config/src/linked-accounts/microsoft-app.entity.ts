import type { Cloud } from '@replyline/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The application that is registered with Azure; there is one. */
@Entity('microsoft_app')
export class MicrosoftApp {
  @PrimaryColumn({ type: 'text' })
  id!: string;

  @Column({ type: 'int' })
  revision!: number;

  @Column({ type: 'text' })
  cloud!: Cloud;

  @Column({ type: 'text', name: 'tenant_id' })
  tenantId!: string;

  @Column({ type: 'text', name: 'client_id' })
  clientId!: string;

  /** Sealed with config's own ring. */
  @Column({ type: 'text', name: 'client_secret' })
  clientSecret!: string;

  /** Separated by commas. */
  @Column({ type: 'text', name: 'mail_scopes' })
  mailScopes!: string;

  @Column({ type: 'timestamptz', name: 'saved_at' })
  savedAt!: Date;

  @Column({ type: 'text', name: 'saved_by' })
  savedBy!: string;
}
