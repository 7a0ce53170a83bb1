import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One change, or one that was refused. Names of fields and never their values. */
@Entity('audit_entry')
export class AuditEntry {
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'timestamptz' })
  at!: Date;

  /** `sub` of the token; `null` for what config does by itself. */
  @Column({ type: 'text', nullable: true })
  actor!: string | null;

  @Column({ type: 'text', array: true, name: 'actor_roles' })
  actorRoles!: string[];

  /** The IP address that the request came from. */
  @Column({ type: 'text', nullable: true })
  address!: string | null;

  @Column({ type: 'text', nullable: true })
  method!: string | null;

  @Column({ type: 'text', nullable: true })
  route!: string | null;

  @Column({ type: 'text', nullable: true, name: 'request_id' })
  requestId!: string | null;

  @Column({ type: 'text', nullable: true })
  document!: string | null;

  @Column({ type: 'int', nullable: true })
  revision!: number | null;

  @Column({ type: 'text', array: true })
  fields!: string[];

  /** `saved`, or the code of what was in the way. */
  @Column({ type: 'text' })
  outcome!: string;
}
