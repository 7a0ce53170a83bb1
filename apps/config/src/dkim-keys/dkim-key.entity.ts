import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { DkimKeyState } from './dkim-key-body.js';

/** A key pair that signs, is to sign or has signed the mail of a domain. */
@Entity('dkim_key')
export class StoredDkimKey {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'int' })
  revision!: number;

  @Column({ type: 'text' })
  domain!: string;

  @Column({ type: 'text' })
  selector!: string;

  /** At most one of a domain is active; an index sees to it. */
  @Column({ type: 'text' })
  state!: DkimKeyState;

  /** As DNS has it: SubjectPublicKeyInfo, base64. */
  @Column({ type: 'text', name: 'public_key' })
  publicKey!: string;

  /** A ciphertext; outbound-mail gets the very same while the key is active. */
  @Column({ type: 'text', name: 'private_key' })
  privateKey!: string;

  @Column({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;

  /** `sub` of the token that made it. */
  @Column({ type: 'text', name: 'created_by' })
  createdBy!: string;

  @Column({ type: 'timestamptz', name: 'activated_at', nullable: true })
  activatedAt!: Date | null;

  @Column({ type: 'timestamptz', name: 'retired_at', nullable: true })
  retiredAt!: Date | null;
}
