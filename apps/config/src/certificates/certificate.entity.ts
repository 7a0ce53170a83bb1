import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A certificate that an admin uploaded, and of a client certificate its private key. */
@Entity('certificate')
export class StoredCertificate {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'int' })
  revision!: number;

  @Column({ type: 'text' })
  kind!: 'authority' | 'client';

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text' })
  pem!: string;

  /** The very ciphertext that outbound-mail gets; null for an authority. */
  @Column({ type: 'text', name: 'private_key', nullable: true })
  privateKey!: string | null;

  @Column({ type: 'text' })
  subject!: string;

  @Column({ type: 'text' })
  issuer!: string;

  @Column({ type: 'text' })
  serial!: string;

  @Column({ type: 'text' })
  fingerprint!: string;

  @Column({ type: 'timestamptz', name: 'valid_from' })
  validFrom!: Date;

  @Column({ type: 'timestamptz', name: 'valid_to' })
  validTo!: Date;

  @Column({ type: 'boolean', name: 'is_authority' })
  isAuthority!: boolean;

  @Column({ type: 'timestamptz', name: 'saved_at' })
  savedAt!: Date;

  /** `sub` of the token that uploaded it. */
  @Column({ type: 'text', name: 'saved_by' })
  savedBy!: string;
}
